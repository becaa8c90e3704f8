"""Where goals and measures come from: themes, contributions, results of meetings."""

import pytest

from ratschlag.contributions.models import Redaction
from ratschlag.contributions.rules import Publication
from ratschlag.events.actions import note_result
from ratschlag.events.rules import ResultKind
from ratschlag.goals.actions import (
    OfAnotherProcess,
    OriginRefused,
    name_origin,
    propose_measure,
    remove_origin,
)
from ratschlag.goals.models import Measure, Origin
from ratschlag.goals.queries import sheet_of
from ratschlag.goals.rules import OriginKind
from ratschlag.goals.tests.hands import BROKEN, GOALS, MEASURES, nothing_written, the_line
from ratschlag.synthesis.actions import merge_theme
from tests import cast


@pytest.fixture
def field(process):
    return cast.a_field(process)


@pytest.fixture
def measure(process, field):
    return cast.a_measure(process, field)


def a_result(process, text="Mehr Schatten."):
    event = cast.an_event(process, text)
    return note_result(event, kind=ResultKind.AGREED, text=text, by=None)


def typed(source: object, name: str = "theme", **changes: object) -> dict[str, object]:
    return {"source": f"{name}-{source.pk}", "kind": "inspired", "note": ""} | changes


def test_a_theme_is_named_as_origin_and_its_voices_are_quoted(desk, process, measure, coordinator):
    theme = cast.a_theme(process, "Schatten", cast.a_contribution(process, "Mehr Linden."))
    address = f"{MEASURES}{measure.pk}/herkunft/"
    assert f"theme-{theme.pk}" in desk.get(address).text
    answer = desk.post(address, typed(theme, kind="merged", note="Alle."), follow=True)
    assert answer.redirect_chain == [(f"{MEASURES}{measure.pk}/", 302)]
    assert "Mehr Linden." in answer.text
    origin = Origin.objects.get()
    assert (origin.measure, origin.theme, origin.kind, origin.note) == (
        measure,
        theme,
        OriginKind.MERGED,
        "Alle.",
    )
    line = the_line("origin.named")
    assert (line.actor_number, line.subject_number) == (str(coordinator.pk), str(origin.pk))
    assert line.detail == {"of": "goals.measure", "number": str(measure.pk)}
    # What is named is no choice any more.
    assert f"theme-{theme.pk}" not in desk.get(address).text


def test_a_contribution_and_a_result_can_be_origins_too(desk, process, measure, field):
    contribution, result = cast.a_contribution(process), a_result(process)
    goal = cast.a_goal(process, field)
    for sheet in (f"{MEASURES}{measure.pk}/", f"{GOALS}{goal.pk}/"):
        for name, source in (("contribution", contribution), ("event_result", result)):
            assert desk.post(f"{sheet}herkunft/", typed(source, name)).status_code == 302
        page = desk.get(sheet)
        assert len(page.context["roots"]) == 2
        assert "Mehr Bäume." in page.text
        assert "Mehr Schatten." in page.text


def test_an_origin_is_removed_and_pressing_twice_removes_once(desk, process, measure, field):
    theme = cast.a_theme(process)
    goal = cast.a_goal(process, field)
    for sheet, of in ((f"{MEASURES}{measure.pk}/", measure), (f"{GOALS}{goal.pk}/", goal)):
        origin = name_origin(of, theme=theme, by=None)
        address = f"{sheet}herkunft/{origin.pk}/weg/"
        assert address in desk.get(sheet).text
        assert [desk.post(address).status_code for _again in range(2)] == [302, 302]
        assert not of.origins.exists()
    with nothing_written():
        assert desk.post(f"{MEASURES}{measure.pk}/herkunft/{2**70}/weg/").status_code == 302


def test_an_origin_is_removed_from_its_own_measure_only(desk, process, measure, field):
    origin = name_origin(cast.a_measure(process, field, "M2"), theme=cast.a_theme(process), by=None)
    with nothing_written():
        desk.post(f"{MEASURES}{measure.pk}/herkunft/{origin.pk}/weg/")
    remove_origin(origin, by=None)
    assert the_line("origin.removed").subject_kind == "goals.measure"


def test_origins_are_named_with_a_new_measure(process, field):
    themes = [cast.a_theme(process, title) for title in ("Schatten", "Wasser")]
    measure = Measure(process=process, field=field, title="Bäume")
    propose_measure(measure, origins=[*themes, a_result(process)], by=None)
    assert the_line("measure.proposed").detail["origins"] == measure.origins.count() == 3


