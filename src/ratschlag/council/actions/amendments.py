"""Amendments: what they are about, and what became of them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.city.queries import domain_today
from ratschlag.concept.models import Section
from ratschlag.council.models import (
    BROKEN_VOTE,
    Amendment,
    AmendmentTarget,
    Paper,
    ResolutionPoint,
)
from ratschlag.council.rules import (
    OF_AMENDMENTS,
    Result,
    is_whole,
)
from ratschlag.goals.models import Measure
from ratschlag.journal.actions import record
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person


class AmendmentRefused(DomainError):
    """An amendment that is about nothing here, or that can't have been decided so."""


@transaction.atomic
def move_amendment(
    amendment: Amendment,
    *,
    measures: Sequence[Measure] = (),
    sections: Sequence[Section] = (),
    points: Sequence[ResolutionPoint] = (),
    by: Person | None,
) -> Amendment:
    """Enter an amendment that was made but not saved yet, and what it is about.

    Raises AmendmentRefused.
    """
    _refuse_unless_open(Paper.objects.locked(amendment.paper))
    targets = _targets(amendment, measures, sections, points)
    amendment.save(force_insert=True)
    AmendmentTarget.objects.bulk_create(targets)
    record(by, "amendment.moved", amendment, targets=len(targets))
    return amendment


@transaction.atomic
def revise_amendment(
    amendment: Amendment,
    *,
    measures: Sequence[Measure] = (),
    sections: Sequence[Section] = (),
    points: Sequence[ResolutionPoint] = (),
    changed: Iterable[str] = (),
    by: Person | None,
) -> None:
    """Keep what was changed on the row and what it is about. Raises AmendmentRefused."""
    _refuse_unless_open(Paper.objects.locked(amendment.paper))
    if Amendment.objects.get(pk=amendment.pk).result:
        raise AmendmentRefused(_("This amendment has been decided. It can't be changed any more."))
    targets = _targets(amendment, measures, sections, points)
    amendment.save()
    amendment.targets.all().delete()
    AmendmentTarget.objects.bulk_create(targets)
    mark_stale(amendment, changed)
    record(by, "amendment.revised", amendment, targets=len(targets))


def _refuse_unless_open(paper: Paper) -> None:
    if not paper.is_submitted:
        raise AmendmentRefused(_("The paper is not before the council."))


def _targets(
    amendment: Amendment,
    measures: Sequence[Measure],
    sections: Sequence[Section],
    points: Sequence[ResolutionPoint],
) -> list[AmendmentTarget]:
    process = amendment.paper.process_id
    is_here = (
        all(row.process_id == process for row in measures)
        and all(row.process_id == process for row in sections)
        and all(row.paper_id == amendment.paper_id for row in points)
    )
    if not is_here:
        raise AmendmentRefused(
            _("An amendment is about measures, sections and points of its own paper.")
        )
    targets = [AmendmentTarget(amendment=amendment, measure=row) for row in measures]
    targets += [AmendmentTarget(amendment=amendment, section=row) for row in sections]
    targets += [AmendmentTarget(amendment=amendment, point=row) for row in points]
    if not targets:
        raise AmendmentRefused(_("Please say what the amendment is about: at least one thing."))
    return targets


@transaction.atomic
def decide_amendment(
    amendment: Amendment,
    *,
    result: Result,
    in_favour: int | None = None,
    against: int | None = None,
    abstained: int | None = None,
    on: date | None = None,
    by: Person | None,
) -> None:
    """What became of it, on which day (today, unless said). Raises AmendmentRefused.

    Written down again it corrects what was written before.
    """
    paper, today, vote = (
        Paper.objects.locked(amendment.paper),
        domain_today(),
        (in_favour, against, abstained),
    )
    on = on or today
    if paper.is_preparing or paper.is_withdrawn or paper.submitted_on is None:
        raise AmendmentRefused(_("The paper is not before the council."))
    if result not in OF_AMENDMENTS:
        raise AmendmentRefused(_("An amendment can't end with that."))
    if not paper.submitted_on <= on <= today:
        raise AmendmentRefused(_("The day must lie between the submission of the paper and today."))
    if not is_whole(vote):
        raise AmendmentRefused(BROKEN_VOTE)
    before = amendment.result
    amendment.result, amendment.vote, amendment.decided_on = result, vote, on
    amendment.save(update_fields=["result", "in_favour", "against", "abstained", "decided_on"])
    record(by, "amendment.decided", amendment, before=str(before), result=str(result), vote=vote)
