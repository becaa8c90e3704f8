"""The desk of themes: rename, merge, split, hand over, decide, answer."""

import pytest
from django.urls import reverse

from ratschlag.people.rules import Role
from ratschlag.synthesis import actions
from ratschlag.synthesis.models import Answer, Outcome, Theme
from ratschlag.synthesis.rules import OutcomeValue, ThemeState
from tests import cast

HUGE = str(2**70)


@pytest.fixture
def theme(process):
    return cast.a_theme(process, "Bäume", cast.a_contribution(process, "Mehr Bäume."))


@pytest.fixture
def other(process):
    return cast.a_theme(process, "Schatten", cast.a_contribution(process, "Zu heiß."))


def to(name: str, theme: Theme) -> str:
    return reverse(f"synthesis_desk:{name}", args=[theme.pk])


def board(process, name: str = "board") -> str:
    return reverse(f"synthesis_desk:{name}", args=[process.slug])


def test_the_board_shows_themes_with_their_names_and_voices(desk, process, theme, other):
    theme.title = "Bäume und Hecken"
    actions.revise_theme(theme, ["title"], by=None)
    actions.merge_theme(other, into=theme, by=None)
    page = desk.get(board(process)).content.decode()
    for words in ("Bäume und Hecken", "früher: Bäume", "enthält: Schatten"):
        assert words in page, words
    # A small theme stands there with all its words.
    assert "Mehr Bäume." in page
    assert "Zu heiß." in page
    assert desk.get(reverse("synthesis_desk:themes"))["Location"] == board(process)


def test_the_board_takes_few_queries(desk, process, django_assert_max_num_queries):
    for number in range(12):
        cast.a_theme(process, f"Thema {number}", cast.a_contribution(process, f"Nr. {number}"))
    with django_assert_max_num_queries(20):
        desk.get(board(process))


def test_no_words_that_are_not_public_stand_on_the_board(desk, process):
    hidden = cast.a_contribution(process, "Herr Beispiel wohnt dort.", publication="internal")
    cast.a_theme(process, "Wohnen", hidden)
    assert "Beispiel" not in desk.get(board(process)).content.decode()


def test_a_theme_is_opened_and_renamed(desk, process):
    desk.post(board(process, "new_theme"), {"title": "Bäume", "summary": "Viele.", "field": ""})
    theme = Theme.objects.get()
    desk.post(to("revise_theme", theme), {"title": "Hecken", "summary": "Viele.", "field": ""})
    theme.refresh_from_db()
    assert (theme.title, theme.slug) == ("Hecken", "baeume")
    assert theme.former_titles.get().title == "Bäume"
    assert "Bäume" in desk.get(to("theme", theme)).content.decode()


def test_two_themes_of_one_title_have_two_addresses(desk, process, theme):
    Theme.objects.filter(pk=theme.pk).update(slug="baeume")
    desk.post(board(process, "new_theme"), {"title": "Bäume", "summary": "", "field": ""})
    assert Theme.objects.filter(slug="baeume-2").exists()


def test_a_theme_is_merged(desk, theme, other):
    assert desk.post(to("merge_theme", theme), {"into": other.pk}).status_code == 302
    theme.refresh_from_db()
    assert theme.merged_into == other
    assert "Schatten" in desk.get(to("theme", theme)).content.decode()


def test_a_theme_is_split(desk, process, theme):
    actions.assign_contribution(cast.a_contribution(process, "Eine Hecke."), theme, by=None)
    coding = theme.codings.get(contribution__text="Eine Hecke.")
    assert "Eine Hecke." in desk.get(to("split_theme", theme)).content.decode()
    desk.post(to("split_theme", theme), {"title": "Hecken", "codings": [coding.pk]})
    assert Theme.objects.get(title="Hecken").codings.get() == coding


def test_the_page_says_what_handing_over_means_before_it_is_done(desk, process, theme, other):
    page = desk.get(board(process, "hand_over"))
    assert page.status_code == 200
    assert not Theme.objects.filter(state=ThemeState.HANDED_OVER).exists()
    desk.post(to("hand_over_theme", other))
    assert desk.post(board(process, "hand_over")).status_code == 302
    assert not Theme.objects.filter(state=ThemeState.OPEN).exists()
    assert desk.post(board(process, "hand_over")).status_code == 422
    assert desk.post(to("hand_over_theme", other)).status_code == 422


