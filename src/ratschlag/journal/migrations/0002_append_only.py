"""The database itself keeps the journal append-only, on both engines."""

from django.db import migrations

from ratschlag.lib.triggers import refuse

_WRITTEN = "id, at, verb, actor_kind, actor_number, subject_kind, subject_number, detail"


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        refuse("journal_entry_stays", "DELETE", "journal_entry"),
        refuse("journal_entry_as_written", f"UPDATE OF {_WRITTEN}", "journal_entry"),
        refuse(
            "journal_entry_sealed_once",
            "UPDATE OF seal_id",
            "journal_entry",
            when="OLD.seal_id IS NOT NULL",
        ),
        refuse("journal_seal_stays", "DELETE", "journal_seal"),
        refuse("journal_seal_as_written", "UPDATE", "journal_seal"),
    ]
