"""The database itself refuses what can't be."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ratschlag.synthesis.models import Answer, Coding, FormerThemeTitle, Outcome, Theme
from ratschlag.synthesis.rules import CodingState, OutcomeValue, Proposer, ThemeState
from tests import cast

DAY = date(2017, 1, 20)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("theme_has_a_title", {"title": ""}),
        ("theme_state_is_known", {"state": "unheard"}),
        ("theme_merged_into_another", {"state": ThemeState.MERGED}),
        ("theme_handed_over_on_a_day", {"state": ThemeState.HANDED_OVER}),
        ("theme_slug_is_one", {"slug": "taken"}),
    ],
)
def test_a_theme_that_cannot_be(process, name, changes):
    Theme.objects.create(process=process, slug="taken", title="Da")
    row = {"process": process, "slug": "neu", "title": "Neu"} | changes
    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.create(**row)


def test_a_theme_is_not_merged_into_itself_nor_open_and_merged(process):
    theme, other = cast.a_theme(process, "A"), cast.a_theme(process, "B")
    for changes in (
        {"state": ThemeState.MERGED, "merged_into": theme},
        {"state": ThemeState.OPEN, "merged_into": other},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Theme.objects.filter(pk=theme.pk).update(**changes)


def test_a_former_title_has_text(process):
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerThemeTitle.objects.create(theme=cast.a_theme(process), title="", until_on=DAY)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "unheard", "decided_on": DAY},
        {"proposer": "spirit"},
        {"state": CodingState.ACCEPTED},
        {"state": CodingState.PROPOSED, "decided_on": DAY},
    ],
)
def test_a_coding_that_cannot_be(process, changes):
    row = {
        "contribution": cast.a_contribution(process),
        "theme": cast.a_theme(process),
        "proposer": Proposer.PERSON,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Coding.objects.create(**row | changes)


def test_a_contribution_is_coded_once_with_a_theme(process):
    contribution = cast.a_contribution(process)
    theme = cast.a_theme(process, "A", contribution)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coding.objects.create(contribution=contribution, theme=theme, proposer=Proposer.PERSON)


@pytest.mark.parametrize(
    ("of", "changes"),
    [
        ((), {}),
        (("theme", "contribution"), {}),
        (("theme",), {"value": OutcomeValue.HEARD}),
        (("contribution",), {"value": "unheard"}),
        (("theme",), {"reason": ""}),
    ],
)
def test_an_outcome_that_cannot_be(process, of, changes):
    subjects = {"theme": cast.a_theme(process), "contribution": cast.a_contribution(process)}
    row = {"value": OutcomeValue.ADOPTED, "reason": "Gut.", "decided_on": DAY}
    row |= {name: subjects[name] for name in of} | changes
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(**row)


def test_an_answer_has_text(process):
    outcome = Outcome.objects.create(
        theme=cast.a_theme(process), value=OutcomeValue.ADOPTED, reason="Gut.", decided_on=DAY
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(outcome=outcome, text="")
