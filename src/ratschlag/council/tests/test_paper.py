"""Preparing a paper at the desk: prepared, changed, its points, withdrawn."""

import pytest

from ratschlag.council import actions
from ratschlag.council.actions import PaperRefused
from ratschlag.council.models import Paper, ResolutionPoint
from ratschlag.council.rules import PaperState
from ratschlag.council.tests.hands import (
    HALF_A_PAIR,
    NOTHING_SAVED,
    SUBMITTED,
    nothing_written,
    on,
    the_line,
)
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State
from ratschlag.people.rules import Role
from tests import cast

NEW = "/desk/rat/klima/neu/"
LIST = "/desk/rat/"
HUGE = "9" * 30


def test_the_council_service_prepares_a_paper(process, browser_of):
    edition = cast.an_edition(process)
    service = browser_of(cast.a_person("Rita Rat", Role.COUNCIL_SERVICE))
    wanted = {"reference": "B-1/2017", "title": "Klimakonzept", "edition": edition.pk}
    answer = service.post(NEW, wanted, follow=True)
    paper = Paper.objects.get()
    assert answer.redirect_chain[-1][0] == f"/desk/rat/{paper.pk}/"
    assert (paper.state, paper.submitted_on, paper.edition) == ("preparing", None, edition)
    assert the_line("paper.prepared").detail == {}
    assert "B-1/2017" in service.get(LIST).text


def test_a_paper_is_changed_and_its_translation_becomes_stale(process, desk):
    paper = cast.a_paper(process)
    put_translation(paper, "title", language="en", text="Decide", state=State.CHECKED)
    wanted = {"reference": "B-2/2017", "title": "Anders", "edition": paper.edition_id}
    assert desk.post(f"/desk/rat/{paper.pk}/vorlage/", wanted).status_code == 302
    paper.refresh_from_db()
    assert (paper.reference, paper.title) == ("B-2/2017", "Anders")
    assert the_line("paper.revised").detail == {"fields": ["reference", "title"]}
    assert Translation.objects.get().state == State.STALE


def test_points_are_numbered_in_their_order_and_changed(process, desk):
    paper = cast.a_paper(process)
    address = f"/desk/rat/{paper.pk}/punkt/neu/"
    assert desk.post(address, {"text": "Und Geld."}).status_code == 302
    assert list(paper.points.values_list("number", flat=True)) == [1, 2, 3]
    point = paper.points.get(number=3)
    assert desk.post(f"/desk/rat/punkt/{point.pk}/", {"text": "Mehr Geld."}).status_code == 302
    assert "Mehr Geld." in desk.get(f"/desk/rat/{paper.pk}/").text
    assert the_line("point.revised").subject_number == str(point.pk)


def test_a_submitted_paper_changes_only_its_annex(process, desk):
    on(SUBMITTED)
    paper = cast.a_submitted_paper(process)
    revised = cast.an_edition(process, "1.0-rc2")
    address = f"/desk/rat/{paper.pk}/vorlage/"
    wanted = {"reference": "X", "title": "Gefälscht", "edition": revised.pk}
    assert desk.post(address, wanted).status_code == 302
    paper.refresh_from_db()
    assert (paper.title, paper.edition) == ("Klimakonzept beschließen", revised)
    paper.title = "Gefälscht"
    with nothing_written(), pytest.raises(PaperRefused):
        actions.revise_paper(paper, ["title"], by=None)
    with nothing_written():
        point = paper.points.first()
        for address in (f"/desk/rat/{paper.pk}/punkt/neu/", f"/desk/rat/punkt/{point.pk}/"):
            answer = desk.post(address, {"text": "Anders."})
            assert answer.status_code == 422
            assert "nur noch durch einen Änderungsantrag" in answer.text


def test_a_submitted_paper_keeps_an_annex(process, desk):
    on(SUBMITTED)
    paper = cast.a_submitted_paper(process)
    with nothing_written():
        answer = desk.post(f"/desk/rat/{paper.pk}/vorlage/", {"edition": ""})
    assert answer.status_code == 422


@pytest.mark.parametrize("is_submitted", [False, True])
def test_a_paper_is_withdrawn_before_it_is_decided(process, desk, is_submitted):
    on(SUBMITTED)
    paper = cast.a_submitted_paper(process) if is_submitted else cast.a_paper(process)
    address = f"/desk/rat/{paper.pk}/zurueckziehen/"
    assert desk.get(address).status_code == 200
    assert desk.post(address).status_code == 302
    paper.refresh_from_db()
    assert paper.state == PaperState.WITHDRAWN
    shown = desk.get("/de/verfahren/klima/rat/").text
    assert ("<h1>Zurückgezogen</h1>" in shown) == is_submitted
    with nothing_written():
        assert desk.post(address).status_code == 422


