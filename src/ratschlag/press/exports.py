"""A release as a PDF in the reader's language, typeset like an edition of the concept."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ratschlag.city.queries import the_city
from ratschlag.city.rules import html_language
from ratschlag.languages.queries import wording_of
from ratschlag.lib import markdown
from ratschlag.lib.dates import PartialDate, Precision, in_words
from ratschlag.lib.pdf import typeset
from ratschlag.press.models import Release
from ratschlag.press.queries.releases import Shown, day_of, shown

_TEMPLATE = Path(__file__).parent / "templates" / "press" / "release.typ"
_ASKED_FOR = 1_471_910_400  # a draft has no day; any fixed one keeps the same bytes


def pdf_of(release: Release, language: str, *, address: str) -> bytes:
    """The release with its facts; a draft says when it may be used at the earliest."""
    found = shown(release, language)
    at = int(release.released_at.timestamp()) if release.released_at else _ASKED_FOR
    with translation.override(language):
        return typeset(_TEMPLATE, _as_data(found, language, address), at=at)


def file_name(release: Release, language: str) -> str:
    named = f"{release.year}-{release.number}" if release.is_out else f"{release.pk}"
    return f"pressemitteilung-{named}-{language}.pdf"


def _as_data(found: Shown, language: str, address: str) -> dict[str, Any]:
    release, city = found.release, the_city()
    return {
        "language": html_language(language),
        "text_language": html_language(found.body.language),
        "city": city.name if city else "",
        "kicker": _kicker(release, language),
        "title": found.headline.text,
        "lead": found.teaser.text,
        "notes": _notes(release, language),
        "facts_title": _("The facts"),
        "facts": [[line.label, line.wording.text] for line in found.facts],
        "blocks": blocks_of(found.body.text),
        "corrections_title": _("Corrections"),
        "corrections": [
            [_in_words(row.corrected_on, language), wording_of(row, "text").text]
            for row in found.corrections
        ],
        "publisher_title": _("Published by"),
        "publisher": ", ".join(one.name for one in (release.publisher, release.partner) if one),
        "contact_title": _("Contact"),
        "contact": release.contact_lines,
        "address": address,
        "page": _("Page"),
    }


def _kicker(release: Release, language: str) -> str:
    day = day_of(release)
    if day is None:
        return _("Press release, not published yet")
    words = {"number": release.number, "day": _in_words(day, language)}
    return _("Press release %(number)s, %(day)s") % words


def _notes(release: Release, language: str) -> list[str]:
    notes = []
    if release.embargo_until and not release.is_out:
        until = localtime(release.embargo_until)
        day = _in_words(until.date(), language)
        notes.append(
            _("Under embargo until %(day)s, %(time)s") % {"day": day, "time": f"{until:%H:%M}"}
        )
    if release.is_out and release.as_of:
        notes.append(_("As of %(day)s.") % {"day": _in_words(release.as_of, language)})
    if release.is_invented:
        notes.append(_("made up for the demo"))
    return notes


def _in_words(day: date, language: str) -> str:
    return in_words(PartialDate(day, Precision.DAY), language)


def blocks_of(text: str) -> list[dict[str, Any]]:
    """The text for the template: its headings begin with the first level, leave none out and say
    something. A typesetter of PDF/UA refuses anything else."""
    blocks = [one for one in markdown.blocks_of(text) if one.kind != "h" or one.text.strip()]
    used = sorted({one.depth for one in blocks if one.kind == "h"})
    rows, level = [], 0
    for one in blocks:
        depth = one.depth
        if one.kind == "h":
            depth = level = min(used.index(one.depth), level) + 1
        runs = [[run.text, run.is_strong, run.is_soft, run.href] for run in one.runs]
        rows.append({"kind": one.kind, "depth": depth, "mark": one.mark, "runs": runs})
    return rows
