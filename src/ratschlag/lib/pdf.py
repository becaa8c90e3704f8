"""Files typeset by Typst from a fixed template, with our own fonts only: tagged PDF (PDF/UA-1).

Texts reach a template as data and are never part of its source, so that nothing a person wrote
can be taken for a command. The same data gives the same bytes: nothing in a file comes from the
clock, the language or the machine of the reader.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parent.parent / "static" / "build" / "pdf-fonts"
# Joiners, soft hyphens, marks of direction and of variation: they are nowhere drawn.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)


class FontsMissing(RuntimeError):
    """The build that makes our fonts was never run."""


def typeset(template: Path, data: Mapping[str, Any], *, at: int) -> bytes:
    """The PDF that a template makes of its `document`; `at` is its date, in seconds since 1970."""
    if not any(FONTS.glob("*.ttf")):
        raise FontsMissing("The fonts are not built. In a clone `./run setup` builds them.")
    return _typeset(template, as_document(data), at)


def as_document(data: Mapping[str, Any]) -> str:
    """The data as a template reads it: always written down in the same way."""
    return json.dumps(_drawable(dict(data)), sort_keys=True, ensure_ascii=False)


# Half a second of work; what everybody loads is made once in each language.
@lru_cache(maxsize=24)
def _typeset(template: Path, document: str, at: int) -> bytes:
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": document},
        pdf_standards="ua-1",
        timestamp=at,
    )
    assert isinstance(made, bytes)  # noqa: S101  one file, as PDF
    return made


def _drawable(value: Any) -> Any:
    """The same with "[U+1F600]" for every character that our fonts can't draw: nothing that
    counts is left out in silence, and PDF/UA allows no empty boxes."""
    if isinstance(value, dict):
        return {key: _drawable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(part) for part in value]
    return "".join(map(_drawn, value)) if isinstance(value, str) else value


def _drawn(char: str) -> str:
    if char in _characters() or _UNSEEN.match(char):
        return char
    return " " if char.isspace() else f"[U+{ord(char):04X}]"


@lru_cache(maxsize=1)
def _characters() -> frozenset[str]:
    """What our fonts can draw, as the build found it."""
    return frozenset((FONTS / "characters.txt").read_text("utf-8"))
