"""Freezing: what an edition holds, who may freeze, and what is refused."""

import re
from datetime import date

import pytest

from ratschlag.concept.actions import EditionRefused, freeze_edition
from ratschlag.concept.compute import Kind, canonical, sha256_of
from ratschlag.concept.models import Edition
from ratschlag.concept.queries import (
    document_now,
    document_of,
    edition_shown,
    fault_in,
    first_changed_edition,
    gaps_of,
)
from ratschlag.concept.rules import EditionState, Gap
from ratschlag.concept.tests.hands import a_document, a_section, an_edition, nothing_written
from ratschlag.contributions.rules import Publication
from ratschlag.goals.models import Goal, Measure, Origin
from ratschlag.goals.rules import MeasureState
from ratschlag.journal.models import Entry
from ratschlag.synthesis.models import Outcome, Theme
from ratschlag.synthesis.rules import OutcomeValue, ThemeState
from tests import cast


def test_an_edition_holds_the_sections_and_the_records(process, coordinator):
    a_document(process)
    edition = freeze_edition(
        process, number="1.0", state=EditionState.ADOPTED, reason="geändert", by=coordinator
    )
    document = document_of(edition)
    assert (document.city, document.title) == ("Stadt Musterstadt", "Klimakonzept")
    assert (document.number, document.state, document.reason) == ("1.0", "adopted", "geändert")
    assert [chapter.number for chapter in document.chapters] == ["1", "2", "6", "6.1", "A1"]
    said = [
        (row.anchor, row.kind, row.key or row.text)
        for c in document.chapters
        for row in c.paragraphs
    ]
    assert said == [
        ("1-1", Kind.TEXT, "Erster Absatz."),
        ("1-2", Kind.TEXT, "Zweiter Absatz."),
        ("2-1", Kind.TEXT, "Es dient allen."),
        ("2-2", Kind.GUIDING, "G00"),
        ("6.1-1", Kind.GOAL, "G1.1"),
        ("6.1-2", Kind.MEASURE, "M1-2"),
        ("6.1-3", Kind.MEASURE, "M1-10"),
        ("A1-1", Kind.FATE, "schatten"),
    ]


def test_a_measure_says_who_until_when_what_it_costs_and_where_it_comes_from(process):
    a_document(process)
    row = document_of(an_edition(process)).chapters[3].paragraphs[1]
    assert (row.sheet.lead, row.sheet.partners) == ("Grünflächenamt", ("Baumverein",))
    assert (row.sheet.starts, row.sheet.ends, row.sheet.is_continuous) == ("2017-09", "", True)
    assert (row.sheet.cost_once, row.sheet.cost_per_year, row.sheet.funding) == (
        None,
        84000,
        "budget",
    )
    assert (row.sheet.indicator, row.sheet.goal) == ("Bäume je Jahr", "G1.1")
    (origin,) = row.origins
    assert (origin.kind, origin.key, origin.title, origin.voices) == (
        "theme",
        "schatten",
        "Schatten",
        1,
    )


def test_the_annex_says_what_became_of_each_theme_and_why(process):
    a_document(process)
    alone = cast.a_contribution(process, "Zu spät.")
    Outcome.objects.create(
        contribution=alone,
        value=OutcomeValue.LATE,
        reason="Nach dem Ende.",
        decided_on=date(2017, 1, 1),
    )
    theme, late = document_of(an_edition(process)).chapters[4].paragraphs
    assert (theme.fate.value, theme.fate.reason, theme.fate.voices) == (
        "adopted",
        "Es wird heißer.",
        1,
    )
    assert theme.fate.measures == ("M1-2",)
    assert (late.kind, late.key, late.fate.voices) == (Kind.COUNT, "late", 1)


def test_the_sources_name_records_by_code_and_address(process):
    field = a_document(process)
    assert document_of(an_edition(process)).sources == {
        "section": ["1", "2", "6", "6.1", "A1"],
        "field": [field.slug],
        "goal": ["G00", "G1.1"],
        "measure": ["M1-10", "M1-2"],
        "theme": ["schatten"],
    }


def test_no_random_number_and_nobodys_words_are_in_it(process):
    field = a_document(process)
    said = cast.a_contribution(process, "Meine Oma Erna braucht Schatten.")
    Origin.objects.create(measure=Measure.objects.get(code="M1-10"), contribution=said)
    text = an_edition(process).canonical
    rows = [process, field, said, *Goal.objects.all(), *Measure.objects.all(), *Theme.objects.all()]
    assert not any(str(row.pk) in text for row in rows)
    assert "Erna" not in text
    assert '"channel":"online","day":"2016-09-05"' in text
    assert not re.search(r"\d{12,}", text)


