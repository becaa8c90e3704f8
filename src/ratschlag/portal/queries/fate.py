"""What became of the contributions of one receipt: from the day they came to the state today."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from ratschlag.city.rules import direction, html_language
from ratschlag.concept.compute import Kind
from ratschlag.concept.models import Edition
from ratschlag.concept.queries import document_of
from ratschlag.contributions.models import Contribution, Part, Receipt
from ratschlag.contributions.queries import receipt_of
from ratschlag.contributions.rules import UNDETERMINED, WITHOUT_TEXT, Publication
from ratschlag.council.models import AmendmentTarget
from ratschlag.council.queries import path_of as meetings_of
from ratschlag.council.queries import public_papers
from ratschlag.goals.models import Measure, Origin
from ratschlag.goals.rules import MeasureState
from ratschlag.languages.models import Authored
from ratschlag.monitoring.queries import states_of
from ratschlag.portal.queries.measures import Place
from ratschlag.portal.queries.paths import Path, World, path_of
from ratschlag.portal.queries.stops import beginning
from ratschlag.portal.rules import may_everyone_see_measure, may_withdraw
from ratschlag.process.models import Milestone, Process
from ratschlag.process.queries import timeline
from ratschlag.process.rules import State
from ratschlag.survey.models import Question, Response
from ratschlag.survey.queries import paper_under_way_of
from ratschlag.survey.rules import Stage
from ratschlag.synthesis.queries import Fate, is_handed_over, outcome_of, theme_counts
from ratschlag.synthesis.queries.desk import language_name
from ratschlag.synthesis.rules import OutcomeValue


@dataclass(frozen=True)
class Mine:
    """One contribution with its ways: one, or one for each part."""

    contribution: Contribution
    paths: tuple[Path, ...]

    @property
    def is_withdrawn(self) -> bool:
        return self.contribution.publication == Publication.WITHDRAWN

    @property
    def is_erased(self) -> bool:
        return self.contribution.publication == Publication.ERASED

    @property
    def language(self) -> str:
        return html_language(self.contribution.language)

    @property
    def direction(self) -> str:
        is_unknown = self.contribution.language == UNDETERMINED
        return "auto" if is_unknown else direction(self.contribution.language)


# From then on what was chosen stands in figures.
_IN_FIGURES = (Stage.EVALUATED, Stage.PUBLISHED)


@dataclass(frozen=True)
class FatePage:
    """All contributions of a receipt, as seen from a day."""

    process: Process
    contributions: tuple[Mine, ...]
    response: Response | None = None
    is_compared: bool = False

    @property
    def chosen_count(self) -> int:
        """How many questions were answered by choosing: counted, and not shown to anybody."""
        answers = self.response.answers if self.response else {}
        return sum("." not in key for key in answers)

    @property
    def can_be_taken_back(self) -> bool:
        if self.is_compared:
            return True
        has_chosen = self.response and self.response.answers and not self.response.taken_back_on
        return bool(has_chosen) or any(
            not (row.is_withdrawn or row.is_erased) for row in self.contributions
        )

    @property
    def texts(self) -> tuple[list[Authored], ...]:
        """The rows whose texts the page shows."""
        paths = [path for row in self.contributions for path in row.paths]
        return [self.process], [row for path in paths for row in path.rows]


def known_receipt(code: str) -> Receipt | None:
    """The receipt of a code, of a process that everyone sees: one hash and one look-up."""
    receipt = receipt_of(code)
    is_public = receipt and receipt.process.state != State.PREPARING
    return receipt if is_public else None


def is_counted(receipt: Receipt) -> bool:
    """Whether the city works with one of its contributions already: then the voices stay
    counted, all of them, even if the words are taken back."""
    rows = list(receipt.contributions.exclude(publication__in=WITHOUT_TEXT))
    has_led_on = Origin.objects.filter(contribution__in=rows).exists()
    response = Response.objects.filter(receipt=receipt).select_related("survey").first()
    is_evaluated = response is not None and response.survey.stage in _IN_FIGURES
    return has_led_on or is_evaluated or any(is_handed_over(row) for row in rows)


def way_back(receipt: Receipt) -> str:
    """ "withdraw" or "erase": what taking back means for this receipt now."""
    return "withdraw" if may_withdraw(is_counted=is_counted(receipt)) else "erase"


def fate_of(receipt: Receipt, today: date) -> FatePage:
    """At most nine queries for each contribution, and twenty for all that is around them."""
    found = receipt.contributions.select_related(
        "response_text__question", "redaction", "outcome", "duplicate_of"
    )
    found = found.prefetch_related("parts").order_by("response_text__question__position", "pk")
    rows = [(row, _fates(row), _twins(row)) for row in found]
    fates = [fate for _row, own, twins in rows for fate in (*own, *twins)]
    world = world_of(receipt.process, fates, [row for row, *_fates in rows], today)
    return FatePage(
        process=receipt.process,
        contributions=tuple(Mine(row, _paths(row, own, twins, world)) for row, own, twins in rows),
        response=Response.objects.filter(receipt=receipt).first(),
        is_compared=paper_under_way_of(receipt) is not None,
    )


def _fates(contribution: Contribution) -> list[Fate]:
    is_gone = contribution.publication == Publication.WITHDRAWN
    return [] if is_gone else outcome_of(contribution)


def _twins(contribution: Contribution) -> list[Fate]:
    """What became of the one that said the same, where that is the outcome."""
    own = getattr(contribution, "outcome", None) if contribution.duplicate_of_id else None
    is_same = own is not None and own.value == OutcomeValue.DUPLICATE
    twin = contribution.duplicate_of
    return outcome_of(twin) if is_same and twin else []


def _paths(
    contribution: Contribution, fates: Sequence[Fate], twins: Sequence[Fate], world: World
) -> tuple[Path, ...]:
    begin = beginning(contribution, _question(contribution), language_name(contribution.language))
    by_part: dict[Part | None, list[Fate]] = defaultdict(list)
    for fate in fates:
        by_part[fate.part].append(fate)
    has_own = any(fate.assigned is None for fate in fates)
    # As it is counted: what the whole says holds for a part of which nothing else is said.
    parts: list[Part | None] = [
        part
        for part in contribution.parts.all()
        if part in by_part or (part.text and None not in by_part)
    ]
    wholes: list[Part | None] = [None] if None in by_part or not parts else []
    return tuple(
        path_of(contribution, by_part[part], world, part=part, begin=begin, twins=twins)
        for part in (wholes if has_own else wholes + parts)
    )


def _question(contribution: Contribution) -> Question | None:
    found = getattr(contribution, "response_text", None)
    question: Question | None = found.question if found else None
    return question


def world_of(
    process: Process, fates: Sequence[Fate], rows: Sequence[Contribution], today: date
) -> World:
    """What surrounds these fates; of the council and the reports only what their measures need."""
    themes = [fate.assigned.theme.pk for fate in fates if fate.assigned]
    sources = {fate.outcome.contribution_id for fate in fates if fate.outcome} | {
        row.pk for row in rows
    }
    by_theme, by_contribution = _measures(themes, [number for number in sources if number])
    measures = {row.pk: row for rows in (by_theme, by_contribution) for row in _flat(rows)}
    editions = list(process.editions.filter(is_public=True).order_by("frozen_at", "number"))
    places = places_of(editions, measures.values()) if measures else {}
    shown = {
        number
        for number, row in measures.items()
        if may_everyone_see_measure(
            MeasureState(row.state), has_public_edition=bool(editions), was_in_one=number in places
        )
    }
    now = timeline(process, today).now
    return World(
        today=today,
        counts=theme_counts(process) if themes else {},
        by_theme=_only(by_theme, shown),
        by_contribution=_only(by_contribution, shown),
        places=places,
        phase=now.phase if now else None,
        milestone=_next_milestone(process, today),
        **(_of_measures(process, shown, today) if shown else {}),
    )


Measures = dict[int, tuple[Measure, ...]]


def _measures(themes: Sequence[int], contributions: Sequence[int]) -> tuple[Measures, Measures]:
    """The measures that go back to these themes (or to one that went into them), and those that
    go back to these contributions; dropped ones too. One query."""
    sources = Q(theme__in=themes) | Q(theme__merged_into__in=themes)
    origins = Origin.objects.filter(
        sources | Q(contribution__in=contributions), measure__isnull=False
    )
    by_theme: dict[int, dict[Measure, None]] = defaultdict(dict)
    by_contribution: dict[int, dict[Measure, None]] = defaultdict(dict)
    for origin in origins.select_related("measure", "theme").order_by("measure__code"):
        assert origin.measure is not None  # noqa: S101  the query sees to it
        if origin.theme:
            by_theme[origin.theme.merged_into_id or origin.theme.pk][origin.measure] = None
        elif origin.contribution_id:
            by_contribution[origin.contribution_id][origin.measure] = None
    return (
        {key: tuple(rows) for key, rows in by_theme.items()},
        {key: tuple(rows) for key, rows in by_contribution.items()},
    )


def _flat(rows: Measures) -> Iterator[Measure]:
    return (measure for found in rows.values() for measure in found)


def _only(rows: Measures, shown: set[int]) -> Measures:
    return {key: tuple(row for row in found if row.pk in shown) for key, found in rows.items()}


def places_of(editions: Iterable[Edition], measures: Iterable[Measure]) -> Mapping[int, Place]:
    """Where each measure stands in the first of these editions in which it does."""
    found: dict[int, Place] = {}
    for edition in editions:
        wanted = {row.code: row.pk for row in measures if row.pk not in found}
        if not any(f'"{code}"' in edition.canonical for code in wanted):
            continue  # reading all of it takes its time
        for chapter in document_of(edition).chapters:
            for row in chapter.of(Kind.MEASURE):
                if row.key in wanted:
                    found[wanted[row.key]] = Place(edition, chapter.number, row.anchor)
    return found


def _next_milestone(process: Process, today: date) -> Milestone | None:
    """The next that is neither reached nor overdue."""
    rows = process.milestones.filter(reached_on=None)
    return next((row for row in rows if row.due.last and row.due.last >= today), None)


def _of_measures(process: Process, shown: set[int], today: date) -> dict[str, Any]:
    """The way through the council and the reports."""
    found: dict[str, Any] = {"states": states_of(process, today)}
    papers = [paper for paper in public_papers(process) if not paper.is_withdrawn]
    if papers:
        amendments = papers[0].amendments.filter(targets__measure__in=shown).distinct()
        targets = Prefetch("targets", AmendmentTarget.objects.select_related("measure"))
        found |= {
            "paper": papers[0],
            "meetings": meetings_of(papers[0].consultations.select_related("body"), today),
            "amendments": tuple(amendments.prefetch_related(targets)),
        }
    return found
