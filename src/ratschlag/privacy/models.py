"""What is asked about cookies, how many chose what, which pages are read, what was deleted."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person


class LayerQuerySet(models.QuerySet["Layer"]):
    def newest(self) -> "Layer | None":
        """The one that counts."""
        return self.order_by("-number").first()


class Layer(Authored):
    """One version of what visitors are asked; a change is a further version, never this one.

    An empty text is the standard one of the interface, which is there in every language.
    """

    translated: ClassVar[tuple[str, ...]] = ("title", "text", "statistics")

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(_("heading"), max_length=80, blank=True)
    text = models.TextField(_("text of the first layer"), max_length=400, blank=True)
    statistics = models.TextField(_("what statistics are for"), max_length=600, blank=True)
    has_statistics = models.BooleanField(_("statistics with Matomo"), default=False)
    standard = models.CharField(
        max_length=32, blank=True, help_text="Tells in which standard words it was asked."
    )
    since = models.DateTimeField(help_text="Real time, like all about cookies.")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = LayerQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(condition=Q(number__gte=1), name="layer_counts_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class ChoiceCount(Row):
    """How many chose this on a day, having read that version: the proof of consent, without ids."""

    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="choices")
    day = models.DateField()
    choice = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)
    is_journalled = models.BooleanField(default=False)

    class Meta:
        ordering = ("-day", "choice")
        constraints = (
            models.UniqueConstraint(
                fields=("layer", "day", "choice"), name="choice_count_is_one_a_day"
            ),
            models.CheckConstraint(condition=~Q(choice=""), name="choice_count_says_what"),
        )


class PageCount(Row):
    """How often a page was sent on a day in a language; nothing about who read it."""

    day = models.DateField()
    page = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-day", "page", "language")
        constraints = (
            models.UniqueConstraint(
                fields=("day", "page", "language"), name="page_count_is_one_a_day"
            ),
            models.CheckConstraint(condition=~Q(page=""), name="page_count_names_a_page"),
        )


class Deletion(Row):
    """So much of a class of data was deleted on a day, because it had outlived its purpose."""

    day = models.DateField()
    kept = models.CharField(max_length=40, help_text="The key of the class (lib/retention.py).")
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ("-day", "kept")
        constraints = (
            models.UniqueConstraint(fields=("day", "kept"), name="deletion_is_one_a_day"),
            models.CheckConstraint(condition=Q(count__gte=1), name="deletion_deleted_something"),
        )
