"""What an agency's file brings, judged text by text before anything is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.compute import source_hash
from ratschlag.languages.exports import Unit
from ratschlag.languages.imports import Row, doubled
from ratschlag.languages.rules import TextState, Verdict
from ratschlag.lib.marks import lost_placeholders
from ratschlag.people.rules import Standing
from ratschlag.portal.queries.translations import Text, text_at
from ratschlag.portal.rules import may_translate

VERDICT_NAMES: dict[Verdict, Promise] = {
    Verdict.TAKEN: _("taken"),
    Verdict.SAME: _("says what is there already"),
    Verdict.EMPTY: _("has no translation"),
    Verdict.UNFINISHED: _("is marked as not finished"),
    Verdict.UNKNOWN: _("belongs to no text of this installation"),
    Verdict.NOT_YOURS: _("belongs to a process that you don’t translate"),
    Verdict.DOUBLE: _("stands in the file twice; neither was taken"),
    Verdict.SOURCE_CHANGED: _("the German text has changed since; export it again"),
    Verdict.CHANGED_HERE: _("somebody changed the translation here meanwhile"),
    Verdict.PLACEHOLDER: _("a placeholder is missing or new"),
    Verdict.TOO_LONG: _("is too long"),
    Verdict.SURVEY: _("belongs to a survey that can’t be changed now"),
}
# Nobody needs to look at these again.
FINE = (Verdict.TAKEN, Verdict.SAME)


@dataclass(frozen=True)
class Brought:
    """A text of the file that can be kept: `seen` is what stood here when it was judged."""

    key: str
    text: Text
    said: str
    seen: str
    is_machine: bool


@dataclass(frozen=True)
class Judged:
    """A line of the report."""

    row: Row
    text: Text | None
    verdict: Verdict

    @property
    def verdict_name(self) -> Promise:
        return VERDICT_NAMES[self.verdict]


def judge(rows: list[Row], language: str, standing: Standing) -> list[Judged]:
    """What can become of each text of a file, in its order."""
    twice = set(doubled(rows))
    return [_judge(row, language, standing, is_double=row.key in twice) for row in rows]


def _judge(row: Row, language: str, standing: Standing, *, is_double: bool) -> Judged:
    text = _text_of(row.key, language)
    if text is None:
        return Judged(row, None, Verdict.UNKNOWN)
    if not may_translate(standing, language, text.process):
        return Judged(row, None, Verdict.NOT_YOURS)
    verdict = Verdict.DOUBLE if is_double else _verdict(row, text)
    return Judged(row, text, verdict)


def _verdict(row: Row, text: Text) -> Verdict:
    if not row.said:
        return Verdict.EMPTY
    if row.is_too_long or len(row.said) > text.longest:
        return Verdict.TOO_LONG
    has_same_source = source_hash(row.source) == source_hash(text.source)
    if not (has_same_source if row.source else row.seen == text.seen):
        return Verdict.SOURCE_CHANGED
    if row.said == text.said and text.state is TextState.CHECKED:
        return Verdict.SAME
    if row.is_unfinished and not row.is_machine:
        return Verdict.UNFINISHED
    is_as_exported = row.seen == text.seen if row.seen else text.state is not TextState.CHECKED
    if not is_as_exported and row.said != text.said:
        return Verdict.CHANGED_HERE
    if row.is_unfinished and row.said == text.said:
        return Verdict.SAME
    return Verdict.PLACEHOLDER if lost_placeholders(text.source, row.said) else Verdict.TAKEN


def _text_of(key: str, language: str) -> Text | None:
    kind, _dash, rest = key.partition("-")
    number, _dash, field = rest.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 20):
        return None
    return text_at(kind, int(number), field, language)


def brought(judged: Iterable[Judged]) -> list[Brought]:
    """What is to be kept of a judged file."""
    return [
        Brought(line.row.key, line.text, line.row.said, line.text.seen, line.row.is_machine)
        for line in judged
        if line.verdict is Verdict.TAKEN and line.text is not None
    ]


def units(texts: Iterable[Text]) -> list[Unit]:
    """Texts as they go out to an agency."""
    return [
        Unit(
            key=text.key,
            source=text.source,
            said=text.said,
            seen=text.seen,
            note=f"{text.kind.name}: {text.field_name}",
            is_checked=text.state is TextState.CHECKED,
            is_machine=text.state is TextState.MACHINE,
        )
        for text in texts
    ]
