"""The process: its phases, milestones, fields of action, sources and predecessor documents."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.models import Authored
from ratschlag.lib.dates import PartialDate, Precision
from ratschlag.lib.rows import Row
from ratschlag.people.models import Organisation, Person
from ratschlag.process.rules import DocumentStatus, Level, State

STATE_LABELS = {
    State.PREPARING: _("in preparation"),
    State.ANNOUNCED: _("announced"),
    State.OPEN: _("open for contributions"),
    State.DRAFTING: _("being drafted"),
    State.PUBLIC_DRAFT: _("draft is public"),
    State.DELIBERATION: _("before the council"),
    State.DECIDED: _("decided"),
    State.IMPLEMENTING: _("being carried out"),
    State.CLOSED: _("closed"),
    State.PAUSED: _("paused"),
}

LEVEL_LABELS = {
    Level.INFORMATION: _("Information: you learn what is planned."),
    Level.CONSULTATION: _("Consultation: you are heard before it is decided."),
    Level.CO_DESIGN: _("Co-design: you work out proposals together with the city."),
}

DOCUMENT_STATUS_LABELS = {
    DocumentStatus.IN_FORCE: _("in force"),
    DocumentStatus.SUPERSEDED: _("superseded"),
}

PRECISIONS = [(precision, precision) for precision in Precision]
KNOWN = [precision for precision in Precision if precision is not Precision.UNKNOWN]


def is_whole(name: str) -> Q:
    """A date column and its precision: both known or both not."""
    day, precision = f"{name}_on", f"{name}_precision"
    unknown = Q(**{f"{day}__isnull": True, precision: Precision.UNKNOWN})
    return unknown | Q(**{f"{day}__isnull": False, f"{precision}__in": KNOWN})


class ProcessQuerySet(models.QuerySet["Process"]):
    def announced(self) -> "ProcessQuerySet":
        return self.exclude(state=State.PREPARING)


class Process(Authored):
    """The making of one concept, from the mandate to the report."""

    translated = ("title", "introduction", "mandate", "scope_open", "scope_fixed")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=160)
    introduction = models.TextField(_("introduction"))
    mandate = models.TextField(_("mandate"))
    scope_open = models.TextField(_("what is open"))
    scope_fixed = models.TextField(_("what is fixed"))
    level = models.CharField(
        _("level of influence"), max_length=20, choices=[(v, LEVEL_LABELS[v]) for v in Level]
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        default=State.PREPARING,
        choices=[(v, STATE_LABELS[v]) for v in State],
    )
    lead = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="led_processes"
    )
    decider = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decided_processes",
    )

    objects = ProcessQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = (
            # The process can't be announced without mandate and scope (domain S18).
            models.CheckConstraint(
                condition=Q(state=State.PREPARING)
                | ~Q(mandate="") & ~Q(scope_open="") & ~Q(scope_fixed=""),
                name="process_announced_with_mandate",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="process_has_a_title"),
            models.CheckConstraint(
                condition=Q(state__in=list(State)), name="process_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(level__in=list(Level)), name="process_level_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Phase(Authored):
    """One step of the process, as precise in time as it is known."""

    translated = ("title", "invitation")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    starts_on = models.DateField(null=True, blank=True)
    starts_precision = models.CharField(
        max_length=10, default=Precision.UNKNOWN, choices=PRECISIONS
    )
    ends_on = models.DateField(null=True, blank=True)
    ends_precision = models.CharField(max_length=10, default=Precision.UNKNOWN, choices=PRECISIONS)
    invitation = models.TextField(
        _("invitation"),
        blank=True,
        help_text=_("What residents can do in this phase. Empty if it is not for them."),
    )
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("process", "number"), name="phase_number_is_one"),
            models.CheckConstraint(condition=is_whole("starts"), name="phase_start_is_whole"),
            models.CheckConstraint(condition=is_whole("ends"), name="phase_end_is_whole"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on"))
                # "15 September to September": the span of the end begins before the beginning.
                | ~Q(ends_precision=Precision.DAY),
                name="phase_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="phase_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def starts(self) -> PartialDate:
        return PartialDate(self.starts_on, Precision(self.starts_precision))

    @property
    def ends(self) -> PartialDate:
        return PartialDate(self.ends_on, Precision(self.ends_precision))


class Milestone(Authored):
    """A point to be reached: due when, reached when, and why it was late."""

    translated = ("title", "delay_reason")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=120)
    due_on = models.DateField()
    due_precision = models.CharField(max_length=10, choices=PRECISIONS)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    delay_reason = models.CharField(_("reason for the delay"), max_length=300, blank=True)
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    class Meta:
        ordering = ("due_on", "title")
        constraints = (
            models.UniqueConstraint(fields=("process", "title"), name="milestone_title_is_one"),
            models.CheckConstraint(condition=Q(due_precision__in=KNOWN), name="milestone_is_due"),
            models.CheckConstraint(condition=~Q(title=""), name="milestone_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def due(self) -> PartialDate:
        return PartialDate(self.due_on, Precision(self.due_precision))

    @property
    def reached(self) -> PartialDate:
        return PartialDate(self.reached_on, Precision.DAY) if self.reached_on else PartialDate()


class Field(Authored):
    """A field of action: where goals and measures are worked out."""

    translated = ("title", "description")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="fields")
    number = models.PositiveSmallIntegerField(_("number"))
    slug = models.SlugField(max_length=60)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("process", "number"), name="field_number_is_one"),
            models.UniqueConstraint(fields=("process", "slug"), name="field_slug_is_one"),
            models.CheckConstraint(condition=~Q(title=""), name="field_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title


class FieldLead(Row):
    """An organisation that leads the group of a field; the first one in front."""

    field = models.ForeignKey(Field, on_delete=models.CASCADE, related_name="leads")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="led_fields"
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("field", "organisation"), name="field_lead_is_one"),
            models.UniqueConstraint(
                fields=("field", "position"), name="field_lead_position_is_one"
            ),
        )


class Document(Authored):
    """What was decided: a predecessor of the concept, or in the end the concept itself."""

    translated = ("title",)

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="predecessors")
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    adopted_on = models.DateField()
    adopted_precision = models.CharField(max_length=10, choices=PRECISIONS)
    adopted_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="adopted_documents"
    )
    status = models.CharField(
        _("status"), max_length=20, choices=[(v, DOCUMENT_STATUS_LABELS[v]) for v in DocumentStatus]
    )
    superseded_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="supersedes",
        verbose_name=_("superseded by"),
    )
    is_outcome = models.BooleanField(_("is what this process came to"), default=False)

    class Meta:
        ordering = ("-adopted_on",)
        constraints = (
            models.CheckConstraint(condition=is_whole("adopted"), name="document_adopted_is_whole"),
            models.CheckConstraint(
                condition=Q(status__in=list(DocumentStatus)), name="document_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True)
                | Q(status=DocumentStatus.SUPERSEDED) & ~Q(superseded_by=F("id")),
                name="document_superseded_by_another",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def adopted(self) -> PartialDate:
        return PartialDate(self.adopted_on, Precision(self.adopted_precision))


class Source(Row):
    """Where it stands: what the city said about the process in public, and who said it."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(max_length=160, help_text="Pressemitteilung 454")
    published_on = models.DateField()
    publisher = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sources")

    class Meta:
        ordering = ("-published_on", "title")
        constraints = (
            models.UniqueConstraint(fields=("process", "title"), name="source_title_is_one"),
        )

    def __str__(self) -> str:
        return self.title


