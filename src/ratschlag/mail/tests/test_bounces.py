"""What mail servers send back: for good, for now, or nothing about us."""

import io
import sys

import pytest

from ratschlag.cli import bounces
from ratschlag.journal.models import Entry
from ratschlag.mail.compute.bounces import Report, Verdict, report_in, verdict_of
from ratschlag.mail.models import Address, Letter
from ratschlag.mail.queries import mark_of
from ratschlag.mail.rules import AddressState, LetterState
from ratschlag.mail.tests.hands import AYSE, a_letter, a_report, an_address

MARK = "2gosa7pa2gv-0123456789abcdef"


@pytest.mark.parametrize("whole", [True, False])
def test_a_report_names_the_letter_by_its_message_id(whole):
    found = report_in(a_report(MARK, whole=whole))
    assert found == Report((MARK,), Verdict.PERMANENT)


def test_a_report_names_the_letter_by_where_it_came_back_to():
    found = report_in(a_report("x", to=f"bounces+{MARK.upper()}@example.de"))
    assert found == Report((MARK,), Verdict.PERMANENT)


@pytest.mark.parametrize(("status", "verdict"), [
    ("5.1.1", Verdict.PERMANENT),
    ("5.2.1", Verdict.PERMANENT),
    ("5.0.0", Verdict.PERMANENT),
    ("4.4.7", Verdict.TEMPORARY),
    ("4.2.2", Verdict.TEMPORARY),
    ("5.2.2", Verdict.TEMPORARY),
    ("5.7.1", Verdict.TEMPORARY),
    ("nonsense", Verdict.TEMPORARY),
    ("", Verdict.TEMPORARY),
])  # fmt: skip
def test_a_status_is_about_the_address_or_about_something_else(status, verdict):
    assert verdict_of(status) is verdict


@pytest.mark.parametrize("raw", [
    b"",
    b"\xff\xfe\x00",
    b"Subject: I am on holiday\n\nBack on Monday.",
    b"Content-Type: multipart/report\n\nno parts",
    b"Content-Type: multipart/report; boundary=B\n\n--B\nContent-Type: message/delivery-status\n\n--B--",
    a_report(MARK, action="delayed", status="4.4.1"),
    a_report(MARK, action="delivered", status="2.0.0"),
])  # fmt: skip
def test_what_reports_no_failure_is_none(raw):
    assert report_in(raw) is None


def _hand_over(monkeypatch, raw: bytes) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    monkeypatch.setattr(bounces, "start_django", lambda: None)
    return bounces.run([])


@pytest.mark.django_db
def test_the_command_pauses_the_address_after_one_for_good(monkeypatch, capsys):
    letter = a_letter()
    other = a_letter(an_address("kora@example.org"))
    assert _hand_over(monkeypatch, a_report(mark_of(letter.pk))) == 0
    said = capsys.readouterr()
    assert said.out == "permanent failure noted; the address is paused\n"
    assert "@" not in said.out + said.err
    assert Address.objects.get(email=AYSE).state == AddressState.BOUNCING
    assert Address.objects.get(pk=other.address_id).state == AddressState.CONFIRMED
    entry = Entry.objects.get(verb="letter.bounced")
    assert (entry.subject_number, entry.detail) == ("", {"verdict": "permanent"})


@pytest.mark.django_db
def test_five_for_now_pause_it_too_and_one_letter_counts_once(monkeypatch):
    address = an_address()
    letters = [a_letter(address, f"news-{number}") for number in range(5)]
    for letter in (letters[0], *letters[:4]):
        _hand_over(monkeypatch, a_report(mark_of(letter.pk), status="4.2.2"))
    address.refresh_from_db()
    assert (address.state, address.bounce_count) == (AddressState.CONFIRMED, 4)
    _hand_over(monkeypatch, a_report(mark_of(letters[4].pk), status="4.2.2"))
    address.refresh_from_db()
    assert address.state == AddressState.BOUNCING


@pytest.mark.django_db
def test_a_forged_report_does_nothing(monkeypatch, capsys):
    letter = a_letter()
    real = mark_of(letter.pk)
    forged = f"{real[:-16]}{'0' * 16}"
    for raw in (a_report(forged), a_report("zzzzzzzzzzzzz-" + "0" * 16), a_report("")):
        assert _hand_over(monkeypatch, raw) == 0
    assert "nothing done" in capsys.readouterr().out
    assert Address.objects.get().state == AddressState.CONFIRMED
    assert Letter.objects.get().state == LetterState.WAITING
    assert not Entry.objects.filter(verb="letter.bounced").exists()


@pytest.mark.django_db
def test_a_blocked_address_stays_blocked(monkeypatch):
    letter = a_letter(an_address(state=AddressState.BLOCKED))
    _hand_over(monkeypatch, a_report(mark_of(letter.pk)))
    assert Address.objects.get().state == AddressState.BLOCKED
