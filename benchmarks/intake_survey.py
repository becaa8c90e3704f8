"""Plans the survey of the model case in a city that was founded, open now (run by intake_city)."""

import os
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from ratschlag.cli.environment import start_django

SLUG = "integrationskonzept"


def plan() -> None:
    from ratschlag.demo.case import data
    from ratschlag.journal.queries import domain_now
    from ratschlag.process.actions import move_process, prepare_process
    from ratschlag.process.rules import Level, State
    from ratschlag.survey.actions import freeze_version, plan_survey
    from ratschlag.survey.models import Detail, DetailOption, Question, Survey
    from ratschlag.survey.rules import Stage

    words = data("process")["process"]
    same = ("title", "introduction", "mandate", "scope_open", "scope_fixed")
    process = prepare_process(
        slug=SLUG, level=Level(words["level"]), by=None, **{key: words[key] for key in same}
    )
    move_process(process, State.ANNOUNCED, by=None)
    row, now = data("survey"), domain_now()
    survey = Survey(
        process=process,
        slug="ideen",
        **{name: row["survey"][name] for name in ("title", "purpose", "rule")},
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20),
    )
    details = [
        (
            Detail(key=detail["key"], label=detail["label"]),
            [DetailOption(**option) for option in detail["options"]],
        )
        for detail in row["detail"]
    ]
    questions = [Question(**question) for question in row["question"]]
    plan_survey(survey, questions=questions, details=details, by=None)
    freeze_version(survey, by=None)
    Survey.objects.filter(pk=survey.pk).update(stage=Stage.SCHEDULED)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "ratschlag.settings"
    start_django()
    plan()
