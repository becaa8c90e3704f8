"""The glossary: words that not everyone knows."""

import django.db.models.functions.text
from django.db import migrations, models

import ratschlag.lib.rows


class Migration(migrations.Migration):
    dependencies = [
        ("languages", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
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
                ("word", models.CharField(max_length=80, verbose_name="word")),
                ("explanation", models.TextField(max_length=800, verbose_name="explanation")),
            ],
            options={
                "ordering": ("word",),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("word"), name="term_word_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("word", ""), _negated=True),
                            models.Q(("explanation", ""), _negated=True),
                        ),
                        name="term_is_whole",
                    ),
                ],
            },
        ),
    ]
