"""Writing translations, and marking those whose source has changed."""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from ratschlag.journal.actions import part, record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.compute import source_hash
from ratschlag.languages.models import Authored, Term, Translation
from ratschlag.languages.rules import State
from ratschlag.lib.errors import DomainError


@part
@transaction.atomic
def put_translation(
    row: Authored, field: str, *, language: str, text: str, state: State, checked_by: str = "",
    maker: str = "",
) -> None:  # fmt: skip
    """Say a field of `row` in another language; what was said there before is kept as such.

    `checked_by` is the number of the person who wrote or read it, `maker` the service or the
    agency from which the words came.
    """
    Translation.objects.put(
        row, field, language=language, text=text, state=state, checked_by=checked_by, maker=maker
    )


@part
@transaction.atomic
def put_translations(row: Authored, texts: Mapping[tuple[str, str], str], *, state: State) -> None:
    """Say many fields of `row` in other languages at once: texts by field and language."""
    Translation.objects.put_all(row, texts, state=state)


@part
@transaction.atomic
def carry_translations(pairs: Iterable[tuple[Authored, Authored]]) -> int:
    """Give each second row what the first says in other languages, with its state; returns how
    many texts that were. Where the two sources differ, the text is stale."""
    copies = {row.pk: (row, copy) for row, copy in pairs}
    found = Translation.objects.filter(number__in=copies)
    carried = [
        Translation(
            kind=row.kind, number=copies[row.number][1].pk, field=row.field,
            language=row.language, text=row.text, state=row.state, source_hash=row.source_hash,
            stale_since=row.stale_since, checked_by=row.checked_by, source_text=row.source_text,
            maker=row.maker,
        )
        for row in found
        if row.kind == copies[row.number][0].kind
    ]  # fmt: skip
    Translation.objects.bulk_create(carried)
    for _row, copy in copies.values():
        mark_stale(copy, copy.translated)
    return len(carried)


@part
@transaction.atomic
def drop_translations(rows: Iterable[Authored], *, field: str = "", language: str = "") -> None:
    """Forget what rows say in other languages, or one field of them, or one language."""
    for row in rows:
        found = Translation.objects.filter(kind=row.kind, number=row.pk)
        found = found.filter(field=field) if field else found
        (found.filter(language=language) if language else found).delete()


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


class TermRefused(DomainError):
    """A word that is in the glossary already."""


@transaction.atomic
def write_term(
    term: Term, texts: Mapping[str, Mapping[str, str]], *, by: models.Model | None
) -> Term:
    """Take in a word of the glossary, or keep what was changed of it; `texts` holds what was
    written in other languages: {"en": {"word": …, "explanation": …}}. An empty one is forgotten.

    Raises TermRefused.
    """
    verb = "term.written" if term._state.adding else "term.revised"
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError as error:  # of two who write it at once one is told
        raise TermRefused(_("This word is in the glossary already.")) from error
    mark_stale(term, term.translated)
    for language, said in texts.items():
        for field, text in said.items():
            if not text:
                drop_translations([term], field=field, language=language)
                continue
            put_translation(
                term, field, language=language, text=text, state=State.CHECKED,
                checked_by=str(by.pk) if by else "",
            )  # fmt: skip
    record(by, verb, term)
    return term


@transaction.atomic
def remove_term(term: Term, *, by: models.Model | None) -> None:
    """Take a word out of the glossary, in every language."""
    drop_translations([term])
    record(by, "term.removed", term)
    term.delete()
