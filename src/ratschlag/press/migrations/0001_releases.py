"""Releases, and what the database itself refuses once one is out, on both engines."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ratschlag.lib.rows
import ratschlag.press.rules
from ratschlag.lib.triggers import refuse

_OUT = "OLD.state IN ('published', 'corrected', 'withdrawn')"
# Not who wrote and checked it: whose name was erased is nobody's any more.
_TEXT = (
    "id, process_id, year, number, headline, teaser, facts, body, publisher_id, partner_id, "
    "contact, as_of, released_at, pulled, is_invented"
)
_BACK = (
    "NEW.state NOT IN ('published', 'corrected', 'withdrawn') "
    "OR OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn'"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("people", "0001_initial"),
        ("process", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="YearCounter",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Release",
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
                    "state",
                    models.CharField(
                        choices=[
                            (ratschlag.press.rules.State["DRAFT"], "draft"),
                            (ratschlag.press.rules.State["CHECKED"], "checked"),
                            (ratschlag.press.rules.State["SCHEDULED"], "scheduled"),
                            (ratschlag.press.rules.State["EMBARGOED"], "under embargo"),
                            (ratschlag.press.rules.State["PUBLISHED"], "published"),
                            (ratschlag.press.rules.State["CORRECTED"], "corrected"),
                            (ratschlag.press.rules.State["WITHDRAWN"], "withdrawn"),
                        ],
                        default=ratschlag.press.rules.State["DRAFT"],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("number", models.PositiveIntegerField(editable=False, null=True)),
                ("headline", models.CharField(max_length=120, verbose_name="headline")),
                ("teaser", models.TextField(max_length=400, verbose_name="teaser")),
                ("facts", models.TextField(blank=True, verbose_name="facts")),
                ("body", models.TextField(verbose_name="text")),
                ("contact", models.TextField(blank=True, verbose_name="contact")),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                ("scheduled_for", models.DateTimeField(blank=True, null=True)),
                ("embargo_until", models.DateTimeField(blank=True, null=True)),
                (
                    "released_at",
                    models.DateTimeField(editable=False, help_text="Domain time.", null=True),
                ),
                ("pulled", models.JSONField(default=dict, editable=False)),
                (
                    "seen",
                    models.JSONField(
                        default=dict,
                        editable=False,
                        help_text="Facts that changed later and were looked at.",
                    ),
                ),
                ("checked_at", models.DateTimeField(editable=False, null=True)),
                ("withdrawn_on", models.DateField(editable=False, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=500)),
                (
                    "is_invented",
                    models.BooleanField(default=False, verbose_name="made up for the demo"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="written_releases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="changed_releases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="checked_releases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_releases",
                        to="people.organisation",
                        verbose_name="together with",
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="process.process",
                        verbose_name="Process",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="people.organisation",
                        verbose_name="publisher",
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release",
                        to="process.source",
                    ),
                ),
            ],
            options={
                "ordering": ("-released_at", "-year", "-number", "headline"),
            },
        ),
        migrations.CreateModel(
            name="Correction",
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
                ("text", models.TextField(max_length=1000, verbose_name="correction")),
                ("corrected_at", models.DateTimeField(help_text="Domain time.")),
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
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="press.release",
                    ),
                ),
            ],
            options={
                "ordering": ("corrected_at",),
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.file",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="press.release",
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
            },
        ),
        migrations.CreateModel(
            name="TakenElsewhere",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("first", models.PositiveIntegerField(verbose_name="from")),
                ("last", models.PositiveIntegerField(verbose_name="to")),
                ("note", models.CharField(max_length=300, verbose_name="where, or why")),
            ],
            options={
                "ordering": ("-year", "first"),
                "constraints": [
                    models.UniqueConstraint(fields=("year", "first"), name="taken_from_is_one"),
                    models.UniqueConstraint(fields=("year", "last"), name="taken_to_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("first__gte", 1), ("last__gte", models.F("first"))),
                        name="taken_goes_upwards",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True), name="taken_says_why"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["state", "released_at"], name="release_in_order"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                fields=("year", "number"), name="release_number_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            ratschlag.press.rules.State["DRAFT"],
                            ratschlag.press.rules.State["CHECKED"],
                            ratschlag.press.rules.State["SCHEDULED"],
                            ratschlag.press.rules.State["EMBARGOED"],
                            ratschlag.press.rules.State["PUBLISHED"],
                            ratschlag.press.rules.State["CORRECTED"],
                            ratschlag.press.rules.State["WITHDRAWN"],
                        ],
                    )
                ),
                name="release_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("headline", ""), _negated=True),
                    models.Q(("teaser", ""), _negated=True),
                    models.Q(("body", ""), _negated=True),
                ),
                name="release_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("as_of__isnull", False),
                        ("number__gte", 1),
                        ("released_at__isnull", False),
                        (
                            "state__in",
                            (
                                ratschlag.press.rules.State["PUBLISHED"],
                                ratschlag.press.rules.State["CORRECTED"],
                                ratschlag.press.rules.State["WITHDRAWN"],
                            ),
                        ),
                        ("year__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                (
                                    ratschlag.press.rules.State["PUBLISHED"],
                                    ratschlag.press.rules.State["CORRECTED"],
                                    ratschlag.press.rules.State["WITHDRAWN"],
                                ),
                            ),
                            _negated=True,
                        ),
                        ("number__isnull", True),
                        ("released_at__isnull", True),
                        ("year__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="release_has_a_number_once_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("checked_at__isnull", True),
                        ("state", ratschlag.press.rules.State["DRAFT"]),
                    ),
                    models.Q(
                        models.Q(("state", ratschlag.press.rules.State["DRAFT"]), _negated=True),
                        ("checked_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="release_is_checked_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("checked_by__isnull", True),
                        models.Q(("checked_by", models.F("author")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("checked_by__isnull", True),
                        models.Q(("checked_by", models.F("changed_by")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="release_checked_by_a_second",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", ratschlag.press.rules.State["SCHEDULED"]), _negated=True),
                    ("scheduled_for__isnull", False),
                    _connector="OR",
                ),
                name="release_scheduled_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", ratschlag.press.rules.State["EMBARGOED"]), _negated=True),
                    ("embargo_until__isnull", False),
                    _connector="OR",
                ),
                name="release_embargo_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", ratschlag.press.rules.State["WITHDRAWN"]),
                        ("withdrawn_on__isnull", False),
                        models.Q(("withdrawn_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(
                            ("state", ratschlag.press.rules.State["WITHDRAWN"]), _negated=True
                        ),
                        ("withdrawn_on__isnull", True),
                        ("withdrawn_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="release_withdrawn_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="correction_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                fields=("release", "position"), name="attachment_position_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="attachment_has_a_title"
            ),
        ),
        refuse("press_release_stays", "DELETE", "press_release", when=_OUT),
        refuse("press_release_as_out", f"UPDATE OF {_TEXT}", "press_release", when=_OUT),
        refuse(
            "press_release_stays_out",
            "UPDATE OF state",
            "press_release",
            when=f"{_OUT} AND ({_BACK})",
        ),
        refuse("press_correction_stays", "DELETE", "press_correction"),
        refuse(
            "press_correction_as_said",
            "UPDATE OF id, release_id, text, corrected_at",
            "press_correction",
        ),
    ]
