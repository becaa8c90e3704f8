"""What came of a meeting: agreed, discussed, or to be done."""

import pytest

from ratschlag.events.actions import note_result
from ratschlag.events.models import EventResult
from ratschlag.events.rules import ResultKind
from ratschlag.journal.models import Entry
from tests import cast


@pytest.fixture
def address(process) -> str:
    return f"/desk/termine/{cast.an_event(process, 'Auftakt').pk}/ergebnis/"


def test_the_coordinator_notes_a_result(desk, address, coordinator):
    assert "Auftakt" in desk.get(address).text
    answer = desk.post(address, {"kind": "agreed", "text": "Die Grundzüge."}, follow=True)
    assert answer.redirect_chain == [("/desk/termine/", 302)]
    result = EventResult.objects.get()
    assert (result.kind, result.text, result.position) == ("agreed", "Die Grundzüge.", 1)
    line = Entry.objects.get(verb="event.result_noted")
    assert (line.actor_number, line.subject_number) == (str(coordinator.pk), str(result.pk))
    # The journal never holds a person's words.
    assert line.detail == {}


def test_results_are_shown_in_the_order_in_which_they_were_noted(client, process):
    event = cast.an_event(process, "Auftakt")
    for kind, text in (
        (ResultKind.DISCUSSED, "Formen der Zusammenarbeit."),
        (ResultKind.AGREED, "Die Grundzüge."),
        (ResultKind.TASK, "Einladen."),
    ):
        note_result(event, kind=kind, text=text, by=None)
    event.state = "held"
    event.save()
    page = client.get("/de/verfahren/klima/termine/auftakt/").text
    texts = ("Besprochen", "Formen der", "Verabredet", "Die Grundzüge.", "Einladen.")
    places = [page.index(text) for text in texts]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "agreed", "text": ""},
        {"kind": "agreed", "text": "  \n "},
        {"kind": "agreed", "text": "Grund\x00züge"},
        {"kind": "rumour", "text": "Die Grundzüge."},
        {"text": "Die Grundzüge."},
    ],
    ids=["empty", "blanks", "NUL", "unknown kind", "no kind"],
)
def test_a_result_that_can_not_be_is_refused_and_what_was_typed_stays(desk, address, wrong):
    answer = desk.post(address, wrong)
    assert answer.status_code == 422
    assert wrong["text"].strip().replace("\x00", "") in answer.text.replace("\x00", "")
    assert not EventResult.objects.exists()
    assert not Entry.objects.filter(verb="event.result_noted").exists()


def test_a_long_result_stays_whole(desk, address):
    text = "Wir haben lange geredet. " * 400
    assert desk.post(address, {"kind": "discussed", "text": text}).status_code == 302
    assert EventResult.objects.get().text == text.strip()
