"""Pairing a tablet for an event, and taking in what it brings back: each answer exactly once."""

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratschlag.city.models import City
from ratschlag.city.queries import day_in
from ratschlag.city.rules import LANGUAGES
from ratschlag.contributions.compute import is_receipt
from ratschlag.contributions.queries import domain_day, secret_for
from ratschlag.journal.actions import by_the_day, record
from ratschlag.journal.queries import domain_now
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.survey.actions.answering import (
    CodeTaken,
    NothingSaid,
    SentBefore,
    take_in_response,
)
from ratschlag.survey.actions.holds import hold_response
from ratschlag.survey.compute.answers import Answers, answers_in
from ratschlag.survey.compute.sealing import (
    Envelope,
    NotOpened,
    label_of,
    new_pair,
    opened,
    unlocked,
)
from ratschlag.survey.models import (
    SealingKey,
    Survey,
    Tablet,
    TabletDay,
    Version,
    WaitingCode,
)
from ratschlag.survey.queries import can_be_paired, has_been_sent, questionnaire_of
from ratschlag.survey.queries.receipts import scope_of_receipts
from ratschlag.survey.queries.tablets import (
    hash_of_pairing,
    hash_of_print,
    hash_of_token,
    print_of,
    state_of_tablet,
)
from ratschlag.survey.rules import (
    MOST_WAITING,
    PAIRING_CODE_LENGTH,
    PAIRING_MINUTES,
    HoldReason,
    Refusal,
    Stage,
    TabletState,
    day_of_sealed,
)

_PRINT = re.compile(r"[0-9a-f]{64}")


class PairingRefused(DomainError):
    """This tablet can't be paired now, or not with this code."""


