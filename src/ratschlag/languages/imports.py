"""What comes back from an agency: XLIFF 1.2, read without entities, limits first."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from django.utils.translation import gettext as _

from ratschlag.languages.rules import XLIFF
from ratschlag.lib.errors import DomainError

MOST_BYTES = 5 * 1024 * 1024
_MOST_ROWS, _DEEPEST, _LONGEST = 20_000, 40, 50_000
# What a program calls words that nobody has finished.
_UNFINISHED = frozenset(
    {"new", "needs-translation", "needs-adaptation", "needs-l10n", "needs-review-adaptation"}
    | {"needs-review-l10n", "needs-review-translation"}
)
_MACHINE = frozenset({"mt-suggestion", "leveraged-mt"})


class FileRefused(DomainError):
    """The file as a whole can't be read; nothing of it is taken."""


@dataclass(frozen=True)
class Row:
    """One text as the file says it."""

    key: str
    source: str
    said: str
    seen: str
    is_unfinished: bool
    is_machine: bool
    is_too_long: bool


@dataclass(frozen=True)
class Delivery:
    """All that a file brings."""

    language: str
    rows: list[Row]


def read_xliff(data: bytes) -> Delivery:
    """What an agency's file says, in its order. Raises FileRefused."""
    if len(data) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 5 MB. Please send it in parts."))
    root = _tree(data)
    if root.tag != f"{{{XLIFF}}}xliff" or root.get("version") != "1.2":
        raise FileRefused(_("This is not a file in XLIFF 1.2. Please ask for this version."))
    files = root.findall(f"{{{XLIFF}}}file")
    languages = {file.get("target-language", "") for file in files}
    if len(languages) != 1:
        raise FileRefused(_("The file must say one language, the same in each part."))
    if any(file.get("source-language") != "de" for file in files):
        raise FileRefused(_("The file’s source is not German."))
    rows = [_row(unit) for file in files for unit in file.iter(f"{{{XLIFF}}}trans-unit")]
    if len(rows) > _MOST_ROWS:
        raise FileRefused(_("The file has too many texts. Please send it in parts."))
    return Delivery(languages.pop(), rows)


def _row(unit: ET.Element) -> Row:
    target = unit.find(f"{{{XLIFF}}}target")
    said = _words(target).strip()
    state = target.get("state", "") if target is not None else ""
    return Row(
        key=unit.get("id", ""),
        source=_words(unit.find(f"{{{XLIFF}}}source")),
        said=said[:_LONGEST],
        seen=unit.get("resname", ""),
        is_unfinished=state in _UNFINISHED,
        is_machine=target is not None and target.get("state-qualifier", "") in _MACHINE,
        is_too_long=len(said) > _LONGEST,
    )


def _words(element: ET.Element | None) -> str:
    """The text with what programs wrap around parts of it, such as `<g>` and `<mrk>`."""
    return "" if element is None else "".join(element.itertext()).replace("\x00", "")


def _tree(data: bytes) -> ET.Element:
    """The file as a tree. A document type, and with it every entity, is refused."""
    builder, depth = ET.TreeBuilder(), 0
    parser = expat.ParserCreate(namespace_separator="}")

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise FileRefused(_("The file is nested too deeply."))
        builder.start(_tag(name), {_tag(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_tag(name))

    def refuse(*_details: object) -> int:
        raise FileRefused(_("The file declares a document type. That is not allowed here."))

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, LookupError, ValueError, AssertionError) as error:
        raise FileRefused(_("The file is no whole XML. Please have it sent again.")) from error


def _tag(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def doubled(rows: list[Row]) -> Iterator[str]:
    """Keys that stand in a file twice."""
    seen = set()
    for row in rows:
        if row.key in seen:
            yield row.key
        seen.add(row.key)
