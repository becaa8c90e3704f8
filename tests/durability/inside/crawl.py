"""Looks for words of people that a page takes for its own: every field filled with payloads,
every page that shows them read as a browser reads it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from ratschlag.contributions.actions import publish_contribution, redact_contribution
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import domain_day
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.survey.models import Survey
from ratschlag.synthesis.actions import assign_contribution, decide_outcome
from ratschlag.synthesis.rules import OutcomeValue
from tests import cast

MARK = "kanarienvogel"
PAYLOADS = (
    f"<{MARK}>Hallo</{MARK}>",
    f'"><{MARK} onmouseover={MARK}()>',
    f"'><{MARK}>",
    f'" on{MARK}="1" x="',
    f"</textarea><{MARK}>",
    f"</title></script><{MARK}>",
    f'<a href="javascript:{MARK}()">Hier</a>',
    f"{{{{ {MARK} }}}}<{MARK}>",
)
_RECEIPT = re.compile(r'id="receipt"[^>]*>(.*?)</p>', re.DOTALL)
# Leads out of the desk, changes something, or is a file.
_LEFT_ALONE = re.compile(r"/konto/|/static/|/admin/|logout|\.(pdf|csv|xlsx|json|png|svg)$")
_MOST_PAGES = 150
_NOT_SENT = ("submit", "checkbox")


class Page(HTMLParser):
    """What a browser would make of a page: elements and attributes that carry the mark, links,
    and whether the mark is there as a word at all."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.links: list[str] = []
        self.inputs: dict[str, str] = {}
        self.areas: list[str] = []
        self.is_shown = self.is_over = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.is_shown |= any(MARK in value for value in found.values())
        is_led = found.get("href", "").strip().lower().startswith("javascript:")
        if MARK in tag or is_led or any(MARK in name for name in found):
            self.faults.append(f"<{tag} {found}>")
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if not self.is_over:
            self._note_field(tag, found)

    def handle_endtag(self, tag: str) -> None:
        self.is_over |= tag == "form" and bool(self.areas)

    def _note_field(self, tag: str, found: Mapping[str, str]) -> None:
        """The fields of the form that has text areas; other forms of the page are not ours."""
        if tag == "form" and not self.areas:
            self.inputs = {}
        if tag in ("input", "select") and "name" in found and found.get("type") not in _NOT_SENT:
            self.inputs.setdefault(found["name"], found.get("value", ""))
        if tag == "textarea" and "name" in found:
            self.areas.append(found["name"])

    def handle_data(self, data: str) -> None:
        self.is_shown |= MARK in data


class Reader:
    """One browser that keeps what it found wrong, and on how many pages it saw the words."""

    def __init__(self, person: Person | None = None) -> None:
        self.client = Client(HTTP_HOST="localhost")
        if person:
            backend = "allauth.account.auth_backends.AuthenticationBackend"
            self.client.force_login(person, backend=backend)
        self.faults: list[str] = []
        self.shown: set[str] = set()
        self.seen: set[str] = set()

    def look(self, path: str, sent: Mapping[str, str] | None = None) -> Page:
        answer = self.client.get(path) if sent is None else self.client.post(path, sent)
        self.seen.add(path)
        kind = answer.headers.get("Content-Type", "")
        page = Page(answer.content.decode() if kind.startswith("text/html") else "")
        self.faults += [f"{path} ({answer.status_code}): {fault}" for fault in page.faults]
        if answer.status_code >= 500:
            self.faults.append(f"{path}: {answer.status_code}")
        if page.is_shown:
            self.shown.add(re.sub(r"\d{6,}", "…", path))
        page.receipt = _receipt(answer)  # type: ignore[attr-defined]
        return page

    def follow(self, *starts: str) -> None:
        """Every page that links lead to from here."""
        waiting = list(starts)
        while waiting and len(self.seen) < _MOST_PAGES:
            path = waiting.pop(0)
            if path not in self.seen:
                waiting += [link for link in self._own(self.look(path).links, path)]

    def _own(self, links: list[str], at: str) -> Iterator[str]:
        for link in links:
            parts = urlsplit(link)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            path = path if path.startswith("/") else f"{at.partition('?')[0]}{path}"
            if not parts.netloc and not parts.scheme and not _LEFT_ALONE.search(parts.path):
                yield path


