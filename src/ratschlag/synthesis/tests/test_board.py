"""The board of themes: people and languages, what was said again, moving, merging, coverage."""

import pytest
from django.urls import reverse

from ratschlag.contributions.actions import link_duplicate
from ratschlag.people.rules import Role
from ratschlag.survey.actions import submit_response
from ratschlag.survey.models import ResponseText
from ratschlag.synthesis import actions
from ratschlag.synthesis.models import Coding, Likeness, Theme
from ratschlag.synthesis.queries.board import board_of
from ratschlag.synthesis.queries.coverage import coverage_of
from ratschlag.synthesis.rules import CodingState, LikenessKind, OutcomeValue, ThemeState
from tests import cast

HUGE = str(2**70)


@pytest.fixture
def theme(process):
    voices = [cast.a_contribution(process, text) for text in ("Mehr Bäume.", "Eine Hecke.")]
    return cast.a_theme(process, "Bäume", *voices)


@pytest.fixture
def other(process):
    return cast.a_theme(process, "Schatten", cast.a_contribution(process, "Zu heiß."))


def board(process, name: str = "board") -> str:
    return reverse(f"synthesis_desk:{name}", args=[process.slug])


def to(name: str, theme: Theme) -> str:
    return reverse(f"synthesis_desk:{name}", args=[theme.pk])


def row_of(process, title: str = "Bäume"):
    return next(row for row in board_of(process, "de").rows if row.theme.title == title)


def said_in(survey, words: str, *texts: str) -> list:
    """One form with several texts, and the hash of what each says."""
    asked = {f"q{at}": text for at, text in enumerate(texts, start=1)}
    key = f"form-{ResponseText.objects.count()}"
    given = {"form_key": key, "texts": asked, "details": {}, "language": "de"}
    submitted = submit_response(survey, **given, at=cast.OPENS)
    rows = submitted.response.texts.order_by("question__key")
    rows.update(folded_hash=words)
    return [row.contribution for row in rows]


def test_people_are_counted_not_texts(process):
    survey = cast.a_survey(process)
    one_person = said_in(survey, "", "Bäume!", "Noch mehr Bäume!")
    together = cast.a_contribution(process, "Wir alle wollen Bäume.", supporters=12)
    cast.a_theme(process, "Bäume", *one_person, together)
    row = row_of(process)
    assert (row.people, row.count) == (13, 3)


def test_languages_stand_there_with_their_number(process, desk):
    voices = [cast.a_contribution(process, f"Nr. {at}", language="tr") for at in range(2)]
    cast.a_theme(process, "Bäume", cast.a_contribution(process), *voices)
    assert row_of(process).languages == (("Türkisch", 2), ("Deutsch", 1))
    assert "Türkisch 2, Deutsch 1" in desk.get(board(process)).content.decode()


def test_a_large_theme_is_quoted_in_proportion_a_small_one_in_full(process):
    voices = [cast.a_contribution(process, f"Nr. {at}") for at in range(4)]
    voices.append(cast.a_contribution(process, "ظل", language="ar"))
    cast.a_theme(process, "Bäume", *voices)
    cast.a_theme(process, "Klein", *voices[:3])
    assert [quote.language for _coding, quote in row_of(process).quotes] == ["de", "de"]
    assert len(row_of(process, "Klein").quotes) == 3
    Coding.objects.filter(contribution__in=voices[:2], theme__title="Bäume").delete()
    # Of three texts all stand there, the Arabic one too.
    assert "ar" in [quote.language for _coding, quote in row_of(process).quotes]


def test_what_was_said_again_is_shown_and_a_campaign_is_called_one(process, desk):
    survey = cast.a_survey(process)
    same = [said_in(survey, "h", "Rettet den Baum!")[0] for _time in range(3)]
    first, again = cast.a_contribution(process, "Hecken."), cast.a_contribution(process, "Hecke!")
    link_duplicate(again, of=first, by=None)
    cast.a_theme(process, "Bäume", *same, first, again)
    found = [(echo.times, echo.is_campaign) for echo in row_of(process).echoes]
    assert found == [(3, True), (2, False)]
    assert 'class="echo"' in desk.get(board(process)).content.decode()


def test_linked_by_a_person_and_equal_to_the_letter_are_one_group(process):
    survey = cast.a_survey(process)
    one, two = (said_in(survey, "h", "Rettet den Baum!")[0] for _time in range(2))
    third = cast.a_contribution(process, "Bitte den Baum retten.")
    link_duplicate(third, of=two, by=None)
    cast.a_theme(process, "Bäume", one, two, third)
    assert [(echo.times, echo.is_campaign) for echo in row_of(process).echoes] == [(3, False)]


