"""Words leave the search when they are no longer for everyone, or are others.

By the database itself, in the transaction in which that happens (decision 0018). Whoever rebuilds
one of these tables on SQLite puts the triggers back (lib.triggers.allow).
"""

# ruff: noqa: S608  every name in these statements is our own
from django.db import migrations

from ratschlag.lib.triggers import follow


def _forgetting(which: str) -> list[str]:
    return [f"DELETE FROM search_document WHERE kind = 'voice' AND key = CAST({which} AS varchar)"]


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0003_every_channel"),
        ("search", "0002_index"),
    ]

    operations = [
        follow(
            "search_words_gone",
            "UPDATE OF text, publication",
            "contributions_contribution",
            when="NEW.publication NOT IN ('public', 'redacted') OR NEW.text <> OLD.text",
            does=_forgetting("NEW.id"),
        ),
        follow(
            "search_words_redacted",
            "INSERT",
            "contributions_redaction",
            does=_forgetting("NEW.contribution_id"),
        ),
        follow(
            "search_words_redacted_anew",
            "UPDATE OF text",
            "contributions_redaction",
            when="NEW.text <> OLD.text",
            does=_forgetting("NEW.contribution_id"),
        ),
        follow(
            "search_words_published",
            "DELETE",
            "contributions_redaction",
            does=_forgetting("OLD.contribution_id"),
        ),
        follow(
            "search_translation_gone",
            "DELETE",
            "contributions_contributiontranslation",
            does=_forgetting("OLD.contribution_id"),
        ),
    ]
