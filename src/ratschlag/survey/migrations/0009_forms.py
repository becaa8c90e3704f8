"""Files of answers that other tools collected."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import ratschlag.lib.rows
import ratschlag.survey.compute.columns


class Migration(migrations.Migration):
    dependencies = [
        ("process", "0001_initial"),
        ("survey", "0008_tablet_holds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
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
                ("name", models.CharField(max_length=80)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            (ratschlag.survey.compute.columns.Source["LIMESURVEY"], "LimeSurvey"),
                            (ratschlag.survey.compute.columns.Source["KOBO"], "KoBoToolbox"),
                            (
                                ratschlag.survey.compute.columns.Source["OWN"],
                                "an export of this system",
                            ),
                            (ratschlag.survey.compute.columns.Source["TABLE"], "a table"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "columns to be assigned"),
                            ("checking", "being checked"),
                            ("checked", "checked, not taken in yet"),
                            ("running", "being taken in"),
                            ("done", "taken in"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("columns", models.JSONField(help_text="The names of the columns that stayed.")),
                (
                    "dropped",
                    models.JSONField(default=list, help_text="[[name, why]]: compute/private.py"),
                ),
                ("plan", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
                ("row_count", models.PositiveIntegerField()),
                ("done_count", models.PositiveIntegerField(default=0)),
                ("stored_count", models.PositiveIntegerField(default=0)),
                ("refused_count", models.PositiveIntegerField(default=0)),
                ("uploaded_on", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="survey.survey",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="survey.version",
                    ),
                ),
            ],
            options={
                "ordering": ("-uploaded_on", "name", "id"),
            },
        ),
        migrations.CreateModel(
            name="ImportFile",
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
                ("content", models.BinaryField()),
                ("kept_until", models.DateField()),
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file",
                        to="survey.import",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
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
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("columns", models.JSONField()),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="column_mappings",
                        to="process.process",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("process", "name"), name="column_mapping_name_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="column_mapping_has_a_name",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.UniqueConstraint(
                fields=("survey", "sha256"), name="import_of_a_file_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["uploaded", "checking", "checked", "running", "done"])
                ),
                name="import_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_count__lte", models.F("row_count"))),
                name="import_done_of_its_rows",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "done_count",
                        django.db.models.expressions.CombinedExpression(
                            models.F("stored_count"), "+", models.F("refused_count")
                        ),
                    )
                ),
                name="import_leaves_no_row_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    ("done_count", models.F("row_count")),
                    _connector="OR",
                ),
                name="import_done_is_whole",
            ),
        ),
    ]
