"""A backup under load holds every receipt that was given; restored, every digest is the same."""

import json
import os
import random
import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest
from django.db import connection, connections

from ratschlag.cli import VERBS, backup, restore, usage
from ratschlag.cli.archive import Archive, new_archive
from ratschlag.cli.backup import mark_of, write_backup
from ratschlag.cli.environment import FILE, Refusal
from ratschlag.contributions.queries import hash_of_code
from ratschlag.journal.queries import domain_now
from ratschlag.journal.tasks import seal_journal
from ratschlag.survey.tests.hands import answer, it_is
from tests import cast
from tests.durability.backups import (
    ENGINES,
    IS_POSTGRES,
    a_manifest,
    command,
    digests,
    done_well,
    empty_place,
    lied_about,
)

THREADS, BEFORE = 4, 40
WORDS = "Mehr Bäume! شجرة 🌳\nund ein Weg"


class Crowd:
    """People who answer, all the time, until they are told to stop; their receipts."""

    def __init__(self, survey: object) -> None:
        self.survey, self.at = survey, domain_now()
        self.codes: list[str] = []
        self.faults: list[Exception] = []
        self.has_enough, self.is_over = threading.Event(), threading.Event()
        self.threads = [threading.Thread(target=self._go, args=[n]) for n in range(THREADS)]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        assert self.has_enough.wait(60), self.faults
        return self

    def __exit__(self, *_fault: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join(60)

    def _go(self, number: int) -> None:
        try:
            for count in range(100_000):
                if self.is_over.is_set():
                    return
                key, texts = f"form-key-of-{number}-and-{count}", {"q3": f"{WORDS} {count}"}
                done = answer(self.survey, key, at=self.at, texts=texts, details={"d_age": "30-44"})
                self.codes.append(done.code)
                if len(self.codes) >= BEFORE:
                    self.has_enough.set()
        except Exception as fault:
            self.faults.append(fault)
            self.has_enough.set()
        finally:
            connections.close_all()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation's folder, with the file of its settings."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / FILE).write_text(f"RATSCHLAG_SECRET_KEY={os.environ['RATSCHLAG_SECRET_KEY']}\n")
    monkeypatch.setenv("RATSCHLAG_HOME", str(folder))
    return folder


@pytest.fixture
def survey(committed):
    cast.a_city()
    it_is(12)
    return cast.a_survey(cast.a_process())


@pytest.mark.parametrize("engine", ENGINES)
def test_a_backup_under_load_comes_back_with_every_receipt(engine, survey, folder, tmp_path):
    seal_journal.func()
    path, again = tmp_path / "one.backup", tmp_path / "two.backup"
    with Crowd(survey) as crowd:
        given = set(crowd.codes)
        write_backup(path)
        count_afterwards = len(crowd.codes)
    assert crowd.faults == []
    assert count_afterwards > len(given), "nobody answered while the backup was written"

    with empty_place(tmp_path / "new", engine) as place:
        assert "Every table and file is as it was" in done_well(place, "restore", str(path))
        assert "all 1 seals fit" in done_well(place, "verify")
        done_well(place, "backup", str(again))
    assert digests(path) == digests(again)
    kept = {row["code_hash"] for row in rows(again, "contributions_receipt")}
    assert {hash_of_code(code) for code in given} <= kept
    assert_is_of_one_moment(again)


def rows(path: Path, table: str) -> list[dict[str, object]]:
    archive = Archive(path)
    columns = archive.manifest.tables[table].columns
    return [dict(zip(columns, row, strict=True)) for row in archive.rows(table)]


def assert_is_of_one_moment(path: Path) -> None:
    """No receipt without its response, no response without its words, nor the other way round."""
    receipts = {row["id"] for row in rows(path, "contributions_receipt")}
    responses = rows(path, "survey_response")
    assert receipts == {row["receipt_id"] for row in responses}
    texts = rows(path, "survey_responsetext")
    assert {row["id"] for row in responses} == {row["response_id"] for row in texts}
    contributions = {row["id"]: row for row in rows(path, "contributions_contribution")}
    assert set(contributions) == {row["contribution_id"] for row in texts}
    assert all(str(row["text"]).startswith(WORDS) for row in contributions.values())


@pytest.mark.skipif(IS_POSTGRES, reason="runs on SQLite")
def test_an_older_backup_is_brought_up_to_date(survey, folder, tmp_path):
    path, older = tmp_path / "one.backup", tmp_path / "older.backup"
    answer(survey)
    write_backup(path)
    with empty_place(tmp_path / "new", "sqlite") as place:
        done_well(place, "restore", str(path))
        done_well(place, "migrate", "monitoring", "0001", "--verbosity", "0")
        done_well(place, "backup", str(older))
    assert Archive(older).manifest.migrations["monitoring"] == "0001_initial"
    with empty_place(tmp_path / "newer", "sqlite") as place:
        done_well(place, "restore", str(older))
        assert "[ ]" not in done_well(place, "showmigrations")
    with sqlite3.connect(tmp_path / "newer" / "ratschlag.sqlite3") as found:
        assert found.execute("SELECT COUNT(*) FROM survey_response").fetchone() == (1,)


def test_a_backup_is_for_the_owner_only_and_holds_what_belongs_to_the_city(
    survey, folder, tmp_path
):
    for name in ("static/a.css", "cache/x", "static.stamp", "half.partial", "papers/plan.pdf"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x" * 200)
    (folder / "link").symlink_to("/etc/hostname")
    write_backup(folder / "first.backup")
    manifest = write_backup(tmp_path / "second.backup")
    assert (tmp_path / "second.backup").stat().st_mode & 0o777 == 0o600
    assert set(manifest.files) == {FILE, "papers/plan.pdf"}
    assert manifest.has_secret
    assert manifest.engine == connection.vendor
    assert set(manifest.tables) >= {
        "journal_entry",
        "survey_response",
        "people_person",
    }
    assert not list(tmp_path.glob("*.partial"))


def test_a_backup_is_never_written_over(survey, folder, tmp_path):
    path = tmp_path / "one.backup"
    path.write_text("an older one")
    with pytest.raises(Refusal, match="there already"):
        write_backup(path)
    assert path.read_text() == "an older one"


def test_a_disk_that_is_full_leaves_no_half_backup(survey, folder, tmp_path, monkeypatch):
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ratschlag.cli.archive.os.fsync", full)
    with pytest.raises(Refusal, match="No space left"):
        write_backup(tmp_path / "one.backup")
    assert list(tmp_path.glob("*.backup*")) == []


@pytest.mark.django_db
def test_without_a_city_there_is_nothing_to_back_up(folder, tmp_path):
    with pytest.raises(Refusal, match="no city"):
        write_backup(tmp_path / "one.backup")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small backup that is whole, but belongs to no version."""
    folder = tmp_path_factory.mktemp("sound")
    (folder / FILE).write_text("RATSCHLAG_MODE=production\n")
    with new_archive(folder / "sound.backup", a_manifest()) as archive:
        archive.add_table("journal_entry", ["id", "verb"], [b'[1,"a"]\n', b'[2,"b"]\n'])
        archive.add_file(FILE, folder / FILE)
    return folder / "sound.backup"


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is not there yet, and may not be there after a refusal either."""
    folder = tmp_path / "nowhere"
    monkeypatch.setenv("RATSCHLAG_HOME", str(folder))
    monkeypatch.setenv("RATSCHLAG_DATABASE_URL", f"sqlite:///{folder}/ratschlag.sqlite3")
    return folder


def refused(path: Path, nowhere: Path) -> str:
    with pytest.raises(Refusal) as found:
        restore.run([str(path)])
    assert not nowhere.exists()
    return str(found.value)


def test_a_sound_backup_is_read(sound):
    archive = Archive(sound)
    assert list(archive.rows("journal_entry")) == [[1, "a"], [2, "b"]]
    assert zipfile.is_zipfile(sound), "it opens with the tools of any system"


@pytest.mark.parametrize("seed", range(50))
def test_a_flipped_bit_anywhere_is_found(seed, sound, nowhere, tmp_path):
    data, chance = bytearray(sound.read_bytes()), random.Random(seed)  # noqa: S311  no secret
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    (tmp_path / "flipped").write_bytes(data)
    assert "damaged" in refused(tmp_path / "flipped", nowhere)


@pytest.mark.parametrize("seed", range(50))
def test_a_backup_that_was_cut_short_is_found(seed, sound, nowhere, tmp_path):
    data, chance = sound.read_bytes(), random.Random(seed)  # noqa: S311  no secret
    (tmp_path / "short").write_bytes(data[: chance.randrange(len(data))])
    assert "damaged" in refused(tmp_path / "short", nowhere)


def test_what_was_added_behind_it_is_found(sound, nowhere, tmp_path):
    (tmp_path / "long").write_bytes(sound.read_bytes() + b"\0")
    assert "damaged" in refused(tmp_path / "long", nowhere)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", "a\\..\\evil", "C:evil"])
def test_a_file_that_leads_out_of_the_folder_is_refused(name, sound, nowhere, tmp_path):
    with new_archive(tmp_path / "evil.backup", a_manifest()) as archive:
        archive.add_file(name, sound)
    assert "leads out" in refused(tmp_path / "evil.backup", nowhere)
    assert not (tmp_path / "evil").exists()


def test_a_manifest_that_lies_is_found(sound, nowhere, tmp_path):
    with new_archive(tmp_path / "lie.backup", a_manifest()) as archive:
        archive.add_file("plan.pdf", sound)
        lied_about(archive.manifest, "plan.pdf")
    assert "not what its manifest says" in refused(tmp_path / "lie.backup", nowhere)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": 2, "ratschlag": "9.0"}, "Ratschlag 9.0, which is newer"),
        ({"migrations": {"survey": "9999_future"}}, "no survey.9999_future"),
        ({"secret_mark": "f" * 64}, "not the one of the backup"),
    ],
)
def test_what_does_not_fit_here_is_refused(changes, says, nowhere, tmp_path, settings):
    fitting = {"secret_mark": mark_of(settings.SECRET_KEY)}
    with new_archive(tmp_path / "a.backup", a_manifest(**(fitting | changes))):
        pass
    assert says in refused(tmp_path / "a.backup", nowhere)


