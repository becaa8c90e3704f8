"""Many rounds in which several people do at the same moment what only one of them can do."""

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from queue import SimpleQueue
from typing import Any

from django.db import IntegrityError, connection, connections, transaction

from ratschlag.contributions import actions as words
from ratschlag.contributions.models import Contribution, Receipt, Redaction
from ratschlag.contributions.rules import WITHOUT_TEXT
from ratschlag.journal.queries import domain_now
from ratschlag.lib.errors import DomainError
from ratschlag.portal.queries.fate import way_back
from ratschlag.survey.actions import SentBefore, Submitted, submit_response
from ratschlag.survey.models import Response, Survey
from ratschlag.synthesis.actions import assign_contribution, hand_over_theme
from ratschlag.synthesis.models import Theme
from ratschlag.synthesis.queries import effective
from tests import cast

Act = Callable[[], object]
_FAULTS_ENOUGH = 20


@contextmanager
def contestants(count: int) -> Iterator[Callable[[Sequence[Act]], list[object]]]:
    """So many threads with a connection each; the function given lets them all act at once and
    returns what each got, or the exception."""
    start = threading.Barrier(count)
    todo: list[SimpleQueue[Act | None]] = [SimpleQueue() for _thread in range(count)]
    done: SimpleQueue[tuple[int, object]] = SimpleQueue()

    def work(number: int) -> None:
        while act := todo[number].get():
            start.wait(timeout=60)
            try:
                done.put((number, act()))
            except Exception as fault:
                done.put((number, fault))
        connections.close_all()

    threads = [threading.Thread(target=work, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()

    def at_once(acts: Sequence[Act]) -> list[object]:
        for queue, act in zip(todo, acts, strict=True):
            queue.put(act)
        return [result for _number, result in sorted((done.get() for _act in acts), key=_number)]

    try:
        yield at_once
    finally:
        for queue in todo:
            queue.put(None)
        for thread in threads:
            thread.join(timeout=60)


def _number(pair: tuple[int, object]) -> int:
    return pair[0]


def of_one_key(survey: Survey, count: int) -> dict[str, Any]:
    """Four sendings of one form at once, two of them with other words than the other two.

    One receipt comes of it, once; who said the same gets the same, who said something else is
    asked whether it is a further answer.
    """
    faults = _faults_of_the_constraint(survey)
    at, before = domain_now(), Response.objects.count()
    with contestants(4) as at_once:
        for _round in range(count):
            key, mark = secrets.token_urlsafe(24), secrets.token_hex(8)
            said = [f"Das eine {mark}.", f"Das andere {mark}."] * 2

            def send(text: str, key: str = key) -> Submitted:
                return submit_response(
                    survey, form_key=key, texts={"q3": text}, details={}, language="de", at=at
                )

            results = at_once([lambda text=text, send=send: send(text) for text in said])
            faults += _faults_of_round(said, results, mark)
            if len(faults) > _FAULTS_ENOUGH:
                break
    stored = Response.objects.count() - before
    if not faults and stored != count:
        faults.append(f"{stored} answers of {count} rounds")
    return {"faults": faults, "stored": stored}


def _faults_of_round(said: Sequence[str], results: Sequence[object], mark: str) -> list[str]:
    got = [result for result in results if isinstance(result, Submitted)]
    asked = [result for result in results if isinstance(result, SentBefore)]
    rows = list(Contribution.objects.filter(text__endswith=f" {mark}.").values_list("text"))
    fits = [
        (len(got), len(asked)) == (2, 2),
        len({result.code for result in got}) == 1,
        [result.is_new for result in got].count(True) == 1,
        len(rows) == 1,
        # Who got the receipt is who said what is stored.
        {text for text, result in zip(said, results, strict=True) if result in got}
        == {text for (text,) in rows},
    ]
    return [] if all(fits) else [f"{mark}: {len(rows)} rows, {results!r}"]


def _faults_of_the_constraint(survey: Survey) -> list[str]:
    """The database itself refuses a second receipt of a form.

    Asked for apart, because on SQLite one writer waits for the other and the rounds alone
    would not show that it is missing.
    """
    same = {"form_key_hash": secrets.token_hex(32), "content_hash": ""}
    try:
        with transaction.atomic():
            for _twice in range(2):
                code = secrets.token_hex(32)
                Receipt.objects.create(process=survey.process, code_hash=code, **same)
            transaction.set_rollback(True)
    except IntegrityError:
        return []
    return ["the database takes two receipts of one form"]


def forget_the_constraint() -> None:
    """Sabotage, in a scratch database: from now on a form and a code can have several receipts."""
    with connection.schema_editor() as editor:
        for name in ("form_key_hash", "code_hash"):
            field = Receipt._meta.get_field(name)
            strict = copy(field)
            field._unique = False  # in this process only
            editor.alter_field(Receipt, strict, field)


def of_withdrawal(survey: Survey, count: int) -> dict[str, Any]:
    """A person takes an answer back while others publish it, take words out of it, assign it to
    a theme and hand that over. Afterwards the words are gone, whoever came first."""
    faults: list[str] = []
    at = domain_now()
    with contestants(5) as at_once:
        for number in range(count):
            mark = secrets.token_hex(8)
            sent = submit_response(
                survey, form_key=secrets.token_urlsafe(24), texts={"q3": f"Weg damit {mark}."},
                details={}, language="de", at=at,
            )  # fmt: skip
            theme = cast.a_theme(survey.process, f"Thema {number} {mark}")
            results = at_once(_acts_on(sent.response.receipt, theme))
            faults += [f"{mark}: {fault!r}" for fault in results if _is_strange(fault)]
            faults += _resurrected(sent.response.receipt, theme, mark)
            if len(faults) > _FAULTS_ENOUGH:
                break
    return {"faults": faults}


def _acts_on(receipt: Receipt, theme: Theme) -> list[Act]:
    """Each with rows of its own, read before the others began."""
    mine = [Contribution.objects.get(receipt=receipt) for _act in range(3)]
    themes = [Theme.objects.get(pk=theme.pk) for _act in range(2)]
    return [
        lambda: words.take_back(receipt, is_counted=way_back(receipt) == "erase"),
        lambda: words.publish_contribution(mine[0], by=None),
        lambda: words.redact_contribution(mine[1], text="Weg damit.", by=None),
        lambda: assign_contribution(mine[2], themes[0], by=None),
        lambda: hand_over_theme(themes[1], by=None),
    ]


def _is_strange(result: object) -> bool:
    """A refusal in words is an answer; all else that is raised is a fault."""
    return isinstance(result, Exception) and not isinstance(result, DomainError)


def _resurrected(receipt: Receipt, theme: Theme, mark: str) -> list[str]:
    rows = list(Contribution.objects.filter(receipt=receipt))
    faults = [] if len(rows) == 1 else [f"{mark}: {len(rows)} contributions"]
    for row in rows:
        if row.text or row.publication not in WITHOUT_TEXT:
            faults.append(f"{mark} is {row.publication} with {row.text!r}")
        if Redaction.objects.filter(contribution=row).exists():
            faults.append(f"{mark} was taken back and can still be read, with words taken out")
        if (
            row.is_shown
            or effective().filter(contribution=row, theme=theme).exists()
            and (row.publication == "withdrawn")
        ):
            faults.append(f"{mark} was withdrawn and still counts for a theme")
    return faults
