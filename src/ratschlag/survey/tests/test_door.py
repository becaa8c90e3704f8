"""The door in front of Django: the same answers as the view, from memory and in one commit."""

import gzip
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.journal.queries import domain_now
from ratschlag.survey.actions import freeze_version
from ratschlag.survey.forms import is_form_key
from ratschlag.survey.models import Response, ResponseText, Survey, WaitingDetails
from ratschlag.survey.queries import stamp_for
from ratschlag.survey.tests.doors import Street, apart, ask
from ratschlag.survey.tests.hands import KEY, PAGE, answer, it_is, nothing_stored, sheet

pytestmark = pytest.mark.django_db
OTHER_KEY = "another-form-key-of-the-tests"
STORED = (Receipt, Response, Contribution, ResponseText)


@pytest.fixture
def street(survey) -> Street:
    return Street()


@pytest.fixture
def plain(client) -> Client:
    """A client that goes by the door, as if there were none."""
    client.defaults |= {"HTTP_HOST": "localhost", "HTTP_SEC_FETCH_SITE": "same-origin"}
    return client


def typed(key: str = KEY, **more: object) -> dict[str, object]:
    return sheet(key, version="1", stamp="", **{"q1": "Der Park.", "d_age": "unter-30", **more})


def headers_of(headers) -> dict[str, str]:
    left = ("content-length", "vary")
    return {name.lower(): value for name, value in headers if name.lower() not in left}


def test_the_page_is_the_views_own_byte_for_byte(street, plain):
    for path in (PAGE, PAGE.replace("/de/", "/ar/"), PAGE.replace("/de/", "/de-easy/")):
        ours, view = street.fetch(path), plain.get(path)
        assert apart(ours.page) == apart(view.content.decode())
        assert headers_of(ours.headers) == headers_of(view.headers.items())
        assert "content-security-policy" in headers_of(ours.headers)


def test_it_is_rendered_once_and_each_copy_has_a_key_of_its_own(street):
    keys = {street.fetch().key for _time in range(20)}
    assert len(keys) == 20
    assert all(is_form_key(key) for key in keys)
    assert street.behind.asked == ["GET"]


def test_a_copy_from_memory_asks_the_database_only_for_a_demos_clock(street):
    street.fetch()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        street.fetch()
    assert len(queries) <= 1  # none at all in production


def test_whoever_takes_gzip_gets_the_same_page_packed(street):
    packed = street.fetch(HTTP_ACCEPT_ENCODING="gzip, br")
    assert packed.header("Content-Encoding") == "gzip"
    assert int(packed.header("Content-Length")) == len(packed.body) < 8_000
    assert apart(gzip.decompress(packed.body).decode()) == apart(street.fetch().page)


def test_head_says_what_get_would_without_the_page(street):
    head, get = street.fetch(method="HEAD"), street.fetch()
    assert (head.status, head.body) == (200, b"")
    assert dict(head.headers) == dict(get.headers)


def test_high_contrast_is_another_page_and_no_other_cookie_makes_one(street):
    high = street.fetch(HTTP_COOKIE="cc_accessibility=high")
    assert 'data-contrast="high"' in high.page
    assert 'data-contrast="high"' not in street.fetch(HTTP_COOKIE="_pk_id=1; sessionid=x").page
    assert len(street.behind.asked) == 2


def test_a_page_lives_until_the_next_ten_seconds_of_the_clock(street, monkeypatch):
    it_is(12, 12, 0, 8)
    street.fetch()
    page = next(iter(street.door.pages._kept.values()))
    assert 0 < page.until - time.monotonic() <= 2.1
    monkeypatch.setattr(type(page), "is_fresh", False)
    street.fetch()
    assert street.behind.asked == ["GET", "GET"]


def test_a_shared_cache_gets_the_page_without_key_only_behind_a_proxy(street):
    asked = {"HTTP_X_RATSCHLAG_CACHE": "1"}
    assert street.fetch(**asked).header("Cache-Control") == "no-store"
    street.door.has_proxy = True
    shared = street.fetch(**asked)
    assert shared.key == ""
    assert shared.header("Cache-Control") == "public, s-maxage=10"
    assert shared.header("Set-Cookie") == ""
    assert street.fetch().header("Cache-Control") == "no-store"


