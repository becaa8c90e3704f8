"""Subscribers, what there is to tell them, and the links that stand in their mails."""

import re
from datetime import UTC, datetime

from ratschlag.journal.queries import domain_now
from ratschlag.mail.models import Address, Letter
from ratschlag.people.models import Organisation
from ratschlag.press.actions.subscriptions import confirm_subscriptions, subscribe
from ratschlag.press.models import Release, Subscriber
from ratschlag.press.rules import NewsKind, Rhythm, State
from ratschlag.process.models import Process
from tests import cast

AYSE = "ayse@example.org"
PAGE = "/de/abo/"
WISH = {
    "email": AYSE,
    "kinds": ["releases", "milestones", "events", "answers"],
    "process": "*",
    "rhythm": "at_once",
    "language": "de",
}


def a_subscriber(
    email: str = AYSE,
    *,
    process: Process | None = None,
    kinds=tuple(NewsKind),
    language: str = "de",
    rhythm: Rhythm = Rhythm.AT_ONCE,
    is_confirmed: bool = True,
) -> Subscriber:
    subscribe(email, process=process, kinds=kinds, language=language, rhythm=rhythm)
    subscriber = Subscriber.objects.select_related("address").get(address__email=email)
    if is_confirmed:
        confirm_subscriptions(subscriber)
        Letter.objects.all().delete()
    return subscriber


def link_in(letter: Letter, word: str) -> str:
    """The path of the link in a mail that has this word in it."""
    found = re.search(rf"http://localhost(/\S*{word}\S*)", letter.text)
    assert found, letter.text
    return found[1]


def a_release(process: Process | None = None, number: int = 9001, **changes) -> Release:
    """One that is out since now."""
    now = domain_now()
    wanted = {
        "state": State.PUBLISHED,
        "year": 2016,
        "number": number,
        "headline": "Auftakt für das Konzept",
        "teaser": "Alle können mitreden.",
        "body": "Am Dienstag geht es **los**.",
        "released_at": now,
        "checked_at": now,
        "as_of": now.date(),
    }
    publisher = Organisation.objects.filter(name="Pressestelle").first()
    publisher = publisher or cast.an_organisation("Pressestelle")
    return Release.objects.create(process=process, publisher=publisher, **(wanted | changes))


def at(hour: int, day: int = 5) -> datetime:
    """An hour in September 2016, in Berlin (UTC + 2)."""
    return datetime(2016, 9, day, hour - 2, tzinfo=UTC)


def letters_to(email: str = AYSE) -> list[Letter]:
    return list(Letter.objects.filter(address__email=email).order_by("written_at"))


def state_of(email: str = AYSE) -> str:
    return str(Address.objects.get(email=email).state)