def test_what_was_dropped_merged_or_withdrawn_is_not_counted(process):
    a_document(process)
    Measure.objects.filter(code="M1-10").update(state=MeasureState.DROPPED)
    theme = Theme.objects.get()
    old = cast.a_theme(process, "Sonne", cast.a_contribution(process, "Zu heiß."))
    Theme.objects.filter(pk=old.pk).update(state=ThemeState.MERGED, merged_into=theme)
    gone = cast.a_contribution(
        process, "", publication=Publication.WITHDRAWN, taken_back_on=date(2016, 9, 20)
    )
    cast.a_theme(process, "Anderes", gone)
    document = document_of(an_edition(process))
    assert [row.key for row in document.chapters[3].paragraphs] == ["G1.1", "M1-2"]
    assert document.chapters[3].paragraphs[1].origins[0].voices == 2
    assert [(row.key, row.fate.voices) for row in document.chapters[4].paragraphs] == [
        ("anderes", 0),
        ("schatten", 2),
    ]


def test_the_text_is_canonical_and_gives_the_sum(process):
    a_document(process)
    edition = an_edition(process)
    assert canonical(document_of(edition).as_plain()) == edition.canonical
    assert sha256_of(edition.canonical) == edition.sha256
    assert fault_in(edition) == ""
    assert first_changed_edition() is None


def test_the_same_records_give_the_same_text(process):
    a_document(process)
    first, second = (canonical(document_now(process).as_plain()) for _ in range(2))
    assert first == second


def test_freezing_is_one_line_in_the_journal_that_holds_the_sum(process, coordinator):
    a_section(process)
    edition = an_edition(process, by=coordinator)
    line = Entry.objects.get(verb="edition.frozen")
    assert line.detail == {"number": "0.9", "state": "public_draft", "sha256": edition.sha256}
    assert (line.actor_number, line.subject_number) == (str(coordinator.pk), str(edition.pk))
    assert abs((line.at - edition.frozen_at).total_seconds()) < 5


def test_what_is_written_later_is_not_in_it(process):
    section = a_section(process, text="Vorher.")
    edition = an_edition(process)
    section.text = "Nachher."
    section.save()
    assert [row.text for row in document_of(edition).chapters[0].paragraphs] == ["Vorher."]


def test_the_newest_public_edition_is_shown(process):
    a_section(process)
    assert edition_shown(process) is None
    an_edition(process, "0.1", state=EditionState.WORKING, is_public=False)
    assert edition_shown(process) is None
    an_edition(process, "0.9")
    an_edition(process, "1.0", state=EditionState.ADOPTED)
    assert edition_shown(process).number == "1.0"
    assert edition_shown(process, "0.9").number == "0.9"


@pytest.mark.parametrize("number", ["0.1", "2.0", "", "\x00", "1.0\n", "x" * 5000])
def test_a_number_that_is_not_public_or_none_shows_nothing(process, number):
    a_section(process)
    an_edition(process, "0.1", state=EditionState.WORKING, is_public=False)
    assert edition_shown(process, number) is None


@pytest.mark.parametrize(
    "number", ["", " ", "1/0", "../1", "1 0", "ä", "-1", ".9", "1\x00", "\ud800", "1" * 21, "<b>"]
)
def test_a_number_that_no_address_can_hold_is_refused(process, number):
    a_section(process)
    with nothing_written(), pytest.raises(EditionRefused):
        an_edition(process, number)


def test_a_number_is_used_once_in_a_process(process):
    a_section(process)
    an_edition(process)
    with nothing_written(), pytest.raises(EditionRefused):
        an_edition(process)
    other = cast.a_process("verkehr")
    a_section(other)
    assert an_edition(other).number == "0.9"


def test_without_sections_nothing_is_frozen(process):
    with nothing_written(), pytest.raises(EditionRefused):
        an_edition(process)


@pytest.mark.parametrize(
    "state", [state for state in EditionState if state is not EditionState.WORKING]
)
def test_only_a_working_draft_is_kept_from_the_public(process, state):
    a_section(process)
    with nothing_written(), pytest.raises(EditionRefused):
        an_edition(process, state=state, is_public=False)


def test_gaps_are_named_and_nothing_is_where_nothing_lacks(process):
    field = a_document(process)
    assert gaps_of(process) == {Gap.LEAD: 1, Gap.COST: 1, Gap.INDICATOR: 1, Gap.ORIGIN: 1}
    cast.a_field(process, "Wasser")
    a_section(process, "7", "Leer")
    Outcome.objects.all().delete()
    Goal.objects.filter(code="G00").delete()
    assert gaps_of(process) == {
        Gap.EMPTY_SECTION: 1,
        Gap.FIELD_WITHOUT_SECTION: 1,
        Gap.GUIDING: 1,
        Gap.LEAD: 1,
        Gap.COST: 1,
        Gap.INDICATOR: 1,
        Gap.ORIGIN: 1,
        Gap.OUTCOME: 1,
    }
    assert field.sections.count() == 1


def test_freezing_asks_the_database_as_often_for_many_measures_as_for_few(
    process, django_assert_max_num_queries
):
    field = a_document(process)
    for number in range(30):
        cast.a_measure(process, field, f"M2-{number}")
    with django_assert_max_num_queries(25):
        an_edition(process)
    assert Edition.objects.count() == 1
