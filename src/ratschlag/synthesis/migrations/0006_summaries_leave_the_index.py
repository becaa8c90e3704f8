"""A summary that goes, because it rested on words that went (0005), goes from the search as well.

By the database itself. Whoever rebuilds the table on SQLite puts the trigger back
(lib.triggers.allow).
"""

from django.db import migrations

from ratschlag.lib.triggers import follow


class Migration(migrations.Migration):
    dependencies = [
        ("synthesis", "0005_draft_words_go"),
        ("search", "0002_index"),
    ]

    operations = [
        follow(
            "search_summary_gone",
            "UPDATE OF summary",
            "synthesis_theme",
            when="NEW.summary = '' AND OLD.summary <> ''",
            does=[
                "DELETE FROM search_document WHERE kind = 'theme' AND key = CAST(NEW.id AS varchar)"
            ],
        ),
    ]
