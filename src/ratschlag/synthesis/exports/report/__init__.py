"""The report of a run: one HTML file that asks no other host for anything and runs no script."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from ratschlag.synthesis.exports.report.sections import sections_of
from ratschlag.synthesis.exports.report.words import REPORT_LANGUAGES, Words
from ratschlag.synthesis.exports.run import Run

__all__ = ["REPORT_LANGUAGES", "report_of"]

_PACKAGE = Path(__file__).resolve().parents[3]
_TEMPLATES = _PACKAGE / "synthesis" / "templates" / "synthesis" / "report"
# Of the site's own components those that a report is made of; its own come last.
_STYLES = ("tokens", "base", "page", "open", "band", "bars", "table", "voice", "theme", "print")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Fonts that only some machines have would make the same report look different.
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")


def report_of(run: Run, record: dict[str, Any]) -> bytes:
    words = Words(run.report_language)
    # Plain values only: nothing is translated, localised or looked up in settings.
    context = Context(
        {"w": words.plain, "language": words.language, "css": _style(),
         **sections_of(run, record, words)},
        use_l10n=False,
        use_tz=False,
    )  # fmt: skip
    page = _engine().get_template("report.html").render(context)
    return page.encode("utf-8", "replace")


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(_TEMPLATES)], autoescape=True)


@cache
def _style() -> str:
    folder = _PACKAGE / "static" / "css"
    paths = [*(folder / f"{name}.css" for name in _STYLES), _TEMPLATES / "report.css"]
    styles = (path.read_text("utf-8") for path in paths)
    plain = "\n".join(_FACE.sub("", _COMMENT.sub("", style)) for style in styles)
    return "\n".join(line.strip() for line in plain.splitlines() if line.strip())