@pytest.mark.parametrize("path", [PAGE + "?seite=2", "/xx/verfahren/klima/befragung/",
                                  "/de/verfahren/nein/befragung/", "/de/verfahren/klima/befragung"])  # fmt: skip
def test_what_is_out_of_the_ordinary_goes_on_to_django(street, plain, path):
    address, _mark, query = path.partition("?")
    ours, view = street.fetch(address, QUERY_STRING=query), plain.get(path)
    assert ours.status == view.status_code
    assert "GET" in street.behind.asked


def test_before_and_after_its_time_the_survey_is_not_kept(street):
    it_is(26)
    assert "<textarea" not in street.fetch().page
    it_is(27)
    street.fetch()
    assert len(street.behind.asked) >= 2


def test_who_sends_gets_the_views_receipt_and_django_is_not_asked(street, plain):
    answer(Survey.objects.get(), OTHER_KEY)  # the menu leads to "my contribution" from now on
    street.fetch()
    sent = street.send(typed=typed())
    assert (sent.status, len(sent.code)) == (200, 20)
    assert street.behind.asked == ["GET", "GET"]  # the form and the receipt, each rendered once
    view = plain.post(PAGE, typed("a-third-form-key-of-the-tests"))
    assert apart(sent.page) == apart(view.content.decode())
    assert headers_of(sent.headers) == headers_of(view.headers.items())
    assert sent.code in sent.page.partition('name="code"')[2]


def test_the_door_stores_the_same_rows_as_the_view(street, plain):
    said = {"q1": "Grüße\r\nAus dem Park", "q2": " ", "q3": "ğ 漢 😀 <b>", "d_place": "nord"}
    street.send(typed=typed(**said))
    plain.post(PAGE, typed(OTHER_KEY, **said))

    def rows(table, key: str) -> list[dict[str, object]]:
        receipt = Receipt.objects.get(pk=receipts[key])
        path = {Receipt: "pk", Response: "receipt", Contribution: "receipt",
                ResponseText: "response__receipt"}[table]  # fmt: skip
        found = table.objects.filter(**{path: receipt.pk}).order_by("pk").values()
        own = ("id", "receipt_id", "response_id", "contribution_id", "code_hash", "form_key_hash")
        plain_rows = [{k: v for k, v in row.items() if k not in own} for row in found]
        return sorted(plain_rows, key=str)

    receipts = dict(
        zip(("ours", "view"), Receipt.objects.values_list("pk", flat=True), strict=True)
    )
    for table in STORED:
        assert rows(table, "ours") == rows(table, "view") != []
    weeks = WaitingDetails.objects.values_list("week", "choices")
    assert list(weeks)[0] == list(weeks)[1]


def test_a_form_that_is_sent_again_gets_the_same_receipt(street, plain):
    first = street.send(typed=typed())
    with nothing_stored():
        assert street.send(typed=typed()).code == first.code
        view = plain.post(PAGE, typed())
    assert first.code in "".join(view.content.decode().split("value="))


def test_the_same_key_with_other_answers_is_asked_whether_it_is_a_further_one(street):
    first = street.send(typed=typed())
    with nothing_stored():
        again = street.send(typed=typed(q1="Etwas anderes."))
    assert again.status == 409
    assert "Etwas anderes." in again.page
    assert is_form_key(again.key) and again.key != KEY
    further = street.send(typed=typed(again.key, q1="Etwas anderes."))
    assert further.status == 200 and further.code != first.code


def test_a_form_without_key_is_a_new_answer(street):
    codes = {street.send(typed=typed("")).code for _time in range(2)}
    assert len(codes) == 2
    assert Response.objects.count() == 2


BEFORE_ALL = [
    (typed(q1="", d_age=""), 422),
    (typed(q1="x" * 2001), 422),
    (typed(q1="\x00"), 422),
    (typed(d_age="nein"), 422),
    (typed("zu kurz"), 422),
    (typed() | {"nein": "1"}, 422),
    (typed() | {"survey": "nein"}, 404),
    ({}, 422),
]