class ShortAddress(Row):
    """An address such as /fluechtlinge that leads to a process or to another public page.

    It may be pointed elsewhere, and never dies: the database refuses to delete it.
    """

    path = models.CharField(
        max_length=60, unique=True, validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    )
    process = models.ForeignKey(
        Process,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="short_addresses",
    )
    target = models.CharField(
        max_length=200, blank=True, help_text="A public path without its language: /faq/"
    )

    class Meta:
        ordering = ("path",)
        constraints = (
            models.CheckConstraint(
                condition=Q(process__isnull=False, target="")
                | Q(process__isnull=True, target__startswith="/"),
                name="short_address_leads_to_one",
            ),
        )

    def __str__(self) -> str:
        return f"/{self.path}"

    @property
    def leads_to(self) -> str:
        """The path behind the language."""
        return f"/verfahren/{self.process.slug}/" if self.process else self.target


class AddressTarget(Row):
    """Where a short address pointed from a moment on. The database refuses to change one."""

    address = models.ForeignKey(ShortAddress, on_delete=models.CASCADE, related_name="targets")
    leads_to = models.CharField(max_length=200)
    since_at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-since_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(leads_to__startswith="/"), name="address_target_is_a_path"
            ),
        )

    def __str__(self) -> str:
        return self.leads_to
