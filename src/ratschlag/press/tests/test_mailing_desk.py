"""The press office sees numbers and never an address; it sends again and forgets on request."""

import pytest

from ratschlag.city.models import City
from ratschlag.journal.models import Entry
from ratschlag.mail.models import Address, Letter
from ratschlag.mail.rules import AddressState, LetterState, Trouble
from ratschlag.mail.tests.hands import a_letter, an_address
from ratschlag.press.models import Subscriber
from ratschlag.press.tests.letters import AYSE, a_subscriber

pytestmark = pytest.mark.django_db
PAGE = "/desk/post/"


@pytest.fixture(autouse=True)
def mail_is_set_up(settings, city):
    settings.EMAIL_HOST = "mail.test"


def given_up() -> Letter:
    letter = a_letter(an_address("kora@example.org"))
    letter.change(state=LetterState.GIVEN_UP, trouble=Trouble.INTERRUPTED)
    return letter


def test_it_shows_how_things_stand_without_an_address(desk, process):
    a_subscriber()
    given_up()
    page = desk.get(PAGE).text
    assert str(desk.get(PAGE).status_code) == "200"
    assert "example.org" not in page
    assert "noch-einmal" in page


def test_what_was_given_up_is_sent_again(desk, city):
    given_up()
    assert desk.get(f"{PAGE}noch-einmal/").status_code == 302
    assert Letter.objects.get().state == LetterState.GIVEN_UP
    assert desk.post(f"{PAGE}noch-einmal/").status_code == 302
    assert Letter.objects.get().state == LetterState.WAITING
    assert "noch-einmal" not in desk.get(PAGE).text


def test_an_address_is_forgotten_on_request(desk, process, coordinator):
    a_subscriber()
    an_address("blocked@example.org", AddressState.BLOCKED)
    assert desk.post(f"{PAGE}vergessen/", {"email": " AYSE@example.org"}).status_code == 302
    assert not Subscriber.objects.exists()
    assert not Address.objects.filter(email=AYSE).exists()
    entry = Entry.objects.filter(verb="subscriber.erased").get()
    assert (entry.detail, entry.actor_number) == ({"was_there": True}, str(coordinator.pk))
    desk.post(f"{PAGE}vergessen/", {"email": "blocked@example.org"})
    assert not Address.objects.exists()
    assert desk.post(f"{PAGE}vergessen/", {"email": "nobody@example.org"}).status_code == 302


@pytest.mark.parametrize("typed", ["", "x", "a@b", "a@example.org\nBcc: b@example.org"])
def test_wrong_input_forgets_nobody(desk, process, typed):
    a_subscriber()
    assert desk.post(f"{PAGE}vergessen/", {"email": typed}).status_code == 422
    assert Address.objects.count() == 1


def test_a_demo_without_mail_shows_what_would_be_sent(desk, settings, process):
    a_letter()
    assert "Es gibt Neues" not in desk.get(PAGE).text
    settings.EMAIL_HOST = ""
    assert "Es gibt Neues" not in desk.get(PAGE).text
    City.objects.update(is_demo=True)
    assert "Es gibt Neues" in desk.get(PAGE).text
    settings.EMAIL_HOST = "mail.test"
    assert "Es gibt Neues" not in desk.get(PAGE).text
