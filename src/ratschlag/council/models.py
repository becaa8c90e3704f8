"""The council's paper, its way through the committees, amendments, and a decision per point."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratschlag.concept.models import Edition, Section
from ratschlag.council.rules import (
    MOST_VOTES,
    OF_AMENDMENTS,
    OF_POINTS,
    PUT_OFF,
    ConsultationRole,
    PaperState,
    Result,
    Vote,
)
from ratschlag.goals.models import Measure
from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.people.models import Organisation, Person
from ratschlag.process.models import Process

PAPER_STATE_LABELS = {
    PaperState.PREPARING: _("being prepared"),
    PaperState.SUBMITTED: _("before the committees"),
    PaperState.DECIDED: _("decided"),
    PaperState.WITHDRAWN: _("withdrawn"),
}

ROLE_LABELS = {
    ConsultationRole.HEARING: _("Hearing"),
    ConsultationRole.PRELIMINARY: _("Preliminary consultation"),
    ConsultationRole.DECISION: _("Resolution"),
}

RESULT_LABELS = {
    Result.AGREED: _("approved"),
    Result.AGREED_WITH_NOTES: _("approved, with notes"),
    Result.AGREED_AS_AMENDED: _("approved, with changes"),
    Result.ADOPTED: _("decided"),
    Result.ADOPTED_AS_AMENDED: _("decided, with changes"),
    Result.REJECTED: _("rejected"),
    Result.DEFERRED: _("deferred"),
    Result.REFERRED: _("referred"),
    Result.WITHDRAWN: _("withdrawn"),
}

# A paper is decided; an amendment to it is accepted.
AMENDMENT_LABELS = RESULT_LABELS | {
    Result.ADOPTED: _("accepted"),
    Result.ADOPTED_AS_AMENDED: _("accepted, with changes"),
}

BROKEN_VOTE = _("Please enter all three numbers of votes, or none. None is below zero.")


class Votes(Row):
    """Votes by number, all three or none."""

    in_favour = models.PositiveIntegerField(_("in favour"), null=True, blank=True)
    against = models.PositiveIntegerField(_("against"), null=True, blank=True)
    abstained = models.PositiveIntegerField(_("abstained"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def has_votes(self) -> bool:
        return self.in_favour is not None

    @property
    def vote_count(self) -> int:
        return sum(count or 0 for count in self.vote)

    @property
    def vote(self) -> Vote:
        return self.in_favour, self.against, self.abstained

    @vote.setter
    def vote(self, vote: Vote) -> None:
        self.in_favour, self.against, self.abstained = vote


def _votes_are_whole(name: str) -> models.CheckConstraint:
    # "is not null" is said as well: a comparison with null is unknown, which a check lets pass.
    none, whole = Q(), Q()
    for column in ("in_favour", "against", "abstained"):
        none &= Q(**{f"{column}__isnull": True})
        whole &= Q(**{f"{column}__isnull": False, f"{column}__range": (0, MOST_VOTES)})
    return models.CheckConstraint(condition=none | whole, name=name)


class PaperQuerySet(models.QuerySet["Paper"]):
    def submitted(self) -> "PaperQuerySet":
        """Those that everyone may read: before the council, decided, or withdrawn there."""
        return self.filter(submitted_on__isnull=False)

    def locked(self, paper: "Paper") -> "Paper":
        """The paper as it stands in the database; nobody else acts on it at the same time."""
        return self.select_for_update().get(pk=paper.pk)


class Paper(Authored):
    """What the council is asked to decide, with an edition of the concept as its annex."""

    translated = ("title",)

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="papers")
    edition = models.ForeignKey(
        Edition,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers",
        verbose_name=_("annexed edition"),
    )
    reference = models.CharField(_("reference"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    submitted_by = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submitted_papers",
        verbose_name=_("submitted by"),
    )
    in_charge = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers_in_charge",
        verbose_name=_("in charge"),
    )
    submitted_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=20,
        default=PaperState.PREPARING,
        choices=[(v, PAPER_STATE_LABELS[v]) for v in PaperState],
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("submitted_on", "reference")
        constraints = (
            models.CheckConstraint(condition=~Q(reference=""), name="paper_has_a_reference"),
            models.CheckConstraint(condition=~Q(title=""), name="paper_has_a_title"),
            models.CheckConstraint(
                condition=Q(state__in=list(PaperState)), name="paper_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PaperState.PREPARING, PaperState.WITHDRAWN])
                | Q(submitted_on__isnull=False, edition__isnull=False),
                name="paper_submitted_with_an_edition",
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_preparing(self) -> bool:
        return self.state == PaperState.PREPARING

    @property
    def is_submitted(self) -> bool:
        """Before the committees: neither decided nor withdrawn."""
        return self.state == PaperState.SUBMITTED

    @property
    def is_decided(self) -> bool:
        return self.state == PaperState.DECIDED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == PaperState.WITHDRAWN


class OpenException(Row):
    """The lead submits although contributions are open, says why, and everyone can read it."""

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="exception")
    open_count = models.PositiveIntegerField()
    reason = models.TextField(_("reason"))
    signed_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="signed_exceptions"
    )
    signed_on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="exception_has_a_reason"),
            models.CheckConstraint(condition=Q(open_count__gt=0), name="exception_for_something"),
        )


class ResolutionPoint(Authored):
    """One sentence that is voted on."""

    translated = ("text",)

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="points")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("paper", "number"), name="point_number_is_one"),
            models.CheckConstraint(condition=Q(number__gte=1), name="point_number_from_one"),
            models.CheckConstraint(condition=~Q(text=""), name="point_has_text"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def decision(self) -> "Decision | None":
        """The latest one; a point that was deferred is decided again later."""
        return max(self.decisions.all(), key=lambda row: row.consultation.in_time, default=None)

    @property
    def is_settled(self) -> bool:
        return self.decision is not None and self.decision.result not in PUT_OFF


class Consultation(Votes):
    """A committee, or the council, treats the paper on a day."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="consultations")
    position = models.PositiveSmallIntegerField()
    body = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="consultations",
        verbose_name=_("committee"),
    )
    meets_on = models.DateField(_("date"))
    role = models.CharField(
        _("role"), max_length=20, choices=[(v, ROLE_LABELS[v]) for v in ConsultationRole]
    )
    reading = models.PositiveSmallIntegerField(_("reading"), default=1)
    is_authoritative = models.BooleanField(_("decides"), default=False)
    result = models.CharField(
        _("result"), max_length=30, blank=True, choices=[(v, RESULT_LABELS[v]) for v in Result]
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("paper", "position"), name="consultation_position_is_one"
            ),
            models.UniqueConstraint(
                fields=("paper", "body", "reading"), name="consultation_reading_is_one"
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", *Result]), name="consultation_result_is_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=list(ConsultationRole)), name="consultation_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reading__gte=1), name="consultation_reading_from_one"
            ),
            models.CheckConstraint(
                condition=~Q(result="") | Q(in_favour__isnull=True),
                name="consultation_votes_need_a_result",
            ),
            _votes_are_whole("consultation_votes_are_whole"),
        )

    def __str__(self) -> str:
        return f"{self.body}, {self.meets_on.isoformat()}"

    @property
    def in_time(self) -> tuple[date, int]:
        """By the day; of two on one day the one that was planned first."""
        return self.meets_on, self.position

    @property
    def is_put_off(self) -> bool:
        return self.result in PUT_OFF


