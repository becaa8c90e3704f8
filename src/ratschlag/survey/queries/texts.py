"""Every text of a questionnaire in every language, with its state."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.languages.models import Authored, Translation
from ratschlag.languages.queries import Spoken
from ratschlag.languages.rules import State, TextState
from ratschlag.survey.models import Survey


@dataclass(frozen=True)
class Text:
    """One text beside its source: where it stands, what it says, how far that can be trusted."""

    row: Authored
    field: str
    where: str
    source: str
    said: str
    state: TextState

    @property
    def name(self) -> str:
        """Of its field in a form."""
        return f"t{self.row.pk}-{self.field}"


_Found = dict[tuple[str, int, str, str], Translation]


def texts_in(survey: Survey, language: str) -> list[Text]:
    """All that has words, in the order in which it is read."""
    rows = list(_rows_of(survey))
    found = _translations([row for _where, row in rows], [language])
    return [_text(where, row, field, language, found) for where, row, field in _fields(rows)]


def spoken_of(survey: Survey) -> list[Spoken]:
    """Each language of the survey but that of record."""
    rows = list(_rows_of(survey))
    languages = [code for code in survey.languages if code != SOURCE_LANGUAGE]
    found = _translations([row for _where, row in rows], languages)
    names = dict(settings.LANGUAGES)
    return [
        Spoken(
            language,
            str(names[language]),
            Counter(
                _text(where, row, field, language, found).state
                for where, row, field in _fields(rows)
            ),
        )
        for language in languages
    ]


def _fields(rows: list[tuple[str, Authored]]) -> Iterator[tuple[str, Authored, str]]:
    for where, row in rows:
        for field in row.translated:
            if getattr(row, field):
                yield where, row, field


def _translations(rows: list[Authored], languages: list[str]) -> _Found:
    found = Translation.objects.filter(number__in=[row.pk for row in rows], language__in=languages)
    return {(row.kind, row.number, row.field, row.language): row for row in found}


def _text(where: str, row: Authored, field: str, language: str, found: _Found) -> Text:
    there = found.get((row.kind, row.pk, field, language))
    state = TextState(State(there.state)) if there else TextState.MISSING
    label = _names()[field]
    name = f"{where}: {label}" if label else where
    return Text(row, field, name, getattr(row, field), there.text if there else "", state)


def _names() -> dict[str, str]:
    return {
        **{"title": _("title"), "purpose": _("why the city asks")},
        **{"rule": _("how answers are weighed"), "help": _("what people should know first")},
        **{"text": "", "hint": _("hint"), "low": _("name of the low end")},
        **{"high": _("name of the high end"), "label": ""},
    }


def _rows_of(survey: Survey) -> Iterator[tuple[str, Authored]]:
    """Each row of a questionnaire with what it is called."""
    yield _("Survey"), survey
    questions = list(survey.questions.prefetch_related("options"))
    pages = list(survey.pages.all())
    number = 0
    for page in (None, *pages):
        if page:
            yield _("Page %(number)s") % {"number": pages.index(page) + 1}, page
        for question in questions:
            if question.page_id != (page.pk if page else None):
                continue
            number += 1
            where = _("Question %(number)s") % {"number": number}
            yield where, question
            for option in question.options.all():
                label = _("row") if option.is_row else _("answer")
                yield f"{where}, {label}", option
    for detail in survey.details.prefetch_related("options"):
        yield _("Voluntary detail"), detail
        for choice in detail.options.all():
            yield _("Voluntary detail, answer"), choice
