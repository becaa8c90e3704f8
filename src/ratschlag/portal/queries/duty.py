"""What needs a person at the desk; of that, what the public face wants: access, press, mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from ratschlag.city.queries import the_city
from ratschlag.city.rules import NATIVE_NAMES
from ratschlag.lib.dates import UNKNOWN, PartialDate, Precision
from ratschlag.mail.models import Letter
from ratschlag.people.rules import Standing
from ratschlag.portal.queries.translations import count_stale
from ratschlag.portal.rules import may_enter_translations
from ratschlag.press.models import BarrierReport, Release
from ratschlag.press.queries.desk import held_back, to_check, to_correct
from ratschlag.press.queries.feedback import due_on, the_statement
from ratschlag.press.rules import may_keep_access, may_keep_mail, may_write_any_release

# So long before the year is over the desk begins to say so.
_AHEAD = timedelta(days=28)
# So long a report may wait for an answer.
_ANSWER_WITHIN = timedelta(days=28)


@dataclass(frozen=True)
class Duty:
    """Something that needs the person at the desk."""

    due: PartialDate
    is_urgent: bool
    count: int
    title: str
    hint: str
    href: str


def access_duties(standing: Standing, today: date) -> Iterator[Duty]:
    """The statement that is a year old or missing, and the barriers that nobody answered."""
    if not may_keep_access(standing):
        return
    due = due_on(the_statement())
    if due is None or due - _AHEAD <= today:
        yield Duty(
            due=PartialDate(due, Precision.DAY) if due else UNKNOWN,
            is_urgent=due is None or due <= today,
            count=1,
            title=gettext("Statement on accessibility"),
            hint=gettext("It is a year old. Check the site again, then enter the day.")
            if due
            else gettext("The law wants one. Write it."),
            href=reverse("press_desk:statement"),
        )
    waiting = BarrierReport.objects.open().aggregate(count=Count("id"), first=Min("reported_on"))
    if waiting["count"]:
        answer_by = waiting["first"] + _ANSWER_WITHIN
        yield Duty(
            due=PartialDate(answer_by, Precision.DAY),
            is_urgent=answer_by < today,
            count=waiting["count"],
            title=gettext("Reported barriers without an answer"),
            hint=gettext("Mend what can be mended, and answer."),
            href=reverse("press_desk:access"),
        )


def press_duties(standing: Standing, today: date) -> Iterator[Duty]:
    """Releases that did not come out, that say what is no longer so, that wait for a second look."""
    if not may_write_any_release(standing):
        return
    for row in held_back(standing):
        at = row.scheduled_for or row.embargo_until
        yield _release_duty(
            row,
            gettext("It should be out by now. Open it to see what holds it back."),
            due=PartialDate(localdate(at), Precision.DAY) if at else UNKNOWN,
            is_urgent=True,
        )
    for row in to_correct(standing):
        yield _release_duty(
            row,
            gettext("The records say something else by now. Correct it, or say that it may stay."),
            is_urgent=True,
        )
    for row in to_check(standing):
        yield _release_duty(row, gettext("A draft that waits for a second person."))


def _release_duty(
    row: Release, hint: str, *, due: PartialDate = UNKNOWN, is_urgent: bool = False
) -> Duty:
    return Duty(
        due=due,
        is_urgent=is_urgent,
        count=1,
        title=gettext("Press release: %(headline)s") % {"headline": row.headline},
        hint=hint,
        href=reverse("press_desk:release", args=[row.pk]),
    )


def mail_duties(standing: Standing, today: date) -> Iterator[Duty]:
    """Mails that no server took; their words are still there."""
    count = Letter.objects.stuck().count() if may_keep_mail(standing) else 0
    if count:
        yield Duty(
            due=UNKNOWN,
            is_urgent=True,
            count=count,
            title=gettext("Mails that were given up"),
            hint=gettext("See why, then send them once more."),
            href=reverse("press_desk:mailing"),
        )


def translation_duties(standing: Standing, today: date) -> Iterator[Duty]:
    """Translations whose source reads otherwise by now."""
    city = the_city() if may_enter_translations(standing) else None
    if city and (counts := count_stale(city, standing)):
        yield Duty(
            due=UNKNOWN,
            is_urgent=False,
            count=sum(counts.values()),
            title=gettext("Translations that are out of date"),
            hint=", ".join(NATIVE_NAMES[code] for code in city.languages if code in counts),
            href=reverse("desk:translations"),
        )


# What the desk asks of this module.
OF_THE_PUBLIC_FACE = (access_duties, press_duties, mail_duties, translation_duties)
