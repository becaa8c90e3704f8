"""The coding desk: read, publish, split, translate, assign; wrong input is kept and answered."""

import pytest
from django.urls import reverse

from ratschlag.contributions.actions import split_contribution
from ratschlag.contributions.rules import Publication
from ratschlag.people.rules import Role
from ratschlag.synthesis import actions
from ratschlag.synthesis.models import Coding, Outcome, Theme
from ratschlag.synthesis.rules import CodingState, Proposer
from tests import cast

TEXT = "Mehr Bäume am Markt. Und Bänke."
HUGE = str(2**70)


@pytest.fixture
def row(process):
    return cast.a_contribution(process, TEXT, publication=Publication.RECEIVED)


@pytest.fixture
def theme(process):
    return cast.a_theme(process, "Bäume")


def to(name: str, row) -> str:
    return reverse(f"synthesis_desk:{name}", args=[row.pk])


def test_the_list_shows_what_came_and_finds_it(desk, row, process):
    cast.a_contribution(process, "نحتاج", language="ar")
    page = desk.get(reverse("synthesis_desk:contributions")).content.decode()
    assert TEXT in page
    assert 'lang="ar"' in page
    for query, is_there in (
        ("stand=unread", True),
        ("sprache=ar", False),
        ("weg=letter", False),
        ("suche=markt", True),
        ("suche=%00", True),
        ("stand=unsinn&weg=%ed%a0%80&sprache=xx&seite=9999999999999999999999", True),
    ):
        response = desk.get(reverse("synthesis_desk:contributions") + f"?{query}")
        assert response.status_code == 200
        assert (TEXT in response.content.decode()) is is_there, query


def test_the_list_of_a_process_that_is_not_there_is_not_found(desk, process):
    assert desk.get(reverse("synthesis_desk:contributions") + "?verfahren=x").status_code == 404


def test_the_list_takes_few_queries(desk, process, django_assert_max_num_queries):
    for number in range(30):
        cast.a_contribution(process, f"Nr. {number}")
    with django_assert_max_num_queries(16):
        desk.get(reverse("synthesis_desk:contributions"))


def test_a_contribution_stands_beside_its_themes(desk, row, theme, django_assert_max_num_queries):
    with django_assert_max_num_queries(44):
        page = desk.get(to("contribution", row)).content.decode()
    assert TEXT in page
    assert f'value="{theme.pk}"' in page


def test_it_is_published_as_it_is(desk, row):
    assert desk.post(to("publish", row)).status_code == 302
    row.refresh_from_db()
    assert row.publication == Publication.PUBLIC


def test_what_has_no_words_is_not_published(desk, process):
    row = cast.a_contribution(process, "", publication=Publication.UNREADABLE)
    assert desk.post(to("publish", row)).status_code == 422
    assert desk.get(to("contribution", row)).status_code == 200


def test_words_are_taken_out_and_the_original_stays(desk, row):
    desk.post(to("redact", row), {"text": "Mehr Bäume. [Ort entfernt]"})
    row.refresh_from_db()
    assert (row.publication, row.text) == (Publication.REDACTED, TEXT)
    page = desk.get(to("contribution", row)).content.decode()
    assert "[Ort entfernt]" in page
    assert TEXT in page


def test_it_is_withheld(desk, row):
    desk.post(to("withhold", row), {"publication": "rejected"})
    row.refresh_from_db()
    assert row.publication == Publication.REJECTED


def test_it_is_split_translated_and_named(desk, row):
    desk.post(to("split", row), {"part_1": "Mehr Bäume am Markt.", "part_2": "Und Bänke."})
    desk.post(to("translate", row), {"language": "en", "text": "More trees."})
    desk.post(to("name_language", row), {"language": "und"})
    row.refresh_from_db()
    assert (row.parts.count(), row.translations.get().is_machine) == (2, False)
    assert row.language == "und"
    page = desk.get(to("contribution", row)).content.decode()
    assert "Und Bänke." in page


def test_a_twin_is_linked(desk, row, process):
    first = cast.a_contribution(process, TEXT)
    assert desk.post(to("link", row), {"of": first.pk}).status_code == 302
    row.refresh_from_db()
    assert row.duplicate_of == first


def test_several_themes_are_assigned_at_once(desk, row, theme, process):
    other = cast.a_theme(process, "Bänke")
    desk.post(to("assign", row), {"themes": [theme.pk, other.pk], "reason": "beides"})
    assert {coding.reason for coding in row.codings.all()} == {"beides"}
    assert row.codings.filter(state=CodingState.ACCEPTED).count() == 2


def test_a_part_is_assigned(desk, row, theme, coordinator):
    first, _second = split_contribution(
        row, texts=["Mehr Bäume am Markt.", "Und Bänke."], by=coordinator
    )
    desk.post(to("assign", row), {"themes": [theme.pk], "part": first.pk, "reason": ""})
    assert theme.codings.get().part == first


def test_a_new_theme_is_opened_beside_the_text(desk, row):
    desk.post(to("open_theme", row), {"title": "Bänke", "field": ""})
    theme = Theme.objects.get()
    assert (theme.slug, theme.codings.get().contribution) == ("baenke", row)


def test_a_proposal_is_accepted_and_taken_back(desk, row, theme):
    coding = actions.propose_coding(
        row, theme=theme, proposer=Proposer.MACHINE, reason="Bäume", by=None
    )
    assert desk.post(to("accept", coding)).status_code == 302
    assert desk.post(to("accept", coding)).status_code == 422
    assert desk.post(to("dismiss", coding)).status_code == 302
    coding.refresh_from_db()
    assert coding.state == CodingState.DISMISSED
    assert desk.get(to("contribution", row)).status_code == 200


