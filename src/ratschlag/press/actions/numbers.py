"""Numbers of a year that were given elsewhere."""

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.journal.actions import record
from ratschlag.people.models import Person
from ratschlag.press.models import Release, TakenElsewhere, YearCounter
from ratschlag.press.tasks import ReleaseRefused


@transaction.atomic
def take_numbers_elsewhere(taken: TakenElsewhere, *, by: Person | None) -> TakenElsewhere:
    """Never give these numbers here; nobody has one of them yet. Raises ReleaseRefused."""
    _hold_counter(taken.year)
    span = {"year": taken.year, "first__lte": taken.last, "last__gte": taken.first}
    if (other := TakenElsewhere.objects.filter(**span).first()) is not None:
        raise ReleaseRefused(
            _("%(numbers)s of this year are entered already.") % {"numbers": other}
        )
    given = Release.objects.filter(year=taken.year, number__range=(taken.first, taken.last))
    if (release := given.order_by("number").first()) is not None:
        raise ReleaseRefused(
            _("Number %(number)s was given here: %(headline)s.")
            % {"number": release.number, "headline": release.headline}
        )
    taken.save(force_insert=True)
    record(by, "numbers.taken", taken, year=taken.year, first=taken.first, last=taken.last)
    return taken


@transaction.atomic
def free_numbers(taken: TakenElsewhere, *, by: Person | None) -> None:
    """Take back an entry that was wrong, while no number after it was given. Raises ReleaseRefused."""
    counter = _hold_counter(taken.year)
    if counter.last >= taken.first:
        raise ReleaseRefused(
            _("A number after these was given already. Freed, they would be a gap for ever.")
        )
    record(by, "numbers.freed", taken, year=taken.year, first=taken.first, last=taken.last)
    taken.delete()


def _hold_counter(year: int) -> YearCounter:
    YearCounter.objects.get_or_create(year=year)
    return YearCounter.objects.select_for_update().get(year=year)
