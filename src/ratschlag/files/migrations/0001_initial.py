"""Files, which never change once they are taken in."""

from django.db import migrations, models

import ratschlag.files.rules
import ratschlag.lib.rows
from ratschlag.lib.triggers import refuse


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="File",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=ratschlag.lib.rows.random_number,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("slug", models.SlugField(help_text="Its name without the ending.", max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (ratschlag.files.rules.Kind["PDF"], "PDF"),
                            (ratschlag.files.rules.Kind["PNG"], "picture (PNG)"),
                            (ratschlag.files.rules.Kind["JPEG"], "picture (JPEG)"),
                        ],
                        max_length=4,
                    ),
                ),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    ratschlag.files.rules.Kind["PDF"],
                                    ratschlag.files.rules.Kind["PNG"],
                                    ratschlag.files.rules.Kind["JPEG"],
                                ],
                            )
                        ),
                        name="file_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 8000000)),
                        name="file_size_has_a_limit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug", ""), _negated=True), name="file_has_a_name"
                    ),
                ],
            },
        ),
        refuse("files_file_as_taken_in", "UPDATE", "files_file"),
    ]