def test_an_own_outcome_is_decided_and_changed(desk, row):
    for value in ("heard", "late"):
        desk.post(to("decide", row), {"value": value, "reason": "Danke."})
    assert Outcome.objects.get().value == "late"
    assert "Danke." in desk.get(to("contribution", row)).content.decode()


def test_without_script_every_act_is_a_button_or_a_link(desk, row, theme):
    page = desk.get(to("contribution", row)).content.decode()
    assert page.count("<script") == 1 and "js/coding.js" in page and "onclick" not in page
    assert 'accesskey="z"' in page


def test_a_facilitator_codes_but_does_not_publish(browser_of, row, theme):
    browser = browser_of(cast.a_person("Mona", Role.FACILITATOR))
    page = browser.get(to("contribution", row)).content.decode()
    assert reverse("synthesis_desk:publish", args=[row.pk]) not in page
    assert browser.post(to("publish", row)).status_code == 403
    assert browser.post(to("assign", row), {"themes": [theme.pk]}).status_code == 302


def test_a_coder_of_another_process_sees_nothing(browser_of, row, theme):
    browser = browser_of(cast.a_person("Oda", Role.CODER, scope="process/verkehr"))
    (coding,) = actions.assign_contribution(row, theme, by=None)
    for name, of in (("contribution", row), ("theme", theme)):
        assert browser.get(to(name, of)).status_code == 403
    for name, of in (("assign", row), ("dismiss", coding), ("publish", row)):
        assert browser.post(to(name, of)).status_code == 403
    assert TEXT not in browser.get(reverse("synthesis_desk:contributions")).content.decode()
    assert browser.get(reverse("synthesis_desk:themes")).status_code == 200


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("redact", {"text": ""}),
        ("redact", {"text": " \n\t"}),
        ("redact", {"text": "a\x00b"}),
        ("redact", {"text": "a" * 4001}),
        ("withhold", {}),
        ("withhold", {"publication": "public"}),
        ("split", {"part_1": TEXT}),
        ("split", {"part_1": TEXT, "part_2": TEXT}),
        ("split", {"part_1": "Mehr Bäume", "part_2": "Etwas Neues."}),
        ("name_language", {"language": "xx"}),
        ("translate", {"language": "de", "text": "Bäume"}),
        ("translate", {"language": "en", "text": " "}),
        ("link", {"of": "0"}),
        ("link", {"of": HUGE}),
        ("link", {"of": "9" * 5000}),
        ("link", {"of": "elf"}),
        ("assign", {}),
        ("assign", {"themes": [HUGE]}),
        ("assign", {"themes": ["12"]}),
        ("assign", {"themes": ["a\x00"]}),
        ("open_theme", {"title": " "}),
        ("open_theme", {"title": "a" * 161}),
        ("open_theme", {"title": "Bänke", "field": HUGE}),
        ("open_theme", {"title": "a\x00b"}),
        ("decide", {"value": "heard", "reason": " "}),
        ("decide", {"value": "heard", "reason": "a\x00"}),
        ("decide", {"value": "unheard", "reason": "Gut."}),
        ("decide", {"value": "", "reason": "Gut."}),
    ],
)
def test_wrong_input_is_answered_and_changes_nothing(desk, row, theme, name, typed):
    response = desk.post(to(name, row), typed)
    assert response.status_code == 422
    row.refresh_from_db()
    assert (row.publication, row.language) == (Publication.RECEIVED, "de")
    assert not any((row.parts.exists(), Coding.objects.exists(), Outcome.objects.exists()))
    assert Theme.objects.count() == 1


def test_what_was_typed_stays(desk, row):
    page = desk.post(to("decide", row), {"value": "", "reason": "Ein guter Grund."})
    assert "Ein guter Grund." in page.content.decode()
    assert page.content.decode().count('<details class="fold" open>') == 1


def test_signs_that_are_no_letters_are_no_fault(desk, row):
    lone = b"title=B%ED%A0%80nke"  # half of a pair, as no browser would send it
    sent = "application/x-www-form-urlencoded"
    assert desk.post(to("open_theme", row), lone, content_type=sent).status_code == 302
    assert desk.get(to("contribution", row)).status_code == 200


@pytest.mark.parametrize("of", ["theme", "contribution", "part"])
def test_rows_of_another_process_are_refused(desk, row, theme, coordinator, of):
    elsewhere = cast.a_process("verkehr")
    strange = cast.a_contribution(elsewhere, "Ein Bus. Ein Rad.")
    part, _other = split_contribution(strange, texts=["Ein Bus.", "Ein Rad."], by=coordinator)
    split_contribution(row, texts=["Mehr Bäume am Markt.", "Und Bänke."], by=coordinator)
    name, typed = {
        "theme": ("assign", {"themes": [cast.a_theme(elsewhere, "Busse").pk]}),
        "contribution": ("link", {"of": strange.pk}),
        "part": ("assign", {"themes": [theme.pk], "part": part.pk}),
    }[of]
    assert desk.post(to(name, row), typed).status_code == 422
    assert not Coding.objects.exists()


def test_what_is_not_there_is_not_found(desk, city):
    for name in ("contribution", "theme"):
        for number in (1, 2**70):
            address = reverse(f"synthesis_desk:{name}", args=[number])
            assert desk.get(address).status_code == 404
    assert desk.post(reverse("synthesis_desk:accept", args=[2**70])).status_code == 404
