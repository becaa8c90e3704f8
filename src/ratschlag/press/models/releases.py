"""Press releases: their text, their number, what was corrected, what is attached."""

import hashlib
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ratschlag.files.models import File
from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.people.models import Organisation, Person
from ratschlag.press.rules import (
    LONGEST_HEADLINE,
    LONGEST_REASON,
    LONGEST_TEASER,
    OUT,
    READABLE,
    State,
)
from ratschlag.process.models import Process, Source
from ratschlag.process.rules import State as ProcessState

STATE_LABELS = {
    State.DRAFT: _("draft"),
    State.CHECKED: _("checked"),
    State.SCHEDULED: _("scheduled"),
    State.EMBARGOED: _("under embargo"),
    State.PUBLISHED: _("published"),
    State.CORRECTED: _("corrected"),
    State.WITHDRAWN: _("withdrawn"),
}


class ReleaseQuerySet(models.QuerySet["Release"]):
    def published(self) -> "ReleaseQuerySet":
        """What everyone reads, newest first; of one moment the higher number first."""
        return self.filter(state__in=READABLE).order_by("-released_at", "-year", "-number")

    def out(self) -> "ReleaseQuerySet":
        """What has a number, the withdrawn ones too."""
        return self.filter(state__in=OUT).order_by("-released_at", "-year", "-number")

    def due(self, now: datetime) -> "ReleaseQuerySet":
        """What waits for a time that has come, in the order in which it comes out."""
        scheduled = Q(state=State.SCHEDULED, scheduled_for__lte=now)
        embargoed = Q(state=State.EMBARGOED, embargo_until__lte=now)
        return self.filter(scheduled | embargoed).order_by(
            Coalesce("scheduled_for", "embargo_until"), "id"
        )


class Release(Authored):
    """What the city tells the press. It has a number from the moment it comes out, and is frozen.

    Until then `teaser`, `facts` and `body` may name facts of the records as {{ event:x:date }};
    coming out puts the facts in their place, in every language, and `pulled` keeps what they said
    ({"event:x:date": {"de": "16. August 2016", "en": …}}). `facts` is a line for each,
    "Label: text"; `body` is Markdown.
    """

    translated = ("headline", "teaser", "facts", "body")

    process = models.ForeignKey(
        Process,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="releases",
        verbose_name=_("Process"),
    )
    source = models.OneToOneField(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="release"
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        default=State.DRAFT,
        choices=[(v, STATE_LABELS[v]) for v in State],
    )
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    number = models.PositiveIntegerField(null=True, editable=False)
    headline = models.CharField(_("headline"), max_length=LONGEST_HEADLINE)
    teaser = models.TextField(_("teaser"), max_length=LONGEST_TEASER)
    facts = models.TextField(_("facts"), blank=True)
    body = models.TextField(_("text"))
    publisher = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="releases",
        verbose_name=_("publisher"),
    )
    partner = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="joint_releases",
        verbose_name=_("together with"),
    )
    contact = models.TextField(_("contact"), blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    scheduled_for = models.DateTimeField(null=True, blank=True)
    embargo_until = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, editable=False, help_text="Domain time.")
    pulled = models.JSONField(default=dict, editable=False)
    seen = models.JSONField(
        default=dict, editable=False, help_text="Facts that changed later and were looked at."
    )
    author = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="written_releases"
    )
    changed_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="changed_releases"
    )
    checked_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="checked_releases"
    )
    checked_at = models.DateTimeField(null=True, editable=False)
    withdrawn_on = models.DateField(null=True, editable=False)
    withdrawn_reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    is_invented = models.BooleanField(_("made up for the demo"), default=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-released_at", "-year", "-number", "headline")
        indexes = (models.Index(fields=("state", "released_at"), name="release_in_order"),)
        constraints = (
            models.UniqueConstraint(fields=("year", "number"), name="release_number_is_one"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="release_state_known"),
            models.CheckConstraint(
                condition=~Q(headline="") & ~Q(teaser="") & ~Q(body=""),
                name="release_says_something",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=OUT,
                    year__isnull=False,
                    number__gte=1,
                    released_at__isnull=False,
                    as_of__isnull=False,
                )
                | ~Q(state__in=OUT)
                & Q(year__isnull=True, number__isnull=True, released_at__isnull=True),
                name="release_has_a_number_once_out",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, checked_at__isnull=True)
                | ~Q(state=State.DRAFT) & Q(checked_at__isnull=False),
                name="release_is_checked_first",
            ),
            models.CheckConstraint(
                condition=(Q(checked_by__isnull=True) | ~Q(checked_by=F("author")))
                & (Q(checked_by__isnull=True) | ~Q(checked_by=F("changed_by"))),
                name="release_checked_by_a_second",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(scheduled_for__isnull=False),
                name="release_scheduled_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.EMBARGOED) | Q(embargo_until__isnull=False),
                name="release_embargo_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, withdrawn_on__isnull=False)
                & ~Q(withdrawn_reason="")
                | ~Q(state=State.WITHDRAWN) & Q(withdrawn_on__isnull=True, withdrawn_reason=""),
                name="release_withdrawn_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.headline

    @property
    def is_readable(self) -> bool:
        return self.state in READABLE

    @property
    def is_out(self) -> bool:
        return self.state in OUT

    @property
    def public_process(self) -> Process | None:
        """What it is about, as soon as everyone may know of that process."""
        is_known = self.process and self.process.state != ProcessState.PREPARING
        return self.process if is_known else None

    @property
    def fingerprint(self) -> str:
        """Tells whether what somebody reads is still what stands there."""
        files = [row.file_id for row in self.attachments.all()]
        about = (self.process_id, self.publisher_id, self.partner_id, self.as_of)
        texts = (self.headline, self.teaser, self.facts, self.body, self.contact)
        return hashlib.sha256("\x1f".join(map(str, (*texts, *about, *files))).encode()).hexdigest()[
            :32
        ]

    def reopen(self, by: Person | None) -> None:
        """A draft again: what was checked is no longer what stands there."""
        self.state, self.changed_by = State.DRAFT, by
        self.checked_by = self.checked_at = None
        self.scheduled_for = self.embargo_until = None

    @property
    def contact_lines(self) -> list[str]:
        return [line for line in map(str.strip, self.contact.splitlines()) if line]


class Correction(Authored):
    """What a release should have said, or what has changed since. The database keeps it as it is."""

    translated = ("text",)

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(_("correction"), max_length=1000)
    corrected_at = models.DateTimeField(help_text="Domain time.")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("corrected_at",)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="correction_says_something"),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def corrected_on(self) -> date:
        """The day in the time zone of the page."""
        return localdate(self.corrected_at)


class YearCounter(models.Model):
    """The last number of a year; whoever publishes holds this row until it is done."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class TakenElsewhere(Row):
    """Numbers of a year that were given to releases which are not published here."""

    year = models.PositiveSmallIntegerField(_("year"))
    first = models.PositiveIntegerField(_("from"))
    last = models.PositiveIntegerField(_("to"))
    note = models.CharField(_("where, or why"), max_length=300)

    class Meta:
        ordering = ("-year", "first")
        constraints = (
            models.UniqueConstraint(fields=("year", "first"), name="taken_from_is_one"),
            models.UniqueConstraint(fields=("year", "last"), name="taken_to_is_one"),
            models.CheckConstraint(
                condition=Q(first__gte=1, last__gte=F("first")), name="taken_goes_upwards"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="taken_says_why"),
        )

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


class Attachment(Authored):
    """A file beside a release, under a title that says what it is."""

    translated = ("title",)

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("release", "position"), name="attachment_position_is_one"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="attachment_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title
