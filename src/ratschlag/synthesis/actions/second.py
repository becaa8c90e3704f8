"""A second person reads a sample; where the two differ, somebody settles it."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import domain_day
from ratschlag.journal.actions import record
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.synthesis.actions.codings import enter_coding, lock_contribution
from ratschlag.synthesis.models import Coding, SecondCoding, SecondReading, SecondShare, Theme
from ratschlag.synthesis.queries.second import first_readers, is_in_sample, themes_of_first
from ratschlag.synthesis.rules import CodingState, ReadingState, Verdict


class ReadingRefused(DomainError):
    """This can't be read a second time by this person, or not settled any more."""


@transaction.atomic
def set_second_share(process: Process, *, percent: int, by: Person | None) -> None:
    """So many of a hundred contributions are read by a second person."""
    SecondShare.objects.update_or_create(process=process, defaults={"percent": percent})
    record(by, "second_reading.share_set", process, percent=percent)


@transaction.atomic
def read_second(
    contribution: Contribution, *, themes: Sequence[Theme], by: Person
) -> SecondReading:
    """What a second person sees in it. Nothing of the first's is changed by it.

    Raises ReadingRefused, CodingRefused.
    """
    lock_contribution(contribution)
    if not is_in_sample(contribution):
        raise ReadingRefused(_("This contribution is not in the sample."))
    if by.pk in first_readers(contribution):
        raise ReadingRefused(_("You read this contribution first. Somebody else reads it now."))
    first, second = themes_of_first(contribution), {theme.pk for theme in themes}
    if not first:
        raise ReadingRefused(_("Nobody has ordered this contribution yet."))
    if any(theme.process_id != contribution.process_id for theme in themes):
        raise ReadingRefused(_("Theme and contribution belong to different processes."))
    state = ReadingState.EQUAL if first == second else ReadingState.DIFFERENT
    try:
        with transaction.atomic():
            reading = SecondReading.objects.create(
                contribution=contribution, by=by, on=domain_day(), state=state
            )
    except IntegrityError as error:
        raise ReadingRefused(_("Somebody has read it a second time already.")) from error
    SecondCoding.objects.bulk_create(
        SecondCoding(
            reading=reading, theme_id=theme, by_first=theme in first, by_second=theme in second
        )
        for theme in sorted(first | second)
    )
    record(by, "second_reading.done", contribution)
    return reading


@transaction.atomic
def settle_reading(
    reading: SecondReading, *, verdict: Verdict, reason: str, by: Person | None
) -> None:
    """Say who was right, and why; the codings follow. Raises ReadingRefused, CodingRefused."""
    contribution = reading.contribution
    lock_contribution(contribution)
    reading.refresh_from_db(from_queryset=SecondReading.objects.select_for_update())
    if reading.state != ReadingState.DIFFERENT:
        raise ReadingRefused(_("This has been settled already."))
    if not reason.strip():
        raise ReadingRefused(_("Please give the reason."))
    rows = list(reading.codings.select_related("theme__merged_into"))
    if verdict != Verdict.FIRST:
        for row in rows:
            if row.by_second and not row.by_first:
                theme = row.theme.merged_into or row.theme
                enter_coding(contribution, theme, None, reason=reason, by=by)
    if verdict == Verdict.SECOND:
        only_first = [row.theme_id for row in rows if not row.by_second]
        _take_out(contribution, only_first, by)
    reading.state, reading.verdict, reading.reason = ReadingState.SETTLED, verdict, reason
    reading.settled_by, reading.settled_on = by, domain_day()
    reading.save()
    record(by, "second_reading.settled", contribution, verdict=str(verdict))


def _take_out(contribution: Contribution, themes: list[int], by: Person | None) -> None:
    """Also what stands in a theme that has been merged into one of these."""
    accepted = Coding.objects.filter(contribution=contribution, state=CodingState.ACCEPTED)
    for coding in accepted.select_related("theme__merged_into"):
        if coding.current.pk in themes:
            coding.state, coding.decided_by = CodingState.DISMISSED, by
            coding.decided_on = domain_day()
            coding.save(update_fields=["state", "decided_by", "decided_on"])
