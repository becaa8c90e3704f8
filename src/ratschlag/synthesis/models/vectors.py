"""What a text looks like to the machine, and which texts say the same."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution, Part
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.synthesis.models.codings import CODING_STATE_LABELS
from ratschlag.synthesis.rules import CodingState, LikenessKind

LIKENESS_LABELS = {
    LikenessKind.LEXICAL: _("nearly the same words"),
    LikenessKind.ACROSS: _("the same in another language"),
}


class Space(Row):
    """One model with all that is needed to place new texts beside old ones.

    Vectors of two spaces are never compared. `floor` holds the floor's model where it is that,
    `state` what the last run that was taken over learned: the mean of each language, the themes.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="spaces")
    name = models.CharField(max_length=60)
    version = models.CharField(max_length=60)
    hash = models.CharField(max_length=64)
    dimensions = models.PositiveIntegerField()
    floor = models.BinaryField(default=bytes)
    state = models.BinaryField(default=bytes)
    fitted_count = models.PositiveIntegerField(default=0, help_text="Texts the floor knew.")
    is_current = models.BooleanField(default=True)
    made_on = models.DateField()

    class Meta:
        ordering = ("-made_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("process", "name", "version", "hash"), name="space_is_one"
            ),
            models.UniqueConstraint(
                fields=("process",),
                condition=Q(is_current=True),
                name="space_that_is_current_is_one",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(hash=""), name="space_names_its_model"
            ),
            models.CheckConstraint(condition=Q(dimensions__gte=1), name="space_has_dimensions"),
        )


class Vector(Row):
    """A contribution, or a part of it, as a point in a space, with what the machine found in it.

    `words_hash` is that of the words it was made from. The database itself removes it when
    these words go or are replaced (migration 0003).
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="vectors")
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="vectors")
    part = models.ForeignKey(Part, null=True, on_delete=models.PROTECT, related_name="vectors")
    words_hash = models.CharField(max_length=32)
    values = models.BinaryField(help_text="Half-precision floats, the lowest byte first.")
    language = models.CharField(max_length=10, help_text="As the machine reads it.")
    private = models.JSONField(default=list, help_text="Kinds of personal data, without words.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contribution",),
                condition=Q(part__isnull=True),
                name="vector_of_the_whole_is_one",
            ),
            models.UniqueConstraint(
                fields=("part",), condition=Q(part__isnull=False), name="vector_of_a_part_is_one"
            ),
            models.CheckConstraint(condition=~Q(words_hash=""), name="vector_knows_its_words"),
        )


class LikenessQuerySet(models.QuerySet["Likeness"]):
    def of(self, contribution: Contribution) -> "LikenessQuerySet":
        return self.filter(Q(first=contribution) | Q(second=contribution))

    def standing(self) -> "LikenessQuerySet":
        """Those that nobody has denied."""
        return self.exclude(state=CodingState.DISMISSED)


class Likeness(Row):
    """Two contributions that say the same: linked, never merged, and both voices count."""

    first = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="+")
    similarity = models.FloatField()
    kind = models.CharField(max_length=10, choices=[(v, LIKENESS_LABELS[v]) for v in LikenessKind])
    state = models.CharField(
        max_length=20,
        default=CodingState.PROPOSED,
        choices=[(v, CODING_STATE_LABELS[v]) for v in CodingState],
    )
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_on = models.DateField(null=True, blank=True)

    objects = LikenessQuerySet.as_manager()

    class Meta:
        ordering = ("-similarity", "id")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="likeness_is_one"),
            # In one order, so that a pair is there once.
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_in_order"),
            models.CheckConstraint(
                condition=Q(similarity__gte=0, similarity__lte=1.001), name="likeness_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(LikenessKind)), name="likeness_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(CodingState)), name="likeness_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=CodingState.PROPOSED, decided_on__isnull=True)
                | ~Q(state=CodingState.PROPOSED) & Q(decided_on__isnull=False),
                name="likeness_is_decided_on_a_day",
            ),
        )
