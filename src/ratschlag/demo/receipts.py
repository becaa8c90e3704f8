"""Numbers of the model case to look up: one of each fate that there is by now."""

from collections.abc import Iterator, Sequence

from ratschlag.contributions.compute import grouped
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import domain_day, receipt_of
from ratschlag.demo.case import data
from ratschlag.demo.voices import case_receipt
from ratschlag.goals.queries import measures_from_theme
from ratschlag.monitoring.queries import States, states_of
from ratschlag.monitoring.rules import Status
from ratschlag.process.models import Process
from ratschlag.survey.models import Survey
from ratschlag.synthesis.models import Outcome
from ratschlag.synthesis.queries import fates, themes_of
from ratschlag.synthesis.rules import OutcomeValue

# Looked at first: written in Arabic and adopted; not adopted; passed on.
_FIRST = ("C11", "X1", "X7")
_WORDS = {
    OutcomeValue.ADOPTED: "adopted",
    OutcomeValue.NOT_ADOPTED: "not adopted, with the reason",
    OutcomeValue.FORWARDED: "passed on",
}
_NO_REPORT, _PLANNED = "adopted, no report yet", "adopted, its measure is planned"
_ORDER = ("adopted", "not adopted, with the reason", "open", _NO_REPORT, _PLANNED, "passed on")


def receipts_to_try() -> list[tuple[str, str]]:
    """Three numbers at most, each with a word for its fate; none before anyone has spoken."""
    found: dict[str, str] = {}
    survey = Survey.objects.filter(slug=data("survey")["survey"]["key"]).first()
    for key, word in _fates(survey.process) if survey else ():
        found.setdefault(word, grouped(case_receipt(key)))
    return [(found[word], word) for word in _ORDER if word in found][:3]


def _fates(process: Process) -> Iterator[tuple[str, str]]:
    """The contributions that came in by now, by their keys, with a word for what became of them."""
    outcomes, states = fates(process), states_of(process, domain_day())
    keys = [row["key"] for row in data("contributions")["contribution"]]
    for key in (*_FIRST, *keys):
        if receipt := receipt_of(case_receipt(key)):
            contribution = receipt.contributions.get()
            yield key, _word(outcomes.get(contribution.pk, []))
            yield key, _waiting(contribution, states)


def _word(outcomes: Sequence[Outcome | None]) -> str:
    if None in outcomes:
        return "open"
    values = {OutcomeValue(outcome.value) for outcome in outcomes if outcome}
    return _WORDS.get(values.pop(), "") if len(values) == 1 else ""


def _waiting(contribution: Contribution, states: States) -> str:
    """Where nothing is open any more: adopted, but nothing is done of it yet."""
    if not states.is_begun:
        return ""
    themes = [row.theme for row in themes_of(contribution)]
    said = {states.of(row).status for theme in themes for row in measures_from_theme(theme)}
    words = {Status.PLANNED: _PLANNED, "": _NO_REPORT}
    return words.get(said.pop(), "") if len(said) == 1 else ""
