"""Taking in what people say, and making it public: the original stays, all else stands beside it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.city.rules import LANGUAGES
from ratschlag.contributions.models import (
    Contribution,
    ContributionTranslation,
    Part,
    Receipt,
    Redaction,
)
from ratschlag.contributions.queries import domain_day, hash_of_code, shown_text
from ratschlag.contributions.rules import (
    UNDETERMINED,
    WITHOUT_TEXT,
    Channel,
    Publication,
    may_withhold_as,
)
from ratschlag.journal.actions import by_the_day, part, record
from ratschlag.languages.compute import source_hash
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Organisation, Person
from ratschlag.process.models import Process


class ContributionRefused(DomainError):
    """What was asked for can't be done with this contribution."""


@part
@transaction.atomic
def issue_receipt(process: Process, *, code: str, form_key_hash: str, content_hash: str) -> Receipt:
    """Keep what a receipt can be known by. Raises IntegrityError when the form has one already."""
    return Receipt.objects.create(
        process=process,
        code_hash=hash_of_code(code),
        form_key_hash=form_key_hash,
        content_hash=content_hash,
    )


@part
@transaction.atomic
def receive_contribution(
    process: Process,
    *,
    receipt: Receipt | None,
    text: str,
    language: str,
    channel: Channel,
    received_on: date,
    postmarked_on: date | None = None,
    supporters: int = 1,
    organisation: Organisation | None = None,
) -> Contribution:
    """Take in one text; without any it is a paper that nobody could read."""
    return Contribution.objects.create(
        process=process,
        receipt=receipt,
        text=text,
        language=language,
        channel=channel,
        received_on=received_on,
        postmarked_on=postmarked_on,
        supporters=supporters,
        organisation=organisation,
        publication=Publication.RECEIVED if text else Publication.UNREADABLE,
    )


@transaction.atomic
def publish_contribution(contribution: Contribution, *, by: Person | None) -> None:
    """Everyone may read it as it was written. Raises ContributionRefused."""
    _lock_words(contribution)
    Redaction.objects.filter(contribution=contribution).delete()
    _set_publication(contribution, Publication.PUBLIC)
    record(by, "contribution.published", contribution)


@transaction.atomic
def redact_contribution(contribution: Contribution, *, text: str, by: Person | None) -> None:
    """Everyone may read this text instead of the original. Raises ContributionRefused.

    Translations of the old words are no longer shown (their source is another text), and a
    part that holds words which were taken out becomes empty.
    """
    _lock_words(contribution)
    Redaction.objects.update_or_create(contribution=contribution, defaults={"text": text, "by": by})
    for passage in contribution.parts.all():
        if _folded(passage.text) not in _folded(text):
            Part.objects.filter(pk=passage.pk).update(text="")
    _set_publication(contribution, Publication.REDACTED)
    record(by, "contribution.redacted", contribution)


@transaction.atomic
def withhold_contribution(
    contribution: Contribution, *, publication: Publication, by: Person | None
) -> None:
    """Keep it from the public: INTERNAL, REJECTED or UNREADABLE. Raises ContributionRefused."""
    _lock(contribution)
    if not may_withhold_as(publication):
        raise ContributionRefused(f"A contribution is not withheld by being {publication}.")
    if not contribution.text and publication != Publication.UNREADABLE:
        raise ContributionRefused(_("There are no words that could be withheld."))
    _set_publication(contribution, publication)
    record(by, "contribution.withheld", contribution, publication=str(publication))


def _lock(contribution: Contribution) -> None:
    """Read the row again and hold it: its author may be taking it back at this moment."""
    contribution.refresh_from_db(from_queryset=Contribution.objects.select_for_update())
    if contribution.publication in WITHOUT_TEXT:
        raise ContributionRefused(_("The author has taken this contribution back."))


def _lock_words(contribution: Contribution) -> None:
    _lock(contribution)
    if not contribution.text:
        raise ContributionRefused(_("This paper could not be read: there are no words to show."))


def _set_publication(contribution: Contribution, publication: Publication) -> None:
    contribution.publication = publication
    contribution.read_on = contribution.read_on or domain_day()
    contribution.save(update_fields=["publication", "read_on"])


def _folded(text: str) -> str:
    return " ".join(text.split())


@transaction.atomic
def split_contribution(
    contribution: Contribution, *, texts: Sequence[str], by: Person | None
) -> list[Part]:
    """Two passages or more of the text that everyone may read, each about something of its own.

    Only once: what is coded hangs on the parts. Raises ContributionRefused.
    """
    _lock_words(contribution)
    whole = _folded(shown_text(contribution))
    texts = [text.strip() for text in texts if text.strip()]
    if contribution.parts.exists():
        raise ContributionRefused(_("This contribution has been split already."))
    if len(texts) < 2:
        raise ContributionRefused(_("Please mark at least two passages."))
    if any(_folded(text) not in whole for text in texts):
        raise ContributionRefused(_("A part must stand in the text word for word."))
    parts = Part.objects.bulk_create(
        Part(contribution=contribution, position=position, text=text)
        for position, text in enumerate(texts, start=1)
    )
    record(by, "contribution.split", contribution, parts=len(parts))
    return parts


