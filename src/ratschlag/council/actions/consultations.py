"""Consultations: planned, moved, and how they ended."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ratschlag.city.queries import domain_today
from ratschlag.council.models import (
    BROKEN_VOTE,
    Consultation,
    Paper,
)
from ratschlag.council.rules import (
    ConsultationRole,
    Result,
    is_whole,
    results_of,
)
from ratschlag.journal.actions import record
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person


class ConsultationRefused(DomainError):
    """A consultation that can't be, or that can't have ended so."""


@transaction.atomic
def plan_consultation(consultation: Consultation, *, by: Person | None) -> Consultation:
    """Enter a consultation that was made but not saved yet. Raises ConsultationRefused.

    A body that has the paper a second time gives it a second reading.
    """
    paper = Paper.objects.locked(consultation.paper)
    if not (paper.is_preparing or paper.is_submitted):
        raise ConsultationRefused(_("The paper is no longer before the council."))
    last = paper.consultations.aggregate(last=Max("position"))["last"] or 0
    consultation.position = last + 1
    _set_reading(consultation)
    consultation.save(force_insert=True)
    record(by, "consultation.planned", consultation, on=consultation.meets_on.isoformat())
    return consultation


@transaction.atomic
def revise_consultation(consultation: Consultation, *, by: Person | None) -> None:
    """Another day, body or role, as long as it has not been held. Raises ConsultationRefused."""
    Paper.objects.locked(consultation.paper)
    before = Consultation.objects.get(pk=consultation.pk)
    if before.result:
        raise ConsultationRefused(_("This consultation has been held. It can't be moved any more."))
    if before.body_id != consultation.body_id:
        _set_reading(consultation)
    consultation.is_authoritative = consultation.role == ConsultationRole.DECISION
    consultation.save()
    record(
        by,
        "consultation.revised",
        consultation,
        before=before.meets_on.isoformat(),
        on=consultation.meets_on.isoformat(),
    )


def _set_reading(consultation: Consultation) -> None:
    others = Consultation.objects.filter(paper=consultation.paper_id, body=consultation.body_id)
    last = others.exclude(pk=consultation.pk).aggregate(last=Max("reading"))["last"] or 0
    consultation.reading = last + 1
    consultation.is_authoritative = consultation.role == ConsultationRole.DECISION


@transaction.atomic
def hold_consultation(
    consultation: Consultation,
    *,
    result: Result,
    in_favour: int | None = None,
    against: int | None = None,
    abstained: int | None = None,
    note: str = "",
    by: Person | None,
) -> None:
    """Write down how it ended; again, if it was written down wrongly. Raises ConsultationRefused."""
    paper, vote = Paper.objects.locked(consultation.paper), (in_favour, against, abstained)
    if paper.is_preparing or paper.is_withdrawn:
        raise ConsultationRefused(_("The paper is not before the council."))
    if consultation.meets_on > domain_today():
        raise ConsultationRefused(
            _("The day of this consultation has not come yet. Enter the result after it.")
        )
    if result not in results_of(ConsultationRole(consultation.role)):
        raise ConsultationRefused(_("A consultation of this kind can't end with that."))
    if not is_whole(vote):
        raise ConsultationRefused(BROKEN_VOTE)
    before = consultation.result
    consultation.result, consultation.vote, consultation.note = result, vote, note
    consultation.save(update_fields=["result", "in_favour", "against", "abstained", "note"])
    record(by, "consultation.held", consultation, before=str(before), result=str(result), vote=vote)
