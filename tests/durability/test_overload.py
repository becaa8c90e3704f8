"""More people than it can carry: acknowledged is stored, the others are told so at once."""

import asyncio
import contextlib
import socket
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from ratschlag.lib.gate import HANDS
from tests.durability.backups import IS_POSTGRES, SERVER
from tests.durability.faults import PATH, Site, new_key, running_site

AT_ONCE, TOO_MANY = 256, 900
# More than granian serves by itself (1,024).
KEPT_OPEN = 1_100


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("overload") / "city") as site:
        yield site


async def _send(site: Site) -> tuple[int, float, str]:
    """Status, seconds and what stands in Retry-After, on a connection of one's own."""
    fields = {"survey": "ideen", "form_key": new_key(), "q1": "", "q2": "", "q3": "Mehr Bäume."}
    body = urlencode(fields | {"d_age": "", "d_place": ""}).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    begun = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(head.encode() + body)
    said = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    lines = said.partition(b"\r\n\r\n")[0].decode().lower().split("\r\n")
    named = dict(line.split(": ", 1) for line in lines[1:])
    return int(lines[0].split()[1]), time.monotonic() - begun, named.get("retry-after", "")


def all_at_once(site: Site, count: int) -> list[tuple[int, float, str]]:
    async def go() -> list[tuple[int, float, str]]:
        return await asyncio.gather(*(_send(site) for _number in range(count)))

    return asyncio.run(go())


def test_256_people_at_once_all_get_their_receipt(site):
    before = site.stored()[0]
    answers = all_at_once(site, AT_ONCE)
    assert Counter(status for status, *_rest in answers) == {200: AT_ONCE}
    assert site.stored() == (before + AT_ONCE,) * 3


def test_what_is_too_much_is_sent_away_at_once_and_what_was_acknowledged_is_stored(site):
    before = site.stored()[0]
    answers = all_at_once(site, TOO_MANY)
    counts = Counter(status for status, *_rest in answers)
    assert set(counts) == {200, 503}
    assert counts[200] >= AT_ONCE
    refused = sorted(seconds for status, seconds, _retry in answers if status == 503)
    assert all(int(retry) > 0 for status, _seconds, retry in answers if status == 503)
    # They don't stand in line behind those who are served; an order, no timing.
    served = sorted(seconds for status, seconds, _retry in answers if status == 200)
    assert refused[len(refused) // 2] < served[-1]
    begun = time.monotonic()
    assert site.send(new_key(), "Wieder da.").status == 200
    assert time.monotonic() - begun < 5
    assert site.stored() == (before + counts[200] + 1,) * 3
    assert "Traceback" not in site.said()


def test_lines_that_browsers_keep_open_keep_nobody_out(site):
    with contextlib.ExitStack() as stack:
        lines = []
        for _number in range(KEPT_OPEN):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), 30))
            # Quick: idle lines are closed after 15 seconds, and a machine may be slow.
            line.sendall(b"HEAD /static/favicon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert line.recv(12) == b"HTTP/1.1 200"
            lines.append(line)
        assert site.ask().status == 200
        # None had to be closed for that: what is left to be read is the answer, not the end.
        assert all(line.recv(4096) for line in lines)
        for line in lines:
            line.setblocking(False)
            with pytest.raises(BlockingIOError):
                line.recv(1)


@pytest.mark.skipif(not IS_POSTGRES, reason="runs on SQLite")
def test_however_many_wait_the_database_has_few_visitors(site):
    import psycopg  # noqa: PLC0415  only where there is a server

    all_at_once(site, AT_ONCE)
    name = site.environment["RATSCHLAG_DATABASE_URL"].rpartition("/")[2]
    look = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type ~ 'client'"
    with psycopg.connect(SERVER, autocommit=True) as server:
        # Some more are the worker's and those of `serve` itself.
        assert server.execute(look, [name]).fetchone()[0] <= HANDS + 4