def test_what_a_person_said_to_be_alike_is_said_so_often(process, coordinator):
    said = [cast.a_contribution(process, text) for text in ("Mehr Licht.", "Daha çok ışık.", "Ja.")]
    cast.a_theme(process, "Licht", *said)
    first, second = sorted(said[:2], key=lambda row: row.pk)
    likeness = Likeness.objects.create(
        first=first, second=second, similarity=0.8, kind=LikenessKind.ACROSS
    )
    assert not row_of(process, "Licht").echoes
    actions.decide_likeness(likeness, seen_at=first, state=CodingState.ACCEPTED, by=coordinator)
    assert [echo.times for echo in row_of(process, "Licht").echoes] == [2]


def test_however_many_themes_the_board_takes_the_same_queries(
    desk, process, django_assert_num_queries, django_assert_max_num_queries
):
    def grow(count: int) -> None:
        for number in range(Theme.objects.count(), count):
            voices = [cast.a_contribution(process, f"Nr. {number} {at}") for at in range(4)]
            cast.a_theme(process, f"Thema {number}", *voices)

    grow(2)
    with django_assert_max_num_queries(24) as few:
        desk.get(board(process))
    grow(15)
    with django_assert_num_queries(len(few.captured_queries)):
        desk.get(board(process))


def test_contributions_are_moved_and_keep_where_they_came_from(desk, process, theme, other):
    coding = theme.codings.get(contribution__text="Eine Hecke.")
    response = desk.post(to("move_codings", theme), {"codings": [coding.pk], "to": other.pk})
    assert response["Location"] == to("theme", theme)
    coding.refresh_from_db()
    assert (coding.theme, coding.moved_from, coding.decided_by) == (
        other,
        theme,
        coding.decided_by,
    )
    assert coding.decided_by is not None


def test_dragged_on_the_board_it_comes_back_to_the_board(desk, process, theme, other):
    coding = other.codings.get()
    typed = {"codings": [coding.pk], "to": theme.pk, "zurueck": "tafel"}
    assert desk.post(to("move_codings", other), typed)["Location"] == board(process)
    answer = desk.post(to("move_codings", other), typed)  # dragged again from an old page
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_who_speaks_of_the_other_theme_already_does_not_twice(process, theme, other):
    coding = theme.codings.get(contribution__text="Eine Hecke.")
    there = Coding.objects.create(
        contribution=coding.contribution, theme=other, proposer="machine", state="proposed"
    )
    actions.move_codings(theme, to=other, codings=[coding], by=None)
    coding.refresh_from_db()
    there.refresh_from_db()
    assert (coding.state, there.state) == (CodingState.DISMISSED, CodingState.ACCEPTED)


def test_what_the_field_group_has_it_keeps(process, theme, other):
    actions.hand_over_theme(theme, by=None)
    with pytest.raises(actions.ThemeRefused):
        actions.move_codings(theme, to=other, codings=list(theme.codings.all()), by=None)
    actions.hand_over_theme(other, by=None)
    actions.move_codings(theme, to=other, codings=list(theme.codings.all()), by=None)
    assert other.codings.count() == 3


def test_nothing_is_moved_away_from_an_answered_theme(process, theme, other):
    actions.decide_outcome(theme=theme, value=OutcomeValue.ADOPTED, reason="Gut.", by=None)
    with pytest.raises(actions.ThemeRefused):
        actions.move_codings(theme, to=other, codings=list(theme.codings.all()), by=None)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"codings": ["all"]},
        {"codings": ["all"], "to": HUGE},
        {"codings": ["all"], "to": "a\x00"},
        {"codings": ["all"], "to": "itself"},
        {"codings": ["all"], "to": "strange"},
        {"codings": [HUGE], "to": "other"},
        {"codings": ["strange"], "to": "other"},
        {"codings": [], "to": "other"},
    ],
)
def test_a_wrong_move_is_answered_and_moves_nothing(desk, process, theme, other, typed):
    elsewhere = cast.a_process("verkehr")
    strange = cast.a_theme(elsewhere, "Busse", cast.a_contribution(elsewhere, "Mehr Busse."))
    numbers = {"itself": theme.pk, "strange": strange.pk, "other": other.pk}
    own = list(theme.codings.values_list("pk", flat=True))
    chosen = {"all": own, "strange": [strange.codings.get().pk]}
    sent = {name: numbers.get(value, value) for name, value in typed.items() if name == "to"}
    sent["codings"] = [
        number for value in typed.get("codings", ()) for number in chosen.get(value, [value])
    ]
    answer = desk.post(to("move_codings", theme), sent)
    assert answer.status_code == 422
    assert not Coding.objects.exclude(moved_from=None).exists()
    if typed.get("codings") == ["all"]:  # what was ticked stays ticked
        assert answer.content.decode().count("checked") >= len(own)


def test_ticked_themes_are_merged_into_the_one_that_stays(desk, process, theme, other):
    third = cast.a_theme(process, "Hitze", cast.a_contribution(process, "Puh."))
    ticked = {"thema": [theme.pk, other.pk, third.pk]}
    page = desk.get(board(process, "merge_themes"), ticked | {"in": other.pk})
    assert page.context["form"].initial["into"] == other.pk
    assert Theme.objects.current().count() == 3
    answer = desk.post(board(process, "merge_themes"), ticked | {"into": other.pk})
    assert answer["Location"] == to("theme", other)
    assert Theme.objects.current().get() == other
    assert row_of(process, "Schatten").count == 4