def test_no_backup_at_all_is_a_sentence(nowhere, tmp_path):
    assert "There is no backup" in refused(tmp_path / "missing", nowhere)
    (tmp_path / "other.zip").write_bytes(b"PK" * 200)
    assert "no backup of Ratschlag" in refused(tmp_path / "other.zip", nowhere)


def test_where_a_city_is_nothing_is_restored(sound, folder):
    (folder / FILE).write_text("RATSCHLAG_MODE=production\nMINE=1\n")
    with pytest.raises(Refusal, match="is not empty"):
        restore.run([str(sound)])
    assert (folder / FILE).read_text().endswith("MINE=1\n")


def test_a_database_that_is_there_is_not_touched(sound, nowhere, tmp_path, monkeypatch):
    mine = tmp_path / "mine.sqlite3"
    mine.write_bytes(b"mine")
    monkeypatch.setenv("RATSCHLAG_DATABASE_URL", f"sqlite:///{mine}")
    assert "a database at" in refused(sound, nowhere)
    assert mine.read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.sqlite3"]


@pytest.mark.skipif(not IS_POSTGRES, reason="runs on SQLite")
def test_a_database_on_a_server_that_holds_something_is_not_touched(survey, folder, tmp_path):
    import psycopg  # noqa: PLC0415  only where there is a server

    write_backup(tmp_path / "one.backup")
    look = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    with (
        empty_place(tmp_path / "new", "postgresql") as place,
        psycopg.connect(place["RATSCHLAG_DATABASE_URL"], autocommit=True) as found,
    ):
        found.execute("CREATE TABLE mine (id int)")
        refused = command(place, "restore", str(tmp_path / "one.backup"))
        assert refused.returncode == 1
        assert "not empty" in refused.stderr
        assert found.execute(look).fetchall() == [("mine",)]
    assert not (tmp_path / "new").exists()


