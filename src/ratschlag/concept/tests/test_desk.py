"""Freezing at the desk, and editions that nobody can touch."""

import pytest

from ratschlag.concept.models import Edition, Section
from ratschlag.concept.rules import EditionState
from ratschlag.concept.tests.hands import (
    a_document,
    a_section,
    an_edition,
    main_of,
    nothing_written,
)
from ratschlag.people.rules import Role
from tests import cast

FREEZE = "/desk/konzept/klima/einfrieren/"
TREE = "/desk/konzept/klima/"
EDITION = "/desk/konzept/klima/fassung/0.9/"


def typed(**changes: str) -> dict[str, str]:
    return {"number": "0.9", "state": "public_draft", "reason": "", "is_public": "on"} | changes


@pytest.fixture
def editor(city, browser_of):
    return browser_of(cast.a_person("Rita Redaktion", Role.EDITOR, scope="process/klima"))


def test_the_coordinator_freezes_an_edition(desk, process):
    a_document(process)
    answer = desk.post(FREEZE, typed(reason="Zum ersten Mal öffentlich."), follow=True)
    assert answer.redirect_chain == [(TREE, 302)]
    edition = Edition.objects.get()
    assert (edition.number, edition.state, edition.is_public) == ("0.9", "public_draft", True)
    page = main_of(answer.text)
    assert edition.sha256 in page
    assert "Zum ersten Mal öffentlich." in page


def test_a_working_draft_can_stay_inside(desk, client, process):
    a_section(process, text="Noch nicht fertig.")
    data = typed(state="working_draft")
    del data["is_public"]
    desk.post(FREEZE, data)
    assert Edition.objects.get().is_public is False
    assert "Noch nicht fertig." in desk.get(EDITION).text
    assert client.get("/de/verfahren/klima/konzept/0.9/").status_code == 404


def test_the_page_says_what_will_be_frozen_and_what_is_missing(desk, process):
    a_document(process)
    answer = desk.get(FREEZE)
    assert answer.context["contents"] == {
        "sections": 5, "texts": 3, "goals": 2, "measures": 2, "themes": 1,
    }  # fmt: skip
    assert len(answer.context["gaps"]) == 4


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"number": ""}, "number"),
        ({"number": " "}, "number"),
        ({"number": "0.1"}, "number"),
        ({"number": "1/0"}, "number"),
        ({"number": "1\x00"}, "number"),
        ({"number": "1" * 21}, "number"),
        ({"state": ""}, "state"),
        ({"state": "secret"}, "state"),
        ({"reason": "x" * 301}, "reason"),
        ({"reason": "x\x00"}, "reason"),
        ({"is_public": ""}, "is_public"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_where_it_stands(desk, process, wrong, where):
    a_section(process)
    an_edition(process, "0.1", state=EditionState.WORKING, is_public=False)
    with nothing_written():
        answer = desk.post(FREEZE, typed() | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [where]
    assert answer.context["form"]["number"].value() == (typed() | wrong)["number"]


def test_without_sections_the_form_says_so(desk, process):
    with nothing_written():
        answer = desk.post(FREEZE, typed())
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_sent_twice_it_is_frozen_once(desk, process):
    a_section(process)
    assert desk.post(FREEZE, typed()).status_code == 302
    assert desk.post(FREEZE, typed()).status_code == 422
    assert Edition.objects.count() == 1


def test_the_editor_reads_editions_and_does_not_freeze(editor, process):
    a_section(process)
    an_edition(process)
    assert editor.get(EDITION).status_code == 200
    assert FREEZE not in editor.get(TREE).text
    with nothing_written():
        assert editor.get(FREEZE).status_code == 403
        assert editor.post(FREEZE, typed(number="1.0")).status_code == 403


@pytest.mark.parametrize("address", [EDITION, f"{EDITION}pdf/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_about_a_frozen_edition_can_be_sent(desk, process, address, method):
    a_section(process)
    an_edition(process)
    with nothing_written():
        assert getattr(desk, method)(address).status_code == 405
    assert getattr(desk, method)(f"{EDITION}aendern/").status_code == 404


def test_a_changed_edition_is_marked(desk, process):
    a_section(process)
    edition = an_edition(process)
    Edition.objects.create(
        process=process, number="9", state=edition.state, frozen_at=edition.frozen_at,
        canonical="{}", sha256="0" * 64,
    )  # fmt: skip
    marks = {row.number: is_whole for row, is_whole in desk.get(TREE).context["editions"]}
    assert marks == {"0.9": True, "9": False}


@pytest.mark.parametrize(
    "address",
    ["/desk/konzept/nie/", "/desk/konzept/nie/einfrieren/", "/desk/konzept/klima/fassung/7/",
     "/desk/konzept/klima/fassung/%00/", "/desk/konzept/klima/fassung/7/pdf/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(desk, process, address):
    assert desk.get(address).status_code == 404


def test_the_menu_leads_to_the_concept_for_those_who_write_it(editor, browser_of, process):
    assert 'href="/desk/konzept/"' in editor.get("/desk/").text
    coder = browser_of(cast.a_person("Oda Ordnung", Role.CODER))
    assert 'href="/desk/konzept/"' not in coder.get("/desk/").text


def test_writing_goes_on_after_freezing(desk, process):
    section = a_section(process, text="Vorher.")
    edition = an_edition(process)
    desk.post(
        f"/desk/konzept/abschnitt/{section.pk}/",
        {"number": "1", "title": "Vorwort", "text": "Nachher.", "renders": "", "field": ""},
    )
    assert Section.objects.get().text == "Nachher."
    assert "Vorher." in Edition.objects.get(pk=edition.pk).canonical
