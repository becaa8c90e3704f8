"""The voices of the model case: the survey, what came online and on paper, and who read it."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from ratschlag.city.rules import LANGUAGES, SOURCE_LANGUAGE
from ratschlag.contributions import actions as contributions
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import SHOWN, UNDETERMINED, Channel, Publication
from ratschlag.contributions.tasks import journal_taken_back
from ratschlag.demo.case import Act, Case, data
from ratschlag.demo.moments import ZONE, at
from ratschlag.journal.queries import domain_now
from ratschlag.people.models import Person
from ratschlag.people.rules import Role
from ratschlag.survey import actions as survey
from ratschlag.survey.models import Detail, DetailOption, Question, Survey
from ratschlag.survey.queries import code_of
from ratschlag.survey.rules import Act as SurveyAct
from ratschlag.survey.tasks import journal_answers, shuffle_details

_SURVEY = data("survey")["survey"]["key"]
_FIRST_NIGHT, _LAST_NIGHT = date(2016, 9, 6), date(2016, 9, 30)


def acts(case: Case) -> Iterator[Act]:
    yield Act(at(2016, 8, 30, 9), partial(_plan, case))
    for row in data("contributions")["contribution"]:
        yield from _acts_of(case, row)
    for day in range((_LAST_NIGHT - _FIRST_NIGHT).days + 1):
        # Tasks wait until all that began before midnight is stored.
        night = datetime.combine(_FIRST_NIGHT + timedelta(days=day), time(0, 15), ZONE)
        yield Act(night, _keep_books)
    for row in data("survey")["moved_on"]:
        yield Act(row["at"], partial(_move_on, case, SurveyAct(row["act"]), row["why"]))


def case_receipt(key: str) -> str:
    """The receipt of a contribution of the model case, by its key ("C01")."""
    found = Survey.objects.select_related("process").get(slug=_SURVEY)
    return code_of(found, _form_key(key))


def _form_key(key: str) -> str:
    return f"demo-form-of-contribution-{key}"


def _plan(case: Case) -> None:
    row, process = data("survey"), case.process
    planned = Survey(
        process=process,
        slug=_SURVEY,
        **{name: row["survey"][name] for name in ("title", "purpose", "rule")},
        opens_at=row["survey"]["opens"],
        closes_at=row["survey"]["closes"],
        languages=list(LANGUAGES),
        is_invented=False,
    )
    questions = [Question(**question) for question in row["question"]]
    details = [
        (
            Detail(key=detail["key"], label=detail["label"]),
            [DetailOption(**option) for option in detail["options"]],
        )
        for detail in row["detail"]
    ]
    survey.plan_survey(planned, questions=questions, details=details, by=case.by)
    case.surveys[_SURVEY] = planned
    case.translate(planned, f"survey.{_SURVEY}")
    for question in questions:
        case.translate(question, f"question.{question.key}")
    for detail, options in details:
        case.translate(detail, f"detail.{detail.key}")
        for option in options:
            case.translate(option, f"option.{detail.key}.{option.key}")
    answers = {"q3": "Mehr Sprachkurse am Abend."}
    survey.keep_test_run(planned, language=SOURCE_LANGUAGE, answers=answers, by=case.by)
    for act, why in row["decided"].items():
        _move_on(case, SurveyAct(act), why)


def _move_on(case: Case, act: SurveyAct, why: str) -> None:
    """The coordinator brings the survey one state further."""
    survey.decide_survey(case.surveys[_SURVEY], act, why=why, by=case.by)
    case.surveys[_SURVEY].refresh_from_db()


def _acts_of(case: Case, row: dict[str, Any]) -> Iterator[Act]:
    """A contribution comes in, is read and made public or not, and linked to its twin."""
    is_online = row["channel"] == Channel.ONLINE
    decided_on = row.get("outcome", {}).get("on")
    came_on = row["received"] if is_online else row["typed_in"]
    # What was decided on the day it came must have come in the morning.
    came = _at(came_on, 7 if decided_on == came_on else 18 if is_online else 10)
    yield Act(came, partial(_submit if is_online else _type_in, case, row))
    read_on = row.get("coded_on") or (came_on if row["public"] in SHOWN else decided_on)
    read = _at(read_on, 8 if read_on > came_on or decided_on == came_on else 19)
    yield Act(read, partial(_read, case, row))
    if "duplicate_of" in row:
        yield Act(_at(decided_on, 8), partial(_link, case, row))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


def _texts(row: dict[str, Any]) -> dict[str, str]:
    return {row["question"]: row["text"]} if row["text"] else {}


def _submit(case: Case, row: dict[str, Any]) -> None:
    is_mixed = row["language"] == UNDETERMINED
    submitted = survey.submit_response(
        case.surveys[_SURVEY],
        form_key=_form_key(row["key"]),
        texts=_texts(row),
        details=_details(row["key"]),
        language="de" if is_mixed else row["language"],
        at=domain_now(),
    )
    _keep(case, row, submitted)


def _type_in(case: Case, row: dict[str, Any]) -> None:
    submitted = survey.type_in_response(
        case.surveys[_SURVEY],
        form_key=_form_key(row["key"]),
        texts=_texts(row),
        channel=Channel(row["channel"]),
        received_on=row["received"],
        postmarked_on=row.get("postmark"),
        language=row["language"],
        supporters=row.get("supporters", 1),
        organisation=case.organisations.get(row.get("organisation", "")),
        is_unreadable=row["public"] == Publication.UNREADABLE,
        by=case.people[Role.CLERK],
    )
    _keep(case, row, submitted)


def _keep(case: Case, row: dict[str, Any], submitted: survey.Submitted) -> None:
    case.contributions[row["key"]] = submitted.response.texts.get().contribution


def _details(key: str) -> dict[str, str]:
    """What this person says about themselves: made up from the key; some leave some of it out."""
    said = {}
    for detail in data("survey")["detail"]:
        dice = hashlib.sha256(f"{key} {detail['key']}".encode()).digest()
        if dice[0] % 4:
            said[detail["key"]] = detail["options"][dice[1] % len(detail["options"])]["key"]
    return said


def _read(case: Case, row: dict[str, Any]) -> None:
    """A coder reads it: public, redacted or not; then parts, language and translations."""
    found, by = case.contributions[row["key"]], case.people[Role.CODER]
    if found.language != row["language"]:
        contributions.name_language(found, language=row["language"], by=by)
    publication = Publication(row["public"])
    if publication is Publication.REDACTED:
        contributions.redact_contribution(found, text=row["redacted_text"], by=by)
    elif publication is Publication.PUBLIC:
        contributions.publish_contribution(found, by=by)
    else:
        contributions.withhold_contribution(found, publication=publication, by=by)
    if "split" in row:
        texts = [passage["text"] for passage in row["split"]]
        contributions.split_contribution(found, texts=texts, by=by)
    _translate(found, row.get("translations", {}), by)


def _translate(found: Contribution, texts: dict[str, str], by: Person) -> None:
    for language, text in texts.items():
        contributions.translate_contribution(
            found, language=language, text=text, is_machine=True, by=by
        )


def _link(case: Case, row: dict[str, Any]) -> None:
    contributions.link_duplicate(
        case.contributions[row["key"]],
        of=case.contributions[row["duplicate_of"]],
        by=case.people[Role.CODER],
    )


def _keep_books() -> None:
    """What the worker does in the night."""
    journal_answers.func()
    journal_taken_back.func()
    shuffle_details.func()
