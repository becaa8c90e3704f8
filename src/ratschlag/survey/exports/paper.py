"""The questionnaire on paper, and sheets that lead to it: tagged PDF in every language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ratschlag.city.models import City
from ratschlag.city.rules import SOURCE_LANGUAGE, direction, html_language
from ratschlag.contributions.compute import qr_of
from ratschlag.lib.dates import PartialDate, Precision, in_words
from ratschlag.lib.pdf import typeset
from ratschlag.survey.compute.questionnaire import Questionnaire
from ratschlag.survey.models import Survey, Version
from ratschlag.survey.queries import condition_in_words, draft_of, questionnaire_of, sheet_of
from ratschlag.survey.queries.sheets import Asked, AskedQuestion, Sheet
from ratschlag.survey.rules import Kind

_TEMPLATES = Path(__file__).parent.parent / "templates" / "survey"
# Left-to-right, whatever stands around it (Unicode's bidirectional algorithm).
_ISOLATE, _END_OF_ISOLATE = "\u2066", "\u2069"
# A question stands on one page, unless it has more options and rows than this.
_STAYS_TOGETHER = 12
# How many lines a long answer gets on paper, by how long it may be.
_FEWEST_LINES, _MOST_LINES, _SIGNS_OF_A_LINE = 2, 9, 160


def paper_of(survey: Survey, version: Version | None, language: str, city: City) -> bytes:
    """The questionnaire to be filled in by pen; without a version as it is written now.

    Where it is not asked in that language: in German.
    """
    asked = questionnaire_of(version) if version else draft_of(survey)
    made_on = version.made_on if version else survey.opens_at.date()
    language = language_on_paper(asked, language)
    with translation.override(language):
        drawn = _Paper(survey, asked, version.number if version else 0, language, city).drawn()
    return typeset(_TEMPLATES / "paper.typ", drawn, at=_at(made_on))


def flyer_of(survey: Survey, language: str, city: City, *, size: str) -> bytes:
    """A sheet to hang up ("a4") or to lay out ("a5"): what, until when, and how one gets there."""
    sheet = sheet_of(draft_of(survey), language)
    with translation.override(language):
        address, shown = short_address_of(survey, city)
        drawn = {
            **_common(sheet, language, city),
            "paper": size,
            "accent": city.accent,
            "qr": _svg(address),
            "address": shown,
            "words": {
                "qr": _("QR code that leads to the survey"),
                "here": _("Answer here:"),
                "until": _("Open until %(day)s") % {"day": _day(_last_day(survey, city))},
            },
            "lines": [
                _("Anonymous") + ": " + _("No name, no account. We store only the day."),
                _("Call 115, the number of the authorities. Somebody writes down what you say."),
                _("Come to one of the city’s service offices. Somebody writes with you."),
            ],
        }
    return typeset(_TEMPLATES / "flyer.typ", drawn, at=int(survey.opens_at.timestamp()))


def language_on_paper(asked: Questionnaire, language: str) -> str:
    return language if language in asked.languages else SOURCE_LANGUAGE


def short_address_of(survey: Survey, city: City) -> tuple[str, str]:
    """The shortest address that leads to the survey, and how it is printed. It never dies."""
    short = survey.process.short_addresses.first()
    path = f"/{short.path}" if short else reverse("survey:survey", args=[survey.process.slug])
    address = city.address.rstrip("/") + path
    return address, address.removeprefix("https://").removeprefix("http://")


def _at(day: date) -> int:
    return int(datetime.combine(day, time(12), UTC).timestamp())


def _last_day(survey: Survey, city: City) -> date:
    return survey.closes_at.astimezone(city.zone).date()


def _day(day: date) -> str:
    return in_words(PartialDate(day, Precision.DAY), translation.get_language() or SOURCE_LANGUAGE)


def _svg(text: str) -> str:
    """A QR code as a picture: black on white, also on coloured paper."""
    qr = qr_of(text)
    box = f'viewBox="0 0 {qr.size} {qr.size}" shape-rendering="crispEdges"'
    ground = f'<rect width="{qr.size}" height="{qr.size}" fill="#fff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{ground}<path d="{qr.path}"/></svg>'


def _said(part: Asked, field: str) -> str:
    return part.wordings[field].text


def _common(sheet: Sheet, language: str, city: City) -> dict[str, Any]:
    return {
        "language": html_language(language),
        "is_rtl": direction(language) == "rtl",
        "is_easy": language != html_language(language),
        "city": city.name,
        "title": _said(sheet.survey, "title"),
        "purpose": _said(sheet.survey, "purpose"),
    }


@dataclass(frozen=True)
class _Paper:
    """A questionnaire in one language as the template draws it; the language is active."""

    survey: Survey
    asked: Questionnaire
    number: int
    language: str
    city: City

    @cached_property
    def sheet(self) -> Sheet:
        return sheet_of(self.asked, self.language)

    def drawn(self) -> dict[str, Any]:
        pages = [self._page(page) for page in self.sheet.pages]
        return {
            **_common(self.sheet, self.language, self.city),
            "code": self._code,
            "qr": _svg(self._address),
            "promises": self._promises(),
            "has_pages": any(page["title"] for page in pages),
            "pages": pages,
            "details": [
                {
                    "label": _said(detail, "label"),
                    "options": [_said(option, "label") for option in detail.options],
                }
                for detail in self.sheet.details
            ],
            "where": self._where(),
            "words": {
                "page": _("Page"),
                "row": "",
                "qr": _("QR code that leads to this survey online"),
                "where": _("Where to send it or hand it in"),
                "about": _("If you like: a little about yourself"),
                "apart": _(
                    "We keep this apart from your answers. It only tells us whether we reach all "
                    "parts of the city."
                ),
            },
        }

    @property
    def _code(self) -> str:
        """Survey, version and language, as people read them out."""
        return f"{self.survey.slug} · {self.number or _('draft')} · {self.language}"

    @property
    def _address(self) -> str:
        """The same survey online in the same language. What the desk wants to know of the sheet
        stands behind the #: no server is ever sent that."""
        path = reverse("survey:survey", args=[self.survey.process.slug])
        sheet = f"{self.survey.slug}-{self.number}-{self.language}"
        return f"{self.city.address.rstrip('/')}{path}#{sheet}"

    def _promises(self) -> list[tuple[str, str]]:
        count = len(self.sheet.questions)
        plural = "%(count)s questions. You can leave out any of them."
        number = ngettext("%(count)s question.", plural, count) % {"count": count}
        return [
            (_("About five minutes"), number),
            (_("Anonymous"), _("Please write no name and no address. We store only the day.")),
            (_("Not a vote"), _said(self.sheet.survey, "rule")),
            (
                _("Until when"),
                _("until %(day)s") % {"day": _day(_last_day(self.survey, self.city))},
            ),
            (
                _("You hear from us"),
                _(
                    "Put in an envelope with your address if you like. We send you a number with "
                    "which you see what becomes of your answer."
                ),
            ),
        ]

    def _where(self) -> list[tuple[str, str]]:
        """Each line with its language: names of offices are German everywhere, and stand on
        their own in a line that runs from right to left."""
        lines = [line for line in (self.city.name, *self.city.contact_lines) if line.strip()]
        own = html_language(self.language)
        return [
            *((f"{_ISOLATE}{line}{_END_OF_ISOLATE}", SOURCE_LANGUAGE) for line in lines),
            (_("Come to one of the city’s service offices. Somebody writes with you."), own),
        ]

    def _page(self, page: Any) -> dict[str, Any]:
        return {
            "title": _said(page, "title"),
            "help": _said(page, "help"),
            "only": condition_in_words(page.show_if, self.asked, self.language),
            "questions": [self._question(question) for question in page.questions],
        }

    def _question(self, question: AskedQuestion) -> dict[str, Any]:
        labels = [_said(option, "label") for option in question.options]
        is_yes_no = question.kind is Kind.YES_NO
        return {
            "number": str(question.number),
            "kind": str(question.kind),
            "text": _said(question, "text"),
            "only": condition_in_words(question.show_if, self.asked, self.language),
            "hints": [hint for hint in self._hints(question) if hint],
            "is_long": len(labels) + len(question.rows) > _STAYS_TOGETHER,
            "lines": max(_FEWEST_LINES, min(_MOST_LINES, question.limit // _SIGNS_OF_A_LINE)),
            "options": [_("Yes"), _("No")] if is_yes_no else labels,
            "other": _("Something else:") if question.has_other else "",
            "rows": [_said(row, "label") for row in question.rows],
            "steps": [str(step) for step in question.steps],
            "low": _said(question, "low"),
            "high": _said(question, "high"),
        }

    def _hints(self, question: AskedQuestion) -> Iterator[str]:
        yield _said(question, "hint")
        if question.is_required:
            yield _("must be answered")
        if question.is_in_words:
            yield _("Please no names and addresses. If you need more room, add a sheet.")
        elif question.kind is Kind.MULTIPLE and question.most is not None:
            yield _("You can choose up to %(most)s.") % {"most": question.most}
        elif question.kind is Kind.MULTIPLE:
            yield _("You can choose several.")
        elif question.kind is Kind.RANKING:
            yield _("1 is the most important. You can leave some out.")
        elif question.kind is Kind.DATE:
            yield _("For example 5.9.2016.")
        elif question.kind in (Kind.SINGLE, Kind.SCALE):
            yield _("Please tick one answer.")
        elif question.kind is Kind.MATRIX:
            yield _("Please tick one answer in each row.")
