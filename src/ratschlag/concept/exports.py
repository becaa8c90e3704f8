"""An edition as a file; the same edition gives the same bytes: its date is the day of freezing."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.concept.models import Edition
from ratschlag.concept.queries import day_of, document_of
from ratschlag.concept.queries.shown import Reader, Shown, ShownChapter
from ratschlag.lib.dates import PartialDate, Precision, in_words
from ratschlag.lib.pdf import typeset

_TEMPLATE = Path(__file__).parent / "templates" / "concept" / "concept.typ"


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
    return typeset(_TEMPLATE, _as_data(edition), at=int(edition.frozen_at.timestamp()))


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
