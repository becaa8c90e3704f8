"""What goes to an agency: XLIFF 1.2, which every translator's program reads."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass

from ratschlag.languages.rules import XLIFF

# Characters that no XML may hold; what somebody pasted must not break the file.
_FORBIDDEN = dict.fromkeys({*range(32), 0xFFFE, 0xFFFF} - {9, 10, 13})


@dataclass(frozen=True)
class Unit:
    """One text as it goes out: `seen` is the fingerprint of source and translation."""

    key: str
    source: str
    said: str
    seen: str
    note: str
    is_checked: bool
    is_machine: bool


def xliff(units: Iterable[Unit], *, source_language: str, language: str, original: str) -> bytes:
    """The file for one language. What is not checked is marked as to be translated."""
    ET.register_namespace("", XLIFF)
    root = ET.Element(f"{{{XLIFF}}}xliff", version="1.2")
    file = ET.SubElement(
        root,
        f"{{{XLIFF}}}file",
        {
            "original": original,
            "datatype": "plaintext",
            "source-language": source_language,
            "target-language": language,
        },
    )
    body = ET.SubElement(file, f"{{{XLIFF}}}body")
    for unit in units:
        _add(body, unit, source_language=source_language, language=language)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(body: ET.Element, unit: Unit, *, source_language: str, language: str) -> None:
    space = "{http://www.w3.org/XML/1998/namespace}"
    asked = {"id": unit.key, "resname": unit.seen, f"{space}space": "preserve"}
    asked["approved"] = "yes" if unit.is_checked else "no"
    row = ET.SubElement(body, f"{{{XLIFF}}}trans-unit", asked)
    source = ET.SubElement(row, f"{{{XLIFF}}}source", {f"{space}lang": source_language})
    source.text = unit.source.translate(_FORBIDDEN)
    if unit.said:
        state = "final" if unit.is_checked else "needs-review-translation"
        marks = {f"{space}lang": language, "state": state}
        if unit.is_machine:
            marks["state-qualifier"] = "mt-suggestion"
        target = ET.SubElement(row, f"{{{XLIFF}}}target", marks)
        target.text = unit.said.translate(_FORBIDDEN)
    note = ET.SubElement(row, f"{{{XLIFF}}}note")
    note.text = unit.note
