"""Whoever answers leaves no trace: address, browser, cookie, where they came from, time of day.

On the real server, as it logs and stores: every byte of the folder, of the log, of a dump of the
database and of a backup is searched for what only the request had.
"""

import subprocess
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ratschlag.cli.archive import Archive
from tests.durability.backups import IS_POSTGRES, done_well
from tests.durability.faults import PATH, Site, new_key, running_site

ADDRESS = "198.51.100.213"
CANARIES = {
    "address": ADDRESS,
    "agent": "Kanarienbrowser/4711",
    "cookie": "kanarienkeks=8a6f1c",
    "referrer": "https://kanarien.example/herkunft?wer=ich",
    "language": "xx-KANARIE",
    "query": "kanarienspur",
}
WORDS = "Mehr Bäume, und ein Wort, das man findet: Wiederfindewort."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    # As behind the documented proxy: only then is the address seen at all.
    folder = tmp_path_factory.mktemp("canaries") / "city"
    with running_site(folder, RATSCHLAG_BEHIND_PROXY="1", RATSCHLAG_LOG_LEVEL="INFO") as site:
        yield site


def send(site: Site, path: str, fields: dict[str, str]) -> tuple[int, str]:
    line = HTTPConnection("127.0.0.1", site.port, timeout=30)
    headers = {
        "Host": "localhost",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": CANARIES["address"],
        "X-Forwarded-Proto": "http",
        "User-Agent": CANARIES["agent"],
        "Cookie": CANARIES["cookie"],
        "Referer": CANARIES["referrer"],
        "Accept-Language": CANARIES["language"],
    }
    line.request("POST", f"{path}?{CANARIES['query']}=1", urlencode(fields), headers)
    said = line.getresponse()
    page = said.read().decode()
    line.close()
    return said.status, page


def a_sheet(words: str, **more: str) -> dict[str, str]:
    empty = {"q1": "", "q2": "", "d_age": "", "d_place": ""}
    return {"survey": "ideen", "form_key": new_key(), "q3": words, **empty, **more}


def everything_written(site: Site, tmp_path: Path) -> dict[str, bytes]:
    """Every file of the installation with its log, a dump, and what a backup holds."""
    found = {
        str(path.relative_to(site.folder)): path.read_bytes()
        for path in site.folder.rglob("*")
        if path.is_file() and "static" not in path.parts
    }
    backup = tmp_path / "a.backup"
    done_well(site.environment, "backup", str(backup))
    with zipfile.ZipFile(backup) as members:
        found |= {f"backup {name}": members.read(name) for name in members.namelist()}
    if IS_POSTGRES:
        address = site.environment["RATSCHLAG_DATABASE_URL"]
        found["dump"] = subprocess.run(
            ["pg_dump", "--data-only", address], check=True, capture_output=True
        ).stdout
    return found


def test_no_trace_of_who_answered_is_written_anywhere(site, tmp_path):
    for number in range(3):
        assert send(site, PATH, a_sheet(f"{WORDS} {number}"))[0] == 200
    # Held for a person, wrong, foreign, sent twice, looked up, taken back: each way leaves nothing.
    assert send(site, PATH, a_sheet(f"{WORDS} gehalten", website="x"))[0] == 200
    assert send(site, PATH, a_sheet("", **{"unbekannt": "1"}))[0] == 422
    send(site, "/de/beitrag/", {"receipt": "1234 5678 9012 3456 7890"})
    assert send(site, "/de/nie-gehoert/", {})[0] in (404, 405)
    again = a_sheet(f"{WORDS} noch einmal")
    assert [send(site, PATH, again)[0] for _time in range(2)] == [200, 200]
    if IS_POSTGRES:
        time.sleep(0.5)

    written = everything_written(site, tmp_path)
    assert any(b"Wiederfindewort" in content for content in written.values()), "nothing was found"
    for what, canary in CANARIES.items():
        for name, content in written.items():
            assert canary.encode() not in content, f"{what} in {name}"
            assert canary.encode("utf-16-le") not in content, f"{what} in {name}"
    assert b"Wiederfindewort" not in written["said"], "words in the log"


def test_no_time_of_day_of_an_answer_is_stored(site, tmp_path):
    """Columns of answers hold days; no time in any row lies in the second of the answer."""
    began = datetime.now(UTC).isoformat()
    assert send(site, PATH, a_sheet("Mehr Wege."))[0] == 200
    ended = datetime.now(UTC).isoformat()
    backup = tmp_path / "b.backup"
    done_well(site.environment, "backup", str(backup))
    archive = Archive(backup)
    watched = [
        name
        for name in archive.manifest.tables
        if name.startswith(("survey_", "contributions_", "journal_", "synthesis_", "people_"))
        # The worker seals what there is each minute; the answers of a day come as one number.
        and name != "journal_seal"
    ]
    assert {"survey_response", "survey_hold", "contributions_receipt"} <= set(watched)
    for name in watched:
        for row in archive.rows(name):
            times = [value for value in row if isinstance(value, str) and value[10:11] == "T"]
            assert not any(began <= value <= ended for value in times), f"a time in {name}"
