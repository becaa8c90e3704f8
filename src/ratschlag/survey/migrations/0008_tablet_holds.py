"""What a revoked tablet hands in waits for a person, as all that is held does."""

from django.db import migrations, models

import ratschlag.survey.rules


class Migration(migrations.Migration):
    dependencies = [("survey", "0007_desk")]

    operations = [
        migrations.DeleteModel(name="DoubtfulResponse"),
        migrations.RemoveConstraint(
            model_name="hold",
            name="hold_reason_is_known",
        ),
        migrations.AlterField(
            model_name="hold",
            name="reason",
            field=models.CharField(
                choices=[
                    (
                        ratschlag.survey.rules.HoldReason["HIDDEN_FIELD"],
                        "A field that nobody sees was filled in.",
                    ),
                    (
                        ratschlag.survey.rules.HoldReason["TOO_FAST"],
                        "Sent within seconds, during a flood.",
                    ),
                    (
                        ratschlag.survey.rules.HoldReason["FLOOD"],
                        "Came during a flood, without proof of work.",
                    ),
                    (
                        ratschlag.survey.rules.HoldReason["EQUAL"],
                        "Many said the same, word for word.",
                    ),
                    (
                        ratschlag.survey.rules.HoldReason["REVOKED_TABLET"],
                        "Came from a tablet after it was revoked.",
                    ),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            ratschlag.survey.rules.HoldReason["HIDDEN_FIELD"],
                            ratschlag.survey.rules.HoldReason["TOO_FAST"],
                            ratschlag.survey.rules.HoldReason["FLOOD"],
                            ratschlag.survey.rules.HoldReason["EQUAL"],
                            ratschlag.survey.rules.HoldReason["REVOKED_TABLET"],
                        ],
                    )
                ),
                name="hold_reason_is_known",
            ),
        ),
    ]