def test_a_restore_that_fails_half_way_leaves_nothing(survey, folder, tmp_path):
    """The digests fit the archive, but a row breaks a rule of the database."""
    answer(survey)
    manifest = write_backup(tmp_path / "one.backup")
    whole, broken = Archive(tmp_path / "one.backup"), tmp_path / "broken.backup"
    manifest.tables.clear()
    manifest.files.clear()
    with new_archive(broken, manifest) as archive:
        for name, table in whole.manifest.tables.items():
            found = list(whole.rows(name)) if name != "contributions_receipt" else []
            lines = [json.dumps(row).encode() + b"\n" for row in found]
            archive.add_table(name, table.columns, lines)
    engine = "postgresql" if IS_POSTGRES else "sqlite"
    with empty_place(tmp_path / "new", engine) as place:
        refused = command(place, "restore", str(broken))
        assert refused.returncode == 1
        assert "did not take the backup" in refused.stderr
        assert not (tmp_path / "new").exists()
        # The place is as empty as before: the sound one goes in.
        done_well(place, "restore", str(tmp_path / "one.backup"))


def test_the_command_knows_the_verbs():
    assert (VERBS["backup"][0], VERBS["restore"][0]) == (backup.run, restore.run)
    assert "backup" in usage() and "restore" in usage()
