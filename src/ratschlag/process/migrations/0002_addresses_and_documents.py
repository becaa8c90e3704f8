"""Short addresses that may lead to any public page and keep where they led; what took whose place."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

import ratschlag.lib.rows
import ratschlag.process.rules
from ratschlag.lib.triggers import refuse


def keep_where_they_lead(apps: Any, editor: Any) -> None:
    """Every address that was given before leads where it does since it was given."""
    address = apps.get_model("process", "ShortAddress")
    target = apps.get_model("process", "AddressTarget")
    entry = apps.get_model("journal", "Entry")
    for short in address.objects.select_related("process"):
        given = entry.objects.filter(verb="address.given", subject_number=str(short.pk)).first()
        target.objects.create(
            address=short,
            leads_to=f"/verfahren/{short.process.slug}/",
            since_at=given.at if given else timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0002_append_only"),
        ("people", "0001_initial"),
        ("process", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressTarget",
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
                ("leads_to", models.CharField(max_length=200)),
                ("since_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-since_at", "-id"),
            },
        ),
        migrations.AddField(
            model_name="document",
            name="is_outcome",
            field=models.BooleanField(default=False, verbose_name="is what this process came to"),
        ),
        migrations.AddField(
            model_name="document",
            name="superseded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supersedes",
                to="process.document",
                verbose_name="superseded by",
            ),
        ),
        migrations.AddField(
            model_name="shortaddress",
            name="target",
            field=models.CharField(
                blank=True, help_text="A public path without its language: /faq/", max_length=200
            ),
        ),
        migrations.AlterField(
            model_name="shortaddress",
            name="process",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="short_addresses",
                to="process.process",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("superseded_by__isnull", True),
                    models.Q(
                        ("status", ratschlag.process.rules.DocumentStatus["SUPERSEDED"]),
                        models.Q(("superseded_by", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="document_superseded_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="shortaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("process__isnull", False), ("target", "")),
                    models.Q(("process__isnull", True), ("target__startswith", "/")),
                    _connector="OR",
                ),
                name="short_address_leads_to_one",
            ),
        ),
        migrations.AddField(
            model_name="addresstarget",
            name="address",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="targets",
                to="process.shortaddress",
            ),
        ),
        migrations.AddField(
            model_name="addresstarget",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="addresstarget",
            constraint=models.CheckConstraint(
                condition=models.Q(("leads_to__startswith", "/")), name="address_target_is_a_path"
            ),
        ),
        refuse("short_address_stays", "DELETE", "process_shortaddress"),
        refuse("address_target_stays", "DELETE", "process_addresstarget"),
        refuse(
            "address_target_as_it_was",
            "UPDATE OF address_id, leads_to, since_at",
            "process_addresstarget",
        ),
        migrations.RunPython(keep_where_they_lead, migrations.RunPython.noop),
    ]
