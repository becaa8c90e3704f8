"""The outbox: sent once, through a dead server, by two workers, and nothing twice after a kill."""

import logging
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection

from ratschlag.journal.models import Entry
from ratschlag.mail.actions import block_address, send_again
from ratschlag.mail.models import Address, Letter
from ratschlag.mail.queries import mail_of, mark_of
from ratschlag.mail.rules import AddressState, LetterState, Trouble, wait_after
from ratschlag.mail.tasks import drop_letters, is_any_letter_due, send_letters
from ratschlag.mail.tests.hands import AYSE, a_letter, an_address, days_later, parsed
from ratschlag.mail.tests.server import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def set_up(settings, city):
    """Mails end in `mail.outbox`."""
    settings.EMAIL_HOST = "mail.test"
    settings.DEFAULT_FROM_EMAIL = "ratschlag@mitreden.example.de"


def stand() -> tuple[str, str]:
    letter = Letter.objects.get()
    return letter.state, letter.trouble


def test_a_letter_goes_out_as_text_and_html(settings, city):
    settings.DEFAULT_FROM_EMAIL = "ratschlag@mitreden.example.de"
    settings.MAIL_BOUNCES = "bounces@mitreden.example.de"
    letter = a_letter()
    with mail_server(settings) as server:
        assert is_any_letter_due()
        assert send_letters.func() == 1
        assert send_letters.func() == 0
    (raw,) = server.mails
    found, mark = parsed(raw), mark_of(letter.pk)
    assert server.senders[0].startswith(f"mail FROM:<bounces+{mark}@mitreden.example.de>")
    assert found["From"] == "Stadt Musterstadt <ratschlag@mitreden.example.de>"
    assert found["To"] == AYSE
    assert found["Subject"] == "Neues aus Musterstadt: Bäume"
    assert found["Message-ID"] == f"<{mark}@mitreden.example.de>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Content-Language"] == "de"
    assert found["List-Unsubscribe"] == "<https://mitreden.example.de/abo/x/ende/>"
    assert "Bäume" in found.get_body(("plain",)).get_content()
    assert "<p>" in found.get_body(("html",)).get_content()


def test_what_was_sent_has_lost_its_words(set_up):
    a_letter()
    send_letters.func()
    letter = Letter.objects.get()
    assert (letter.state, letter.subject, letter.text, letter.html, letter.headers) == (
        LetterState.SENT, "", "", "", {},
    )  # fmt: skip


def test_without_a_mail_server_letters_wait(settings, city):
    settings.EMAIL_HOST = ""
    a_letter()
    assert not is_any_letter_due()
    assert send_letters.func() == 0
    assert stand() == (LetterState.WAITING, "")
    assert mail.outbox == []


def test_on_one_occasion_an_address_gets_one_letter(set_up):
    letter = a_letter()
    again = {"subject": "S", "text": "T", "html": "", "language": "de"}
    assert not Letter.objects.put(letter.address, letter.occasion, **again)
    send_letters.func()
    assert not Letter.objects.put(letter.address, letter.occasion, **again)
    send_letters.func()
    assert len(mail.outbox) == 1


def test_a_dead_server_is_survived_with_growing_waits(settings, city, caplog):
    with mail_server(settings):
        pass  # gone again
    first, second = a_letter(), a_letter(an_address("kora@example.org"))
    with caplog.at_level(logging.DEBUG):
        assert send_letters.func() == 0
    states = set(Letter.objects.values_list("state", "trouble"))
    # The second one was not even tried: there is nobody to try.
    assert states == {(LetterState.WAITING, ""), (LetterState.FAILED, Trouble.UNREACHABLE)}
    assert "@" not in caplog.text
    waits = [wait_after(attempt) for attempt in range(1, 9)]
    assert waits == sorted(waits)
    assert waits[0].total_seconds() == 60
    assert waits[-1] == waits[-2]
    days_later(0.5)
    with mail_server(settings) as server:
        assert send_letters.func() == 2
    assert len(server.mails) == 2
    assert {parsed(raw)["Message-ID"].split("@")[0] for raw in server.mails} == {
        f"<{mark_of(letter.pk)}" for letter in (first, second)
    }


def test_when_the_server_is_back_nobody_waits_any_longer(settings, city):
    with mail_server(settings):
        pass
    a_letter()
    send_letters.func()
    a_letter(an_address("kora@example.org"))
    with mail_server(settings) as server:
        assert send_letters.func() == 2
    assert len(server.mails) == 2


@pytest.mark.parametrize(("answers", "state", "trouble", "address_state"), [
    ({"RCPT": "550 5.1.1 no such user"}, "given_up", "no_such_address", "bouncing"),
    ({"RCPT": "550 unknown"}, "given_up", "no_such_address", "bouncing"),
    ({"RCPT": "554 5.7.1 you are on a list"}, "given_up", "rejected", "confirmed"),
    ({"RCPT": "450 4.2.1 come again"}, "failed", "later", "confirmed"),
    ({"MAIL": "451 4.3.0 come again"}, "failed", "unreachable", "confirmed"),
    ({"DATA": "554 5.6.0 no"}, "given_up", "rejected", "confirmed"),
    ({"DATA": "452 4.3.1 full"}, "failed", "later", "confirmed"),
    ({"MAIL": ""}, "failed", "unreachable", "confirmed"),
])  # fmt: skip
def test_what_a_server_says_decides(settings, city, caplog, answers, state, trouble, address_state):
    a_letter()
    with mail_server(settings, **answers) as server:
        assert send_letters.func() == 0
    assert server.mails == []
    assert stand() == (state, trouble)
    assert Address.objects.get().state == address_state
    assert AYSE not in caplog.text


