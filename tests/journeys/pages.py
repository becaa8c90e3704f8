"""Every page there is: found from link to link in the demo, and made from the tables of addresses.

The tables (`tests/access.py` of each room) name every address. What the demo's end leads to is
visited there, with all that the model case has; what it doesn't (drafts, open surveys, what has
to be asked for) is visited in a small city that holds what `tests/test_access.py` makes. So a new
page is looked at without being named here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse

from ratschlag.people.tests.access import LOGGED_IN, OPEN
from tests.journeys.hands import Site
from tests.test_access import ROWS

Get = Callable[[str], APIResponse]
# A page, or one that says what is missing and what to do.
FULL = (200, 422)
# A piece of a page that has nothing to say just now.
_NOTHING = 204
# Django's own administration, for the superuser only: its pages are not ours.
_FOREIGN = "/desk/admin/"
# What is a page only on the way: other walks look at it there, with axe.
ON_THE_WAY = {
    "tablet:page": "test_tablet.py: a paired tablet's own page",
    "portal:take_back": "comes after a number was typed in; test_answering.py",
    "account_inactive": "only for a blocked account",
    "account_reset_password_from_key": "needs the key from a mail",
    "account_reset_password_from_key_done": "needs the key from a mail",
    "account_signup": "closed: accounts are given",
    "account_set_password": "leads on to changing the password, which everyone has",
    "account_reauthenticate": "leads on for who has just logged in",
    "mfa_authenticate": "in the middle of a log-in",
    "mfa_reauthenticate": "in the middle of a log-in",
    "mfa_deactivate_totp": "only for who has a second factor",
    "mfa_view_recovery_codes": "only for who has a second factor",
    "mfa_download_recovery_codes": "only for who has a second factor",
    "mfa_generate_recovery_codes": "only for who has a second factor",
}


@dataclass(frozen=True)
class Sheet:
    """A page: by which name of an address it was found, and where."""

    name: str
    site: Site
    path: str

    @property
    def is_desk(self) -> bool:
        return self.path.startswith("/desk/")

    @property
    def address(self) -> str:
        return self.site / self.path

    def in_language(self, language: str) -> str:
        """Where the page of a resident is in another language."""
        return self.site / f"/{language}/{self.path.partition('/de/')[2]}"


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append((dict(attrs).get("href") or "").partition("#")[0])


def wanted_names() -> set[str]:
    """Every address that answers GET to anyone with an account or without; tablets have a token."""
    return {row.address for row in ROWS if "GET" in row.methods and row.who} | OPEN | LOGGED_IN


def crawled(site: Site, get: Get, start: str) -> tuple[list[Sheet], set[str]]:
    """The first page that links lead to for each name, and every name that was met."""
    waiting, seen, met, sheets = [start], {start}, set(), []
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name in met:
            continue
        met.add(name)
        answer = get(site / path)
        assert answer.status == 200, f"{path}: {answer.status}"
        landed = urlsplit(answer.url).path
        if not _is_page(answer) or name_of(landed) in met - {name}:
            continue
        met.add(name_of(landed))
        sheets.append(Sheet(name, site, landed if landed != path.partition("?")[0] else path))
        new = [link for link in _Links(answer.text()).found if link.startswith(start)]
        new = [link for link in dict.fromkeys(new) if link not in seen]
        waiting += [link for link in new if not link.startswith(_FOREIGN)]
        seen.update(new)
    return sheets, met


def listed(site: Site, get: Get, paths: dict[str, str], met: set[str]) -> list[Sheet]:
    """The pages among addresses that links did not lead to."""
    sheets = []
    for name, path in paths.items():
        if name in met or name in ON_THE_WAY:
            continue
        answer = get(site / path)
        assert answer.status in (*FULL, _NOTHING), f"{name}, {path}: {answer.status}"
        if name_of(urlsplit(answer.url).path) == name and _is_page(answer):
            sheets.append(Sheet(name, site, path))
    return sheets


def name_of(path: str) -> str:
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""


def _is_page(answer: APIResponse) -> bool:
    """Whole, and not the part of one that a script asks for."""
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return is_html and answer.text().lstrip()[:9].lower() == "<!doctype"
