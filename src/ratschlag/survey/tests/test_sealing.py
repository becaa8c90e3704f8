"""Sealed answers: only the survey's key opens them, only under the label they were sealed for."""

import base64
import json

import pytest

from ratschlag.survey.compute.sealing import (
    Envelope,
    NotOpened,
    as_sent,
    envelope_from,
    label_of,
    new_pair,
    opened,
    sealed_for,
    unlocked,
)

SECRET, OTHER = bytes(32), bytes([1]) * 32
LABEL = label_of("klima/ideen", 1, "42", "key")
SAID = json.dumps({"q3": "Mehr Bäume für Groß & Klein"}).encode()


@pytest.fixture(scope="module")
def pair():
    public, locked = new_pair(SECRET, "klima/ideen")
    return public, unlocked(locked, SECRET, "klima/ideen")


def test_what_was_sealed_is_opened(pair):
    public, private = pair
    assert opened(private, sealed_for(public, SAID, LABEL), LABEL) == SAID


def test_each_sealing_looks_different_and_hides_what_was_said(pair):
    first, second = (sealed_for(pair[0], SAID, LABEL) for _time in range(2))
    assert first.point != second.point
    assert first.sealed != second.sealed
    assert b"Mehr" not in first.sealed


@pytest.mark.parametrize(
    "label",
    [
        label_of("klima/andere", 1, "42", "key"),
        label_of("klima/ideen", 2, "42", "key"),
        label_of("klima/ideen", 1, "43", "key"),
        label_of("klima/ideen", 1, "42", "another"),
    ],
)
def test_under_another_label_it_stays_shut(pair, label):
    with pytest.raises(NotOpened):
        opened(pair[1], sealed_for(pair[0], SAID, LABEL), label)


def test_another_surveys_key_does_not_open_it(pair):
    _public, locked = new_pair(SECRET, "klima/andere")
    with pytest.raises(NotOpened):
        opened(unlocked(locked, SECRET, "klima/andere"), sealed_for(pair[0], SAID, LABEL), LABEL)


@pytest.mark.parametrize("part", ["point", "nonce", "sealed"])
def test_one_bit_changed_and_it_stays_shut(pair, part):
    found = sealed_for(pair[0], SAID, LABEL)
    parts = {name: getattr(found, name) for name in ("point", "nonce", "sealed")}
    parts[part] = parts[part][:-1] + bytes([parts[part][-1] ^ 1])
    with pytest.raises(NotOpened):
        opened(pair[1], Envelope(**parts), LABEL)


def test_the_private_key_is_locked_with_the_secret_and_for_its_survey():
    _public, locked = new_pair(SECRET, "klima/ideen")
    for secret, scope in ((OTHER, "klima/ideen"), (SECRET, "klima/andere")):
        with pytest.raises(NotOpened):
            unlocked(locked, secret, scope)


def test_an_envelope_is_read_as_it_was_sent(pair):
    found = sealed_for(pair[0], SAID, LABEL)
    assert envelope_from(as_sent(found)) == found


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"point": 1, "nonce": [], "sealed": None},
        {"point": "!", "nonce": "!", "sealed": "!"},
        {"point": "\ud800", "nonce": "ä", "sealed": "\x00"},
        {"point": "", "nonce": "", "sealed": ""},
        {"point": "A" * 87, "nonce": "A" * 16, "sealed": "A" * 600_001},
    ],
)
def test_what_is_no_envelope_is_said_so(sent):
    with pytest.raises(NotOpened):
        envelope_from(sent)


def test_a_point_beside_the_curve_is_refused(pair):
    found = sealed_for(pair[0], SAID, LABEL)
    point = base64.urlsafe_b64encode(b"\x04" + bytes(64)).decode().rstrip("=")
    with pytest.raises(NotOpened):
        opened(pair[1], envelope_from(as_sent(found) | {"point": point}), LABEL)
