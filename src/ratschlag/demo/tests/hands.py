"""How the tests of the model case read its pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from html.parser import HTMLParser

from django.db import transaction
from django.test import Client

from ratschlag.demo.load import load
from ratschlag.demo.moments import moment
from ratschlag.demo.voices import case_receipt
from ratschlag.journal.actions import set_clock
from ratschlag.journal.models import ClockOffset, Entry
from tests import kept

PROCESS = "/de/verfahren/integrationskonzept/"
# What is no page, and the form that knows from which page one came: one for each page.
_FILES, _FORM = ("/pdf/", "/text/", "/feed.json", "/feed.atom"), "/melden/?seite="


class Reader(HTMLParser):
    """The text of a page, its links, and the machine-readable times."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.html = page
        self.words: list[str] = []
        self.links: list[str] = []
        self.times: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.links.append(found.get("href", ""))
        self.times.append(found.get("datetime", ""))
        # What a page says only in an attribute is said, too.
        self.words += [found[name] for name in ("content", "aria-label", "title") if name in found]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+([.,;:])", r"\1", " ".join(" ".join(self.words).split()))


def walk(browser: Client, start: str) -> Iterator[tuple[str, Reader]]:
    """Every page that can be reached from `start` in its language."""
    seen, waiting = {start}, [start]
    while waiting:
        address = waiting.pop()
        answer = browser.get(address)
        assert answer.status_code == 200, address
        page = Reader(answer.text)
        yield address, page
        inside = {link.partition("#")[0] for link in page.links if link.startswith(start)}
        inside = {link for link in inside if not link.endswith(_FILES) and _FORM not in link}
        waiting += inside - seen
        seen |= inside


def load_at(point: str) -> datetime:
    """The model case at a point in time, really loaded by the first who asks for it."""
    until = moment(point)
    kept.once(until.isoformat(), lambda: load(until, address="http://localhost"))
    # Its clock has run on since the first time.
    ClockOffset.objects.all().delete()
    set_clock(Entry.objects.latest("at").at)
    return until


@contextmanager
def loaded(point: str, blocker) -> Iterator[Client]:
    """A visitor of the model case at a point in time; nothing of it stays."""
    with blocker.unblock(), transaction.atomic():
        load_at(point)
        yield Client()
        transaction.set_rollback(True)


def fate(browser: Client, key: str) -> Reader:
    """What someone sees who comes back with the number of that contribution."""
    return Reader(browser.post("/de/beitrag/", {"receipt": case_receipt(key)}).text)


def large(html: str) -> int:
    """The large number beside the title."""
    return int(re.search(r'<p class="days"><b>(\d+)</b>', html).group(1))


def bars(html: str, caption: str) -> dict[str, int]:
    """The rows of the bars with that caption."""
    table = html[html.index(f"<caption>{caption}</caption>") :].partition("</table>")[0]
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="num">(\d+)</td>', table)
    return {label: int(count) for label, count in rows}


def themes_in(html: str) -> dict[str, tuple[int, int]]:
    """Voices and measures of each theme in the table beside the picture."""
    rows = re.findall(
        r'<th scope="row"><a href="[^"]*/themen/[^"]*">([^<]+)</a></th>'
        r'<td class="num">(\d+)</td><td class="num">(\d+)</td>',
        html,
    )
    return {title: (int(voices), int(measures)) for title, voices, measures in rows}


def numbers_in_picture(html: str) -> list[int]:
    """The numbers that stand in the wide picture: channels, each theme twice, fields."""
    picture = html[html.index("flow--wide") :].partition("</svg>")[0]
    return [int(count) for count in re.findall(r'class="b">(\d+)<', picture)]
