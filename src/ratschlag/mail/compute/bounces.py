"""Delivery reports (RFC 3464): which letter came back, and whether for good."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from enum import StrEnum

# What a mail server gives back holds at most the letter; the rest is not read.
MOST_BYTES = 1_000_000
# By this a letter is known again: in the address that it is sent from, and in its Message-ID.
_MARK = re.compile(r"(?:\+|<)([0-9a-z]{1,13}-[0-9a-f]{16})@")
_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
_ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To")


class Verdict(StrEnum):
    PERMANENT = "permanent"
    TEMPORARY = "temporary"


@dataclass(frozen=True)
class Report:
    """What a mail server says about one of our letters; `marks` are not verified yet."""

    marks: tuple[str, ...]
    verdict: Verdict


def report_in(raw: bytes) -> Report | None:
    """The report in a mail; None for what is no report of failure (an absence note, a delay)."""
    message = message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return None
    verdict = _verdict(message)
    if verdict is None:
        return None
    return Report(tuple(dict.fromkeys(_marks(message))), verdict)


def _verdict(message: Message) -> Verdict | None:
    """The gravest of what is said about the recipients."""
    found = [
        verdict_of(str(block.get("Status", "")))
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status"
        for block in _blocks(part)
        if str(block.get("Action", "")).strip().lower() == "failed"
    ]
    if not found:
        return None
    return Verdict.PERMANENT if Verdict.PERMANENT in found else Verdict.TEMPORARY


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if payload else []


def verdict_of(status: str) -> Verdict:
    """Whether a status (RFC 3463) is for good: the address is not there, not just unwilling.

    A full mailbox (x.2.2), trouble on the way (x.3, x.4) and what a server holds against the
    sender or the letter (x.6, x.7) say nothing about whether there is such an address.
    """
    found = _STATUS.search(status)
    if found is None:
        return Verdict.TEMPORARY
    grade, subject, detail = found.groups()
    is_about_address = subject in ("0", "1") or (subject, detail) == ("2", "1")
    return Verdict.PERMANENT if grade == "5" and is_about_address else Verdict.TEMPORARY


def _marks(message: Message) -> Iterator[str]:
    for name in _ADDRESSED:
        for value in message.get_all(name, []):
            yield from _MARK.findall(str(value).lower())
    for part in message.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            yield from _MARK.findall(_returned_id(part).lower())


def _returned_id(part: Message) -> str:
    """The Message-ID of the letter that came back, whole or only its headers."""
    payload = part.get_payload()
    if isinstance(payload, list):
        first = payload[0] if payload else None
        return str(first.get("Message-ID", "")) if isinstance(first, Message) else ""
    raw = part.get_payload(decode=True)
    returned = message_from_bytes(raw if isinstance(raw, bytes) else b"", policy=policy.compat32)
    return str(returned.get("Message-ID", ""))
