"""What someone wrote is never changed; it can only be erased, whole."""

from django.db import migrations

from ratschlag.lib.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("contributions", "0001_initial")]

    operations = [
        refuse(
            "contribution_words_stay",
            "UPDATE OF text",
            "contributions_contribution",
            when="NEW.text <> OLD.text AND NEW.text <> ''",
        ),
        refuse("contribution_stays", "DELETE", "contributions_contribution"),
    ]
