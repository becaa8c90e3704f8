"""Pages as bytes with gaps, plain and packed; and the stamp of a form."""

import gzip
import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.survey.compute.kept import BLANK_CODE, BLANK_KEY, kept
from ratschlag.survey.compute.stamp import GRAIN, stamp_of, stamped_at

WORDS = st.text(string.ascii_letters + string.digits + "-_", min_size=20, max_size=20)
NOON = datetime(2016, 9, 12, 12, 0, 3, tzinfo=UTC)
SECRET, SCOPE = b"secret", "klima/ideen"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Co"]))), WORDS)
def test_what_is_filled_in_stands_in_every_gap_and_nowhere_else(parts, word):
    page = BLANK_CODE.join(["", *parts, ""])
    found = kept(page.encode())
    assert found.plain(word.encode()).decode() == page.replace(BLANK_CODE, word)


@given(st.binary(max_size=20_000), st.binary(max_size=20_000), WORDS)
def test_a_packed_page_unpacks_to_the_same_bytes(before, after, word):
    found = kept(before + BLANK_KEY.encode() + after)
    if found is not None and len(found.gaps) == 1:
        assert gzip.decompress(found.packed(word.encode())) == found.plain(word.encode())
        assert gzip.decompress(found.packed(b"")) == found.plain(b"")


def test_a_receipt_stands_in_groups_and_whole():
    groups = " ".join(BLANK_CODE[at : at + 4] for at in range(0, 20, 4))
    found = kept(f"<p>{groups}</p><input value='{BLANK_CODE}'>".encode())
    code = "12345678901234567890"
    expected = b"<p>1234 5678 9012 3456 7890</p><input value='12345678901234567890'>"
    assert found.plain(code.encode()) == expected
    assert gzip.decompress(found.packed(code.encode())) == expected
    assert found.plain(code[::-1].encode()).count(b"1234") == 0


def test_a_page_without_gaps_is_not_kept():
    assert kept(b"<p>The survey is over.</p>") is None


def test_all_who_fetch_in_the_same_ten_seconds_have_one_stamp():
    stamps = {stamp_of(SECRET, scope=SCOPE, at=NOON + timedelta(seconds=at)) for at in range(7)}
    assert len(stamps) == 1
    later = stamp_of(SECRET, scope=SCOPE, at=NOON + timedelta(seconds=7))
    assert later not in stamps


def test_a_stamp_says_when_the_form_was_fetched_and_never_later():
    stamp = stamp_of(SECRET, scope=SCOPE, at=NOON)
    found = stamped_at(SECRET, scope=SCOPE, stamp=stamp, now=NOON + timedelta(days=20))
    assert found == NOON - timedelta(seconds=3)
    assert NOON - timedelta(seconds=GRAIN) < found <= NOON


@pytest.mark.parametrize(
    "stamp",
    ["", "x", "1.", ".", "147367440", "147367440.AAAAAAAAAAAAAAAAAAAAAA", "9" * 500, "१.A", "-1.A",
     "147367440.\x00", "\ud800", "1" * 40 + ".A"],
)  # fmt: skip
def test_what_we_did_not_sign_is_no_stamp(stamp):
    assert stamped_at(SECRET, scope=SCOPE, stamp=stamp, now=NOON) is None


def test_a_stamp_of_another_survey_secret_or_time_is_none():
    stamp = stamp_of(SECRET, scope=SCOPE, at=NOON)
    assert stamped_at(SECRET, scope="klima/andere", stamp=stamp, now=NOON) is None
    assert stamped_at(b"other", scope=SCOPE, stamp=stamp, now=NOON) is None
    assert stamped_at(SECRET, scope=SCOPE, stamp=stamp, now=NOON - timedelta(minutes=1)) is None
    assert stamped_at(SECRET, scope=SCOPE, stamp=stamp, now=NOON + timedelta(days=61)) is None
    number, _dot, mark = stamp.partition(".")
    assert stamped_at(SECRET, scope=SCOPE, stamp=f"{int(number) + 1}.{mark}", now=NOON) is None
