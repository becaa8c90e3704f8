"""The model case at the coding desk: what the voices became, and that nothing is left open."""

import pytest

from ratschlag.contributions.models import Contribution
from ratschlag.demo.case import data
from ratschlag.demo.tests.hands import load_at
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Answer, Coding, Outcome, Theme
from ratschlag.synthesis.queries import fates, is_handed_over, theme_counts, themes_of
from ratschlag.synthesis.queries.desk import progress
from ratschlag.synthesis.rules import ThemeState

pytestmark = pytest.mark.django_db


def process_at(point: str) -> Process:
    load_at(point)
    return Process.objects.get()


def expected_counts() -> dict[str, int]:
    """How many contributions the data names for each theme, by its title."""
    named = [
        key for row in data("contributions")["contribution"] for key in row.get("clusters", ())
    ]
    return {row["title"]: named.count(row["key"]) for row in data("themes")["theme"]}


def test_in_the_end_every_voice_has_a_fate_and_every_theme_an_answer():
    process = process_at("T4")
    counts = theme_counts(process)
    found = {theme.title: counts[theme.pk] for theme in Theme.objects.current()}
    assert found == expected_counts()
    assert len(fates(process)) == 50
    assert not any(None in fate for fate in fates(process).values())
    assert (progress(process).coded, progress(process).all) == (50, 50)
    assert Answer.objects.exclude(published_on=None).count() == len(found)
    assert Outcome.objects.exclude(contribution=None).count() == 10
    assert not Theme.objects.filter(state=ThemeState.OPEN).exists()


def test_one_theme_was_merged_and_one_renamed():
    process_at("2016-10-01")
    merged = Theme.objects.get(state=ThemeState.MERGED)
    assigned = themes_of(merged.codings.get().contribution)
    assert [row.former_name for row in assigned] == ["Deutschkurse am Abend"]
    assert assigned[0].theme.title == "Abendkurse mit Kinderbetreuung"
    renamed = Theme.objects.get(title="Nahverkehr mit Bildern erklären")
    assert [row.title for row in renamed.former_titles.all()] == ["Fahrplan in Bildern"]


def test_the_parts_of_one_contribution_have_themes_of_their_own():
    process_at("T1")
    parts = Coding.objects.exclude(part=None).order_by("part__position")
    assert [row.theme.title for row in parts] == [
        "Kita- und Schulplätze",
        "Anerkennung von Abschlüssen",
    ]


def test_after_the_survey_voices_still_wait_and_nothing_is_handed_over():
    process = process_at("T1")
    assert 0 < progress(process).coded < progress(process).all
    assert any(None in fate for fate in fates(process).values())
    coded = Contribution.objects.filter(codings__isnull=False).first()
    assert not is_handed_over(coded)
