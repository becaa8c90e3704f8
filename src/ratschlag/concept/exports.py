"""An edition as a file. The PDF is typeset by Typst from a fixed template, with our own fonts only.

Texts reach the template as data and are never part of its source, so that nothing a person
wrote can be taken for a command. The same edition gives the same bytes: its date is the day of
freezing, and nothing in it comes from the clock, the language or the machine of the reader.
"""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.concept.models import Edition
from ratschlag.concept.queries import day_of, document_of
from ratschlag.concept.queries.shown import Reader, Shown, ShownChapter
from ratschlag.lib.dates import PartialDate, Precision, in_words

_TEMPLATE = Path(__file__).parent / "templates" / "concept" / "concept.typ"
# Joiners, soft hyphens, marks of direction and of variation: they are nowhere drawn.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
FONTS = Path(__file__).parent.parent / "static" / "build" / "pdf-fonts"


class FontsMissing(RuntimeError):
    """The build that makes our fonts was never run."""


def file_of(request: HttpRequest, edition: Edition, ending: str) -> HttpResponse:
    """The PDF, or as "json" the very bytes that the SHA-256 is the sum of.

    An edition never changes, so whoever has the file already is told only that.
    """
    etag = f'"{edition.sha256}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        body = pdf_of(edition) if ending == "pdf" else edition.canonical.encode()
        response = HttpResponse(body, content_type=f"application/{ending}")
        name = f"{edition.process.slug}-{edition.number}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = etag
    return response


def pdf_of(edition: Edition) -> bytes:
    """The edition as a tagged PDF in German, the language that counts."""
    if not any(FONTS.glob("*.ttf")):
        raise FontsMissing("The fonts are not built. In a clone `./run setup` builds them.")
    document = json.dumps(_drawable(_as_data(edition)), sort_keys=True, ensure_ascii=False)
    return _typeset(document, int(edition.frozen_at.timestamp()))


@lru_cache(maxsize=4)
def _typeset(document: str, at: int) -> bytes:
    """Half a second of work; the edition that everybody loads is made once."""
    made = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": document},
        pdf_standards="ua-1",
        timestamp=at,
    )
    assert isinstance(made, bytes)  # noqa: S101  one file, as PDF
    return made


def _as_data(edition: Edition) -> dict[str, Any]:
    """What the template says, all of it in German."""
    with translation.override(SOURCE_LANGUAGE):
        document = document_of(edition)
        day = PartialDate(day_of(edition), Precision.DAY)
        return {
            "language": SOURCE_LANGUAGE,
            "city": document.city,
            "title": document.title,
            "edition": _("Edition %(number)s") % {"number": document.number},
            "state": str(edition.get_state_display()),
            "date": in_words(day, SOURCE_LANGUAGE),
            "reason": document.reason,
            "check": _("SHA-256 of the text"),
            "sha256": edition.sha256,
            "contents": _("Contents"),
            "page": _("Page"),
            "goals": _("Goals"),
            "measures": _("Measures"),
            "alone": _("Contributions that stand for themselves"),
            "what": _("What"),
            "said": _("Entry"),
            "count": _("Contributions"),
            "outcome": _("Outcome"),
            "invented": _("made up for the demo"),
            "chapters": [
                _chapter(row)
                for row in Reader(edition.process, SOURCE_LANGUAGE).read(document.chapters)
            ],
        }


def _drawable(value: Any) -> Any:
    """The same with "[U+1F600]" for every character that our fonts can't draw: nothing that
    counts is left out in silence, and PDF/UA allows no empty boxes."""
    if isinstance(value, dict):
        return {key: _drawable(part) for key, part in value.items()}
    if isinstance(value, list):
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


def _chapter(shown: ShownChapter) -> dict[str, Any]:
    return {
        "number": shown.chapter.number,
        "title": shown.chapter.title,
        "depth": shown.chapter.depth,
        "texts": [_paragraph(row) for row in shown.texts],
        "goals": [_paragraph(row) for row in shown.goals],
        "measures": [_paragraph(row) for row in shown.measures],
        "fates": [_paragraph(row) for row in shown.fates],
        "counts": [_paragraph(row) for row in shown.counts],
    }


def _paragraph(shown: Shown) -> dict[str, Any]:
    row = shown.paragraph
    return {
        "anchor": row.anchor,
        "kind": str(row.kind),
        "key": row.key,
        "text": row.text,
        "invented": bool(row.sheet and row.sheet.is_invented),
        "facts": [[fact.label, fact.wording.text] for fact in shown.facts],
    }