def test_another_paper_follows_a_withdrawn_one(process, client):
    on(SUBMITTED)
    first = cast.a_submitted_paper(process)
    actions.withdraw_paper(first, by=None)
    second = cast.a_submitted_paper(process, "B-2/2017")
    page = client.get("/de/verfahren/klima/rat/").text
    assert "Vorlage B-2/2017" in page
    assert f'href="/de/verfahren/klima/rat/{first.pk}/"' in page
    assert "Zurückgezogen" in client.get(f"/de/verfahren/klima/rat/{first.pk}/").text
    assert client.get(f"/de/verfahren/klima/rat/{second.pk}/").status_code == 200


@pytest.mark.parametrize("typed", [
    {"reference": ""},
    {"reference": "   "},
    {"reference": "x" * 61},
    {"reference": "B-0/2017"},
    {"title": ""},
    {"title": "x" * 201},
    {"title": "Be\x00schluss"},
    {"edition": HUGE},
    {"edition": "eins"},
    {"edition": "-1"},
    {"submitted_by": HUGE},
    {"in_charge": "0"},
])  # fmt: skip
def test_a_paper_that_can_not_be_is_refused_and_what_was_typed_stays(process, desk, typed):
    cast.a_paper(process, "B-0/2017")
    paper = cast.a_paper(process, "B-1/2017")
    typed = {"reference": "B-9/2017", "title": "Ein Titel"} | typed
    with nothing_written():
        for address in (NEW, f"/desk/rat/{paper.pk}/vorlage/"):
            answer = desk.post(address, typed)
            assert answer.status_code == 422
            assert NOTHING_SAVED in answer.text
            for name in ("reference", "title"):
                assert typed[name].strip().replace("\x00", "") in answer.text.replace("\x00", "")


def test_half_a_character_is_no_fault_of_the_server(process, desk):
    body = b"reference=B-1&title=" + HALF_A_PAIR
    answer = desk.post(NEW, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert "\ud800" not in Paper.objects.get().title


def test_an_edition_of_another_process_or_a_hidden_one_is_no_annex(process, desk):
    other = cast.an_edition(cast.a_process("verkehr", title="Verkehr"))
    hidden = cast.an_edition(process, "0.1", state="working_draft", is_public=False)
    with nothing_written():
        for edition in (other, hidden):
            wanted = {"reference": "B-1", "title": "Titel", "edition": edition.pk}
            assert desk.post(NEW, wanted).status_code == 422


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001, "Da\x00s"])
def test_a_point_needs_text(process, desk, text):
    paper = cast.a_paper(process)
    with nothing_written():
        answer = desk.post(f"/desk/rat/{paper.pk}/punkt/neu/", {"text": text})
    assert answer.status_code == 422
    assert NOTHING_SAVED in answer.text


@pytest.mark.parametrize("number", ["1", HUGE])
def test_what_is_not_there_is_not_found(process, desk, client, number):
    for part in ("", "vorlage/", "punkt/neu/", "einbringen/", "ausnahme/", "beschluss/"):
        assert desk.get(f"/desk/rat/{number}/{part}").status_code == 404
    for kind in ("punkt", "beratung", "antrag"):
        assert desk.get(f"/desk/rat/{kind}/{number}/").status_code == 404
    assert client.get(f"/de/verfahren/klima/rat/{number}/").status_code == 404


def test_a_paper_of_another_process_is_not_found_in_this_one(process, client):
    on(SUBMITTED)
    other = cast.a_submitted_paper(cast.a_process("verkehr", title="Verkehr"))
    assert client.get(f"/de/verfahren/klima/rat/{other.pk}/").status_code == 404


def test_who_keeps_one_process_does_not_keep_another(process, browser_of):
    paper = cast.a_paper(cast.a_process("verkehr", title="Verkehr"))
    rita = browser_of(cast.a_person("Rita Rat", Role.COUNCIL_SERVICE, scope="process/klima"))
    assert rita.get(NEW).status_code == 200
    with nothing_written():
        assert rita.post(f"/desk/rat/{paper.pk}/zurueckziehen/").status_code == 403
        assert rita.post(f"/desk/rat/{paper.pk}/punkt/neu/", {"text": "x"}).status_code == 403
    assert ResolutionPoint.objects.filter(paper=paper).count() == 2
