"""The paper: prepared, submitted once everything said has a fate, decided point by point."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ratschlag.city.queries import domain_today
from ratschlag.council.models import (
    BROKEN_VOTE,
    Consultation,
    Decision,
    OpenException,
    Paper,
    ResolutionPoint,
)
from ratschlag.council.queries import open_contributions
from ratschlag.council.rules import (
    OF_POINTS,
    PaperState,
    Result,
    Vote,
    is_whole,
    state_after,
)
from ratschlag.journal.actions import record
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person


class PaperRefused(DomainError):
    """A paper can't go this way."""


@transaction.atomic
def prepare_paper(paper: Paper, *, by: Person | None) -> Paper:
    """Enter a paper that was made but not saved yet; only staff see it."""
    paper.state, paper.submitted_on = PaperState.PREPARING, None
    paper.save(force_insert=True)
    record(by, "paper.prepared", paper)
    return paper


@transaction.atomic
def revise_paper(paper: Paper, changed: Iterable[str] = (), *, by: Person | None) -> None:
    """Keep what was changed on the row. Raises PaperRefused.

    Once it is before the council only the annexed edition may be another: a revised version.
    """
    changed = sorted(changed)
    before = Paper.objects.locked(paper)
    only_annexed = before.is_submitted and not set(changed) - {"edition"}
    if not (before.is_preparing or only_annexed):
        raise PaperRefused(
            _("The paper has been submitted. Only another edition can be annexed to it now.")
        )
    paper.save(update_fields=changed or None)
    mark_stale(paper, changed)
    record(by, "paper.revised", paper, fields=changed)


@transaction.atomic
def put_point(point: ResolutionPoint, *, by: Person | None) -> ResolutionPoint:
    """Add a point that was made but not saved yet, after those there are. Raises PaperRefused."""
    _refuse_unless_preparing(Paper.objects.locked(point.paper))
    last = point.paper.points.aggregate(last=Max("number"))["last"] or 0
    point.number = last + 1
    point.save(force_insert=True)
    record(by, "point.put", point)
    return point


@transaction.atomic
def revise_point(point: ResolutionPoint, changed: Iterable[str] = (), *, by: Person | None) -> None:
    """Keep what was changed on the row. Raises PaperRefused."""
    _refuse_unless_preparing(Paper.objects.locked(point.paper))
    point.save()
    mark_stale(point, changed)
    record(by, "point.revised", point)


def _refuse_unless_preparing(paper: Paper) -> None:
    if not paper.is_preparing:
        raise PaperRefused(
            _("The paper has been submitted. Its points can only be changed by an amendment.")
        )


@transaction.atomic
def sign_exception(paper: Paper, *, reason: str, by: Person) -> OpenException:
    """The lead answers for it that the paper goes out while contributions are open.

    Signed again it takes the place of what was signed before. Raises PaperRefused.
    """
    _refuse_unless_preparing(Paper.objects.locked(paper))
    count = len(open_contributions(paper.process))
    if not count:
        raise PaperRefused(_("No contribution is open. No exception is needed."))
    exception, _is_new = OpenException.objects.update_or_create(
        paper=paper,
        defaults={
            "open_count": count,
            "reason": reason,
            "signed_by": by,
            "signed_on": domain_today(),
        },
    )
    record(by, "exception.signed", paper, open_count=count)
    return exception