@transaction.atomic
def link_duplicate(contribution: Contribution, *, of: Contribution, by: Person | None) -> None:
    """It says the same as another of its process; both voices count. Raises ContributionRefused."""
    # In one order, so that two people who link the same two never wait for each other.
    list(
        Contribution.objects.select_for_update()
        .filter(pk__in=[contribution.pk, of.pk])
        .order_by("pk")
    )
    of.refresh_from_db(fields=["duplicate_of"])
    if contribution.pk == of.pk or contribution.process_id != of.process_id:
        raise ContributionRefused(_("Please choose another contribution of the same process."))
    if of.duplicate_of_id or contribution.duplicates.exists():
        raise ContributionRefused(_("One of the two is linked already. Please link to the first."))
    contribution.duplicate_of = of
    contribution.save(update_fields=["duplicate_of"])
    record(by, "contribution.linked", contribution, of=str(of.pk))


@transaction.atomic
def translate_contribution(
    contribution: Contribution, *, language: str, text: str, is_machine: bool, by: Person | None
) -> None:
    """Say the text that everyone may read in another language. Raises ContributionRefused."""
    _lock_words(contribution)
    if language not in LANGUAGES or language == contribution.language:
        raise ContributionRefused(_("Please choose another language."))
    if not text.strip():
        raise ContributionRefused(_("Please write the translation."))
    ContributionTranslation.objects.update_or_create(
        contribution=contribution,
        language=language,
        defaults={
            "text": text,
            "is_machine": is_machine,
            "source_hash": source_hash(shown_text(contribution)),
        },
    )
    record(by, "contribution.translated", contribution, language=language, is_machine=is_machine)


@transaction.atomic
def name_language(contribution: Contribution, *, language: str, by: Person | None) -> None:
    """Say in which language it is written: people write as they like on any page."""
    _lock(contribution)
    if language not in (*LANGUAGES, UNDETERMINED):
        raise ContributionRefused(_("Please choose one of the languages."))
    contribution.language = language
    contribution.save(update_fields=["language"])
    record(by, "contribution.language_named", contribution, language=language)


@by_the_day
@transaction.atomic
def take_back(receipt: Receipt, *, is_counted: bool) -> int:
    """Erase the words of all contributions of a receipt; returns how many. Safe to repeat.

    Once the analysis has begun the voice stays counted (ERASED), before that nothing stays
    (WITHDRAWN). Who stood behind it goes with the words, and so does the fingerprint by which
    a form that is sent twice is known: it could confirm a guess at what was said.
    """
    publication = Publication.ERASED if is_counted else Publication.WITHDRAWN
    Receipt.objects.select_for_update().get(pk=receipt.pk)
    rows = receipt.contributions.select_for_update().exclude(publication__in=WITHOUT_TEXT)
    numbers = [row.pk for row in rows]
    Redaction.objects.filter(contribution__in=numbers).delete()
    ContributionTranslation.objects.filter(contribution__in=numbers).delete()
    Part.objects.filter(contribution__in=numbers).update(text="")
    Receipt.objects.filter(pk=receipt.pk).update(content_hash="")
    return Contribution.objects.filter(pk__in=numbers).update(
        text="", publication=publication, organisation=None, taken_back_on=domain_day()
    )


# What a desk above undoes, and records there.


@part
@transaction.atomic
def put_publication_back(
    contribution: Contribution, *, publication: Publication, read_on: date | None
) -> None:
    """As public as it was, before its words were taken out if they were. Raises
    ContributionRefused."""
    _lock(contribution)
    if publication != Publication.REDACTED:
        Redaction.objects.filter(contribution=contribution).delete()
    contribution.publication, contribution.read_on = publication, read_on
    contribution.save(update_fields=["publication", "read_on"])


@part
@transaction.atomic
def join_parts(contribution: Contribution) -> None:
    """One text again; nothing may hang on its parts any more. Raises ContributionRefused."""
    _lock(contribution)
    contribution.parts.all().delete()


@part
@transaction.atomic
def unlink_duplicate(contribution: Contribution) -> None:
    """It stands for itself again. Raises ContributionRefused."""
    _lock(contribution)
    contribution.duplicate_of = None
    contribution.save(update_fields=["duplicate_of"])


@part
@transaction.atomic
def put_language_back(contribution: Contribution, *, language: str) -> None:
    """As it was named before. Raises ContributionRefused."""
    _lock(contribution)
    contribution.language = language
    contribution.save(update_fields=["language"])


@part
@transaction.atomic
def drop_translation(contribution: Contribution, *, language: str) -> None:
    """As if it had not been said in that language. Raises ContributionRefused."""
    _lock(contribution)
    contribution.translations.filter(language=language).delete()
