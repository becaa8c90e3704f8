"""A receipt: twenty digits that nobody can guess, and that catch slips of the pen."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.contributions.compute import (
    damm_digit,
    digits_typed,
    grouped,
    is_receipt,
    keyed_hash,
    qr_of,
    receipt_code,
)

SECRET = b"secret"
CODE = receipt_code(SECRET, scope="klima/ideen", form_key="key")
DIGITS = st.text("0123456789", min_size=19, max_size=19)


def test_the_same_form_gives_the_same_code_and_it_never_changes():
    # Printed receipts rest on this: a change here makes them all worthless.
    assert receipt_code(SECRET, scope="klima/ideen", form_key="key") == CODE
    assert re.fullmatch(r"\d{20}", CODE)
    assert CODE == "35112002935114258185"


@pytest.mark.parametrize(
    ("secret", "scope", "form_key"),
    [
        (b"other", "klima/ideen", "key"),
        (SECRET, "klima/ideen2", "key"),
        (SECRET, "klima/ideen", "kez"),
        (SECRET, "klima/ideenk", "ey"),  # the border between the two counts
        (SECRET, "klima/idee", "nkey"),
        (SECRET, "klima/ideen", "\ud800"),
    ],
)
def test_another_secret_scope_or_key_gives_another_code(secret, scope, form_key):
    assert receipt_code(secret, scope=scope, form_key=form_key) != CODE


def test_a_hash_is_another_for_each_purpose():
    one, other = keyed_hash(SECRET, "code", "1"), keyed_hash(SECRET, "content", "1")
    assert one != other
    assert re.fullmatch(r"[0-9a-f]{64}", one)


def test_the_check_digit_is_damms():
    assert damm_digit("572") == "4"
    assert damm_digit("5724") == "0"


@given(DIGITS, st.integers(0, 19), st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(digits, place, by):
    code = digits + damm_digit(digits)
    wrong = str((int(code[place]) + by) % 10)
    assert is_receipt(code)
    assert not is_receipt(code[:place] + wrong + code[place + 1 :])


@given(DIGITS, st.integers(0, 18))
def test_two_neighbours_that_changed_places_are_caught(digits, place):
    code = digits + damm_digit(digits)
    turned = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert turned == code or not is_receipt(turned)


@pytest.mark.parametrize("code", ["", "0", CODE[:-1], CODE + "0", "٠" * 20, "x" * 20, "-" * 20])
def test_what_is_no_receipt_is_not_looked_up(code):
    assert not is_receipt(code)


def test_it_is_shown_in_five_groups_of_four():
    assert grouped("12345678901234567890") == "1234 5678 9012 3456 7890"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        grouped(CODE),
        f"  {grouped(CODE)}\n",
        grouped(CODE).replace(" ", "-"),
        grouped(CODE).replace(" ", "–"),
        grouped(CODE).replace(" ", " − "),
        grouped(CODE).replace(" ", "\u00a0"),
        grouped(CODE).replace(" ", "\u202f"),
        grouped(CODE).replace(" ", "\n"),
        f"\u200e{CODE}\u200f",
        CODE.translate({ord("0") + digit: chr(0x660 + digit) for digit in range(10)}),
        CODE.translate({ord("0") + digit: chr(0x6F0 + digit) for digit in range(10)}),
    ],
)
def test_it_may_be_typed_in_many_ways(typed):
    assert digits_typed(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", " ", CODE[:-1], CODE + "1", CODE[:-1] + "x", CODE[:-1] + "²", "\x00" + CODE,
              "\ud800" + CODE, CODE + " " * 500, CODE[:-1] + "９"],
)  # fmt: skip
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="receipt"):
        digits_typed(typed)


def test_the_qr_code_has_a_quiet_zone_and_only_squares():
    qr = qr_of(CODE)
    assert qr.size == 21 + 8
    assert re.fullmatch(r"(M\d+ \d+h1v1h-1z)+", qr.path)
    places = [int(number) for number in re.findall(r"M(\d+) (\d+)", qr.path)[0]]
    assert places == [4, 4]
