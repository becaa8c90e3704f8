"""What a page says in the reader's language, and where it had to say it in German."""

from collections.abc import Iterable
from dataclasses import dataclass

from ratschlag.city.rules import SOURCE_LANGUAGE, html_language
from ratschlag.languages.models import Authored, Translation
from ratschlag.languages.rules import State


@dataclass(frozen=True)
class Wording:
    """One text as it is shown: in which language, and whether a machine wrote it unchecked."""

    text: str
    language: str
    is_machine: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Reading:
    """What the reader has to know about the texts of a page."""

    has_fallback: bool = False
    has_machine: bool = False


def read(language: str, *groups: Iterable[Authored]) -> Reading:
    """Give every row its `wordings` in that language: one query for all of them."""
    rows = [row for group in groups for row in group]
    found = _translations(language, rows)
    has_fallback = has_machine = False
    for row in rows:
        wordings = {}
        for field in row.translated:
            source = getattr(row, field)
            wording = _wording(source, found.get((row.kind, row.pk, field)))
            wordings[field] = wording
            has_machine |= wording.is_machine
            has_fallback |= bool(source) and wording.language != language
        row.wordings = wordings  # type: ignore[attr-defined]
    return Reading(has_fallback=has_fallback, has_machine=has_machine)


def _translations(
    language: str, rows: Iterable[Authored]
) -> dict[tuple[str, int, str], Translation]:
    if language == SOURCE_LANGUAGE:
        return {}
    numbers = {row.pk for row in rows}
    found = Translation.objects.current().filter(language=language, number__in=numbers)
    return {(row.kind, row.number, row.field): row for row in found}


def _wording(source: str, translation: Translation | None) -> Wording:
    if translation is None:
        return Wording(source, SOURCE_LANGUAGE)
    return Wording(
        translation.text, translation.language, is_machine=translation.state == State.MACHINE
    )


def wording_of(row: Authored, field: str) -> Wording:
    """The wording that `read` found, or the source where nobody asked."""
    wordings: dict[str, Wording] = getattr(row, "wordings", {})
    return wordings.get(field) or Wording(getattr(row, field), SOURCE_LANGUAGE)


def differs(wording: Wording, language: str) -> bool:
    """Whether the text needs its own `lang` on a page in that language."""
    return html_language(wording.language) != html_language(language)
