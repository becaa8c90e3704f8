"""The picture from voices over themes to measures: where it draws, and that its numbers are true."""

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ratschlag.contributions.rules import Channel, Publication
from ratschlag.goals.models import Origin
from ratschlag.goals.rules import MeasureState
from ratschlag.portal.compute import (
    MOST,
    NARROW_WIDTH,
    UNIT,
    WIDTH,
    Bundle,
    Flow,
    in_order,
    narrow,
    sums,
    wide,
    wrapped,
)
from ratschlag.portal.queries.flow import voices_of
from ratschlag.synthesis.rules import ThemeState
from tests import cast

QUERIES = 7


def a_bundle(key="a", title="Schatten", *, channels=None, fields=None) -> Bundle:
    channels = {"online": 2, "fax": 1} if channels is None else channels
    fields = {"1": 2} if fields is None else fields
    return Bundle(key, title, sum(channels.values()), channels, fields)


def a_flow(*bundles: Bundle) -> Flow:
    return Flow(
        bundles or (a_bundle(),), {"online": "Online", "fax": "Fax"}, {"1": "Grün", "2": "Wasser"}
    )


counts = some.integers(min_value=0, max_value=40)
bundles = some.lists(
    some.builds(
        lambda online, fax, one, two: (online, fax, one, two), counts, counts, counts, counts
    ),
    max_size=12,
).map(
    lambda rows: [
        a_bundle(str(at), f"Thema {at}", channels={"online": a, "fax": b}, fields={"1": c, "2": d})
        for at, (a, b, c, d) in enumerate(rows)
    ]
)


def words(drawing, kind=""):
    return [word.text for word in drawing.words if word.kind == kind]


def test_channels_themes_and_fields_stand_with_their_numbers():
    drawing = wide(a_flow(a_bundle(), a_bundle("b", "Brunnen", fields={"2": 1})))
    assert words(drawing) == ["Online", "Fax", "Schatten", "Brunnen", "Grün", "Wasser"]
    assert words(drawing, "b") == ["4", "2", "3", "2", "3", "1", "2", "1"]


def test_a_ribbon_is_as_thick_as_its_number():
    drawing = wide(a_flow())
    assert [ribbon.width for ribbon in drawing.ribbons] == [2 * UNIT - 1, UNIT - 1, 2 * UNIT - 1]


def test_a_channel_or_field_with_nothing_is_left_out():
    drawing = wide(a_flow(a_bundle(channels={"fax": 1})))
    assert "Online" not in words(drawing)
    assert "Wasser" not in words(drawing)


def test_a_theme_that_led_nowhere_says_zero_and_has_no_node_there():
    drawing = wide(a_flow(a_bundle(fields={})))
    assert words(drawing, "b")[-1] == "0"
    assert len(drawing.boxes) == 3  # two channels, one theme


def test_an_empty_flow_is_an_empty_picture():
    assert wide(Flow((), {}, {})).ribbons == []
    assert narrow(Flow((), {}, {})).words == []


def test_phones_see_a_dot_for_each_voice_and_a_square_for_each_measure():
    drawing = narrow(a_flow())
    assert (len(drawing.dots), len(drawing.boxes)) == (3, 2)
    assert words(drawing, "b") == []


def test_more_than_fit_are_said_as_a_number():
    drawing = narrow(a_flow(a_bundle(channels={"online": 30}, fields={"1": 20})))
    assert (len(drawing.dots), len(drawing.boxes)) == (MOST, MOST)
    assert words(drawing, "b") == ["30", "20"]


def test_a_long_title_takes_several_lines():
    drawing = narrow(a_flow(a_bundle(title="Verständliche und mehrsprachige Verwaltung überall")))
    assert words(drawing) == ["Verständliche und mehrsprachige", "Verwaltung überall"]
    assert drawing.height > narrow(a_flow()).height


def test_words_are_never_cut():
    assert wrapped("Donaudampfschifffahrt an Deck", 10) == ["Donaudampfschifffahrt", "an Deck"]
    assert wrapped("", 10) == [""]


@pytest.mark.parametrize("draw", [wide, narrow])
def test_right_to_left_is_the_same_picture_mirrored(draw):
    flow = a_flow(a_bundle(), a_bundle("b", "Brunnen", channels={"fax": 11}, fields={"2": 12}))
    plain, mirrored = draw(flow), draw(flow, is_rtl=True)
    width = plain.width
    assert [(round(width - word.x, 1), word.y, word.anchor) for word in plain.words] == [
        (word.x, word.y, word.anchor) for word in mirrored.words
    ]
    assert [round(width - box.x - box.width, 1) for box in plain.boxes] == [
        box.x for box in mirrored.boxes
    ]
    assert [round(width - dot.x, 1) for dot in plain.dots] == [dot.x for dot in mirrored.dots]
    assert [ribbon.width for ribbon in plain.ribbons] == [
        ribbon.width for ribbon in mirrored.ribbons
    ]
    assert mirrored.height == plain.height


