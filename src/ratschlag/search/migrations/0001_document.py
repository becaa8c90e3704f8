from django.db import migrations, models

import ratschlag.lib.rows
import ratschlag.search.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Document",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (ratschlag.search.rules.Kind["PROCESS"], "Process"),
                            (ratschlag.search.rules.Kind["PHASE"], "Step"),
                            (ratschlag.search.rules.Kind["EVENT"], "Event"),
                            (ratschlag.search.rules.Kind["FIELD"], "Field of action"),
                            (ratschlag.search.rules.Kind["SURVEY"], "Survey"),
                            (ratschlag.search.rules.Kind["THEME"], "Theme"),
                            (ratschlag.search.rules.Kind["VOICE"], "Contribution"),
                            (ratschlag.search.rules.Kind["GOAL"], "Goal"),
                            (ratschlag.search.rules.Kind["MEASURE"], "Measure"),
                            (ratschlag.search.rules.Kind["CONCEPT"], "Concept"),
                            (ratschlag.search.rules.Kind["PAPER"], "Council"),
                            (ratschlag.search.rules.Kind["REPORT"], "Report"),
                            (ratschlag.search.rules.Kind["RELEASE"], "Press release"),
                            (ratschlag.search.rules.Kind["PAGE"], "Page"),
                            (ratschlag.search.rules.Kind["TERM"], "Glossary"),
                            (ratschlag.search.rules.Kind["DOCUMENT"], "Document"),
                            (ratschlag.search.rules.Kind["ORGANISATION"], "Organisation"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("language", models.CharField(max_length=10)),
                ("title", models.CharField(blank=True, max_length=400)),
                ("text", models.TextField(blank=True)),
                ("address", models.CharField(help_text="Behind the language.", max_length=400)),
                ("public_on", models.DateField(blank=True, null=True)),
                ("digest", models.CharField(max_length=32)),
                ("title_entries", models.TextField(blank=True)),
                ("text_entries", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key", "language"), name="document_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    ratschlag.search.rules.Kind["PROCESS"],
                                    ratschlag.search.rules.Kind["PHASE"],
                                    ratschlag.search.rules.Kind["EVENT"],
                                    ratschlag.search.rules.Kind["FIELD"],
                                    ratschlag.search.rules.Kind["SURVEY"],
                                    ratschlag.search.rules.Kind["THEME"],
                                    ratschlag.search.rules.Kind["VOICE"],
                                    ratschlag.search.rules.Kind["GOAL"],
                                    ratschlag.search.rules.Kind["MEASURE"],
                                    ratschlag.search.rules.Kind["CONCEPT"],
                                    ratschlag.search.rules.Kind["PAPER"],
                                    ratschlag.search.rules.Kind["REPORT"],
                                    ratschlag.search.rules.Kind["RELEASE"],
                                    ratschlag.search.rules.Kind["PAGE"],
                                    ratschlag.search.rules.Kind["TERM"],
                                    ratschlag.search.rules.Kind["DOCUMENT"],
                                    ratschlag.search.rules.Kind["ORGANISATION"],
                                ],
                            )
                        ),
                        name="document_kind_of_search_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "language__in",
                                ["de", "en", "ar", "uk", "ru", "tr", "fa", "vi", "de-easy", "und"],
                            )
                        ),
                        name="document_language_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="document_has_a_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        name="document_has_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="document_says_something",
                    ),
                ],
            },
        ),
    ]