class Amendment(Authored, Votes):
    """Someone in the council wants it otherwise."""

    translated = ("text",)

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="amendments")
    reference = models.CharField(_("reference"), max_length=60)
    moved_by = models.CharField(_("moved by"), max_length=120)
    text = models.TextField(_("text"))
    result = models.CharField(
        _("result"),
        max_length=30,
        blank=True,
        choices=[(v, AMENDMENT_LABELS[v]) for v in OF_AMENDMENTS],
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        ordering = ("reference",)
        constraints = (
            models.UniqueConstraint(fields=("paper", "reference"), name="amendment_is_one"),
            models.CheckConstraint(condition=~Q(reference=""), name="amendment_has_a_reference"),
            models.CheckConstraint(condition=~Q(moved_by=""), name="amendment_moved_by_someone"),
            models.CheckConstraint(condition=~Q(text=""), name="amendment_has_text"),
            models.CheckConstraint(
                condition=~Q(result="") | Q(in_favour__isnull=True),
                name="amendment_votes_need_a_result",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", *OF_AMENDMENTS]), name="amendment_result_is_known"
            ),
            models.CheckConstraint(
                condition=Q(result="", decided_on__isnull=True)
                | ~Q(result="") & Q(decided_on__isnull=False),
                name="amendment_is_decided_on_a_day",
            ),
            _votes_are_whole("amendment_votes_are_whole"),
        )

    def __str__(self) -> str:
        return self.reference


class AmendmentTarget(Row):
    """What an amendment is about: a measure, a section, or a point of the resolution."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="targets")
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="amendment_targets"
    )
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="amendment_targets"
    )
    point = models.ForeignKey(
        ResolutionPoint,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="amendment_targets",
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(measure__isnull=False, section__isnull=True, point__isnull=True)
                | Q(measure__isnull=True, section__isnull=False, point__isnull=True)
                | Q(measure__isnull=True, section__isnull=True, point__isnull=False),
                name="amendment_target_is_one_thing",
            ),
        )


class Decision(Votes):
    """What the council decided about one point in one session."""

    point = models.ForeignKey(ResolutionPoint, on_delete=models.CASCADE, related_name="decisions")
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="decisions"
    )
    result = models.CharField(
        _("result"), max_length=30, choices=[(v, RESULT_LABELS[v]) for v in OF_POINTS]
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("point", "consultation"), name="decision_is_one"),
            models.CheckConstraint(
                condition=Q(result__in=list(OF_POINTS)), name="decision_result_is_known"
            ),
            _votes_are_whole("decision_votes_are_whole"),
        )