def _receipt(answer: Any) -> str:
    found = (
        _RECEIPT.search(answer.content.decode(errors="replace")) if not answer.streaming else None
    )
    return "".join(re.sub(r"<[^>]*>", "", found[1]).split()) if found else ""


def unescaped(slug: str, most: int = len(PAYLOADS)) -> dict[str, Any]:
    """Fill in the survey and the intake with `most` of the payloads, then read every page that
    may show them."""
    payloads = PAYLOADS[:most]
    process = Process.objects.get(slug=slug)
    survey = Survey.objects.get(process=process)
    visitor, staff = Reader(), Reader(Person.objects.get(email="kora@musterstadt.example"))
    receipts = _answer(visitor, f"/de/verfahren/{slug}/befragung/", payloads)
    _type_in(staff, f"/desk/erfassung/{slug}/", payloads)
    _work_on(process)
    for receipt in receipts:
        visitor.look("/de/beitrag/", {"receipt": receipt})
    visitor.follow("/de/", "/ar/", f"/de/verfahren/{slug}/", f"/ar/verfahren/{slug}/befragung/")
    staff.follow("/desk/", f"/desk/erfassung/{slug}/")
    _close(survey)
    _answer(visitor, f"/de/verfahren/{slug}/befragung/", payloads)
    return {
        "faults": visitor.faults + staff.faults,
        "pages": len(visitor.seen | staff.seen),
        "shown": sorted(visitor.shown | staff.shown),
    }


def _answer(reader: Reader, path: str, payloads: Sequence[str]) -> list[str]:
    """Each payload in every field at once, then in each field alone, the hidden ones too."""
    receipts = []
    for payload in payloads:
        page = reader.look(path)
        sheets = [dict.fromkeys(page.areas, payload)]
        sheets += (
            [{page.areas[0]: "Ja."} | {name: payload} for name in page.inputs] if page.areas else []
        )
        for sheet in sheets or [{"survey": "ideen", "form_key": payload, "q1": payload}]:
            answer = reader.look(path, page.inputs | sheet)
            receipts += [answer.receipt] if answer.receipt else []
        if page.areas:  # the same key with other words: the page shows what was typed
            reader.look(path, page.inputs | dict.fromkeys(page.areas, f"Anders: {payload}"))
            reader.look(path, page.inputs | dict.fromkeys(page.areas, payload * 200))
    return receipts


def _type_in(reader: Reader, path: str, payloads: Sequence[str]) -> None:
    """The intake, twice the same words, so that the page asks about the twin."""
    for payload in payloads:
        facts = {"channel": "letter", "received_on": domain_day().isoformat(), "language": "de"}
        for _twice in range(2):
            page = reader.look(path)
            words = dict.fromkeys(page.areas, payload)
            reader.look(path, page.inputs | facts | {"supporters": "1"} | words)
        for name in page.inputs:
            reader.look(path, page.inputs | facts | {page.areas[0]: "Ja."} | {name: payload})
        for name in facts:
            reader.look(f"{path}?{name}={payload}")


def _work_on(process: Process) -> None:
    """The words reach the public pages: some published, some with words taken out, in a theme
    with an outcome whose reason quotes them."""
    rows = list(Contribution.objects.filter(process=process, text__contains=MARK))
    theme = cast.a_theme(process, f"Thema {PAYLOADS[0]}")
    for at, row in enumerate(rows):
        if at % 2:
            publish_contribution(row, by=None)
        else:
            redact_contribution(row, text=row.text, by=None)
        assign_contribution(row, theme, reason=PAYLOADS[1], by=None)
    value = next(iter(OutcomeValue))
    decide_outcome(theme=theme, value=value, reason=PAYLOADS[2], by=None)


def _close(survey: Survey) -> None:
    early = survey.opens_at + timedelta(seconds=1)
    Survey.objects.filter(pk=survey.pk).update(closes_at=early)
