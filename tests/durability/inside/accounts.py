"""The accounts of a process: received = with fate + open + withdrawn + erased + refused."""

from collections import Counter
from collections.abc import Mapping

from django.db import connection

from ratschlag.contributions.models import CHANNEL_LABELS
from ratschlag.contributions.queries import domain_day
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.portal.queries.coverage import coverage_of
from ratschlag.process.models import Process
from ratschlag.synthesis.queries import fates

_APART = {
    Publication.WITHDRAWN: "withdrawn",
    Publication.ERASED: "erased",
    Publication.REJECTED: "refused",
}
_RECEIVED = """
SELECT channel, COUNT(*) FROM contributions_contribution WHERE process_id = %s GROUP BY channel
"""


def received(process: Process) -> Counter[str]:
    """Every contribution that ever came, by channel: rows counted by the database itself."""
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVED, [process.pk])
        return Counter(dict(cursor.fetchall()))


def disposed(process: Process) -> dict[str, Counter[str]]:
    """What became of each, by channel: each in exactly one place, through what the rooms say."""
    found = fates(process)
    places: dict[str, Counter[str]] = {}
    rows = process.contributions.order_by().values_list("pk", "channel", "publication")
    for number, channel, publication in rows:
        place = _APART.get(Publication(publication))
        if place is None and number in found:
            place = "open" if None in found[number] else "with fate"
        places.setdefault(channel, Counter())[place or "nowhere"] += 1
    return places


def faults_in_accounts(process: Process, sent: Mapping[str, int] | None = None) -> list[str]:
    """Where the two sides differ, or differ from what residents see, or from what was `sent`
    and acknowledged, by channel."""
    came, places = received(process), disposed(process)
    faults = []
    for channel in {*came, *places, *(sent or {})}:
        parts = places.get(channel, Counter())
        known = sum(count for place, count in parts.items() if place != "nowhere")
        if known != came[channel]:
            faults.append(f"{channel}: {came[channel]} received, {dict(parts)}")
        if sent is not None and came[channel] != sent.get(channel, 0):
            faults.append(f"{channel}: {came[channel]} received, {sent.get(channel, 0)} sent")
    return faults + _differs_from_the_page(process, came, places)


def _differs_from_the_page(
    process: Process, came: Mapping[str, int], places: Mapping[str, Counter[str]]
) -> list[str]:
    """The page "Has everyone been answered?" counts in its own way; withdrawn ones stand apart."""
    faults = []
    lines = {line.label: line for line in coverage_of(process, domain_day()).channels}
    for channel in Channel:
        line, parts = lines.get(CHANNEL_LABELS[channel]), places.get(channel, Counter())
        shown = (line.with_fate + line.open, line.withdrawn) if line else (0, 0)
        if shown != (came.get(channel, 0) - parts["withdrawn"], parts["withdrawn"]):
            faults.append(f"{channel}: the page shows {shown}, there are {dict(parts)}")
    return faults
