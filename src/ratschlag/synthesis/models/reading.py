"""Reading at the desk: acts that can be undone, flags, and what a second person reads."""

from django.db import models
from django.db.models import Q

from ratschlag.contributions.models import Contribution
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.synthesis.models.themes import Theme
from ratschlag.synthesis.rules import ReadingState, Verdict


class DeskAct(Row):
    """What somebody did at the coding desk, with what stood there before: to undo it.

    `before` holds numbers and states, never words. An undone act stays; the undoing is a line
    of its own in the journal.
    """

    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    at = models.DateTimeField()
    place = models.PositiveIntegerField(help_text="Which of this person's acts it is.")
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering = ("-place",)
        constraints = (
            models.UniqueConstraint(fields=("by", "place"), name="desk_act_place_is_one"),
            models.CheckConstraint(condition=~Q(verb=""), name="desk_act_has_a_verb"),
        )


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> "FlagQuerySet":
        return self.filter(closed_on=None)


class Flag(Row):
    """Somebody wants another person to look at a contribution; empty note: no reason given."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="flags")
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_on = models.DateField(null=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contribution",),
                condition=Q(closed_on__isnull=True),
                name="flag_that_is_open_is_one",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("on")),
                name="flag_closed_after_it_was_set",
            ),
        )


class SecondShare(Row):
    """Which share of what was coded a second person reads, in percent; 0 is none."""

    process = models.OneToOneField(Process, on_delete=models.PROTECT, related_name="second_share")
    percent = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(percent__lte=100), name="second_share_is_a_share"),
        )


class SecondReading(Row):
    """A contribution that a second person coded without seeing what the first one said."""

    contribution = models.OneToOneField(
        Contribution, on_delete=models.PROTECT, related_name="second_reading"
    )
    state = models.CharField(max_length=10, choices=[(v, v) for v in ReadingState])
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    verdict = models.CharField(max_length=10, blank=True, choices=[(v, v) for v in Verdict])
    reason = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_on = models.DateField(null=True)

    class Meta:
        ordering = ("on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=list(ReadingState)), name="second_reading_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReadingState.SETTLED, settled_on__isnull=False)
                & Q(verdict__in=list(Verdict))
                | ~Q(state=ReadingState.SETTLED) & Q(settled_on__isnull=True, verdict=""),
                name="second_reading_settled_on_a_day",
            ),
        )


class SecondCoding(Row):
    """A theme that the first, the second or both saw in a contribution, as of that day."""

    reading = models.ForeignKey(SecondReading, on_delete=models.CASCADE, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    by_first = models.BooleanField()
    by_second = models.BooleanField()

    class Meta:
        ordering = ("theme__title",)
        constraints = (
            models.UniqueConstraint(fields=("reading", "theme"), name="second_coding_is_one"),
            models.CheckConstraint(
                condition=Q(by_first=True) | Q(by_second=True), name="second_coding_by_somebody"
            ),
        )
