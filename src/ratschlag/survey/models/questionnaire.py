"""The survey and its questions as staff write them, and the versions that were frozen of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.rules import LONGEST_TEXT
from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.survey.rules import (
    GRACE_MINUTES,
    IN_WORDS,
    MAY_HAVE_OTHER,
    SMALLEST_CELL,
    Kind,
    Stage,
)

KIND_LABELS = {
    Kind.LONG: _("long text"),
    Kind.SHORT: _("short text"),
    Kind.SINGLE: _("one of several answers"),
    Kind.MULTIPLE: _("several answers"),
    Kind.YES_NO: _("yes or no"),
    Kind.SCALE: _("scale"),
    Kind.MATRIX: _("several rows with the same answers"),
    Kind.RANKING: _("order of importance"),
    Kind.NUMBER: _("number"),
    Kind.DATE: _("day"),
}

STAGE_LABELS = {
    Stage.DRAFT: _("draft"),
    Stage.TESTED: _("tested"),
    Stage.SCHEDULED: _("scheduled"),
    Stage.ENTRY_FINISHED: _("all papers typed in"),
    Stage.EVALUATED: _("evaluated"),
    Stage.PUBLISHED: _("results published"),
}


class Survey(Authored):
    """A city asks everyone, for a time: the first and the last second belong to it."""

    translated = ("title", "purpose", "rule")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="surveys")
    slug = models.SlugField(max_length=60)
    title = models.CharField(_("title"), max_length=160)
    purpose = models.TextField(_("why the city asks"))
    rule = models.TextField(_("how answers are weighed"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    stage = models.CharField(
        max_length=20, default=Stage.DRAFT, choices=[(v, STAGE_LABELS[v]) for v in Stage]
    )
    languages = models.JSONField(
        _("languages"), default=list, help_text='["de", "ar"]: those in which it is asked.'
    )
    is_paged = models.BooleanField(_("page by page"), default=False)
    grace = models.PositiveSmallIntegerField(
        _("minutes after the end for who has begun"), default=GRACE_MINUTES
    )
    is_sealed = models.BooleanField(_("nobody sees answers before the end"), default=False)
    smallest_cell = models.PositiveSmallIntegerField(
        _("smallest number shown where two traits cross"), default=SMALLEST_CELL
    )
    keyed_twice = models.PositiveSmallIntegerField(
        _("papers in a hundred that two people type in"), default=0
    )
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    class Meta:
        ordering = ("opens_at",)
        constraints = (
            models.UniqueConstraint(fields=("process", "slug"), name="survey_slug_is_one"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="survey_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="survey_has_a_title"),
            models.CheckConstraint(
                condition=Q(stage__in=list(Stage)), name="survey_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(smallest_cell__gte=2), name="survey_smallest_cell_hides_one"
            ),
            models.CheckConstraint(
                condition=Q(keyed_twice__lte=100), name="survey_keyed_twice_of_a_hundred"
            ),
            models.CheckConstraint(condition=Q(grace__lte=1440), name="survey_grace_of_a_day"),
        )

    def __str__(self) -> str:
        return self.title


class Page(Authored):
    """Questions that are shown together; a survey without pages is one page."""

    translated = ("title", "help")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="pages")
    key = models.SlugField(max_length=20)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=160)
    help = models.TextField(_("what people should know first"), blank=True)
    show_if = models.JSONField(default=dict, blank=True, help_text="compute/conditions.py")

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("survey", "key"), name="survey_page_key_is_one"),
            models.UniqueConstraint(
                fields=("survey", "position"), name="survey_page_position_is_one"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="survey_page_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title


class Question(Authored):
    """What is asked, and how it can be answered."""

    translated = ("text", "hint", "low", "high")

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.CASCADE, related_name="questions"
    )
    key = models.SlugField(max_length=20)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(
        _("kind"), max_length=10, default=Kind.LONG, choices=[(v, KIND_LABELS[v]) for v in Kind]
    )
    text = models.TextField(_("question"))
    hint = models.CharField(_("hint"), max_length=300, blank=True)
    limit = models.PositiveIntegerField(_("longest answer, in characters"), default=LONGEST_TEXT)
    is_required = models.BooleanField(_("must be answered"), default=False)
    has_other = models.BooleanField(_("with a line for other answers"), default=False)
    least = models.DecimalField(
        _("at least"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    most = models.DecimalField(_("at most"), max_digits=16, decimal_places=4, null=True, blank=True)
    low = models.CharField(_("name of the low end"), max_length=80, blank=True)
    high = models.CharField(_("name of the high end"), max_length=80, blank=True)
    show_if = models.JSONField(default=dict, blank=True, help_text="compute/conditions.py")

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("survey", "key"), name="question_key_is_one"),
            models.UniqueConstraint(fields=("survey", "position"), name="question_position_is_one"),
            models.CheckConstraint(condition=~Q(text=""), name="question_has_text"),
            models.CheckConstraint(
                condition=Q(limit__gte=1, limit__lte=LONGEST_TEXT), name="question_limit"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="question_kind_is_known"),
            models.CheckConstraint(
                condition=Q(has_other=False) | Q(kind__in=list(MAY_HAVE_OTHER)),
                name="question_other_beside_a_list",
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(least__lte=F("most")),
                name="question_least_is_not_above_most",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def is_in_words(self) -> bool:
        return self.kind in IN_WORDS


class QuestionOption(Authored):
    """An answer that can be chosen, or a row of a matrix."""

    translated = ("label",)

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    is_row = models.BooleanField(default=False)

    class Meta:
        ordering = ("is_row", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("question", "is_row", "key"), name="question_option_key_is_one"
            ),
            models.CheckConstraint(condition=~Q(label=""), name="question_option_has_a_label"),
            models.CheckConstraint(
                condition=~Q(key="other"), name="question_option_leaves_other_free"
            ),
        )

    def __str__(self) -> str:
        return self.label


class Detail(Authored):
    """Something people may say about themselves, or not."""

    translated = ("label",)

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="details")
    key = models.SlugField(max_length=20)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("survey", "key"), name="detail_key_is_one"),
            models.UniqueConstraint(fields=("survey", "position"), name="detail_position_is_one"),
            models.CheckConstraint(condition=~Q(label=""), name="detail_has_a_label"),
        )

    def __str__(self) -> str:
        return self.label


class DetailOption(Authored):
    """One of the answers that can be ticked."""

    translated = ("label",)

    detail = models.ForeignKey(Detail, on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("detail", "key"), name="detail_option_key_is_one"),
            models.CheckConstraint(condition=~Q(label=""), name="detail_option_has_a_label"),
        )

    def __str__(self) -> str:
        return self.label


class Version(Row):
    """A questionnaire as people saw it: frozen, in all its languages; answers keep theirs.

    The database refuses to change or delete one.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    definition = models.TextField(help_text="Canonical JSON: compute/questionnaire.py reads it.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the definition.")
    made_on = models.DateField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("survey", "number"), name="survey_version_is_one"),
            models.CheckConstraint(condition=Q(number__gte=1), name="survey_version_from_one"),
            models.CheckConstraint(condition=~Q(definition=""), name="survey_version_says_all"),
        )
