"""Writing translations, and marking those whose source has changed."""

from collections.abc import Iterable

from django.db import transaction

from ratschlag.journal.actions import part
from ratschlag.journal.queries import domain_now
from ratschlag.languages.compute import source_hash
from ratschlag.languages.models import Authored, Translation
from ratschlag.languages.rules import State


@part
@transaction.atomic
def put_translation(row: Authored, field: str, *, language: str, text: str, state: State) -> None:
    """Say a field of `row` in another language; replaces what was said there before."""
    Translation.objects.update_or_create(
        kind=row.kind,
        number=row.pk,
        field=field,
        language=language,
        defaults={
            "text": text,
            "state": state,
            "source_hash": source_hash(getattr(row, field)),
            "stale_since": None,
            "checked_by": "",
        },
    )


@part
@transaction.atomic
def mark_stale(row: Authored, fields: Iterable[str]) -> int:
    """After the source of `fields` was changed: their translations no longer say the same.

    A translation whose source reads as it did when it was written is left alone. Returns how
    many became stale.
    """
    count = 0
    for field in set(fields) & set(row.translated):
        outdated = Translation.objects.current().filter(kind=row.kind, number=row.pk, field=field)
        outdated = outdated.exclude(source_hash=source_hash(getattr(row, field)))
        count += outdated.update(state=State.STALE, stale_since=domain_now())
    return count
