"""What can be asked of a city from inside."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from ratschlag.contributions.compute import is_receipt
from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.contributions.queries import hash_of_code
from ratschlag.journal.actions import set_clock
from ratschlag.journal.queries import domain_now, first_broken_seal
from ratschlag.process.models import Process
from ratschlag.survey.models import Response, Survey
from tests import cast
from tests.durability.inside import contests, crawl
from tests.durability.inside.accounts import faults_in_accounts


def plan(slug: str, *, open_for: float = 86_400.0, grace: int = 0) -> tuple[float, float]:
    """A process with a survey of three questions that is open from now on; returns its end, by
    the domain clock, and how many seconds later a page that was fetched before is still taken.
    Ends are named to the second, and the whole of that second counts."""
    now = domain_now()
    closes_at = (now + timedelta(seconds=open_for)).replace(microsecond=0)
    times: dict[str, Any] = {"opens_at": now - timedelta(days=7), "closes_at": closes_at}
    # Without the field there is no grace: whoever comes after the end is late.
    minutes = {"grace": grace} if hasattr(Survey, "grace") else {}
    cast.a_survey(cast.a_process(slug), **times, **minutes)
    return (closes_at + timedelta(seconds=1)).timestamp(), 60.0 * minutes.get("grace", 0)


def clock(to: str = "") -> float:
    """How many seconds the domain clock runs ahead of this machine's."""
    if to:
        set_clock(datetime.fromisoformat(to))
    return (domain_now() - datetime.now(UTC)).total_seconds()


def missing(acknowledged: Sequence[tuple[str, str]]) -> list[str]:
    """What is wrong with sendings that were acknowledged: a sentence each, none if all is well.

    Receipts are looked up as for residents, by their keyed hash, but many at once: people go on
    answering meanwhile, and one by one the look would never catch up with them.
    """
    faults = []
    for start in range(0, len(acknowledged), 500):
        said = {
            hash_of_code(code): (code, text) for code, text in acknowledged[start : start + 500]
        }
        held: dict[str, list[str]] = {}
        receipts = Receipt.objects.filter(code_hash__in=said)
        for code_hash, text in receipts.values_list("code_hash", "contributions__text"):
            held.setdefault(code_hash, []).append(text)
        for code_hash, (code, text) in said.items():
            if not is_receipt(code) or code_hash not in held:
                faults.append(f"{code} is not there: {text}")
            elif held[code_hash] != [text]:
                faults.append(f"{code} should hold {text!r} and holds {held[code_hash]}")
    return faults


def twice_or_half() -> list[str]:
    """Whether anything is there twice, or half: a receipt without a response, a response
    without words."""
    texts = Counter(Contribution.objects.exclude(text="").values_list("text", flat=True))
    codes = Counter(Receipt.objects.values_list("code_hash", flat=True))
    faults = [f"{count} times: {text}" for text, count in texts.items() if count > 1]
    faults += [f"{count} receipts of one code" for count in codes.values() if count > 1]
    if count := Receipt.objects.filter(response=None).count():
        faults.append(f"{count} receipts without a response")
    if count := Response.objects.filter(texts=None).count():
        faults.append(f"{count} responses without words")
    if count := Contribution.objects.filter(receipt__isnull=False, response_text=None).count():
        faults.append(f"{count} contributions that belong to no response")
    return faults + _faults_of_the_engine()


def _faults_of_the_engine() -> list[str]:
    faults = [f"seal {broken.number} is broken"] if (broken := first_broken_seal()) else []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            faults += [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            faults += [f"a key leads nowhere: {row}" for row in cursor.fetchall()]
    return faults


def accounts(slug: str, sent: dict[str, int] | None = None) -> list[str]:
    return faults_in_accounts(Process.objects.get(slug=slug), sent)


def stored() -> int:
    return Response.objects.count()


def key_rounds(slug: str, count: int) -> dict[str, Any]:
    return contests.of_one_key(Survey.objects.get(process__slug=slug), count)


def withdrawal_rounds(slug: str, count: int) -> dict[str, Any]:
    return contests.of_withdrawal(Survey.objects.get(process__slug=slug), count)


ACTS: dict[str, Callable[..., Any]] = {
    act.__name__: act
    for act in (
        *(plan, clock, missing, twice_or_half, accounts, stored, key_rounds, withdrawal_rounds),
        *(contests.forget_the_constraint, crawl.unescaped),
    )
}
