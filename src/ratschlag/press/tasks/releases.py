"""Bringing releases out: the next number of the year, the facts in their place, frozen from then on."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from ratschlag.city.queries import day_in, the_city
from ratschlag.city.rules import LANGUAGES, SOURCE_LANGUAGE
from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.compute import source_hash
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.errors import DomainError
from ratschlag.press.compute.placeholders import filled, named_in, unknown_in
from ratschlag.press.models import Release, TakenElsewhere, YearCounter
from ratschlag.press.queries.facts import frozen_facts, values_of
from ratschlag.press.rules import State
from ratschlag.process.models import Source

_LOG = logging.getLogger(__name__)
# The texts that may name facts; only the last of them is Markdown.
WITH_FACTS = ("teaser", "facts", "body")


class ReleaseRefused(DomainError):
    """A release can't go there, or not yet."""


@task
def publish_due() -> int:
    """Bring out what was scheduled or under embargo until now; returns how many. Safe to repeat.

    One that names a fact which the records no longer know waits for a person; the desk says so.
    """
    return sum(_publish_waiting(row.pk) for row in Release.objects.due(domain_now()))


def is_any_due() -> bool:
    return Release.objects.due(domain_now()).exists()


def _publish_waiting(number: int) -> int:
    try:
        with transaction.atomic():
            release = Release.objects.select_for_update(of=("self",)).filter(pk=number).first()
            # Called back or thrown away since it was found.
            if release is None or not Release.objects.due(domain_now()).filter(pk=number).exists():
                return 0
            bring_out(release)
            record(None, "release.published", release, number=release.number, year=release.year)
    except ReleaseRefused as refusal:
        _LOG.warning("Release %s stays back: %s", number, refusal)
        return 0
    return 1


def bring_out(release: Release) -> None:
    """Give it the next number of the year and put the facts in their place.

    Inside a transaction that holds the row. Raises ReleaseRefused.
    """
    at = domain_now()
    day = _day_of(at)
    _put_facts_in(release)
    release.state, release.released_at = State.PUBLISHED, at
    release.year, release.number = day.year, next_number(day.year)
    release.as_of = release.as_of or day
    release.source = _source_of(release, day)
    release.save()


def locked(release: Release) -> Release:
    """The release as it stands in the database; nobody else acts on it at the same time."""
    found = Release.objects.select_for_update(of=("self",)).filter(pk=release.pk).first()
    if found is None:
        raise ReleaseRefused(_("This release is gone: somebody threw the draft away."))
    return found


def next_number(year: int) -> int:
    """The next number that nobody has; the counter's row is held until the transaction ends."""
    YearCounter.objects.get_or_create(year=year)
    counter = YearCounter.objects.select_for_update().get(year=year)
    number = counter.last + 1
    while taken := TakenElsewhere.objects.filter(
        year=year, first__lte=number, last__gte=number
    ).first():
        number = taken.last + 1
    counter.last = number
    counter.save(update_fields=["last"])
    return number


def _day_of(at: datetime) -> date:
    city = the_city()
    return day_in(city, at) if city else at.date()


def _put_facts_in(release: Release) -> None:
    texts = [getattr(release, name) for name in WITH_FACTS]
    translations = list(
        Translation.objects.filter(kind=release.kind, number=release.pk, field__in=WITH_FACTS)
    )
    keys = named_in(*texts, *(row.text for row in translations))
    if not keys:
        return
    values = {language: values_of(release.process, language) for language in LANGUAGES}
    if unknown := unknown_in(values[SOURCE_LANGUAGE], *texts):
        raise ReleaseRefused(unknown_sentence(unknown))
    before = {name: source_hash(getattr(release, name)) for name in WITH_FACTS}
    for name in WITH_FACTS:
        text = filled(getattr(release, name), values[SOURCE_LANGUAGE], is_markdown=name == "body")
        setattr(release, name, text)
    for row in translations:
        # A text about an older wording may name what is gone; nobody is shown it.
        if unknown_in(values[row.language], row.text):
            row.state, row.stale_since = Translated.STALE, row.stale_since or domain_now()
        else:
            row.text = filled(row.text, values[row.language], is_markdown=row.field == "body")
        if row.source_hash == before[row.field]:
            row.source_hash = source_hash(getattr(release, row.field))
        row.save()
    release.pulled = frozen_facts(values, [key for key in keys if key in values[SOURCE_LANGUAGE]])


def unknown_sentence(keys: list[str]) -> str:
    return _("The records know no such fact: %(keys)s. Choose one from the list of facts.") % {
        "keys": ", ".join(f"{{{{ {key} }}}}" for key in keys)
    }


def _source_of(release: Release, day: date) -> Source | None:
    """The release as the process cites it among its sources, if it does: by its number and day."""
    if release.process is None:
        return None
    cited = Source.objects.filter(process=release.process, release=None)
    return cited.filter(title__endswith=f" {release.number}", published_on=day).first()