def test_words_that_were_taken_out_are_neither_shown_nor_found(desk, process, measure):
    hidden = cast.a_contribution(process, "Frau Kranz sagt: Linden.", publication="redacted")
    Redaction.objects.create(contribution=hidden, text="█████ sagt: Linden.")
    internal = cast.a_contribution(process, "Kranz am Tor.", publication=Publication.INTERNAL)
    theme = cast.a_theme(process, "Schatten", hidden, internal)
    address = f"{MEASURES}{measure.pk}/herkunft/"
    assert desk.get(f"{address}?suche=Kranz").context["choices"] == {}
    assert [*desk.get(f"{address}?suche=linden").context["choices"]] == [
        f"contribution-{hidden.pk}"
    ]
    name_origin(measure, theme=theme, by=None)
    page = desk.get(f"{MEASURES}{measure.pk}/")
    assert "█████ sagt: Linden." in page.text
    assert "Kranz" not in page.text
    # A voice that may not be quoted counts all the same.
    assert page.context["sheet"].contribution_count == 2


def test_what_was_searched_for_stays_when_the_form_is_sent(desk, process, measure):
    theme = cast.a_theme(process, "Schatten am Markt")
    address = f"{MEASURES}{measure.pk}/herkunft/"
    assert desk.get(f"{address}?suche=%00").status_code == 200
    assert desk.post(f"{address}?suche=markt", typed(theme)).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": ""},
        {"source": "theme-1"},
        {"source": f"theme-{2**70}"},
        {"source": "measure-1"},
        {"source": "\x00"},
        {"kind": "stolen"},
        {"kind": ""},
        {"note": "a" * 301},
        {"note": BROKEN},
    ],
)
def test_an_origin_that_can_not_be_is_refused(desk, process, measure, wrong):
    theme = cast.a_theme(process)
    with nothing_written():
        answer = desk.post(f"{MEASURES}{measure.pk}/herkunft/", typed(theme, note="Ja.") | wrong)
    assert answer.status_code == 422
    assert "note" in wrong or 'value="Ja."' in answer.text


def test_nothing_of_another_process_is_an_origin(desk, process, measure):
    other = cast.a_process("verkehr", title="Verkehr")
    foreign = {
        "theme": cast.a_theme(other, "Rad"),
        "contribution": cast.a_contribution(other, "Radwege."),
        "event_result": a_result(other, "Radwege."),
    }
    for name, source in foreign.items():
        with nothing_written():
            sent = desk.post(f"{MEASURES}{measure.pk}/herkunft/", typed(source, name))
            assert sent.status_code == 422
        with nothing_written(), pytest.raises(OfAnotherProcess):
            name_origin(measure, **{name: source}, by=None)


def test_an_origin_is_named_once_and_is_exactly_one(process, measure):
    theme, contribution = cast.a_theme(process), cast.a_contribution(process)
    name_origin(measure, theme=theme, by=None)
    for wrong in ({"theme": theme}, {}, {"theme": theme, "contribution": contribution}):
        with nothing_written(), pytest.raises(OriginRefused):
            name_origin(measure, **wrong, by=None)


def test_what_was_taken_back_or_went_into_another_theme_is_no_new_origin(process, measure):
    first, second = cast.a_theme(process, "Schatten"), cast.a_theme(process, "Kühle")
    merge_theme(first, into=second, by=None)
    contribution = cast.a_contribution(process)
    contribution.publication = Publication.WITHDRAWN
    for wrong in ({"theme": first}, {"contribution": contribution}):
        with nothing_written(), pytest.raises(OriginRefused):
            name_origin(measure, **wrong, by=None)


def test_an_origin_in_a_theme_that_was_merged_is_shown_as_the_one_it_went_into(process, measure):
    first = cast.a_theme(process, "Schatten", cast.a_contribution(process, "Linden."))
    second = cast.a_theme(process, "Kühle", cast.a_contribution(process, "Brunnen."))
    for theme in (first, second):
        name_origin(measure, theme=theme, by=None)
    merge_theme(first, into=second, by=None)
    sheet = sheet_of(measure)
    assert [root.theme for root in sheet.roots] == [second]
    assert {quote.text for quote in sheet.roots[0].quotes("de")} == {"Linden.", "Brunnen."}
