"""What a survey gave: counted now for staff, as it was published for everyone."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ratschlag.contributions.rules import Publication
from ratschlag.languages.models import Authored
from ratschlag.process.models import Process
from ratschlag.survey.compute.counted import figures_from
from ratschlag.survey.compute.questionnaire import Question, Questionnaire
from ratschlag.survey.compute.results import Figures, Said, Tally, asked_in
from ratschlag.survey.models import PublishedResult, Response, ResponseText, Survey
from ratschlag.survey.queries.holds import COUNTED
from ratschlag.survey.queries.shown import ShownResult, shown
from ratschlag.survey.queries.versions import draft_of, questionnaire_of
from ratschlag.survey.rules import OTHER

# What came before versions were kept was asked by the first.
UNVERSIONED = 0
_AT_ONCE = 2000


def counted_responses(survey: Survey) -> QuerySet[Response]:
    """All answers that count, in an order that tells nothing of when they came.

    Not those that are held for a person to look at, nor those taken back before the analysis;
    what is tried out lies in a table of its own.
    """
    texts = ResponseText.objects.filter(response=OuterRef("pk"))
    is_erased = Exists(texts.filter(contribution__publication=Publication.ERASED))
    rows = survey.responses.exclude(Q(taken_back_on__isnull=False) & Q(answers={}) & ~is_erased)
    return rows.filter(COUNTED).order_by("pk")


def counted_answers(
    survey: Survey, *columns: str
) -> Iterator[tuple[tuple[Any, ...], Mapping[str, str]]]:
    """Number and these columns of each answer that counts, and its words by question: redacted
    where they were redacted.

    Only the numbers are read at once, then a few thousand answers at a time: so memory stays
    flat, and no cursor is held while somebody downloads.
    """
    numbers = array("q", counted_responses(survey).values_list("pk", flat=True).iterator())
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE].tolist()
        words = _words_of(some)
        rows = Response.objects.filter(pk__in=some).order_by("pk")
        for row in rows.values_list("pk", *columns):
            yield row, words.get(row[0], {})


def _words_of(numbers: list[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = ResponseText.objects.filter(response__in=numbers, question__isnull=False)
    rows = rows.exclude(contribution__publication=Publication.WITHDRAWN)
    words = ("contribution__text", "contribution__redaction__text")
    for number, key, text, redacted in rows.values_list("response_id", "question__key", *words):
        found[number][key] = redacted or text
    return found


def questionnaires_of(survey: Survey) -> dict[int, Questionnaire]:
    """Every version by its number; without one, the draft."""
    found = {row.number: questionnaire_of(row) for row in survey.versions.all()}
    return found or {UNVERSIONED: draft_of(survey)}


@dataclass
class Counting:
    """All that a survey gave: figures by question, and the words beside its lists with the
    numbers of the responses that hold them."""

    questions: tuple[Question, ...]
    counted: int
    figures: dict[str, Figures]
    others: dict[str, dict[str, list[int]]] = field(default_factory=dict)


def counting_of(survey: Survey) -> Counting:
    """Count every answer, in one pass."""
    versions = questionnaires_of(survey)
    tally = Tally(versions, survey.smallest_cell)
    with_other = [row.key for row in tally.questions if row.has_other]
    others: dict[str, dict[str, list[int]]] = {key: defaultdict(list) for key in with_other}
    for number, said in _said(survey, versions):
        tally.count(said)
        for key in with_other:
            if words := said.answers.get(f"{key}.{OTHER}"):
                others[key][words].append(number)
    figures = {row.key: row for row in tally.figures()}
    return Counting(tally.questions, tally.counted, figures, others)


def _said(survey: Survey, versions: dict[int, Questionnaire]) -> Iterator[tuple[int, Said]]:
    first = min(versions)
    columns = ("version__number", "channel", "language", "answers")
    for row, words in counted_answers(survey, *columns):
        number, version, channel, language, answers = row
        yield number, Said(version or first, channel, language, answers, frozenset(words))


def published_results(process: Process) -> QuerySet[PublishedResult]:
    """What everyone can see of the surveys of a process, in the order of the questions."""
    rows = PublishedResult.objects.current().filter(question__survey__process=process)
    return rows.select_related("question__survey").order_by(
        "question__survey__opens_at", "question__position"
    )


def released_words(results: list[PublishedResult]) -> dict[int, list[str]]:
    """By result: the words beside a list that everyone may read and nobody took back."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Response.objects.filter(released__result__in=results).values_list(
        "released__result", "released__result__question__key", "answers"
    )
    for result, key, answers in rows:
        words = answers.get(f"{key}.{OTHER}", "")
        if words and words not in found[result]:
            found[result].append(words)
    return {result: sorted(words, key=str.casefold) for result, words in found.items()}


def figures_published(results: Iterable[PublishedResult]) -> list[Figures]:
    """As they were counted on the day they were published."""
    return [figures_from(row.figures) for row in results]


@dataclass(frozen=True)
class PublicResults:
    """What everyone can see of one survey."""

    survey: Survey
    results: tuple[ShownResult, ...]

    @property
    def texts(self) -> list[Authored]:
        notes = [each.published for each in self.results if each.published]
        return [self.survey, *notes]


def public_results(process: Process, language: str) -> list[PublicResults]:
    """By survey, the last first: each published question as it was counted then."""
    rows = list(published_results(process))
    words = released_words(rows)
    surveys = {row.question.survey.pk: row.question.survey for row in rows}
    found = []
    for survey in surveys.values():
        questions = {row.key: row for row in asked_in(list(questionnaires_of(survey).values()))}
        results = tuple(
            shown(
                questions[row.question.key],
                figures_from(row.figures),
                language,
                others=words.get(row.pk, ()),
                published=row,
            )
            for row in rows
            if row.question.survey_id == survey.pk and row.question.key in questions
        )
        found.append(PublicResults(survey, results))
    return found[::-1]
