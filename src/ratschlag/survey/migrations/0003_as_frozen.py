"""What was there before: surveys are scheduled, responses know their channel and day.

And a version is frozen: the database itself refuses to change or delete it, on both engines.
"""

import hashlib
from typing import Any

from django.db import migrations

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.lib.triggers import refuse
from ratschlag.survey.compute.questionnaire import canonical


def carry_over(apps: Any, _editor: Any) -> None:
    for survey in apps.get_model("survey", "Survey").objects.iterator():
        survey.stage = "scheduled"
        survey.languages = [SOURCE_LANGUAGE, *_languages(apps, survey)]
        survey.save(update_fields=["stage", "languages"])
        _freeze(apps, survey)
    texts = apps.get_model("survey", "ResponseText").objects.select_related("contribution")
    for text in texts.iterator():
        said = text.contribution
        text.response.channel, text.response.received_on = said.channel, said.received_on
        text.response.taken_back_on = said.taken_back_on
        text.response.save(update_fields=["channel", "received_on", "taken_back_on"])


def _languages(apps: Any, survey: Any) -> list[str]:
    """Those in which its title stood: until now a text that was missing was shown in German."""
    rows = apps.get_model("languages", "Translation").objects
    title = rows.filter(kind="survey.survey", number=survey.pk, field="title")
    return sorted(title.values_list("language", flat=True))


def _freeze(apps: Any, survey: Any) -> None:
    """The first version: open questions on one page were all there was."""

    def words(kind: str, row: Any, *fields: str) -> dict[str, dict[str, str]]:
        rows = apps.get_model("languages", "Translation").objects.exclude(state="stale")
        found = rows.filter(kind=kind, number=row.pk, language__in=survey.languages)
        return {
            field: {
                SOURCE_LANGUAGE: getattr(row, field),
                **{each.language: each.text for each in found if each.field == field},
            }
            if getattr(row, field)
            else {}
            for field in fields
        }

    bare = {"kind": "long", "is_required": False, "has_other": False, "show_if": {}}
    empty = {"least": None, "most": None, "low": {}, "high": {}, "options": [], "rows": []}
    questions = [
        {
            **{"key": row.key, "row": row.pk, "limit": row.limit, **bare, **empty},
            **words("survey.question", row, "text", "hint"),
        }
        for row in survey.questions.order_by("position")
    ]
    details = [
        {
            "key": row.key,
            **words("survey.detail", row, "label"),
            "options": [
                {"key": option.key, **words("survey.detailoption", option, "label")}
                for option in row.options.order_by("position")
            ],
        }
        for row in survey.details.order_by("position")
    ]
    page = {"key": "", "title": {}, "help": {}, "show_if": {}, "questions": questions}
    definition = canonical(
        {
            **words("survey.survey", survey, "title", "purpose", "rule"),
            **{"languages": survey.languages, "machine": [], "is_paged": False},
            **{"pages": [page], "details": details},
        }
    )
    version = apps.get_model("survey", "Version").objects.create(
        survey=survey,
        number=1,
        definition=definition,
        digest=hashlib.sha256(definition.encode()).hexdigest(),
        made_on=survey.opens_at.date(),
    )
    survey.responses.update(version=version)


class Migration(migrations.Migration):
    dependencies = [
        ("survey", "0002_questionnaire"),
        ("contributions", "0003_every_channel"),
        ("languages", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        refuse("survey_version_stays", "DELETE", "survey_version"),
        refuse("survey_version_as_frozen", "UPDATE", "survey_version"),
    ]
