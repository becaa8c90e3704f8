from django.db import migrations, models

from ratschlag.lib.triggers import allow, refuse

_ASKED = "id, number, title, text, statistics, has_statistics, since"
_STAYS = refuse("privacy_layer_stays", "DELETE", "privacy_layer")
_AS_ASKED = refuse("privacy_layer_as_asked", f"UPDATE OF {_ASKED}", "privacy_layer")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        # SQLite rebuilds the table.
        allow(_STAYS),
        allow(_AS_ASKED),
        migrations.AddField(
            model_name="layer",
            name="standard",
            field=models.CharField(
                blank=True, help_text="Tells in which standard words it was asked.", max_length=32
            ),
        ),
        _STAYS,
        _AS_ASKED,
        # A version from before is given its words once.
        refuse(
            "privacy_layer_in_words",
            "UPDATE OF standard",
            "privacy_layer",
            when="OLD.standard <> ''",
        ),
    ]