@pytest.mark.parametrize(("form", "status"), BEFORE_ALL, ids=range(len(BEFORE_ALL)))
def test_what_is_wrong_is_answered_by_the_view_and_not_stored(street, plain, form, status):
    with nothing_stored():
        ours, view = street.send(typed=form), plain.post(PAGE, form)
    assert ours.status == view.status_code == status
    assert apart(ours.page) == apart(view.content.decode())
    assert "POST" in street.behind.asked


@pytest.mark.parametrize("more", [
    {"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_HOST": "evil.example"},
    {"CONTENT_TYPE": "text/plain"}, {"CONTENT_LENGTH": "-1"}, {"CONTENT_LENGTH": ""},
    {"CONTENT_LENGTH": "9" * 30},
])  # fmt: skip
def test_what_does_not_come_from_our_page_is_never_stored_at_the_door(street, more):
    with nothing_stored():
        assert street.send(typed=typed(), **more).status in (400, 403, 422)


def test_bytes_that_no_browser_sends_go_on_to_django(street):
    ask(street.door, PAGE, method="POST", body=b"survey=ideen&version=1&q1=\xff\xfe")
    assert "POST" in street.behind.asked


def test_the_last_second_counts_and_the_next_does_not(street):
    street.fetch()
    it_is(25, 23, 59, 58)
    assert street.send(typed=typed()).status == 200
    it_is(26, 0, 0, 20)
    with nothing_stored():
        late = street.send(typed=typed(OTHER_KEY))
    assert late.status == 409
    assert "Der Park." in late.page


def test_the_window_is_decided_in_the_transaction_and_not_by_the_kept_page(street, survey):
    street.fetch()
    street.send(typed=typed())
    now = domain_now()
    Survey.objects.update(closes_at=now - timedelta(minutes=1))
    with nothing_stored():
        assert street.send(typed=typed(OTHER_KEY)).status == 409


def test_who_fetched_before_the_end_may_send_in_the_grace_period(street, survey):
    it_is(25, 23, 59, 30)
    stamp = stamp_for(survey, domain_now())
    it_is(26, 0, 10)
    late = street.send(typed=typed() | {"stamp": stamp})
    assert (late.status, len(late.code)) == (200, 20)
    with nothing_stored():
        assert street.send(typed=typed(OTHER_KEY) | {"stamp": stamp[:-1] + "x"}).status == 409
        it_is(26, 0, 31)
        assert street.send(typed=typed(OTHER_KEY) | {"stamp": stamp}).status == 409


def test_a_form_of_an_older_version_keeps_it(street, survey):
    street.fetch()
    survey.questions.filter(key="q1").update(text="Was ist gut?")
    freeze_version(survey, by=None)
    assert street.send(typed=typed()).status == 200
    assert Response.objects.get().version.number == 1
    assert "POST" in street.behind.asked


def test_a_fault_at_the_door_is_the_views_to_answer(street, monkeypatch, caplog):
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("Der Park.")

    monkeypatch.setattr("ratschlag.survey.middleware.line.take_in_burst", broken)
    assert street.send(typed=typed()).status == 200
    assert Response.objects.count() == 1
    assert "RuntimeError" in caplog.text and "Park" not in caplog.text


def test_one_form_takes_few_statements(street):
    street.fetch()
    street.send(typed=typed())
    with CaptureQueriesContext(connection) as queries:
        street.send(typed=typed(OTHER_KEY, q2="Zwei.", q3="Drei."))
    # Not counted: a demo's clock, and the savepoints of this test's own transaction.
    beside = ("SAVEPOINT", 'FROM "journal_clockoffset"')
    own = [each for each in queries if not any(word in each["sql"] for word in beside)]
    assert len(own) <= (4 if connection.vendor == "postgresql" else 9)


def test_first_visit_is_light(street):
    page = street.fetch(HTTP_ACCEPT_ENCODING="gzip")
    html = gzip.decompress(page.body).decode()
    loaded = html.count("<script src=") + html.count('rel="stylesheet"') + html.count('rel="icon"')
    assert html.count("<img") == 0
    assert 1 + loaded + html.count('rel="preload"') <= 6
    assert len(page.body) <= 8_000
