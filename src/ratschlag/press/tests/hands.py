"""What the tests of the press desk share: a release and how far it has come."""

import io
from datetime import date, datetime, timedelta

from PIL import Image

from ratschlag.files.imports import taken as read_file
from ratschlag.journal.actions import set_clock
from ratschlag.journal.models import ClockOffset, Entry
from ratschlag.journal.queries import domain_now
from ratschlag.people.models import Organisation, Person
from ratschlag.people.rules import Role
from ratschlag.press.actions import (
    attach_file,
    check_release,
    publish_release,
    take_numbers_elsewhere,
    write_release,
)
from ratschlag.press.actions.feedback import report_barrier, state_access
from ratschlag.press.models import BarrierReport, Release, Statement, TakenElsewhere
from ratschlag.press.rules import Conformance, Method
from tests import cast

MORNING = datetime(2016, 8, 23, 10, tzinfo=cast.BERLIN)
NOTHING_SAVED = "Noch ist nichts gespeichert. Was Sie getippt haben, steht noch da."


def on(moment: datetime = MORNING) -> None:
    """It is that time; one that has come already stays as late as it is."""
    if not ClockOffset.objects.exists() or domain_now() < moment:
        set_clock(moment)


def later(**span: int) -> datetime:
    return domain_now() + timedelta(**span)


def writer() -> Person:
    return Person.objects.filter(email="wanda.wort@example.org").first() or cast.a_person(
        "Wanda Wort", Role.PRESS
    )


def checker() -> Person:
    return Person.objects.filter(email="zoe.zweit@example.org").first() or cast.a_person(
        "Zoe Zweit", Role.PRESS
    )


def office() -> Organisation:
    found = Organisation.objects.filter(slug="pressestelle").first()
    return found or cast.an_organisation("Pressestelle")


def a_release(process=None, *, by: Person | None = None, **changes: object) -> Release:
    """A draft by Wanda Wort."""
    wanted = {
        "headline": "Das Klimakonzept beginnt",
        "teaser": "Die Stadt schreibt ein Konzept.",
        "body": "Alle sind **gefragt**.",
        "publisher": office(),
    }
    release = Release(process=process, **(wanted | changes))
    return write_release(release, by=by or writer())


def checked(release: Release) -> Release:
    check_release(release, by=checker())
    return release


def out(release: Release) -> Release:
    publish_release(checked(release), by=writer())
    return release


def taken(first: int, last: int | None = None, year: int = 2016) -> TakenElsewhere:
    row = TakenElsewhere(year=year, first=first, last=last or first, note="Amtsblatt")
    return take_numbers_elsewhere(row, by=None)


def a_picture(size: tuple[int, int] = (4, 4), kind: str = "PNG", **more: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **more)
    return made.getvalue()


def with_a_file(release: Release) -> Release:
    attach_file(
        release, read_file(a_picture()), name="plan.png", title="Ein Plan", by=release.author
    )
    return release


def published(process=None, **changes: object) -> Release:
    release = checked(a_release(process, **changes))
    publish_release(release, by=writer())
    return release


def the_line(verb: str) -> Entry:
    """The one line that says so; fails if there are two."""
    return Entry.objects.get(verb=verb)


STATEMENT = {
    "law": "Barrierefreie-Websites-Gesetz, EN 301 549.",
    "conformance": Conformance.PARTIAL,
    "exceptions": "Ältere PDF: zu alt, bis 2027.",
    "checked_on": date(2026, 1, 15),
    "checked_by": Method.SELF,
    "method": "Mit Tastatur, Vorleser und axe.",
    "contact": "Pressestelle\n0371 488-0",
    "contact_email": "zugang@example.org",
    "body": "Durchsetzungsstelle",
    "body_task": "Sie hilft, wenn wir nicht antworten.",
    "body_contact": "Musterweg 1",
    "body_link": "https://stelle.example.org/",
}


def a_statement(**changes: object) -> Statement:
    return state_access(Statement(**(STATEMENT | changes)), by=None)


def a_report(text: str = "Der Knopf ist zu klein.", **changes: str) -> BarrierReport:
    wanted = {"page": "/de/", "text": text, "email": "", "language": "de"}
    return report_barrier(**(wanted | changes))