@pytest.mark.parametrize(
    "ticked", [[], ["theme"], [HUGE, "theme"], ["a\x00"], ["strange", "theme"]]
)
def test_too_few_themes_can_not_be_merged(desk, process, theme, other, ticked):
    strange = cast.a_theme(cast.a_process("verkehr"), "Busse")
    numbers = {"theme": theme.pk, "strange": strange.pk}
    sent = {"thema": [numbers.get(value, value) for value in ticked]}
    assert desk.get(board(process, "merge_themes"), sent).status_code == 422
    assert desk.post(board(process, "merge_themes"), sent | {"into": theme.pk}).status_code == 422
    assert Theme.objects.current().filter(process=process).count() == 2


@pytest.mark.parametrize("into", ["", HUGE, "a\x00", "strange"])
def test_what_stays_must_be_among_the_ticked(desk, process, theme, other, into):
    third = cast.a_theme(process, "Hitze")
    sent = {"thema": [theme.pk, other.pk], "into": third.pk if into == "strange" else into}
    assert desk.post(board(process, "merge_themes"), sent).status_code == 422
    assert Theme.objects.current().count() == 3


def test_if_one_can_not_be_merged_none_is(desk, process, theme, other):
    third = cast.a_theme(process, "Hitze")
    actions.decide_outcome(theme=third, value=OutcomeValue.ADOPTED, reason="Gut.", by=None)
    sent = {"thema": [theme.pk, other.pk, third.pk], "into": theme.pk}
    assert desk.post(board(process, "merge_themes"), sent).status_code == 422
    assert Theme.objects.current().count() == 3
    # What has an outcome is proposed to stay.
    page = desk.get(board(process, "merge_themes"), {"thema": [theme.pk, third.pk]})
    assert page.context["form"].initial["into"] == third.pk


def test_ticked_themes_are_handed_over_and_the_page_says_before_what_it_means(
    desk, process, theme, other
):
    sent = {"auswahl": "1", "thema": [theme.pk]}
    page = desk.get(board(process, "hand_over"), sent).content.decode()
    assert "Bäume" in page
    assert "Schatten" not in page
    assert desk.post(board(process, "hand_over"), sent).status_code == 302
    theme.refresh_from_db()
    other.refresh_from_db()
    assert (theme.state, other.state) == (ThemeState.HANDED_OVER, ThemeState.OPEN)
    assert desk.post(board(process, "hand_over"), sent).status_code == 422
    assert desk.post(board(process, "hand_over"), {"auswahl": "1"}).status_code == 422
    other.refresh_from_db()
    assert other.state == ThemeState.OPEN


def test_a_coder_does_not_hand_over_but_merges(browser_of, process, theme, other):
    browser = browser_of(cast.a_person("Oda", Role.CODER))
    assert board(process, "hand_over") not in browser.get(board(process)).content.decode()
    sent = {"thema": [theme.pk, other.pk], "into": theme.pk}
    assert browser.post(board(process, "merge_themes"), sent).status_code == 302


def test_the_sheet_of_a_theme_comes_page_by_page(desk, process):
    voices = [cast.a_contribution(process, f"Nummer {at}.") for at in range(51)]
    theme = cast.a_theme(process, "Bäume", *voices)
    first = desk.get(to("theme", theme)).content.decode()
    second = desk.get(to("theme", theme), {"seite": "2"}).content.decode()
    assert first.count("data-coding") == 50
    assert second.count("data-coding") == 1


def test_coverage_counts_by_language_channel_and_field(desk, process, theme, other):
    field = cast.a_field(process)
    Theme.objects.filter(pk=theme.pk).update(field=field)
    cast.a_contribution(process, "ظل", language="ar", channel="letter", supporters=3)
    found = coverage_of(process)
    assert [(row.name, row.people, row.texts, row.coded) for row in found.languages] == [
        ("Deutsch", 3, 3, 3),
        ("Arabisch", 3, 1, 0),
    ]
    assert [(row.texts, row.coded) for row in found.channels] == [(3, 3), (1, 0)]
    assert [row.texts for row in found.fields] == [2, 1, 1]
    assert (found.texts, found.coded, found.open) == (4, 3, 1)
    page = desk.get(board(process, "coverage")).content.decode()
    assert "Stadtgrün" in page


def test_coverage_says_when_themes_are_languages(desk, process):
    for language in ("de", "ar"):
        voices = [cast.a_contribution(process, f"Nr. {at}", language=language) for at in range(6)]
        cast.a_theme(process, language.upper(), *voices)
    assert coverage_of(process).in_words == "mostly"
    assert desk.get(board(process, "coverage")).status_code == 200
    assert desk.get(board(cast.a_process("verkehr"), "coverage")).status_code == 200
