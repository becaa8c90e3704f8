"""The page of what was decided before."""

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.dates import UNKNOWN, parse_partial_date
from ratschlag.process.actions import (
    DocumentRefused,
    name_predecessor,
    supersede_document,
)
from ratschlag.process.models import Document
from ratschlag.process.rules import DocumentStatus, State
from tests import cast

PAGE = "/de/verfahren/klima/vorgaenger/rahmenplan/"


def a_document(process, **changes) -> Document:
    wanted = {
        "slug": "rahmenplan",
        "title": "Rahmenplan Klima",
        "adopted": parse_partial_date("06/2008"),
        "adopted_by": changes.get("adopted_by") or cast.an_organisation("Stadtrat"),
    }
    return name_predecessor(process, **(wanted | changes), by=None)


def test_the_page_says_what_was_adopted_when_and_by_whom(client, process):
    document = a_document(process)
    assert document.status == DocumentStatus.IN_FORCE
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "<h1" in page.text
    for words in ("Rahmenplan Klima", "Juni 2008", "Stadtrat", 'datetime="2008-06"'):
        assert words in page.text
    assert 'href="/de/verfahren/klima/"' in page.text


def test_a_month_stays_a_month_in_every_language(client, process):
    a_document(process)
    assert "June 2008" in client.get(PAGE.replace("/de/", "/en/")).text
    assert "2008" in client.get(PAGE.replace("/de/", "/ar/")).text
    for language in ("de", "en", "ar", "tr"):
        assert 'datetime="2008-06"' in client.get(PAGE.replace("/de/", f"/{language}/")).text


def test_a_title_that_nobody_translated_is_marked_as_german(client, process):
    document = a_document(process)
    page = PAGE.replace("/de/", "/ar/")
    assert '<span lang="de" dir="ltr">Rahmenplan Klima</span>' in client.get(page).text
    put_translation(document, "title", language="ar", text="خطة", state=Translated.CHECKED)
    assert "خطة" in client.get(page).text


@pytest.mark.parametrize("address", [PAGE.replace("rahmenplan", "anderer"), PAGE + "x/"])
def test_a_document_that_is_not_there_is_not_found(client, process, address):
    a_document(process)
    assert client.get(address).status_code == 404


def test_a_document_of_another_process_is_not_found_here(client, process):
    a_document(cast.a_process("verkehr", title="Verkehr"))
    assert client.get(PAGE).status_code == 404
    assert client.get(PAGE.replace("klima", "verkehr")).status_code == 200


def test_nothing_is_shown_before_the_process_is_announced(client, city):
    a_document(cast.a_process(state=State.PREPARING))
    assert client.get(PAGE).status_code == 404


def test_the_page_is_only_read(client, process):
    a_document(process)
    assert client.post(PAGE).status_code == 405


def test_a_predecessor_was_adopted_at_some_time(process):
    with pytest.raises(ValueError, match="at some time"):
        a_document(process, adopted=UNKNOWN)
    assert not Document.objects.exists()


@pytest.fixture
def outcome(process) -> Document:
    return a_document(
        process, slug="konzept", title="Klimakonzept", adopted=parse_partial_date("22.3.2017"),
        adopted_by=cast.an_organisation("Rat"), is_outcome=True,
    )  # fmt: skip


def test_what_took_its_place_is_linked_both_ways(client, process, outcome):
    before = a_document(process)
    supersede_document(before, successor=outcome, by=None)
    shown = client.get(PAGE).text
    assert 'href="/de/verfahren/klima/vorgaenger/konzept/"' in shown
    assert before.get_status_display() in shown
    shown = client.get(PAGE.replace("rahmenplan", "konzept")).text
    assert f'href="{PAGE}"' in shown and "/de/verfahren/klima/konzept/" in shown
    assert Entry.objects.get(verb="document.superseded").detail == {"successor": str(outcome.pk)}


def test_nothing_earlier_takes_its_place_and_not_itself(process, outcome):
    before = a_document(process)
    for successor, document in ((before, outcome), (before, before)):
        with pytest.raises(DocumentRefused):
            supersede_document(document, successor=successor, by=None)
    for wrong in ({"superseded_by": before}, {"superseded_by": outcome, "status": "in_force"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=before.pk).update(**wrong)


def test_the_desk_names_it_and_says_what_took_its_place(desk, process, outcome):
    sent = {"title": "Erster Plan", "adopted": "2002", "adopted_by": outcome.adopted_by_id}
    assert desk.post("/desk/unterlagen/klima/neu/", sent).status_code == 302
    first = Document.objects.get(slug="erster-plan")
    page = f"/desk/unterlagen/{first.pk}/"
    assert desk.post(page, sent | {"superseded_by": outcome.pk}).status_code == 302
    first.refresh_from_db()
    assert (first.superseded_by, first.status) == (outcome, DocumentStatus.SUPERSEDED)
    assert "Klimakonzept" in desk.get("/desk/unterlagen/").text


def test_what_was_entered_by_mistake_is_taken_back(client, desk, process, outcome):
    before = a_document(process)
    supersede_document(before, successor=outcome, by=None)
    history = "/de/verfahren/klima/verlauf/"
    assert before.title in client.get(history).text
    sent = {"title": before.title, "adopted": "2002", "adopted_by": before.adopted_by_id}
    assert (
        desk.post(f"/desk/unterlagen/{before.pk}/", sent | {"superseded_by": ""}).status_code == 302
    )
    before.refresh_from_db()
    assert (before.superseded_by, before.status) == (None, DocumentStatus.IN_FORCE)
    assert before.title not in client.get(history).text


def test_two_of_one_day_do_not_take_the_place_of_each_other(process, outcome):
    other = a_document(process, adopted=outcome.adopted)
    supersede_document(other, successor=outcome, by=None)
    with pytest.raises(DocumentRefused):
        supersede_document(outcome, successor=other, by=None)


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"adopted": ""}, {"adopted": "x"}, {"adopted_by": "9" * 30}]
)
def test_wrong_input_is_answered_and_nothing_is_written(desk, process, outcome, wrong):
    sent = {"title": "Plan", "adopted": "2002", "adopted_by": outcome.adopted_by_id} | wrong
    assert desk.post("/desk/unterlagen/klima/neu/", sent).status_code == 422
    assert Document.objects.get() == outcome


@pytest.mark.parametrize("successor", ["7", "x", "9" * 30, "earlier", "itself"])
def test_a_successor_that_there_is_not_or_that_came_earlier_is_refused(
    desk, process, outcome, successor
):
    numbers = {"earlier": a_document(process).pk, "itself": outcome.pk}
    sent = {"title": "Anders", "adopted": "22.3.2017", "adopted_by": outcome.adopted_by_id}
    sent["superseded_by"] = numbers.get(successor, successor)
    answer = desk.post(f"/desk/unterlagen/{outcome.pk}/", sent)
    outcome.refresh_from_db()
    assert (answer.status_code, outcome.title) == (422, "Klimakonzept")
