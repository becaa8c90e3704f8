"""`ratschlag verify`: every edition as it was frozen, every line of the journal as it was written."""

import pytest
from django.db import connection

from ratschlag.cli import VERBS, usage, verify
from ratschlag.concept.tests.hands import a_section, an_edition, tamper
from ratschlag.journal.tasks import seal_journal


@pytest.fixture
def edition(process):
    a_section(process, text="So steht es hier.")
    return an_edition(process)


def verified(capsys, monkeypatch) -> tuple[int, str]:
    monkeypatch.setattr(verify, "start_django", lambda: None)
    code = verify.run([])
    return code, capsys.readouterr().out


def test_an_untouched_edition_is_verified(edition, capsys, monkeypatch):
    seal_journal.func()
    code, said = verified(capsys, monkeypatch)
    assert code == 0
    assert f"ok  edition klima 0.9: as it was frozen, SHA-256 {edition.sha256}" in said
    assert "ok  journal: all 1 seals fit; 0 entries wait" in said


def test_nothing_to_verify_is_no_fault(process, capsys, monkeypatch):
    assert verified(capsys, monkeypatch)[0] == 0


def test_a_changed_word_is_found(edition, capsys, monkeypatch):
    tamper("UPDATE concept_edition SET canonical = %s", edition.canonical.replace("steht", "stand"))
    code, said = verified(capsys, monkeypatch)
    assert code == 1
    assert "!!  edition klima 0.9: its text does not give its SHA-256" in said


def test_an_edition_that_is_gone_is_found(edition, capsys, monkeypatch):
    tamper("DELETE FROM concept_edition")
    code, said = verified(capsys, monkeypatch)
    assert code == 1
    assert "!!  edition 0.9: the journal knows it" in said


def test_a_broken_seal_is_found(edition, capsys, monkeypatch):
    seal_journal.func()
    on = " ON journal_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in triggers_of("journal_entry"):
            cursor.execute(f"DROP TRIGGER {name}{on}")
        cursor.execute("UPDATE journal_entry SET verb = 'nothing.happened'")
    code, said = verified(capsys, monkeypatch)
    assert code == 1
    assert "!!  journal: seal 1 does not fit its entries" in said


def triggers_of(table: str) -> list[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return [row[0] for row in cursor.fetchall()]


def test_the_command_knows_the_verb():
    assert VERBS["verify"][0] is verify.run
    assert "verify" in usage()
