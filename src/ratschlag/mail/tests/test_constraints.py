"""What the database itself refuses about addresses and letters; what begins a header is refused."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ratschlag.mail.actions import take_address
from ratschlag.mail.models import Address, Letter
from ratschlag.mail.rules import AddressState, LetterState
from ratschlag.mail.tests.hands import AYSE, a_letter, an_address

pytestmark = pytest.mark.django_db


def refused(create, **values) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        create(**values)


@pytest.mark.parametrize("wrong", [
    {"email": AYSE},
    {"email": AYSE.upper()},
    {"email": "kora"},
    {"email": "kora@example.org\nBcc: all@example.org"},
    {"email": "ko ra@example.org"},
    {"email": "kora@example.org", "state": "maybe"},
    {"email": "kora@example.org", "state": AddressState.BOUNCING},
])  # fmt: skip
def test_the_database_refuses_an_address(wrong):
    an_address()
    refused(Address.objects.create, **wrong)


GOOD = {"occasion": "news-2", "language": "de", "subject": "S", "text": "T"}


@pytest.mark.parametrize("wrong", [
    {"occasion": "news-1"},
    {"occasion": ""},
    {"subject": ""},
    {"text": ""},
    {"state": "maybe"},
    {"trouble": "maybe"},
    {"state": LetterState.SENT},
    {"state": LetterState.SENDING},
    {"subject": "S\nBcc: all@example.org"},
    {"subject": "S\rBcc: all@example.org"},
])  # fmt: skip
def test_the_database_refuses_a_letter(wrong):
    letter = a_letter()
    refused(Letter.objects.create, address=letter.address, **(GOOD | wrong))


def test_a_sending_letter_was_taken():
    letter = a_letter()
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, taken_at=timezone.now())
    assert Letter.objects.get().state == LetterState.SENDING


@pytest.mark.parametrize("wrong", [
    {"subject": "News\nBcc: all@example.org"},
    {"subject": "News\u2028Bcc"},
    {"headers": {"X-A": "b\r\nBcc: all@example.org"}},
    {"headers": {"X-A\nBcc": "all@example.org"}},
])  # fmt: skip
def test_what_would_begin_a_header_is_refused(wrong):
    with pytest.raises(ValueError, match="one line"):
        a_letter(**wrong)
    assert not Letter.objects.exists()


def test_however_it_is_typed_it_is_one_address():
    first = take_address(" Ayse@Example.org")
    assert take_address("ayse@EXAMPLE.ORG").pk == first.pk
    with pytest.raises(ValueError, match="no address"):
        take_address("ayse@example.org\nBcc: all@example.org")
    assert Address.objects.count() == 1
