"""What everyone may read of a contribution, how it is translated, and how many came."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import Count, Model, QuerySet
from django.utils.functional import Promise

from ratschlag.city.queries import day_in, the_city
from ratschlag.city.rules import SOURCE_LANGUAGE, direction, html_language
from ratschlag.contributions.compute import is_receipt, keyed_hash
from ratschlag.contributions.models import (
    CHANNEL_LABELS,
    Contribution,
    ContributionTranslation,
    Receipt,
)
from ratschlag.contributions.rules import UNDETERMINED, Channel, Publication
from ratschlag.journal.models import Entry
from ratschlag.journal.queries import domain_now
from ratschlag.languages.compute import source_hash
from ratschlag.process.models import Process


def domain_day() -> date:
    """The calendar day in the city by the domain clock."""
    city, at = the_city(), domain_now()
    return day_in(city, at) if city else at.date()


# What began before midnight may still be under way for as long as this.
_UNDER_WAY = timedelta(minutes=10)


def last_whole_day() -> date:
    """The last day of which all is known that residents did on it."""
    city, at = the_city(), domain_now() - _UNDER_WAY
    return (day_in(city, at) if city else at.date()) - timedelta(days=1)


def is_journalled(verb: str, subject: Model, day: date) -> bool:
    """Whether the journal has its line about that day."""
    lines = Entry.objects.filter(verb=verb, subject_number=str(subject.pk))
    return lines.filter(detail__day=day.isoformat()).exists()


def secret_for(purpose: str) -> bytes:
    """A secret of its own for each purpose, from the installation's one.

    Whoever changes RATSCHLAG_SECRET_KEY makes all receipts worthless (docs/operate.md).
    """
    return _secret(settings.SECRET_KEY, purpose)


@lru_cache(maxsize=16)
def _secret(key: str, purpose: str) -> bytes:
    return bytes.fromhex(keyed_hash(key.encode(), "secret", purpose))


def hash_of_code(code: str) -> str:
    return keyed_hash(secret_for("receipts"), "code", code)


def receipt_of(code: str) -> Receipt | None:
    """The receipt of a code of twenty digits; a slip of the pen is not even looked up."""
    if not is_receipt(code):
        return None
    return Receipt.objects.filter(code_hash=hash_of_code(code)).first()


def shown_text(contribution: Contribution) -> str:
    """The text as everyone may read it: what was redacted, else the original."""
    if contribution.publication == Publication.REDACTED:
        return contribution.redaction.text
    return contribution.text


def for_quotes(found: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The same contributions with all that a quote needs, in two queries."""
    return found.select_related("redaction").prefetch_related("translations")


def translation_for(contribution: Contribution, language: str) -> ContributionTranslation | None:
    """What it says in that language, else in German, else in English.

    A translation of words that are no longer shown is no translation; who can read the
    original needs none.
    """
    own = html_language(contribution.language)
    if own == html_language(language):
        return None
    now = source_hash(shown_text(contribution))
    found = {row.language: row for row in contribution.translations.all() if row.source_hash == now}
    wanted = (language, html_language(language), SOURCE_LANGUAGE, "en")
    return next((found[code] for code in wanted if code in found and code != own), None)


@dataclass(frozen=True)
class Quote:
    """People's words as a page shows them, with their language and what they say in the page's."""

    text: str
    language: str
    direction: str
    language_name: Promise | str
    translation: str
    translation_language: str
    translation_direction: str
    is_machine: bool
    is_redacted: bool
    channel: Promise | str
    received_on: date


def quote_of(contribution: Contribution, language: str, passage: str = "") -> Quote:
    """A contribution for a page in that language.

    `passage` is the text of the part that the page is about; whoever needs the translation
    gets the whole, because the translation is of the whole.
    """
    found = translation_for(contribution, language)
    is_unknown = contribution.language == UNDETERMINED
    return Quote(
        text=passage if passage and not found else shown_text(contribution),
        language=html_language(contribution.language),
        direction="auto" if is_unknown else direction(contribution.language),
        language_name=dict(settings.LANGUAGES).get(contribution.language, ""),
        translation=found.text if found else "",
        translation_language=html_language(found.language) if found else "",
        translation_direction=direction(found.language) if found else "",
        is_machine=bool(found and found.is_machine),
        is_redacted=contribution.publication == Publication.REDACTED,
        channel=CHANNEL_LABELS[Channel(contribution.channel)],
        received_on=contribution.received_on,
    )


def count_by_channel(process: Process) -> dict[Channel, int]:
    """How many contributions came by each channel, in the order of the channels."""
    counts = _counts(process, "channel")
    return {channel: counts[channel] for channel in Channel if channel in counts}


def count_by_language(process: Process) -> dict[str, int]:
    """How many contributions came in each language, most first."""
    counts = _counts(process, "language")
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _counts(process: Process, trait: str) -> dict[str, int]:
    found = process.contributions.counted().order_by().values_list(trait)
    return dict(found.annotate(count=Count("id")))
