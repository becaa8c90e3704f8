"""What the tests of the survey share: the time, answers, sheets as browsers send them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.http import HttpResponse
from django.test import Client

from ratschlag.contributions.compute import damm_digit
from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.journal.actions import set_clock
from ratschlag.journal.models import Entry
from ratschlag.journal.queries import domain_now
from ratschlag.survey.actions import Submitted, submit_response
from ratschlag.survey.compute.sealing import as_sent, label_of, sealed_for
from ratschlag.survey.models import (
    DetailRecord,
    Response,
    ResponseText,
    SealingKey,
    Survey,
    Tablet,
    WaitingDetails,
)
from ratschlag.survey.queries.receipts import scope_of_receipts
from ratschlag.survey.queries.tablets import print_of
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


CODES = [f"{number:019}" + damm_digit(f"{number:019}") for number in range(1, 100)]


def sealed(
    tablet: Tablet, key: str = KEY, code: str = CODES[0], *, version: int = 1, **changes: object
) -> dict[str, object]:
    """What a tablet sends: an answer to the third question, sealed for the survey."""
    wanted = {"code": code, "day": "2016-09-12", "language": "ar", "answers": {"q3": ["Bäume"]}}
    scope = scope_of_receipts(tablet.survey)
    plain = json.dumps(wanted | changes).encode().ljust(1024)
    label = label_of(scope, version, str(tablet.pk), key)
    envelope = sealed_for(SealingKey.objects.get(survey=tablet.survey_id).public, plain, label)
    return {"key": key, "version": version, **as_sent(envelope)}


def named(*codes: str, refused: bool = False) -> list[dict[str, object]]:
    """The codes that a tablet says it holds."""
    return [{"print": print_of(code), "tail": code[-4:], "refused": refused} for code in codes]


class TabletClient:
    """A paired tablet, as the server sees it."""

    def __init__(self, client: Client, token: str) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def post(self, path: str, said: object) -> HttpResponse:
        return self.client.post(
            f"/befragung-unterwegs/{path}/", json.dumps(said), headers=self.headers,
            content_type="application/json",
        )  # fmt: skip

    def send(self, sent: dict[str, object]) -> HttpResponse:
        return self.post("senden", sent)

    def stand(self, *rows: dict[str, object]) -> dict[str, object]:
        response = self.post("stand", {"waiting": rows})
        assert response.status_code == 200
        return response.json()


def trace() -> list[object]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


@contextmanager
def nothing_stored() -> Iterator[None]:
    before = trace()
    yield
    assert trace() == before
