"""Whoever asks sees what is held about them, and has it erased; the journal says not whose."""

import json

import pytest

from ratschlag.contributions.models import Contribution
from ratschlag.journal.models import Entry
from ratschlag.people.models import Person
from ratschlag.people.rules import Role
from ratschlag.press.actions.feedback import report_barrier
from ratschlag.press.models import BarrierReport, Subscriber
from ratschlag.press.tests.letters import AYSE, a_subscriber
from ratschlag.survey.actions import submit_response
from tests import cast

ASK, COPY, ERASE = "/desk/auskunft/", "/desk/auskunft/datei/", "/desk/auskunft/loeschen/"


@pytest.fixture
def code(process):
    """The number of a receipt under which something was said."""
    survey = cast.a_survey(process)
    said = submit_response(
        survey, texts={"q1": "Mehr Schatten <b>"}, details={}, language="de", form_key="k" * 32,
        at=survey.opens_at,
    )  # fmt: skip
    return said.code


def test_what_is_held_under_a_receipt_is_shown_and_given_as_a_file(desk, code):
    shown = desk.post(ASK, {"word": code}).content.decode()
    assert "Mehr Schatten &lt;b&gt;" in shown
    assert "Klimakonzept" in shown
    file = desk.post(COPY, {"word": code})
    assert file["Content-Disposition"] == 'attachment; filename="auskunft.json"'
    held = json.loads(file.content)
    assert any("Mehr Schatten <b>" in row.values() for rows in held.values() for row in rows)
    assert file["Cache-Control"] == "no-store"


def test_what_is_held_under_a_receipt_is_erased_and_the_journal_says_not_whose(desk, code):
    answer = desk.post(ERASE, {"word": code, "is_sure": "on"})
    assert answer.status_code == 302
    assert Contribution.objects.get().text == ""
    (line,) = Entry.objects.filter(verb="request.erased")
    assert {key for key, count in line.detail.items() if count} == {"answers"}
    assert set(line.detail) == {"answers", "accounts", "subscriptions", "barrier_reports"}
    assert line.subject_number == ""
    for entry in Entry.objects.all():
        assert code not in json.dumps(entry.detail)
    # Asked again, nothing is left to erase.
    desk.post(ERASE, {"word": code, "is_sure": "on"})
    assert Entry.objects.filter(verb="request.erased").first().detail["answers"] == 0


def test_an_account_is_found_by_its_address_and_erased(desk):
    cast.a_person("Cora Coder", Role.CODER)
    shown = desk.post(ASK, {"word": " Cora.Coder@example.org "}).content.decode()
    assert "Cora Coder" in shown
    desk.post(ERASE, {"word": "cora.coder@example.org", "is_sure": "on"})
    assert not Person.objects.filter(name="Cora Coder").exists()
    for entry in Entry.objects.all():
        assert "cora" not in json.dumps(entry.detail).lower()


def test_news_and_reports_of_barriers_are_found_by_the_address_and_erased(desk, process):
    a_subscriber()
    a_subscriber("kora@example.org")
    for email in (AYSE.upper(), "kora@example.org", ""):
        report_barrier(page="/de/", text=f"Ich, {email}, sehe nichts", email=email, language="de")
    shown = desk.post(ASK, {"word": AYSE}).content.decode()
    assert "Ich, AYSE@EXAMPLE.ORG, sehe nichts" in shown
    assert "kora" not in shown
    desk.post(ERASE, {"word": AYSE, "is_sure": "on"})
    assert Subscriber.objects.get().address.email == "kora@example.org"
    assert set(BarrierReport.objects.values_list("email", flat=True)) == {"kora@example.org", ""}
    (line,) = Entry.objects.filter(verb="request.erased")
    assert (line.detail["subscriptions"], line.detail["barrier_reports"]) == (1, 1)
    assert "@" not in json.dumps(line.detail)


def test_nobody_erases_the_own_account_or_the_one_that_administers(desk, coordinator):
    own = {"word": coordinator.email.upper(), "is_sure": "on"}
    assert desk.post(ERASE, own).status_code == 422
    Person.objects.create_superuser("su@example.org", cast.PASSWORD, name="Su")
    desk.post(ERASE, {"word": "su@example.org", "is_sure": "on"})
    assert Person.objects.filter(name="Su").exists()
    assert Person.objects.filter(pk=coordinator.pk).exists()


def test_erasing_needs_a_tick(desk, code):
    answer = desk.post(ERASE, {"word": code})
    assert answer.status_code == 422
    assert Contribution.objects.get().text == "Mehr Schatten <b>"
    assert code in answer.content.decode()


@pytest.mark.parametrize("word", ["0000 0000 0000 0000 0000", "niemand@example.org", "x", "<b>"])
def test_who_is_not_known_has_nothing_here(desk, word):
    answer = desk.post(ASK, {"word": word})
    assert answer.status_code == 200
    assert not answer.context["has_any"]
    assert 'name="is_sure"' not in answer.content.decode()


@pytest.mark.parametrize("word", ["", "   ", "x" * 255, "a\x00b"])
@pytest.mark.parametrize("path", [ASK, COPY, ERASE])
def test_a_wrong_word_is_said_and_nothing_is_done(desk, path, word):
    answer = desk.post(path, {"word": word, "is_sure": "on"})
    assert answer.status_code == 422
    assert not Entry.objects.filter(verb__startswith="request.").exists()


def test_that_something_was_shown_stands_in_the_journal(desk, code):
    desk.post(ASK, {"word": code})
    (line,) = Entry.objects.filter(verb="request.shown")
    assert line.detail["answers"] >= 1
