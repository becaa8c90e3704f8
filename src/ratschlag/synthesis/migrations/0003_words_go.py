"""What was made of someone's words goes when the words go, or are replaced by others.

By the database itself, in the transaction in which someone takes their words back: the room in
which that happens lies below and knows nothing of vectors. Whoever rebuilds one of these tables
on SQLite (AlterField, AddConstraint) puts the triggers back (lib.triggers.allow).
"""

# ruff: noqa: S608  every name in these statements is our own
from django.db import migrations

from ratschlag.lib.triggers import follow


def _forgetting(which: str, likeness: str = "") -> list[str]:
    """Statements that remove what a machine made of the texts that `which` names."""
    forget = [
        f"DELETE FROM synthesis_vector WHERE {which}",
        f"DELETE FROM synthesis_runmember WHERE {which}",
        f"DELETE FROM synthesis_coding WHERE {which} AND state = 'proposed' AND proposer = 'machine'",
        f"DELETE FROM synthesis_fieldcoding WHERE {which} AND state = 'proposed' AND proposer = 'machine'",
        # What a person decided stays; why the machine had proposed it does not.
        f"UPDATE synthesis_coding SET why = '{{}}', nearness = NULL, reason = '' WHERE {which} AND proposer = 'machine'",
        f"UPDATE synthesis_fieldcoding SET why = '{{}}', probability = NULL WHERE {which} AND proposer = 'machine'",
    ]
    return [*forget, f"DELETE FROM synthesis_likeness WHERE {likeness}"] if likeness else forget


_ALIKE = "first_id = NEW.{0} OR second_id = NEW.{0}"


class Migration(migrations.Migration):
    dependencies = [("synthesis", "0002_runs"), ("contributions", "0003_every_channel")]

    operations = [
        follow(
            "synthesis_words_erased",
            "UPDATE OF text",
            "contributions_contribution",
            when="NEW.text = '' AND OLD.text <> ''",
            does=[
                *_forgetting("contribution_id = NEW.id", _ALIKE.format("id")),
                "UPDATE synthesis_flag SET note = '' WHERE contribution_id = NEW.id",
            ],
        ),
        follow(
            "synthesis_words_redacted",
            "INSERT",
            "contributions_redaction",
            does=_forgetting(
                "contribution_id = NEW.contribution_id", _ALIKE.format("contribution_id")
            ),
        ),
        follow(
            "synthesis_words_redacted_anew",
            "UPDATE OF text",
            "contributions_redaction",
            when="NEW.text <> OLD.text",
            does=_forgetting(
                "contribution_id = NEW.contribution_id", _ALIKE.format("contribution_id")
            ),
        ),
        follow(
            "synthesis_words_published",
            "DELETE",
            "contributions_redaction",
            does=_forgetting(
                "contribution_id = OLD.contribution_id",
                "first_id = OLD.contribution_id OR second_id = OLD.contribution_id",
            ),
        ),
        follow(
            "synthesis_part_erased",
            "UPDATE OF text",
            "contributions_part",
            when="NEW.text = '' AND OLD.text <> ''",
            does=_forgetting("part_id = NEW.id"),
        ),
    ]
