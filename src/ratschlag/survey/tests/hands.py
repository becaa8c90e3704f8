"""What the tests of the survey share: the time, answers, sheets as browsers send them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.journal.actions import set_clock
from ratschlag.journal.models import Entry
from ratschlag.journal.queries import domain_now
from ratschlag.survey.actions import Submitted, submit_response
from ratschlag.survey.models import (
    DetailRecord,
    Response,
    ResponseText,
    Survey,
    WaitingDetails,
)
from tests import cast

PAGE = "/de/verfahren/klima/befragung/"
KEY = "a-form-key-of-the-tests-1"
TABLES = (Contribution, Receipt, Response, ResponseText, WaitingDetails, DetailRecord, Entry)


def it_is(day: int, hour: int = 12, minute: int = 0, second: int = 0, *, month: int = 9) -> None:
    set_clock(datetime(2016, month, day, hour, minute, second, tzinfo=cast.BERLIN))


def answer(survey: Survey, key: str = KEY, **changes: object) -> Submitted:
    """Somebody answers now, in German, to the third question."""
    wanted = {"texts": {"q3": "Mehr Bäume."}, "details": {}, "language": "de", "at": domain_now()}
    return submit_response(survey, form_key=key, **(wanted | changes))


def sheet(key: str = KEY, **typed: str) -> dict[str, str]:
    """The form as a browser sends it."""
    empty = {"q1": "", "q2": "", "q3": "", "d_age": "", "d_place": ""}
    return {"survey": "ideen", "form_key": key, **empty, **typed}


def trace() -> list[object]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


@contextmanager
def nothing_stored() -> Iterator[None]:
    before = trace()
    yield
    assert trace() == before
