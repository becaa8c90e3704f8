"""Whatever anyone said: the text as it was written, and beside it what was made of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import LANGUAGES, NATIVE_NAMES
from ratschlag.contributions.rules import (
    SHOWN,
    UNDETERMINED,
    WITHOUT_TEXT,
    Channel,
    Publication,
)
from ratschlag.lib.rows import Row
from ratschlag.people.models import Organisation, Person
from ratschlag.process.models import Process

CHANNEL_LABELS = {
    Channel.ONLINE: _("Online"),
    Channel.PHONE: _("Telephone 115"),
    Channel.LETTER: _("Letter"),
    Channel.FAX: _("Fax"),
    Channel.EMAIL: _("E-mail"),
    Channel.IN_PERSON: _("In person"),
    Channel.EVENT: _("At an event"),
}

PUBLICATION_LABELS = {
    Publication.RECEIVED: _("received, not read yet"),
    Publication.HELD: _("received, held until a person has looked at it"),
    Publication.PUBLIC: _("public"),
    Publication.REDACTED: _("public, with words taken out"),
    Publication.INTERNAL: _("not public"),
    Publication.REJECTED: _("not published: it breaks the rules"),
    Publication.UNREADABLE: _("could not be read"),
    Publication.WITHDRAWN: _("withdrawn"),
    Publication.ERASED: _("text erased"),
}

CONTRIBUTION_LANGUAGES = [
    *((code, NATIVE_NAMES[code]) for code in LANGUAGES),
    (UNDETERMINED, _("several languages, or not known")),
]


class Receipt(Row):
    """What someone can find their contributions by: only keyed hashes are kept.

    `form_key_hash` makes a form that is sent twice one receipt; `content_hash` tells whether
    the second sending says the same.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="receipts")
    code_hash = models.CharField(max_length=64, unique=True)
    form_key_hash = models.CharField(max_length=64, unique=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(code_hash=""), name="receipt_has_a_code"),
            models.CheckConstraint(condition=~Q(form_key_hash=""), name="receipt_has_a_key"),
        )


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def counted(self) -> "ContributionQuerySet":
        """Every voice that was raised and not taken back."""
        return self.exclude(publication=Publication.WITHDRAWN)

    def shown(self) -> "ContributionQuerySet":
        """Those whose words everyone may read."""
        return self.filter(publication__in=SHOWN)

    def unread(self) -> "ContributionQuerySet":
        return self.filter(publication=Publication.RECEIVED)


class Contribution(Row):
    """One text by one person (or by several together): the original, never changed.

    It carries no address, no account and no time finer than the day.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="contributions")
    receipt = models.ForeignKey(
        Receipt, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions"
    )
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=CONTRIBUTION_LANGUAGES)
    channel = models.CharField(
        _("channel"), max_length=20, choices=[(v, CHANNEL_LABELS[v]) for v in Channel]
    )
    received_on = models.DateField(_("received on"))
    postmarked_on = models.DateField(_("date of the postmark"), null=True, blank=True)
    supporters = models.PositiveIntegerField(_("number of people"), default=1)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
        verbose_name=_("organisation"),
    )
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates"
    )
    publication = models.CharField(
        _("publication"),
        max_length=20,
        default=Publication.RECEIVED,
        choices=[(v, PUBLICATION_LABELS[v]) for v in Publication],
    )
    read_on = models.DateField(null=True, blank=True)
    taken_back_on = models.DateField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ("received_on", "id")
        indexes = (
            models.Index(fields=("process", "publication"), name="contribution_by_publication"),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(text="")
                | Q(publication__in=[*WITHOUT_TEXT, Publication.RECEIVED, Publication.UNREADABLE]),
                name="contribution_has_text",
            ),
            models.CheckConstraint(
                condition=~Q(publication__in=WITHOUT_TEXT) | Q(text=""),
                name="contribution_erased_has_no_text",
            ),
            models.CheckConstraint(
                condition=Q(publication__in=WITHOUT_TEXT, taken_back_on__isnull=False)
                | ~Q(publication__in=WITHOUT_TEXT) & Q(taken_back_on__isnull=True),
                name="contribution_taken_back_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=list(Channel)), name="contribution_channel_is_known"
            ),
            models.CheckConstraint(
                condition=Q(publication__in=list(Publication)),
                name="contribution_publication_is_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=[*LANGUAGES, UNDETERMINED]),
                name="contribution_language_is_known",
            ),
            models.CheckConstraint(
                condition=Q(supporters__gte=1), name="contribution_has_somebody_behind_it"
            ),
            models.CheckConstraint(
                condition=Q(postmarked_on__isnull=True) | Q(postmarked_on__lte=F("received_on")),
                name="contribution_posted_before_it_came",
            ),
            models.CheckConstraint(
                condition=Q(read_on__isnull=True) | Q(read_on__gte=F("received_on")),
                name="contribution_read_after_it_came",
            ),
        )

    @property
    def is_shown(self) -> bool:
        return self.publication in SHOWN


class Redaction(Row):
    """The text as everyone may read it, beside the original."""

    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, related_name="redaction"
    )
    text = models.TextField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="redactions")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="redaction_has_text"),)


class Part(Row):
    """A passage of a contribution that speaks of something of its own; empty once it was erased."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                fields=("contribution", "position"), name="part_position_is_one"
            ),
        )


class ContributionTranslation(Row):
    """What a contribution says in another language; of the text that everyone may read.

    `source_hash` tells whether that text is still the one that was translated.
    """

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="translations"
    )
    language = models.CharField(max_length=10, choices=[(code, code) for code in LANGUAGES])
    text = models.TextField()
    is_machine = models.BooleanField(default=True)
    source_hash = models.CharField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("contribution", "language"), name="contribution_translation_is_one"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="contribution_translation_has_text"),
        )
