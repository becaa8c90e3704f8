"""What was reported stays as it was reported; a correction is a further row."""

from django.db import migrations

from ratschlag.lib.triggers import refuse

# Not said_by: whose name was erased is nobody's any more.
_SAID = "id, report_id, measure_id, status, note, indicator_value, said_at"


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial")]

    operations = [
        refuse("monitoring_status_stays", "DELETE", "monitoring_measurestatus"),
        refuse("monitoring_status_as_said", f"UPDATE OF {_SAID}", "monitoring_measurestatus"),
    ]
