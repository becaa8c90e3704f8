"""What the worker does for the whole: keeping the search in line with what is public."""

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, transaction
from django_tasks import task

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import domain_day, for_quotes
from ratschlag.journal.models import Entry
from ratschlag.portal.queries.searchable import searchable
from ratschlag.portal.queries.searchable.scope import scope_now
from ratschlag.portal.queries.searchable.voices import texts_of_themes, texts_of_voice
from ratschlag.portal.queries.shown import public_themes
from ratschlag.search.models import Document, Text
from ratschlag.search.rules import Kind

# So many documents are written in one transaction: others write in between.
_BATCH = 100
# After so many seconds all is compared, even if nothing seems to have happened.
_AT_THE_LATEST = 600
# What the records looked like when this worker last compared all.
_seen: dict[str, object] = {}


def is_search_behind() -> bool:
    """Whether anything may have become public, or ceased to be, since this worker last looked."""
    return _mark() != _seen.get("mark")


def _mark() -> tuple[object, ...]:
    """Every act of staff has its line in the journal; what goes by a trigger is counted."""
    lines, documents = Entry.objects.count(), Document.objects.count()
    return lines, documents, domain_day(), int(time.monotonic() // _AT_THE_LATEST)


@task
def bring_search_in_line() -> tuple[int, int]:
    """Make the index hold what is public now, and nothing else; returns how many documents were
    written and how many went. Safe to repeat: what has not changed is not touched."""
    mark = _mark()
    texts = {text.name: text for text in searchable()}
    there = Document.objects.digests()
    gone = [name for name in there if name not in texts]
    new = [text for name, text in texts.items() if there.get(name) != text.digest]
    for names in _batches(gone):
        Document.objects.take_out(names)
    written = sum(_put(batch) for batch in _batches(new))
    # What this run has written is nothing new to the next.
    _seen["mark"] = (mark[0], Document.objects.count(), *mark[2:])
    return written, len(gone)


def _batches(rows: Sequence) -> Iterator[list]:  # type: ignore[type-arg]
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch


@transaction.atomic
def _put(texts: list[Text]) -> int:
    """Write what is still public: between reading and writing someone may have taken words back."""
    if connection.vendor == "postgresql":  # another worker would write the same
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('search_document'))")
    return Document.objects.put([*_still_public(texts)])


def _still_public(texts: list[Text]) -> Iterator[Text]:
    """The same without words that went since; the rows they come from are held."""
    voices = _numbers(texts, Kind.VOICE)
    themes = _numbers(texts, Kind.THEME)
    now: set[tuple[str, str, str, str]] = set()
    if voices:
        held = Contribution.objects.shown().select_for_update().order_by("pk")
        numbers = list(held.filter(pk__in=voices).values_list("pk", flat=True))
        for row in for_quotes(Contribution.objects.filter(pk__in=numbers)):
            now |= _said(texts_of_voice(row, "-"))
    scope = scope_now() if themes else None
    if scope:
        rows = public_themes().select_for_update(of=("self",)).filter(pk__in=themes)
        rows = rows.order_by("pk").select_related("process", "outcome__answer")
        now |= _said(texts_of_themes(scope, rows))
    for text in texts:
        is_derived = text.kind in (Kind.VOICE, Kind.THEME)
        if not is_derived or (*text.name, text.text) in now:
            yield text


def _numbers(texts: Iterable[Text], kind: Kind) -> list[int]:
    return sorted({int(text.key) for text in texts if text.kind == kind})


def _said(texts: Iterable[Text]) -> set[tuple[str, str, str, str]]:
    return {(*text.name, text.text) for text in texts}
