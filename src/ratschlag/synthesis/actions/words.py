"""The words of a contribution at the desk: what the room below does with them, kept so that it
can be undone; and flags for another person."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.contributions import actions as words
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import domain_day
from ratschlag.contributions.rules import Publication
from ratschlag.journal.actions import part, record
from ratschlag.people.models import Person
from ratschlag.synthesis.actions.codings import CodingRefused, lock_contribution
from ratschlag.synthesis.actions.memory import remember
from ratschlag.synthesis.models import Flag


def _before(contribution: Contribution) -> dict[str, object]:
    """How its words stand, without any of them."""
    lock_contribution(contribution)
    return {
        "publication": str(contribution.publication),
        "read_on": str(contribution.read_on or ""),
        "was_redacted": hasattr(contribution, "redaction"),
        "parts": sorted(contribution.parts.exclude(text="").values_list("pk", flat=True)),
    }


@part  # the lower room records
@transaction.atomic
def publish(contribution: Contribution, *, by: Person | None) -> None:
    """Raises DomainError."""
    before = _before(contribution)
    words.publish_contribution(contribution, by=by)
    remember(by, contribution, "contribution.published", **before)


@part
@transaction.atomic
def redact(contribution: Contribution, *, text: str, by: Person | None) -> None:
    """Raises DomainError."""
    before = _before(contribution)
    words.redact_contribution(contribution, text=text, by=by)
    remember(by, contribution, "contribution.redacted", **before)


@part
@transaction.atomic
def withhold(contribution: Contribution, *, publication: Publication, by: Person | None) -> None:
    """Raises DomainError."""
    before = _before(contribution)
    words.withhold_contribution(contribution, publication=publication, by=by)
    remember(by, contribution, "contribution.withheld", **before)


@part
@transaction.atomic
def split(contribution: Contribution, *, texts: Sequence[str], by: Person | None) -> None:
    """Raises DomainError."""
    words.split_contribution(contribution, texts=texts, by=by)
    remember(by, contribution, "contribution.split")


@part
@transaction.atomic
def name_language(contribution: Contribution, *, language: str, by: Person | None) -> None:
    """Raises DomainError."""
    lock_contribution(contribution)
    before = contribution.language
    words.name_language(contribution, language=language, by=by)
    remember(by, contribution, "contribution.language_named", language=before)


@part
@transaction.atomic
def translate(contribution: Contribution, *, language: str, text: str, by: Person | None) -> None:
    """Raises DomainError."""
    is_new = not contribution.translations.filter(language=language).exists()
    words.translate_contribution(
        contribution, language=language, text=text, is_machine=False, by=by
    )
    remember(by, contribution, "contribution.translated", language=language, is_new=is_new)


@part
@transaction.atomic
def link(contribution: Contribution, *, of: Contribution, by: Person | None) -> None:
    """Raises DomainError."""
    words.link_duplicate(contribution, of=of, by=by)
    remember(by, contribution, "contribution.linked")


@transaction.atomic
def set_flag(contribution: Contribution, *, note: str, by: Person | None) -> Flag:
    """Ask another person to look at it. Raises CodingRefused if somebody did already."""
    lock_contribution(contribution)
    if contribution.flags.open().exists():
        raise CodingRefused(_("It is flagged already."))
    flag = Flag.objects.create(contribution=contribution, note=note, by=by, on=domain_day())
    remember(by, contribution, "flag.set", flag=flag.pk)
    record(by, "flag.set", contribution)
    return flag


@transaction.atomic
def close_flag(contribution: Contribution, *, by: Person | None) -> None:
    """It was looked at. Raises CodingRefused if nothing is flagged."""
    lock_contribution(contribution)
    flag = contribution.flags.open().first()
    if flag is None:
        raise CodingRefused(_("It is not flagged any more."))
    flag.closed_by, flag.closed_on = by, domain_day()
    flag.save(update_fields=["closed_by", "closed_on"])
    remember(by, contribution, "flag.closed", flag=flag.pk)
    record(by, "flag.closed", contribution)
