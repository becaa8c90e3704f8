"""When the database or the disk can't work: a clear page, what was typed on it, nothing half-written."""

import errno

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import Client, RequestFactory

from ratschlag.contributions.models import Receipt
from ratschlag.lib.faults import is_out_of_order
from ratschlag.portal.views.errors import broken, unavailable
from ratschlag.survey.models import Response
from ratschlag.survey.tests.hands import PAGE, it_is, nothing_stored, sheet
from tests import cast

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="runs on PostgreSQL")
WORDS = "Mehr <b>Bäume</b>!\nشجرة"


@pytest.fixture
def survey(committed):
    cast.a_city()
    it_is(12)
    return cast.a_survey(cast.a_process())


@pytest.fixture
def visitor():
    """Someone whose browser shows what the server says, also when it broke."""
    return Client(raise_request_exception=False)


def assert_is_kept(answer, *, language="de", direction="ltr"):
    """A page by which the same can be sent again."""
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"] == "no-store"
    assert f'<html lang="{language}" dir="{direction}"' in answer.text
    assert answer.text.count("<h1") == 1
    assert "Mehr &lt;b&gt;Bäume&lt;/b&gt;!\nشجرة</textarea>" in answer.text
    assert 'name="form_key" value="a-form-key-of-the-tests-1"' in answer.text
    assert not answer.cookies
    for word in ("Traceback", "Error", "sqlite", "psycopg", "Django"):
        assert word not in answer.text


def sent_and_recovered(visitor) -> None:
    """Once it works again, the same form gives a receipt; there is one answer, and it is whole."""
    answer = visitor.post(PAGE, sheet(q3=WORDS))
    assert answer.status_code == 200, answer.text
    assert "receipt" in answer.text
    assert Response.objects.count() == Receipt.objects.count() == 1


@on_sqlite
def test_a_full_disk_keeps_what_was_typed(survey, visitor):
    taken = 0
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # leaves no page free, and none may be added
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
        try:
            while (answer := send(visitor, taken, "Baum " * 300)).status_code == 200:
                taken += 1
                assert taken < 500, "it was never full"
            assert answer.status_code == 503
            assert answer.text.count("Baum") == 300
            assert Response.objects.count() == Receipt.objects.count() == taken
        finally:
            cursor.execute("PRAGMA max_page_count=1073741823")
    assert send(visitor, taken, "Baum " * 300).status_code == 200
    assert Response.objects.count() == taken + 1


def send(visitor, number, words):
    return visitor.post(PAGE, sheet(f"a-form-key-of-the-tests-{number:04}", q3=words))


@on_sqlite
def test_a_disk_that_can_only_be_read_keeps_what_was_typed(survey, visitor):
    with connection.cursor() as cursor, nothing_stored():
        cursor.execute("PRAGMA query_only=1")
        try:
            assert_is_kept(visitor.post(PAGE, sheet(q3=WORDS)))
            assert visitor.get(PAGE).status_code == 200, "reading goes on"
        finally:
            cursor.execute("PRAGMA query_only=0")
    sent_and_recovered(visitor)


@on_sqlite
def test_a_locked_database_is_said_after_a_short_while(survey, visitor):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=100")
    holder = connection.copy()
    holder.ensure_connection()
    try:
        holder.connection.execute("BEGIN IMMEDIATE")
        with nothing_stored():
            assert_is_kept(visitor.post(PAGE, sheet(q3=WORDS)))
    finally:
        holder.connection.execute("ROLLBACK")
        holder.close()
    sent_and_recovered(visitor)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="runs on SQLite")
def test_a_locked_table_is_said_after_a_short_while(survey, visitor):
    holder = connection.copy()
    try:
        with nothing_stored(), connection.cursor() as mine:
            mine.execute("SET lock_timeout = '100ms'")
            holder.set_autocommit(False)
            with holder.cursor() as cursor:
                cursor.execute("LOCK TABLE contributions_receipt IN EXCLUSIVE MODE")
            assert_is_kept(visitor.post(PAGE, sheet(q3=WORDS)))
            holder.rollback()
    finally:
        holder.close()
    sent_and_recovered(visitor)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="runs on SQLite")
def test_a_disk_of_the_server_that_can_only_be_read_keeps_what_was_typed(survey, visitor):
    with connection.cursor() as cursor, nothing_stored():
        cursor.execute("SET default_transaction_read_only = on")
        assert_is_kept(visitor.post(PAGE, sheet(q3=WORDS)))
        cursor.execute("SET default_transaction_read_only = off")
    sent_and_recovered(visitor)


def gone(*_asked: object) -> None:
    raise OperationalError("gone") from Driver()


class Driver(Exception):
    """What psycopg says when there is no server."""

    sqlstate = "08006"


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_a_database_that_is_gone_is_said_in_the_language_of_the_address(
    survey, visitor, monkeypatch, language, direction
):
    """Before anything else is known: not even the city can be asked for."""
    monkeypatch.setattr("ratschlag.city.middleware.the_city", gone)
    answer = visitor.post(f"/{language}/verfahren/klima/befragung/", sheet(q3=WORDS))
    assert_is_kept(answer, language=language, direction=direction)
    read = visitor.get(f"/{language}/")
    assert (read.status_code, read.text.count("<h1")) == (503, 1)
    assert "<form" not in read.text
    assert visitor.get("/desk/").status_code == 503


def test_what_was_typed_is_not_shown_to_who_comes_from_elsewhere(survey, visitor, monkeypatch):
    monkeypatch.setattr("ratschlag.city.middleware.the_city", gone)
    answer = visitor.post(PAGE, sheet(q3=WORDS), headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 503
    assert "Bäume" not in answer.text


def test_no_password_is_shown_again(survey, visitor, monkeypatch):
    monkeypatch.setattr("ratschlag.city.middleware.the_city", gone)
    typed = {"login": "kora@example.org", "password": "Mein geheimes Wort"}
    answer = visitor.post("/desk/konto/anmelden/", typed)
    assert answer.status_code == 503
    assert "geheimes" not in answer.text


def test_a_form_that_is_too_large_breaks_nothing_more(visitor, settings):
    """This test may not touch the database."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    request = RequestFactory().post(PAGE, sheet(q3=WORDS))
    assert unavailable(request).status_code == 503


def test_a_mistake_of_ours_is_not_called_a_fault_of_the_disk(survey):
    for statement in ("SELECT * FROM nie_gesehen", "SELECT nie FROM city_city"):
        with pytest.raises(DatabaseError) as found, connection.cursor() as cursor:
            cursor.execute(statement)
        assert not is_out_of_order(found.value)
    assert not is_out_of_order(ValueError("x"))
    assert not is_out_of_order(None)


def test_a_full_disk_is_known_outside_the_database_too():
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError:
        assert broken(RequestFactory().get("/de/")).status_code == 503
