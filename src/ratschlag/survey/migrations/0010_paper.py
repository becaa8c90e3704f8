"""Papers in batches, typed in twice; texts that say the same are found by a keyed hash.

What was typed in is never changed: the database itself refuses, on both engines; it may only be
emptied, once the words have become contributions or are taken back.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ratschlag.contributions.rules
import ratschlag.lib.rows
import ratschlag.survey.rules
from ratschlag.contributions.compute import keyed_hash
from ratschlag.contributions.queries import secret_for
from ratschlag.lib.triggers import refuse
from ratschlag.survey.compute.keying import folded


def fold_words(apps: Any, _editor: Any) -> None:
    """What was there before is found again, too (queries/twins.py)."""
    secret = secret_for("twins")
    rows = apps.get_model("survey", "ResponseText").objects.exclude(contribution__text="")
    for row in rows.select_related("contribution__process").iterator():
        said = row.contribution
        row.folded_hash = keyed_hash(secret, said.process.slug, folded(said.text))
        row.save(update_fields=["folded_hash"])


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0003_every_channel"),
        ("survey", "0009_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            (ratschlag.contributions.rules.Channel["PHONE"], "Telephone 115"),
                            (ratschlag.contributions.rules.Channel["LETTER"], "Letter"),
                            (ratschlag.contributions.rules.Channel["FAX"], "Fax"),
                            (ratschlag.contributions.rules.Channel["EMAIL"], "E-mail"),
                            (ratschlag.contributions.rules.Channel["IN_PERSON"], "In person"),
                            (ratschlag.contributions.rules.Channel["EVENT"], "At an event"),
                        ],
                        max_length=20,
                        verbose_name="channel",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "postmarked_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the postmark"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("de", "Deutsch"),
                            ("en", "English"),
                            ("ar", "العربية"),
                            ("uk", "Українська"),
                            ("ru", "Русский"),
                            ("tr", "Türkçe"),
                            ("fa", "فارسی"),
                            ("vi", "Tiếng Việt"),
                            ("de-easy", "Leichte Sprache"),
                            ("und", "several languages, or not known"),
                        ],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("expected", models.PositiveIntegerField(verbose_name="number of papers")),
                ("closed_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("received_on", "name"),
            },
        ),
        migrations.CreateModel(
            name="Keying",
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
                ("turn", models.PositiveSmallIntegerField()),
                ("entry", models.JSONField(default=dict, help_text="compute/keying.py reads it.")),
            ],
            options={
                "ordering": ("turn",),
            },
        ),
        migrations.CreateModel(
            name="Paper",
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
                ("number", models.PositiveIntegerField(verbose_name="number on the paper")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                ratschlag.survey.rules.PaperState["WAITING"],
                                "waits to be typed in a second time",
                            ),
                            (
                                ratschlag.survey.rules.PaperState["DIFFERENT"],
                                "typed in twice, not the same",
                            ),
                            (ratschlag.survey.rules.PaperState["DONE"], "typed in"),
                            (ratschlag.survey.rules.PaperState["TAKEN_BACK"], "taken back"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            (ratschlag.contributions.rules.Channel["PHONE"], "Telephone 115"),
                            (ratschlag.contributions.rules.Channel["LETTER"], "Letter"),
                            (ratschlag.contributions.rules.Channel["FAX"], "Fax"),
                            (ratschlag.contributions.rules.Channel["EMAIL"], "E-mail"),
                            (ratschlag.contributions.rules.Channel["IN_PERSON"], "In person"),
                            (ratschlag.contributions.rules.Channel["EVENT"], "At an event"),
                        ],
                        max_length=20,
                    ),
                ),
                ("received_on", models.DateField()),
                ("postmarked_on", models.DateField(blank=True, null=True)),
                (
                    "compared",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Answers that two people typed in.", null=True
                    ),
                ),
                (
                    "differing",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Those of them that were not the same.", null=True
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
            },
        ),
        migrations.AddField(
            model_name="responsetext",
            name="folded_hash",
            field=models.CharField(
                blank=True,
                default="",
                db_default="",
                help_text="A keyed hash of the words without capitals and white space: by it the same words are found. Goes with the words.",
                max_length=64,
            ),
        ),
        migrations.AddIndex(
            model_name="responsetext",
            index=models.Index(fields=["folded_hash"], name="response_text_by_words"),
        ),
        migrations.AddField(
            model_name="batch",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="survey.survey",
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="survey.version",
            ),
        ),
        migrations.AddField(
            model_name="keying",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="batch",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="survey.batch",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="receipt",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="paper",
                to="contributions.receipt",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="response",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="paper",
                to="survey.response",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="survey",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="survey.survey",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="survey.version"
            ),
        ),
        migrations.AddField(
            model_name="keying",
            name="paper",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="keyings",
                to="survey.paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(fields=("survey", "name"), name="batch_name_is_one"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="batch_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("expected__gte", 1)), name="batch_has_papers"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        [
                            ratschlag.contributions.rules.Channel["PHONE"],
                            ratschlag.contributions.rules.Channel["LETTER"],
                            ratschlag.contributions.rules.Channel["FAX"],
                            ratschlag.contributions.rules.Channel["EMAIL"],
                            ratschlag.contributions.rules.Channel["IN_PERSON"],
                            ratschlag.contributions.rules.Channel["EVENT"],
                        ],
                    )
                ),
                name="batch_came_by_hand",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("postmarked_on__isnull", True),
                    ("postmarked_on__lte", models.F("received_on")),
                    _connector="OR",
                ),
                name="batch_posted_before_it_came",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True),
                    ("closed_on__gte", models.F("received_on")),
                    _connector="OR",
                ),
                name="batch_closed_after_it_came",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(fields=["survey", "state"], name="survey_paper_by_state"),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                fields=("survey", "number"), name="survey_paper_number_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="survey_paper_number_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            ratschlag.survey.rules.PaperState["WAITING"],
                            ratschlag.survey.rules.PaperState["DIFFERENT"],
                            ratschlag.survey.rules.PaperState["DONE"],
                            ratschlag.survey.rules.PaperState["TAKEN_BACK"],
                        ],
                    )
                ),
                name="survey_paper_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        [
                            ratschlag.contributions.rules.Channel["PHONE"],
                            ratschlag.contributions.rules.Channel["LETTER"],
                            ratschlag.contributions.rules.Channel["FAX"],
                            ratschlag.contributions.rules.Channel["EMAIL"],
                            ratschlag.contributions.rules.Channel["IN_PERSON"],
                            ratschlag.contributions.rules.Channel["EVENT"],
                        ],
                    )
                ),
                name="survey_paper_came_by_hand",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("response__isnull", False),
                        ("state", ratschlag.survey.rules.PaperState["DONE"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state", ratschlag.survey.rules.PaperState["DONE"]), _negated=True
                        ),
                        ("response__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="survey_paper_done_has_a_response",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("compared__isnull", True), ("differing__isnull", True)),
                    ("differing__lte", models.F("compared")),
                    _connector="OR",
                ),
                name="survey_paper_differs_in_what_was_compared",
            ),
        ),
        migrations.AddConstraint(
            model_name="keying",
            constraint=models.UniqueConstraint(fields=("paper", "turn"), name="keying_turn_is_one"),
        ),
        migrations.AddConstraint(
            model_name="keying",
            constraint=models.UniqueConstraint(fields=("paper", "by"), name="keying_is_by_another"),
        ),
        migrations.AddConstraint(
            model_name="keying",
            constraint=models.CheckConstraint(
                condition=models.Q(("turn__in", [1, 2])), name="keying_has_two_turns"
            ),
        ),
        migrations.RunPython(fold_words, migrations.RunPython.noop),
        refuse(
            "keying_stays_as_typed",
            "UPDATE OF entry",
            "survey_keying",
            when="NEW.entry <> OLD.entry AND NEW.entry <> '{}'",
        ),
        refuse(
            "keying_stays_by_whom",
            "UPDATE OF turn, paper_id",
            "survey_keying",
            when="NEW.turn <> OLD.turn OR NEW.paper_id <> OLD.paper_id",
        ),
    ]
