"""A draft goes when words that it rests on go, are kept from the public, or are replaced.

A confirmed one stays unless it quotes them; then it goes too, and so does the summary of the theme
where it still is the draft, with its translations. By the database itself, as in 0003; whoever
rebuilds one of these tables on SQLite puts the triggers back (lib.triggers.allow).
"""

# ruff: noqa: S608  every name in these statements is our own
from django.db import migrations

from ratschlag.lib.triggers import follow


def _forgetting(which: str) -> list[str]:
    """Statements that remove what was drafted of the contribution that `which` names."""
    sources = (
        "FROM synthesis_draftsource s JOIN synthesis_draft d ON d.id = s.draft_id "
        f"JOIN synthesis_theme t ON t.id = d.theme_id WHERE s.contribution_id = {which}"
    )
    stands = f"SELECT t.id {sources} AND s.is_quoted AND d.state = 'confirmed' AND d.summary <> '' AND d.summary = t.summary"
    return [
        f"DELETE FROM languages_translation WHERE kind = 'synthesis.theme' AND field = 'summary' AND number IN ({stands})",
        f"UPDATE synthesis_theme SET summary = '' WHERE id IN ({stands})",
        f"DELETE FROM synthesis_draft WHERE id IN (SELECT d.id {sources} AND (s.is_quoted OR d.state <> 'confirmed'))",
        "DELETE FROM synthesis_draftsource WHERE draft_id NOT IN (SELECT id FROM synthesis_draft)",
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("synthesis", "0004_drafts"),
        ("contributions", "0003_every_channel"),
        ("languages", "0001_initial"),
    ]

    operations = [
        follow(
            "synthesis_draft_withheld",
            "UPDATE OF publication",
            "contributions_contribution",
            when="NEW.publication NOT IN ('public', 'redacted')",
            does=_forgetting("NEW.id"),
        ),
        follow(
            "synthesis_draft_redacted",
            "INSERT",
            "contributions_redaction",
            does=_forgetting("NEW.contribution_id"),
        ),
        follow(
            "synthesis_draft_redacted_anew",
            "UPDATE OF text",
            "contributions_redaction",
            when="NEW.text <> OLD.text",
            does=_forgetting("NEW.contribution_id"),
        ),
        follow(
            "synthesis_draft_published",
            "DELETE",
            "contributions_redaction",
            does=_forgetting("OLD.contribution_id"),
        ),
    ]
