"""An edition is frozen: the database itself refuses to change or delete it, on both engines."""

from django.db import migrations

from ratschlag.lib.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("concept", "0001_initial")]

    operations = [
        refuse("concept_edition_stays", "DELETE", "concept_edition"),
        refuse("concept_edition_as_frozen", "UPDATE", "concept_edition"),
    ]
