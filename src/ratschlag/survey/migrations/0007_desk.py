from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("survey", "0006_abuse")]

    operations = [
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="decision_says_why"
            ),
        ),
    ]
