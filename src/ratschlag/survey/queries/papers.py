"""Batches and papers at the desk: how many are in, which wait, how well two people agree."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from ratschlag.contributions.compute import keyed_hash
from ratschlag.contributions.models import Receipt
from ratschlag.contributions.queries import secret_for
from ratschlag.people.models import Person
from ratschlag.survey.models import Batch, Keying, Paper, Survey
from ratschlag.survey.queries.receipts import hash_of_form, scope_of_receipts
from ratschlag.survey.rules import UNDER_WAY, PaperState


@dataclass(frozen=True)
class Progress:
    """How far a batch is; what waits for a second person counts as typed in once."""

    typed_in: int
    waiting: int
    different: int

    @property
    def under_way(self) -> int:
        return self.waiting + self.different


def progress_of(batch: Batch) -> Progress:
    states = Counted(batch.papers.all())
    return Progress(states.total, states.waiting, states.different)


class Counted:
    """How many papers stand where."""

    def __init__(self, papers: QuerySet[Paper]) -> None:
        found = papers.order_by().values_list("state").annotate(count=Count("id"))
        self._by_state: dict[str, int] = dict(found)

    @property
    def total(self) -> int:
        return sum(self._by_state.values())

    @property
    def waiting(self) -> int:
        return self._by_state.get(PaperState.WAITING, 0)

    @property
    def different(self) -> int:
        return self._by_state.get(PaperState.DIFFERENT, 0)


def open_batches(survey: Survey) -> list[tuple[Batch, Progress]]:
    rows = survey.batches.filter(closed_on=None)
    return [(batch, progress_of(batch)) for batch in rows]


def papers_under_way(survey: Survey) -> QuerySet[Paper]:
    """Typed in, and not yet contributions: they wait for a second person or for a third look."""
    return survey.papers.filter(state__in=UNDER_WAY).select_related("batch")


def papers_to_key_again(survey: Survey, person: Person) -> QuerySet[Paper]:
    """Those that wait for somebody else than who typed them in first."""
    waiting = papers_under_way(survey).filter(state=PaperState.WAITING)
    return waiting.exclude(keyings__by=person)


def papers_that_differ(survey: Survey) -> QuerySet[Paper]:
    return papers_under_way(survey).filter(state=PaperState.DIFFERENT)


def has_keyed(paper: Paper, person: Person) -> bool:
    return Keying.objects.filter(paper=paper, by=person).exists()


def paper_under_way_of(receipt: Receipt) -> Paper | None:
    """The paper of a receipt that has no contributions yet: it is being typed in a second time."""
    return Paper.objects.filter(receipt=receipt, state__in=UNDER_WAY).first()


def paper_sent_before(survey: Survey, form_key: str) -> Paper | None:
    """The paper that this form was saved as, while it waits or was taken back meanwhile."""
    form = hash_of_form(survey, form_key)
    return survey.papers.filter(receipt__form_key_hash=form, response=None).first()


def papers_with_same_answers(survey: Survey, fingerprint: str) -> QuerySet[Paper]:
    """Papers under way that say the same to every question; words of them are nobody's to see."""
    return papers_under_way(survey).filter(receipt__content_hash=fingerprint)


def draw_of(survey: Survey, form_key: str) -> int:
    """From 0 to 99, by chance and always the same for a form: nobody can foresee or change it."""
    hashed = keyed_hash(secret_for("second keying"), scope_of_receipts(survey), form_key)
    return int(hashed[:15], 16) % 100


def agreement_of(survey: Survey) -> tuple[int, int] | None:
    """Of how many answers that two people typed in how many were the same; None before the first."""
    found = survey.papers.filter(~Q(compared=None)).aggregate(
        compared=Sum("compared"), differing=Sum("differing")
    )
    if not found["compared"]:
        return None
    return found["compared"], found["compared"] - found["differing"]
