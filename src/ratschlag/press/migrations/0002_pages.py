"""The pages that the city writes, with every text that was ever saved, and its notices."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import ratschlag.lib.rows
import ratschlag.press.rules
from ratschlag.lib.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0001_releases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
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
                    "level",
                    models.CharField(
                        choices=[
                            (ratschlag.press.rules.NoticeLevel["INFORMATION"], "Information"),
                            (ratschlag.press.rules.NoticeLevel["WARNING"], "Warning"),
                            (ratschlag.press.rules.NoticeLevel["DANGER"], "Danger"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="text")),
                ("starts_at", models.DateTimeField(verbose_name="shown from")),
                ("ends_at", models.DateTimeField(verbose_name="shown until")),
                (
                    "is_invented",
                    models.BooleanField(default=False, verbose_name="made up for the demo"),
                ),
            ],
            options={
                "ordering": ("-starts_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="notice_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="notice_has_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "level__in",
                                [
                                    ratschlag.press.rules.NoticeLevel["INFORMATION"],
                                    ratschlag.press.rules.NoticeLevel["WARNING"],
                                    ratschlag.press.rules.NoticeLevel["DANGER"],
                                ],
                            )
                        ),
                        name="notice_level_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Page",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            (ratschlag.press.rules.PageKind["ABOUT"], "About this site"),
                            (ratschlag.press.rules.PageKind["FAQ"], "Questions and answers"),
                            (ratschlag.press.rules.PageKind["IMPRINT"], "Imprint"),
                            (ratschlag.press.rules.PageKind["PRIVACY"], "Privacy"),
                            (ratschlag.press.rules.PageKind["ACCESSIBILITY"], "Accessibility"),
                            (ratschlag.press.rules.PageKind["EASY"], "Easy language"),
                            (ratschlag.press.rules.PageKind["SIGN"], "Sign language"),
                            (ratschlag.press.rules.PageKind["FREE"], "Another page"),
                        ],
                        max_length=20,
                        verbose_name="what it is for",
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "poster",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="text in place of the video"
                    ),
                ),
                (
                    "video",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="address of the video"
                    ),
                ),
                (
                    "captions",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="address of the captions"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (ratschlag.press.rules.PageState["DRAFT"], "not public"),
                            (ratschlag.press.rules.PageState["PUBLISHED"], "public"),
                        ],
                        default=ratschlag.press.rules.PageState["DRAFT"],
                        max_length=10,
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("purpose", "title"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("purpose", ratschlag.press.rules.PageKind["FREE"]), _negated=True
                        ),
                        fields=("purpose",),
                        name="page_of_a_kind_is_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="page_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                [
                                    ratschlag.press.rules.PageKind["ABOUT"],
                                    ratschlag.press.rules.PageKind["FAQ"],
                                    ratschlag.press.rules.PageKind["IMPRINT"],
                                    ratschlag.press.rules.PageKind["PRIVACY"],
                                    ratschlag.press.rules.PageKind["ACCESSIBILITY"],
                                    ratschlag.press.rules.PageKind["EASY"],
                                    ratschlag.press.rules.PageKind["SIGN"],
                                    ratschlag.press.rules.PageKind["FREE"],
                                ],
                            )
                        ),
                        name="page_purpose_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", ratschlag.press.rules.PageState["DRAFT"]),
                            models.Q(
                                ("published_at__isnull", False),
                                ("state", ratschlag.press.rules.PageState["PUBLISHED"]),
                                models.Q(("body", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="page_published_has_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purpose", ratschlag.press.rules.PageKind["SIGN"]),
                            models.Q(("captions", ""), ("poster", ""), ("video", "")),
                            _connector="OR",
                        ),
                        name="page_video_is_in_sign_language",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PageVersion",
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
                    "language",
                    models.CharField(
                        choices=[
                            ("de", "de"),
                            ("en", "en"),
                            ("ar", "ar"),
                            ("uk", "uk"),
                            ("ru", "ru"),
                            ("tr", "tr"),
                            ("fa", "fa"),
                            ("vi", "vi"),
                            ("de-easy", "de-easy"),
                        ],
                        default="de",
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "poster",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="text in place of the video"
                    ),
                ),
                (
                    "video",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="address of the video"
                    ),
                ),
                (
                    "captions",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="address of the captions"
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                (
                    "restores",
                    models.PositiveIntegerField(help_text="The number it brings back.", null=True),
                ),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="press.page",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-number",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "language", "number"), name="page_version_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="page_version_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gt", 0)), name="page_version_counts_from_one"
                    ),
                ],
            },
        ),
        refuse("page_version_stays", "DELETE", "press_pageversion"),
        refuse(
            "page_version_as_saved",
            "UPDATE OF page_id, language, number, title, body, poster, video, captions, saved_at",
            "press_pageversion",
        ),
    ]
