"""Many rounds in which several do at once what only one can: nothing double, nothing back again."""

from collections.abc import Callable

from tests.durability.conftest import Found
from tests.durability.lengths import NOW
from tests.durability.place import SLUG, Insider, Place

Ask = Callable[[Place], Insider]


def test_one_form_sent_four_times_at_once_is_one_answer(found: Found, ask: Ask):
    inside = ask(found())
    inside("plan", slug=SLUG)
    assert inside("key_rounds", slug=SLUG, count=NOW.keys) == {
        "faults": [],
        "stored": NOW.keys,
    }
    assert inside("twice_or_half") == []
    assert inside("accounts", slug=SLUG, sent={"online": NOW.keys}) == []


def test_what_is_taken_back_stays_away_whoever_works_on_it(found: Found, ask: Ask):
    inside = ask(found())
    inside("plan", slug=SLUG)
    assert inside("withdrawal_rounds", slug=SLUG, count=NOW.withdrawals) == {"faults": []}
    assert inside("twice_or_half") == []
    assert inside("accounts", slug=SLUG, sent={"online": NOW.withdrawals}) == []


def test_the_guard_finds_a_database_without_the_constraint(found: Found, ask: Ask):
    inside = ask(found())
    inside("plan", slug=SLUG)
    inside("forget_the_constraint")
    rounds = inside("key_rounds", slug=SLUG, count=50)
    assert rounds["faults"]
    # On SQLite one writer waits for the other, and the rounds alone would not show it.
    assert "the database takes two receipts of one form" in rounds["faults"]