def test_an_outcome_is_decided_answered_and_published(desk, theme):
    desk.post(to("decide_theme", theme), {"value": "adopted", "reason": "Das tun wir."})
    desk.post(to("answer", theme), {"text": "Kommt.", "due_on": "2017-04-03"})
    assert "Kommt." in desk.get(to("theme", theme)).content.decode()
    assert desk.post(to("publish_answer", theme)).status_code == 302
    assert Answer.objects.get().published_on is not None
    assert desk.post(to("publish_answer", theme)).status_code == 422
    assert "Kommt." in desk.get(to("answer", theme)).content.decode()


def test_all_answers_are_published_at_once(desk, process, theme):
    outcome = actions.decide_outcome(
        theme=theme, value=OutcomeValue.ADOPTED, reason="Gut.", by=None
    )
    assert desk.post(board(process, "publish_answers")).status_code == 422
    actions.write_answer(outcome, text="Kommt.", by=None)
    assert "Kommt." in desk.get(board(process, "publish_answers")).content.decode()
    assert desk.post(board(process, "publish_answers")).status_code == 302


def test_there_is_no_answer_before_the_outcome(desk, theme):
    assert desk.get(to("answer", theme)).status_code == 422
    assert desk.post(to("publish_answer", theme)).status_code == 404


def test_a_coder_orders_but_does_not_decide(browser_of, process, theme, other):
    browser = browser_of(cast.a_person("Oda", Role.CODER))
    page = browser.get(to("theme", theme)).content.decode()
    assert to("decide_theme", theme) not in page
    assert browser.post(to("decide_theme", theme)).status_code == 403
    assert browser.post(board(process, "hand_over")).status_code == 403
    assert browser.post(to("merge_theme", theme), {"into": other.pk}).status_code == 302


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("revise_theme", {"title": " "}),
        ("revise_theme", {"title": "a" * 161}),
        ("revise_theme", {"title": "a\x00"}),
        ("revise_theme", {"title": "Gut", "field": HUGE}),
        ("merge_theme", {}),
        ("merge_theme", {"into": HUGE}),
        ("merge_theme", {"into": "a\x00"}),
        ("merge_theme", {"into": "ich selbst"}),
        ("split_theme", {"title": "X"}),
        ("split_theme", {"title": "X", "codings": [HUGE]}),
        ("split_theme", {"title": "X", "codings": ["all"]}),
        ("split_theme", {"title": " ", "codings": ["all"]}),
        ("decide_theme", {"value": "adopted", "reason": "\n "}),
        ("decide_theme", {"value": "heard", "reason": "Gut."}),
        ("decide_theme", {"value": "adopted", "reason": "a" * 4001}),
    ],
)
def test_wrong_input_is_answered_and_changes_nothing(desk, theme, name, typed):
    if typed.get("codings") == ["all"]:
        typed = typed | {"codings": [theme.codings.get().pk]}
    assert desk.post(to(name, theme), typed).status_code == 422
    theme.refresh_from_db()
    assert (theme.title, theme.merged_into, Theme.objects.count()) == ("Bäume", None, 1)
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"text": ""}, {"text": "a\x00"}, {"text": "Gut.", "due_on": "31.2.2017"}]
)
def test_a_wrong_answer_is_not_written(desk, theme, typed):
    actions.decide_outcome(theme=theme, value=OutcomeValue.ADOPTED, reason="Gut.", by=None)
    assert desk.post(to("answer", theme), typed).status_code == 422
    assert not Answer.objects.exists()


def test_a_theme_of_another_process_or_itself_is_no_target(desk, theme):
    strange = cast.a_theme(cast.a_process("verkehr"), "Busse")
    for into in (strange, theme):
        assert desk.post(to("merge_theme", theme), {"into": into.pk}).status_code == 422
    field = cast.a_field(strange.process)
    typed = {"title": "Bäume", "field": field.pk}
    assert desk.post(to("revise_theme", theme), typed).status_code == 422


def test_a_merged_theme_is_not_merged_nor_decided_again(desk, theme, other):
    actions.merge_theme(theme, into=other, by=None)
    for name, typed in (
        ("merge_theme", {"into": other.pk}),
        ("decide_theme", {"value": "adopted", "reason": "Gut."}),
    ):
        assert desk.post(to(name, theme), typed).status_code == 422


def test_duties_say_what_waits(desk, browser_of, process, theme):
    cast.a_contribution(process, publication="received")
    page = desk.get(reverse("desk:today")).content.decode()
    assert board(process) in page
    assert reverse("synthesis_desk:contributions") in page