@given(bundles)
def test_nothing_leaves_the_picture_and_no_voice_is_lost(found):
    flow = a_flow(*found) if found else Flow((), {}, {})
    for drawing, width in ((wide(flow), WIDTH), (narrow(flow), NARROW_WIDTH)):
        for box in drawing.boxes:
            assert box.x >= 0 and box.x + box.width <= width
            assert box.y >= 0 and box.y + box.height <= drawing.height
        assert all(0 <= word.x <= width and word.y <= drawing.height for word in drawing.words)
    into, out = sums(flow)
    drawn = sum((ribbon.width + 1) // UNIT for ribbon in wide(flow).ribbons)
    assert drawn == sum(into.values()) + sum(out.values())


@given(bundles)
def test_themes_stand_in_the_order_of_the_fields_they_lead_to(found):
    ordered = in_order(found, ["1", "2"])
    assert sorted(row.key for row in ordered) == sorted(row.key for row in found)
    only = [row for row in ordered if row.measures]
    assert ordered[: len(only)] == only  # those that led nowhere come last
    firsts = [row for row in only if not row.fields["2"]]
    assert only[: len(firsts)] == firsts


@pytest.fixture
def chain(process):
    """Three voices in two themes, one of them in both; two measures, and one without a voice."""
    letter = cast.a_contribution(process, channel=Channel.LETTER)
    both = cast.a_contribution(process, "Bänke und Schatten.", channel=Channel.EMAIL)
    online = cast.a_contribution(process)
    shade = cast.a_theme(process, "Schatten", letter, both)
    benches = cast.a_theme(process, "Bänke", both, online)
    for theme in (shade, benches):
        theme.state, theme.handed_over_on = ThemeState.HANDED_OVER, date(2016, 9, 30)
        theme.save()
    field = cast.a_field(process)
    for code, themes in (("M1-1", (shade, benches)), ("M1-2", (shade,)), ("M1-3", ())):
        measure = cast.a_measure(process, field, code, state=MeasureState.PLANNED)
        for theme in themes:
            Origin.objects.create(measure=measure, theme=theme)
    cast.a_public_draft(process)
    return process


def test_the_picture_has_the_numbers_of_the_records(chain, django_assert_num_queries):
    with django_assert_num_queries(QUERIES):
        found = voices_of(chain)
    assert [
        (line.theme.title, line.bundle.voices, line.bundle.measures) for line in found.lines
    ] == [
        ("Bänke", 2, 1),
        ("Schatten", 2, 2),
    ]
    assert (found.voice_count, found.grouped_count, found.alone_count) == (3, 3, 0)
    assert (found.measure_count, found.led_count, found.without_origin_count) == (3, 2, 1)
    assert dict(sums(found.flow)[0]) == {"online": 1, "letter": 1, "email": 2}


def test_a_contribution_without_a_theme_is_counted_beside_the_picture(chain):
    cast.a_contribution(chain, "Alles gut so!")
    assert voices_of(chain).alone_count == 1


def test_what_was_taken_back_is_gone(chain):
    letter = chain.contributions.get(channel=Channel.LETTER)
    letter.publication, letter.text = Publication.WITHDRAWN, ""
    letter.taken_back_on = date(2016, 9, 20)
    letter.save()
    found = voices_of(chain)
    assert found.voice_count == 2
    assert Channel.LETTER not in sums(found.flow)[0]


def test_what_was_said_of_a_merged_theme_counts_for_the_one_it_went_into(chain):
    shade = chain.themes.get(title="Schatten")
    shade.state, shade.merged_into = ThemeState.MERGED, chain.themes.get(title="Bänke")
    shade.save()
    (line,) = voices_of(chain).lines
    assert (line.bundle.voices, line.bundle.measures) == (3, 2)


def test_themes_are_left_out_until_a_field_group_works_with_them(chain):
    chain.themes.update(state=ThemeState.OPEN, handed_over_on=None)
    assert voices_of(chain).lines == ()


def test_proposals_and_dropped_measures_are_left_out(chain):
    chain.measures.filter(code="M1-1").update(state=MeasureState.PROPOSED)
    chain.measures.filter(code="M1-2").update(state=MeasureState.DROPPED)
    assert voices_of(chain).led_count == 0
    assert voices_of(chain).measure_count == 1


def test_picture_and_tables_say_the_same(chain, client):
    page = client.get("/de/verfahren/klima/stimmen/").text
    rows = re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a></th><td class="num">(\d+)</td>', page)
    assert rows == [("Bänke", "2"), ("Schatten", "2")]
    svg = page[page.index("flow--wide") : page.index("flow--narrow")]
    numbers = re.findall(r'class="b">(\d+)<', svg)
    assert Counter(numbers) == Counter(["1", "1", "2", "2", "1", "2", "2", "3"])


def test_arabic_draws_it_from_right_to_left(chain, client):
    page = client.get("/ar/verfahren/klima/stimmen/").text
    assert '<text x="1180' in page
    assert 'direction="rtl"' in page