class SealedRefused(DomainError):
    """A sealed answer that can't be taken: it stays on the tablet."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(str(why))
        self.why = why


@transaction.atomic
def prepare_tablet(tablet: Tablet, *, by: Person | None) -> str:
    """Enter a tablet that was made but not saved yet; returns the code to pair it with, once.

    The first tablet of a survey makes its pair of keys. Raises PairingRefused.
    """
    survey = Survey.objects.select_for_update(no_key=True).get(pk=tablet.survey_id)
    if not can_be_paired(survey, domain_now()):
        raise PairingRefused(_("This survey takes no answers from events now."))
    if not SealingKey.objects.filter(survey=survey).exists():
        public, locked = new_pair(secret_for("sealing"), scope_of_receipts(survey))
        SealingKey.objects.create(survey=survey, public=public, locked=locked)
    code = "".join(secrets.choice("0123456789") for _digit in range(PAIRING_CODE_LENGTH))
    tablet.code_hash = hash_of_pairing(code)
    tablet.code_until = timezone.now() + timedelta(minutes=PAIRING_MINUTES)
    tablet.by = by
    tablet.save(force_insert=True)
    record(by, "tablet.prepared", tablet)
    return code


@transaction.atomic
def pair_tablet(code: str) -> tuple[Tablet, str]:
    """The tablet whose code was typed in, and its token: both only this once.

    Raises PairingRefused: the same words whether there was never such a code or it is used up.
    """
    rows = Tablet.objects.select_for_update().filter(code_hash=hash_of_pairing(code))
    tablet = rows.first()
    if tablet is None or state_of_tablet(tablet, domain_now()) is not TabletState.NEW:
        raise PairingRefused(_("This code is wrong, used up or too old."))
    token = secrets.token_urlsafe(32)
    tablet.code_hash, tablet.token_hash = "", hash_of_token(token)
    tablet.paired_on = tablet.seen_on = domain_day()
    tablet.save(update_fields=["code_hash", "token_hash", "paired_on", "seen_on"])
    record(None, "tablet.paired", tablet)
    return tablet, token


@transaction.atomic
def revoke_tablet(tablet: Tablet, *, by: Person | None) -> None:
    """It takes no more answers; what it holds is taken once more, marked. Raises PairingRefused."""
    tablet = Tablet.objects.select_for_update().get(pk=tablet.pk)
    if tablet.revoked_at:
        raise PairingRefused(_("This tablet was revoked before."))
    tablet.revoked_at, tablet.code_hash = domain_now(), ""
    tablet.save(update_fields=["revoked_at", "code_hash"])
    record(by, "tablet.revoked", tablet)


@dataclass(frozen=True)
class Named:
    """A code that a tablet says it holds: as its print, with its last digits."""

    print: str
    tail: str
    is_refused: bool

    @property
    def is_sound(self) -> bool:
        is_tail = len(self.tail) == 4 and self.tail.isascii() and self.tail.isdecimal()
        return bool(_PRINT.fullmatch(self.print)) and is_tail


@by_the_day
@transaction.atomic
def name_waiting(tablet: Tablet, named: Sequence[Named]) -> Tablet:
    """Keep which codes a tablet says it still holds. What is unsound is left out.

    What a revoked tablet names first is its last queue: afterwards it can only become shorter.
    """
    tablet = Tablet.objects.select_for_update().get(pk=tablet.pk)
    if tablet.seen_on != domain_day():
        tablet.seen_on = domain_day()
        tablet.save(update_fields=["seen_on"])
    found = {hash_of_print(row.print): row for row in named[:MOST_WAITING] if row.is_sound}
    if tablet.handed_in_on:
        _mark_refused(tablet, found)
        return tablet
    # Written anew and in the order of their hashes: their places tell no order of the codes.
    tablet.waiting.all().delete()
    WaitingCode.objects.bulk_create(
        WaitingCode(tablet=tablet, code_hash=key, tail=row.tail, is_refused=row.is_refused)
        for key, row in sorted(found.items())
    )
    if tablet.revoked_at:
        tablet.handed_in_on = domain_day()
        tablet.closed_on = None if found else domain_day()
        tablet.save(update_fields=["handed_in_on", "closed_on"])
    return tablet


def _mark_refused(tablet: Tablet, found: Mapping[str, Named]) -> None:
    refused = [key for key, row in found.items() if row.is_refused]
    tablet.waiting.filter(code_hash__in=refused).update(is_refused=True)


@dataclass(frozen=True)
class _Sealed:
    """What was in an envelope."""

    code: str
    day: date
    language: str
    answers: Answers


@by_the_day
@transaction.atomic
def accept_sealed(
    tablet: Tablet, *, form_key: str, version: int, envelope: Envelope, city: City
) -> bool:
    """Open and store an answer; False when it was stored before, which is as good.

    Only what the survey's key opens under the label of this tablet is taken; the sealed form
    itself is not kept. Raises SealedRefused.
    """
    tablet = Tablet.objects.select_for_update(of=("self",)).select_related("survey").get(
        pk=tablet.pk
    )  # fmt: skip
    survey = tablet.survey
    if tablet.closed_on or survey.stage != Stage.SCHEDULED:
        if has_been_sent(survey, form_key):
            return False
        raise SealedRefused(Refusal.NOT_NAMED if tablet.closed_on else Refusal.ENTRY_FINISHED)
    asked = survey.versions.filter(number=version).first()
    if asked is None:
        raise SealedRefused(Refusal.UNREADABLE)
    found = _open(tablet, form_key, asked, envelope)
    waiting = tablet.waiting.filter(code_hash=hash_of_print(print_of(found.code)))
    if tablet.revoked_at and not waiting.exists() and not has_been_sent(survey, form_key):
        raise SealedRefused(Refusal.NOT_NAMED)
    is_new = _store(tablet, form_key, asked, found, city)
    waiting.delete()
    if tablet.handed_in_on and not tablet.waiting.exists():
        tablet.closed_on = domain_day()
        tablet.save(update_fields=["closed_on"])
    return is_new


def _open(tablet: Tablet, form_key: str, version: Version, envelope: Envelope) -> _Sealed:
    scope = scope_of_receipts(tablet.survey)
    try:
        key = unlocked(tablet.survey.sealing_key.locked, secret_for("sealing"), scope)
        label = label_of(scope, version.number, str(tablet.pk), form_key)
        return _said(json.loads(opened(key, envelope, label)), version)
    except (NotOpened, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SealedRefused(Refusal.UNREADABLE) from error


def _said(plain: Mapping[str, Any], version: Version) -> _Sealed:
    """Raises ValueError, KeyError, TypeError or AttributeError when our page never sealed it."""
    code, day, language, sent = (plain[name] for name in ("code", "day", "language", "answers"))
    asked = questionnaire_of(version)
    is_ours = (
        *(is_receipt(code), language in LANGUAGES, set(sent) <= asked.names),
        all(
            isinstance(row, list) and all(isinstance(v, str) for v in row) for row in sent.values()
        ),
    )
    if not all(is_ours):
        raise ValueError("not what our page seals")
    answers = answers_in(asked, lambda name: sent.get(name, ()))
    return _Sealed(code, date.fromisoformat(day), language, answers)


def _store(tablet: Tablet, form_key: str, version: Version, found: _Sealed, city: City) -> bool:
    today = domain_day()
    if found.answers.faults:
        raise SealedRefused(Refusal.FAULTY)
    try:
        submitted = take_in_response(
            tablet.survey,
            form_key=form_key,
            code=found.code,
            texts=found.answers.texts,
            chosen=found.answers.chosen,
            details=found.answers.details,
            language=found.language,
            received_on=day_of_sealed(
                found.day,
                paired_on=tablet.paired_on or today,
                ends_on=day_in(city, tablet.ends_at),
                today=today,
            ),
            version=version,
        )
    except NothingSaid as error:
        raise SealedRefused(Refusal.FAULTY) from error
    except CodeTaken as error:
        raise SealedRefused(Refusal.CODE_TAKEN) from error
    except SentBefore as error:
        if not error.is_taken_back:
            raise SealedRefused(Refusal.OTHER_ANSWERS) from error
        return False
    if submitted.is_new:
        _count(tablet, today)
    if submitted.is_new and tablet.revoked_at:
        hold_response(submitted.response, reason=HoldReason.REVOKED_TABLET)
    return submitted.is_new


def _count(tablet: Tablet, today: date) -> None:
    """Behind the lock on the tablet, so that no two count at once."""
    row, is_first = TabletDay.objects.get_or_create(
        tablet=tablet, day=today, defaults={"count": 1, "marked": 1 if tablet.revoked_at else 0}
    )
    if not is_first:
        row.count += 1
        row.marked += 1 if tablet.revoked_at else 0
        row.save(update_fields=["count", "marked"])
