"""What people said about themselves: each trait alone, and no small number of it."""

from collections import Counter
from dataclasses import dataclass

from ratschlag.contributions.compute.cells import NO_ANSWER, hidden_small
from ratschlag.survey.models import Survey
from ratschlag.survey.queries.results import questionnaires_of
from ratschlag.survey.queries.sheets import AskedDetail, AskedOption


@dataclass(frozen=True)
class ShownDetail:
    """A voluntary detail: how many said what (None is not shown), how many left it out."""

    detail: AskedDetail
    counted: int
    lines: tuple[tuple[AskedOption, int | None], ...]
    silent: int | None


def details_of(survey: Survey, language: str) -> list[ShownDetail]:
    """By detail, over all who said anything about themselves; they are linked to no answer."""
    versions = questionnaires_of(survey)
    said = list(survey.detail_records.values_list("choices", flat=True))
    found = []
    for detail in versions[max(versions)].details:
        counts = Counter(choices.get(detail.key, NO_ANSWER) for choices in said)
        keys = [*(option.key for option in detail.options), NO_ANSWER]
        shown = hidden_small({key: counts[key] for key in keys}, survey.smallest_cell)
        asked = AskedDetail(detail, language)
        lines = tuple((option, shown[option.key]) for option in asked.options)
        found.append(ShownDetail(asked, len(said), lines, shown[NO_ANSWER]))
    return found
