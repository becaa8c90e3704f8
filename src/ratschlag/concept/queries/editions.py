"""Editions: which one is shown, what it says, and whether it is still as it was frozen."""

from datetime import UTC, date, datetime

from django.db.models import QuerySet

from ratschlag.city.queries import day_in, the_city
from ratschlag.concept.compute import Document, is_canonical, parsed, sha256_of
from ratschlag.concept.models import Edition
from ratschlag.concept.rules import may_be_edition_number
from ratschlag.journal.models import Entry
from ratschlag.process.models import Process

FROZEN = "edition.frozen"


def public_editions(process: Process) -> QuerySet[Edition]:
    """Those that everyone may read, the newest first; without the text itself."""
    found = process.editions.filter(is_public=True).defer("canonical")
    return found.order_by("-frozen_at", "-number")


def edition_shown(process: Process, number: str | None = None) -> Edition | None:
    """The public edition with that number, else the newest public one."""
    found = process.editions.filter(is_public=True)
    if number is not None:
        # PostgreSQL does not even look for a number with NUL in it.
        return found.filter(number=number).first() if may_be_edition_number(number) else None
    return found.order_by("-frozen_at", "-number").first()


def document_of(edition: Edition) -> Document:
    """What the edition says, as typed values."""
    return parsed(edition.canonical)


def day_of(edition: Edition) -> date:
    """The day in the city on which it was frozen."""
    city = the_city()
    return day_in(city, edition.frozen_at) if city else edition.frozen_at.date()


def at_to_the_second(at: datetime) -> str:
    """A point in time as the document writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def fault_in(edition: Edition) -> str:
    """What is no longer as it was frozen; empty if nothing is.

    Whoever changes text and sum together is betrayed by the journal, which holds the sum too
    and is sealed.
    """
    if sha256_of(edition.canonical) != edition.sha256:
        return "its text does not give its SHA-256"
    if not is_canonical(edition.canonical):
        return "its text is not in the canonical form"
    if not _fits_its_row(edition):
        return "its number, state, reason or date differ from its text"
    noted = Entry.objects.filter(verb=FROZEN, subject_number=str(edition.pk)).first()
    if noted is None or noted.detail.get("sha256") != edition.sha256:
        return "the journal holds another SHA-256 for it"
    return ""


def _fits_its_row(edition: Edition) -> bool:
    try:
        said = document_of(edition)
    except (KeyError, TypeError, ValueError):
        return False
    return (said.number, said.state, said.reason, said.is_public, said.frozen_at) == (
        edition.number,
        edition.state,
        edition.reason,
        edition.is_public,
        at_to_the_second(edition.frozen_at),
    )


def first_changed_edition() -> Edition | None:
    """The first edition that is no longer as it was frozen."""
    return next((row for row in Edition.objects.order_by("frozen_at") if fault_in(row)), None)


def missing_editions() -> list[str]:
    """The numbers of editions that the journal knows and that are no longer there."""
    there = {str(pk) for pk in Edition.objects.values_list("pk", flat=True)}
    noted = Entry.objects.filter(verb=FROZEN).order_by("at")
    return [row.detail.get("number", "") for row in noted if row.subject_number not in there]