@transaction.atomic
def submit_paper(paper: Paper, *, by: Person | None) -> None:
    """Bring the paper before the council: from now on everyone sees it. Raises PaperRefused.

    It is refused while a contribution is open, unless the lead has signed an exception for as
    many: every contribution shall have a fate before the council decides.
    """
    before = Paper.objects.locked(paper)
    if not before.is_preparing:
        raise PaperRefused(_("The paper has been submitted already."))
    for is_there, what in (
        (_has_annex(before), _("Please annex a public edition of the concept first.")),
        (paper.points.exists(), _("Please put at least one point of the resolution first.")),
        (paper.consultations.exists(), _("Please plan at least one consultation first.")),
        (not _has_past_consultation(paper), _("A consultation lies before today. Please move it.")),
    ):
        if not is_there:
            raise PaperRefused(what)
    count = len(open_contributions(paper.process))
    exception = OpenException.objects.filter(paper=paper).first()
    if count > (exception.open_count if exception else 0):
        raise PaperRefused(_sentence(count))
    # What was settled after the signing needs no exception any more.
    signed = OpenException.objects.filter(paper=paper)
    signed.update(open_count=count) if count else signed.delete()
    paper.state, paper.submitted_on = PaperState.SUBMITTED, domain_today()
    paper.save(update_fields=["state", "submitted_on"])
    record(by, "paper.submitted", paper, open_count=count)


def _has_annex(paper: Paper) -> bool:
    edition = paper.edition
    return bool(edition and edition.is_public and edition.process_id == paper.process_id)


def _has_past_consultation(paper: Paper) -> bool:
    return paper.consultations.filter(meets_on__lt=domain_today()).exists()


def _sentence(count: int) -> str:
    said = ngettext(
        "%(count)s contribution has no outcome yet. It stands on the page for submitting the "
        "paper; the lead can sign an exception there.",
        "%(count)s contributions have no outcome yet. They stand on the page for submitting the "
        "paper; the lead can sign an exception there.",
        count,
    )
    return said % {"count": count}


@transaction.atomic
def decide_paper(
    paper: Paper,
    *,
    consultation: Consultation,
    decisions: Mapping[ResolutionPoint, tuple[Result, Vote]],
    by: Person | None,
) -> None:
    """What the council decided about each point in a session. Raises PaperRefused.

    What it defers or refers stays open, and so does the paper, until it is decided later. Said
    again about the same session it corrects what was said before.
    """
    before = Paper.objects.locked(paper)
    if before.is_preparing or before.is_withdrawn:
        raise PaperRefused(_("The paper is not before the council."))
    if consultation.paper_id != paper.pk or not consultation.is_authoritative:
        raise PaperRefused(_("Only the body that decides can decide the points."))
    if not consultation.result:
        raise PaperRefused(_("Please enter the result of the session first."))
    if not decisions:
        raise PaperRefused(_("Please say what was decided about at least one point."))
    for point, (result, vote) in decisions.items():
        _decide_point(point, consultation, result, vote)
    latest = [point.decision for point in paper.points.prefetch_related("decisions__consultation")]
    paper.state = state_after([Result(row.result) if row else None for row in latest])
    paper.save(update_fields=["state"])
    results = {str(point.number): str(result) for point, (result, _vote) in decisions.items()}
    record(by, "paper.decided", paper, state=str(paper.state), results=results)


def _decide_point(
    point: ResolutionPoint, consultation: Consultation, result: Result, vote: Vote
) -> None:
    if point.paper_id != consultation.paper_id:
        raise PaperRefused(_("This point is not one of this paper."))
    latest = point.decision
    if latest and point.is_settled and latest.consultation_id != consultation.pk:
        raise PaperRefused(_("This point was decided in another session already."))
    if result not in OF_POINTS:
        raise PaperRefused(_("A point can't end with that."))
    if not is_whole(vote):
        raise PaperRefused(BROKEN_VOTE)
    in_favour, against, abstained = vote
    Decision.objects.update_or_create(
        point=point,
        consultation=consultation,
        defaults={
            "result": result,
            "in_favour": in_favour,
            "against": against,
            "abstained": abstained,
        },
    )


@transaction.atomic
def withdraw_paper(paper: Paper, *, by: Person | None) -> None:
    """Take the paper back before it is decided. Raises PaperRefused."""
    before = Paper.objects.locked(paper)
    if before.is_decided or before.is_withdrawn:
        raise PaperRefused(_("The paper is no longer before the council."))
    paper.state = PaperState.WITHDRAWN
    paper.save(update_fields=["state"])
    record(by, "paper.withdrawn", paper, before=str(before.state))
