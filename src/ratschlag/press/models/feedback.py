"""The statement on accessibility, and what residents report about barriers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import LANGUAGES, NATIVE_NAMES
from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.press.rules import LONGEST_PATH, LONGEST_REPORT, Conformance, Method

CONFORMANCE_LABELS = {
    Conformance.FULL: _("fully accessible"),
    Conformance.PARTIAL: _("partly accessible"),
    Conformance.NONE: _("not accessible"),
}
METHOD_LABELS = {
    Method.SELF: _("We checked the site ourselves."),
    Method.OUTSIDE: _("Somebody independent checked the site."),
}


class Statement(Authored):
    """What the law wants said about accessibility; each Land has its own law and its own body.

    There is one, because there is one city.
    """

    translated = ("law", "method", "exceptions", "body_task")

    is_the_one = models.BooleanField(default=True, unique=True, editable=False)
    law = models.TextField(_("law and standard"), max_length=1000)
    conformance = models.CharField(
        _("state"), max_length=10, choices=[(v, CONFORMANCE_LABELS[v]) for v in Conformance]
    )
    exceptions = models.TextField(_("what is not accessible, and why"), max_length=6000, blank=True)
    checked_on = models.DateField(_("checked on"))
    checked_by = models.CharField(
        _("who checked"), max_length=10, choices=[(v, METHOD_LABELS[v]) for v in Method]
    )
    method = models.TextField(_("how it was checked"), max_length=1000)
    contact = models.TextField(_("contact"), max_length=600)
    contact_email = models.EmailField(_("e-mail of the contact"))
    body = models.CharField(_("complaint body"), max_length=200)
    body_task = models.TextField(_("what the complaint body does"), max_length=1000)
    body_contact = models.TextField(_("address of the complaint body"), max_length=600, blank=True)
    body_link = models.URLField(_("web address of the complaint body"), max_length=300)
    is_invented = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(is_the_one=True), name="statement_is_one"),
            models.CheckConstraint(
                condition=Q(conformance__in=list(Conformance)), name="statement_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__in=list(Method)), name="statement_checker_is_known"
            ),
            models.CheckConstraint(
                condition=Q(conformance=Conformance.FULL) | ~Q(exceptions=""),
                name="statement_names_what_is_not_accessible",
            ),
            models.CheckConstraint(
                condition=~Q(law="") & ~Q(method="") & ~Q(contact="") & ~Q(body=""),
                name="statement_says_what_the_law_wants",
            ),
        )

    def __str__(self) -> str:
        return str(_("Statement on accessibility"))


class BarrierReportQuerySet(models.QuerySet["BarrierReport"]):
    def open(self) -> "BarrierReportQuerySet":
        return self.filter(answered_on=None)

    def of(self, email: str) -> "BarrierReportQuerySet":
        """Those to which somebody wanted an answer at this address."""
        return self.filter(email__iexact=email.strip()) if "@" in email else self.none()


class BarrierReport(Row):
    """What keeps someone from using a page: without account, and with the day and nothing finer."""

    page = models.CharField(max_length=LONGEST_PATH)
    text = models.TextField(max_length=LONGEST_REPORT)
    email = models.EmailField(blank=True)
    language = models.CharField(
        max_length=10, choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES]
    )
    reported_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(
        _("what was done and answered"), max_length=LONGEST_REPORT, blank=True
    )
    answered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="barrier_answers"
    )

    objects = BarrierReportQuerySet.as_manager()

    class Meta:
        # The key is random, so that reports of a day stand in an order that tells nothing.
        ordering = ("-reported_on", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="barrier_report_says_something"),
            models.CheckConstraint(
                condition=Q(page__startswith="/"), name="barrier_report_is_about_a_page_here"
            ),
            models.CheckConstraint(
                condition=Q(language__in=list(LANGUAGES)), name="barrier_report_language_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="")
                | Q(answered_on__isnull=False) & ~Q(answer=""),
                name="barrier_report_answer_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("reported_on")),
                name="barrier_report_not_answered_ahead",
            ),
        )

    def __str__(self) -> str:
        return str(_("Barrier on %(page)s") % {"page": self.page})