def test_it_is_given_up_after_five_days(settings, city):
    with mail_server(settings):
        pass
    a_letter()
    send_letters.func()
    days_later(5.1)
    send_letters.func()
    assert stand() == (LetterState.GIVEN_UP, Trouble.TOO_OLD)


def test_a_worker_that_dies_after_sending_does_not_send_twice(set_up, monkeypatch):
    a_letter()

    def killed(*_args, **_kwargs):
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("ratschlag.mail.tasks._note_sent", killed)
        send_letters.func()
    assert len(mail.outbox) == 1
    assert stand() == (LetterState.SENDING, "")
    assert send_letters.func() == 0
    days_later(1)
    assert is_any_letter_due()
    assert send_letters.func() == 0
    assert stand() == (LetterState.GIVEN_UP, Trouble.INTERRUPTED)
    assert len(mail.outbox) == 1


def test_the_desk_sends_once_more_what_was_given_up(set_up, coordinator):
    letter = a_letter()
    letter.change(state=LetterState.GIVEN_UP, trouble=Trouble.INTERRUPTED)
    gone = a_letter(an_address("kora@example.org", AddressState.BOUNCING))
    gone.change(state=LetterState.GIVEN_UP, trouble=Trouble.NO_SUCH_ADDRESS)
    assert send_again(by=coordinator) == 1
    assert send_letters.func() == 1
    assert Entry.objects.get(verb="letters.sent_again").detail == {"count": 1}
    assert send_again(by=coordinator) == 0


@pytest.mark.parametrize("state", [AddressState.BOUNCING, AddressState.BLOCKED])
def test_a_paused_address_gets_nothing(set_up, state):
    a_letter(an_address(state=state))
    assert send_letters.func() == 0
    assert mail.outbox == []


def test_one_that_bounced_is_asked_whether_it_wants_mail_again(set_up):
    address = an_address(state=AddressState.BOUNCING)
    a_letter(address)
    asking = a_letter(address, "confirm-2016-09-05T10:00")
    a_letter(an_address("blocked@example.org", AddressState.BLOCKED), "confirm-1")
    assert is_any_letter_due()
    assert send_letters.func() == 1
    assert Letter.objects.get(state=LetterState.SENT) == asking


@pytest.mark.parametrize("answer", ["250 ok", "550 5.1.1 no such user"])
def test_an_address_that_is_forgotten_while_its_letter_goes_out_stops_nothing(
    settings, city, monkeypatch, answer
):
    a_letter()
    a_letter(an_address("kora@example.org"))

    def built(letter):
        mail = mail_of(letter)
        if letter.address.email == AYSE:
            Address.objects.filter(email=AYSE).delete()
        return mail

    monkeypatch.setattr("ratschlag.mail.tasks.mail_of", built)
    with mail_server(settings, RCPT=answer):
        send_letters.func()
    assert Letter.objects.get().state in (LetterState.SENT, LetterState.GIVEN_UP)
    assert not Address.objects.filter(email=AYSE).exists()


def test_an_address_that_is_blocked_while_its_letter_goes_out_stays_blocked(
    settings, city, monkeypatch
):
    a_letter()

    def built(letter):
        block_address(Address.objects.get(pk=letter.address_id))
        return mail_of(letter)

    monkeypatch.setattr("ratschlag.mail.tasks.mail_of", built)
    with mail_server(settings, RCPT="550 5.1.1 no such user"):
        assert send_letters.func() == 0
    assert Address.objects.get().state == AddressState.BLOCKED


def test_letters_are_dropped_after_a_month(set_up):
    a_letter()
    send_letters.func()
    days_later(29)
    assert drop_letters.func() == 0
    days_later(1.1)
    assert drop_letters.func() == 1


def test_what_waited_for_five_days_is_not_news_any_more(set_up, settings):
    a_letter()
    days_later(5.1)
    drop_letters.func()
    assert stand() == (LetterState.GIVEN_UP, Trouble.TOO_OLD)


def test_two_workers_never_send_the_same(settings, committed):
    """Really committed rows, two threads, one server that counts."""
    address = an_address()
    for number in range(6):
        a_letter(address, f"news-{number}")
    start = Barrier(2)

    def work() -> None:
        try:
            start.wait()
            send_letters.func()
        finally:
            connection.close()

    with mail_server(settings) as server:
        workers = [Thread(target=work) for _worker in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    ids = [parsed(raw)["Message-ID"] for raw in server.mails]
    assert len(ids) == len(set(ids)) == 6
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}
