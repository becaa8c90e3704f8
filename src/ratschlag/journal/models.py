"""Entries that only ever grow, the seals that close them in batches, and the clock they go by."""

from django.db import models
from django.db.models import Q

from ratschlag.lib.rows import Row


class Seal(Row):
    """Closes a batch of entries: each seal's digest rests on the one before."""

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    entry_count = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=Q(entry_count__gt=0), name="seal_holds_entries"),
        )


class EntryQuerySet(models.QuerySet["Entry"]):
    def unsealed(self) -> "EntryQuerySet":
        return self.filter(seal=None)

    def in_order(self) -> "EntryQuerySet":
        return self.order_by("at", "id")


class Entry(Row):
    """Who did what and when. The database refuses to change or delete one (migration 0001)."""

    at = models.DateTimeField(help_text="Domain time.")
    verb = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=60, blank=True, help_text="Empty: the system.")
    actor_number = models.CharField(max_length=20, blank=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_number = models.CharField(max_length=20, blank=True)
    detail = models.JSONField(default=dict)
    seal = models.ForeignKey(
        Seal, null=True, editable=False, on_delete=models.PROTECT, related_name="entries"
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("at", "id"), name="entry_in_order"),
            models.Index(fields=("subject_kind", "subject_number"), name="entry_by_subject"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(verb=""), name="entry_has_a_verb"),
            models.CheckConstraint(
                condition=Q(actor_kind="", actor_number="")
                | ~Q(actor_kind="") & ~Q(actor_number=""),
                name="entry_actor_is_whole",
            ),
        )


class ClockOffset(models.Model):
    """How far the domain clock runs from the database's clock. Only a demo has this row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seconds = models.FloatField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="clock_is_one"),)
