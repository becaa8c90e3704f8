"""The city's own pages, notices, words and addresses of the model case; all made up and marked so."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from ratschlag.demo.case import Act, Case, data
from ratschlag.demo.moments import at
from ratschlag.languages.actions import put_translation, write_term
from ratschlag.languages.models import Authored, Term
from ratschlag.languages.rules import State as Translated
from ratschlag.people.rules import Role
from ratschlag.press.actions.notices import announce
from ratschlag.press.actions.pages import begin_page, publish_page
from ratschlag.press.models import Notice, Page
from ratschlag.press.rules import NoticeLevel, PageKind, PageText
from ratschlag.process.actions import give_short_address, point_address
from ratschlag.process.models import ShortAddress

_SURVEY = "/verfahren/{slug}/befragung/"


def acts(case: Case) -> Iterator[Act]:
    told = data("information")
    for row in told["page"]:
        yield Act(at(2016, 8, 1, 11), partial(_write_page, case, row))
    for row in told["term"]:
        yield Act(at(2016, 8, 1, 12), partial(_write_term, case, row))
    yield Act(at(2016, 8, 23, 10), partial(_give_address, case))
    yield Act(at(2016, 9, 5, 8), partial(_point_to_survey, case))
    yield Act(at(2016, 9, 26, 9), partial(_point_to_process, case))
    for row in told["notice"]:
        yield Act(row["from"], partial(_announce, case, row))


def _translate(row: Authored, said: dict[str, Any]) -> None:
    """What a machine wrote in other languages; in the file it stands under the language."""
    for language, texts in said.items():
        for field, text in texts.items() if isinstance(texts, dict) else ():
            put_translation(
                row, field, language=language, text=text.strip(), state=Translated.MACHINE
            )


def _write_page(case: Case, row: dict[str, Any]) -> None:
    kind = PageKind(row["purpose"])
    page = Page(purpose=kind, slug=row.get("slug", kind.value))
    text = PageText(row["title"], row["body"].strip(), row.get("poster", ""))
    by = case.people[Role.PRESS]
    begin_page(page, text, by=by)
    publish_page(page, by=by)
    _translate(page, row)


def _write_term(case: Case, row: dict[str, Any]) -> None:
    term = Term(word=row["word"], explanation=row["explanation"])
    write_term(term, {}, by=case.people[Role.PRESS])
    _translate(term, row)


def _give_address(case: Case) -> None:
    give_short_address(case.process, "mitmachen", by=case.people[Role.PRESS])


def _point_to_survey(case: Case) -> None:
    target = _SURVEY.format(slug=case.process.slug)
    short = ShortAddress.objects.get(path="mitmachen")
    point_address(short, process=None, target=target, by=case.people[Role.PRESS])


def _point_to_process(case: Case) -> None:
    short = ShortAddress.objects.get(path="mitmachen")
    point_address(short, process=case.process, by=case.people[Role.PRESS])


def _announce(case: Case, row: dict[str, Any]) -> None:
    notice = Notice(
        level=NoticeLevel(row["level"]),
        text=row["text"],
        starts_at=row["from"],
        ends_at=row["until"],
        is_invented=True,
    )
    announce(notice, {}, by=case.people[Role.PRESS])
    _translate(notice, row)
