"""Tablets for events: which device it is, what it needs, what it still holds."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.functional import Promise

from ratschlag.city.models import City
from ratschlag.contributions.compute import keyed_hash
from ratschlag.contributions.queries import receipt_of, secret_for
from ratschlag.process.rules import Tense
from ratschlag.survey.compute.questionnaire import Question, Questionnaire
from ratschlag.survey.models import TABLET_LABELS, Survey, Tablet, WaitingCode
from ratschlag.survey.queries.receipts import scope_of_receipts
from ratschlag.survey.queries.surveys import tense_of
from ratschlag.survey.queries.versions import questionnaire_of
from ratschlag.survey.rules import LONGEST_OTHER, PAIRING_CODE_LENGTH, Stage, TabletState


def is_pairing_code(text: str) -> bool:
    return len(text) == PAIRING_CODE_LENGTH and text.isascii() and text.isdecimal()


def hash_of_pairing(code: str) -> str:
    return keyed_hash(secret_for("tablets"), "pairing", code)


def hash_of_token(token: str) -> str:
    return keyed_hash(secret_for("tablets"), "token", token)


def print_of(code: str) -> str:
    """What a tablet keeps of a code that it gave out: the code can't be read from it."""
    return hashlib.sha256(f"ratschlag/code/{code}".encode()).hexdigest()


def hash_of_print(print_: str) -> str:
    """What we keep of that: worth nothing without our secret."""
    return keyed_hash(secret_for("tablets"), "waiting", print_)


def tablet_with(token: str) -> Tablet | None:
    """The tablet that holds this token."""
    if not token or len(token) > 100:
        return None
    found = Tablet.objects.select_related("survey__process")
    return found.filter(token_hash=hash_of_token(token)).first()


def state_of_tablet(tablet: Tablet, at: datetime) -> TabletState:
    """`at` is domain time; a code to pair with dies by the real clock."""
    if tablet.closed_on:
        return TabletState.CLOSED
    if tablet.revoked_at:
        return TabletState.REVOKED if tablet.paired_on else TabletState.CLOSED
    if not tablet.paired_on:
        is_old = tablet.code_until < timezone.now() or at > tablet.ends_at
        return TabletState.EXPIRED if is_old else TabletState.NEW
    return TabletState.ENDED if at > tablet.ends_at else TabletState.PAIRED


def can_be_paired(survey: Survey, at: datetime) -> bool:
    """From its scheduling until it closes: an event is planned days before."""
    return survey.stage == Stage.SCHEDULED and tense_of(survey, at) is not Tense.PAST


@dataclass(frozen=True)
class TabletRow:
    """A tablet at the desk."""

    tablet: Tablet
    state: TabletState
    taken: int
    marked: int
    waiting: list[WaitingCode]
    is_cut_off: bool

    @property
    def label(self) -> Promise:
        return TABLET_LABELS[self.state]

    @property
    def may_be_revoked(self) -> bool:
        return not self.tablet.revoked_at


def tablets_of(survey: Survey, at: datetime) -> list[TabletRow]:
    """All tablets of a survey: how many answers came, and which codes still wait."""
    rows = survey.tablets.annotate(taken=Sum("days__count"), marked=Sum("days__marked"))
    return [
        TabletRow(
            tablet=row,
            state=state_of_tablet(row, at),
            taken=row.taken or 0,
            marked=row.marked or 0,
            waiting=list(row.waiting.all()),
            is_cut_off=survey.stage != Stage.SCHEDULED,
        )
        for row in rows.prefetch_related("waiting")
    ]


@dataclass(frozen=True)
class Whereabouts:
    """Where a code is that somebody names: with us, or still on a tablet."""

    is_here: bool
    tablets: list[Tablet]


def whereabouts_of(survey: Survey, code: str) -> Whereabouts:
    receipt = receipt_of(code)
    is_here = bool(receipt and survey.responses.filter(receipt=receipt).exists())
    held = Q(waiting__code_hash=hash_of_print(print_of(code)))
    return Whereabouts(is_here, [] if is_here else list(survey.tablets.filter(held)))


def status_of(tablet: Tablet, at: datetime) -> dict[str, Any]:
    """What a tablet is told whenever it is online."""
    survey = tablet.survey
    return {
        "state": str(state_of_tablet(tablet, at)),
        "now": _milliseconds(at),
        "opensAt": _milliseconds(survey.opens_at),
        "endsAt": _milliseconds(min(tablet.ends_at, survey.closes_at)),
        "version": survey.versions.latest("number").number,
        "isTaken": survey.stage == Stage.SCHEDULED,
    }


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def bundle_of(tablet: Tablet, city: City, sheets: list[dict[str, Any]]) -> dict[str, Any]:
    """All that a tablet needs where there is no network; `sheets` are the forms by language."""
    version = tablet.survey.versions.latest("number")
    asked = questionnaire_of(version)
    return {
        "tablet": str(tablet.pk),
        "name": tablet.name,
        "place": tablet.place,
        "survey": tablet.survey.title,
        "scope": scope_of_receipts(tablet.survey),
        "version": version.number,
        "zone": city.time_zone,
        "key": tablet.survey.sealing_key.public,
        "questions": [as_asked(each, asked) for each in asked.questions],
        "sheets": sheets,
    }


def as_asked(question: Question, questionnaire: Questionnaire) -> dict[str, Any]:
    """What the script has to know of a question to check an answer at once."""
    return {
        "key": question.key,
        "kind": str(question.kind),
        "names": list(question.names),
        "limit": question.limit,
        "otherLimit": LONGEST_OTHER,
        "isRequired": question.is_required,
        "hasOther": question.has_other,
        "least": None if question.least is None else str(question.least),
        "most": None if question.most is None else str(question.most),
        "options": [option.key for option in question.options],
        "rows": [row.key for row in question.rows],
        "conditions": [each.as_json for each in questionnaire.conditions[question.key]],
    }
