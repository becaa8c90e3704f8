"""What a second person reads, how far the two agree, and where they differ."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Mod

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import WITHOUT_TEXT
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Coding, SecondReading, SecondShare
from ratschlag.synthesis.queries import effective
from ratschlag.synthesis.queries.desk import readable
from ratschlag.synthesis.rules import ReadingState


def share_of(process: Process) -> int:
    """In percent; 0 where nobody set one."""
    found = SecondShare.objects.filter(process=process).values_list("percent", flat=True)
    return found.first() or 0


def is_in_sample(contribution: Contribution) -> bool:
    """Numbers of rows are drawn at random, so their last two digits draw the sample."""
    return contribution.pk % 100 < share_of(contribution.process)


def first_readers(contribution: Contribution) -> set[int]:
    """Whoever decided what it is about."""
    found = contribution.codings.exclude(decided_by=None)
    return set(found.values_list("decided_by", flat=True))


def themes_of_first(contribution: Contribution) -> set[int]:
    """The themes it counts for now, by number."""
    found = effective().filter(contribution=contribution).select_related("theme__merged_into")
    return {coding.current.pk for coding in found}


def to_read_second(process: Process, person: Person) -> QuerySet[Contribution]:
    """The sample, as far as somebody else ordered it and nobody has read it a second time."""
    accepted = effective().filter(contribution=OuterRef("pk"))
    own = Coding.objects.filter(contribution=OuterRef("pk"), decided_by=person)
    sample = readable(process).exclude(publication__in=WITHOUT_TEXT)
    sample = sample.annotate(draw=Mod(F("pk"), 100)).filter(draw__lt=share_of(process))
    return sample.filter(Exists(accepted), ~Exists(own), second_reading=None)


def differences(process: Process) -> QuerySet[SecondReading]:
    """What two people read differently and nobody has settled yet."""
    found = SecondReading.objects.filter(
        contribution__in=readable(process), state=ReadingState.DIFFERENT
    ).exclude(contribution__publication__in=WITHOUT_TEXT)
    return found.select_related("contribution__redaction", "by").prefetch_related(
        "codings__theme", "contribution__translations"
    )


@dataclass(frozen=True)
class Agreement:
    """How far two people agree. `kappa` is None where chance can't be told from agreement: there
    is too little to compare, or what reckons it is not installed."""

    count: int
    equal: int
    kappa: float | None
    settled: int

    @property
    def percent(self) -> float:
        return 100 * self.equal / self.count if self.count else 0


def agreement_of(process: Process) -> Agreement:
    """Over all second readings, as they were on their day: settling changes nothing here."""
    found = SecondReading.objects.filter(contribution__process=process).order_by("pk")
    rows = list(found.prefetch_related("codings"))
    first = [{row.theme_id for row in one.codings.all() if row.by_first} for one in rows]
    second = [{row.theme_id for row in one.codings.all() if row.by_second} for one in rows]
    return Agreement(
        count=len(rows),
        equal=sum(one == other for one, other in zip(first, second, strict=True)),
        kappa=_kappa(first, second),
        settled=sum(one.state == ReadingState.SETTLED for one in rows),
    )


def _kappa(first: list[set[int]], second: list[set[int]]) -> float | None:
    """Over all decisions "this text speaks of this theme, or not": a text may speak of several,
    so every text is asked about every theme that either of the two used anywhere."""
    try:
        # Only here, because it loads scikit-learn, which is an extra and takes its memory.
        from ratschlag.synthesis.compute.fair import agreement  # noqa: PLC0415
    except ImportError:
        return None
    themes = sorted(set().union(*first, *second))
    one = [str(theme in said) for said in first for theme in themes]
    other = [str(theme in said) for said in second for theme in themes]
    return agreement(one, other).kappa
