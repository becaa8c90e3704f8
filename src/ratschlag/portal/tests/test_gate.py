"""So many at once, the others in order, and whoever comes when too many wait is told so at once."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from ratschlag.lib.gate import HANDS, MOST_WAITING, THREADS, Connections, Gate
from ratschlag.portal import middleware
from ratschlag.portal.middleware import GateMiddleware
from ratschlag.survey.tests.hands import PAGE, sheet


def in_a_thread(act) -> threading.Thread:
    thread = threading.Thread(target=act)
    thread.start()
    return thread


def until(is_so) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_so_many_enter_at_once_and_not_one_more():
    gate = Gate(hands=2, most_waiting=0)
    assert [gate.enter(), gate.enter(), gate.enter()] == [True, True, False]
    gate.leave()
    assert gate.enter()


def test_who_waits_comes_in_in_the_order_of_arrival():
    gate, came = Gate(hands=1, most_waiting=10), []
    assert gate.enter()

    def wait(number: int) -> None:
        assert gate.enter()
        came.append(number)
        gate.leave()

    threads = []
    for number in range(10):
        threads.append(in_a_thread(lambda number=number: wait(number)))
        until(lambda number=number: gate.waiting == number + 1)
    assert not gate.enter(), "ten wait, the eleventh is sent away"
    gate.leave()
    for thread in threads:
        thread.join(10)
    assert came == list(range(10))
    assert gate.enter(), "the place is free again"


def test_nobody_waits_for_ever():
    gate = Gate(hands=1, most_waiting=5, patience=0.05)
    assert gate.enter()
    assert not gate.enter()
    assert gate.waiting == 0
    gate.leave()
    assert gate.enter()


def test_no_place_is_lost_however_many_come_and_give_up():
    gate, inside, most = Gate(hands=3, most_waiting=20, patience=0.002), [], []

    def come_and_go() -> None:
        for _time in range(100):
            if gate.enter():
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.0005)
                inside.pop()
                gate.leave()

    threads = [in_a_thread(come_and_go) for _number in range(30)]
    for thread in threads:
        thread.join(60)
    assert max(most) <= 3
    assert [gate.enter() for _number in range(4)] == [True, True, True, False]


def test_256_at_once_fit_in_and_the_server_hands_over_more():
    assert MOST_WAITING + HANDS > 256
    assert THREADS > MOST_WAITING + HANDS, "someone must be free to send the others away"


def test_who_is_sent_away_keeps_what_was_typed(monkeypatch):
    """This test may not touch the database, so the page may not either."""
    full = Gate(hands=0, most_waiting=0)
    monkeypatch.setattr(middleware, "gate", full)
    answer = GateMiddleware(pytest.fail)(RequestFactory().post(PAGE, sheet(q3="Mehr Bäume")))
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert int(answer["Content-Length"]) == len(answer.content)
    assert "Mehr Bäume</textarea>" in answer.text
    again = GateMiddleware(pytest.fail)(RequestFactory().post(PAGE, sheet(q3="<b>Anders")))
    assert "Mehr Bäume" not in again.text, "pages are prepared, words are not"
    assert "&lt;b&gt;Anders</textarea>" in again.text


def test_a_place_is_given_back_also_when_it_breaks(monkeypatch):
    gate = Gate(hands=1, most_waiting=0)
    monkeypatch.setattr(middleware, "gate", gate)

    def broken(_request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        GateMiddleware(broken)(RequestFactory().get(PAGE))
    assert gate.enter()


def test_watchers_are_never_sent_away(client, city, monkeypatch):
    monkeypatch.setattr(middleware, "gate", Gate(hands=0, most_waiting=0))
    assert client.get("/healthz").status_code == 200
    assert client.get("/de/").status_code == 503


def test_connections_are_lent_from_thread_to_thread(committed):
    lending, used = Connections(), []

    def ask() -> None:
        with lending.lent():
            assert connections["default"] is not connection
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT 1")
            used.append(id(connections["default"]))
        assert not hasattr(connections._connections, "default")

    for _time in range(5):
        in_a_thread(ask).join(10)
    assert len(set(used)) == 1
    lending.end()


@pytest.mark.parametrize("path", ["/healthz", "/stream"])
def test_a_thread_keeps_no_connection_of_its_own(committed, path, monkeypatch):
    """With one it would never borrow again: one more visitor of the database for each thread, and
    on SQLite one that writes on into a file that was moved away."""
    kept, lending = [], Connections()
    monkeypatch.setattr(middleware, "lending", lending)

    def answered(_request) -> HttpResponseBase:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
        return StreamingHttpResponse(asking()) if path == "/stream" else HttpResponse()

    def asking() -> Iterator[str]:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 2")
            yield str(cursor.fetchone()[0])

    def ask() -> None:
        response = GateMiddleware(answered)(RequestFactory().get(path))
        assert b"".join(response) == (b"2" if response.streaming else b"")
        response.close()
        kept.append(hasattr(connections._connections, "default"))

    in_a_thread(ask).join(10)
    lending.end()
    assert kept == [False]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="runs on PostgreSQL")
def test_a_connection_to_a_file_that_was_moved_is_not_used_again(db, tmp_path, monkeypatch):
    database = tmp_path / "city.sqlite3"
    made = connection.copy()
    made.settings_dict = connection.settings_dict | {"NAME": str(database)}
    made.inc_thread_sharing()
    lending = Connections()
    monkeypatch.setattr(lending, "_new", lambda: made)

    def files() -> list[str]:
        found = []

        def ask() -> None:
            with lending.lent(), connections["default"].cursor() as cursor:
                cursor.execute("PRAGMA database_list")
                found.append(cursor.fetchone()[2])
                cursor.execute("CREATE TABLE IF NOT EXISTS words (id)")
                found.append(cursor.execute("SELECT count(*) FROM words").fetchone()[0])
                cursor.execute("INSERT INTO words VALUES (1)")

        in_a_thread(ask).join(10)
        return found

    assert files() == [str(database), 0]
    assert files() == [str(database), 1]
    for file in tmp_path.iterdir():
        file.rename(tmp_path / f"moved-{file.name}")
    assert files() == [str(database), 0], "into the file that is there, not the one that was"
    lending.end()
