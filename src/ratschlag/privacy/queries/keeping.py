"""What every room keeps and how long, as `keeping.py` hands it over; what was deleted when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.dates import PartialDate, Precision
from ratschlag.lib.retention import Clearing, Holding, Kept, Lives
from ratschlag.privacy.models import Deletion

LIFETIMES: dict[Lives, Promise] = {
    Lives.FOR_GOOD: _("for good, as a record of the city"),
    Lives.WITH_PROCESS: _("as long as the process is kept"),
    Lives.UNTIL_TAKEN_BACK: _("until you take it back, else as long as the process is kept"),
    Lives.UNTIL_ERASED: _("until the account is erased"),
    Lives.UNTIL_DONE: _("only until the work with it is done"),
}


def kept_by_all() -> tuple[Kept, ...]:
    """Every class of data there is."""
    found: tuple[Kept, ...] = import_module(settings.RETENTION).KEPT
    return found


def clearings() -> tuple[Clearing, ...]:
    """What deletes the classes that outlive their purpose."""
    found: tuple[Clearing, ...] = import_module(settings.RETENTION).CLEARINGS
    return found


def holdings() -> tuple[Holding, ...]:
    """Who answers when somebody asks what we have about them."""
    found: tuple[Holding, ...] = import_module(settings.RETENTION).HOLDINGS
    return found


@dataclass(frozen=True)
class KeptLine:
    """A line of "what we keep and how long": classes that read alike share one."""

    what: str
    how_long: str


def kept_lines() -> list[KeptLine]:
    """In the order of the rooms, in the reader's language."""
    return list(dict.fromkeys(KeptLine(gettext(k.what), how_long(k)) for k in kept_by_all()))


def how_long(kept: Kept) -> str:
    if kept.lives is not Lives.DAYS:
        return str(LIFETIMES[kept.lives])
    if kept.days >= 365:
        years = round(kept.days / 365)
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    return ngettext("%(count)s day", "%(count)s days", kept.days) % {"count": kept.days}


@dataclass(frozen=True)
class DeletedLine:
    month: PartialDate
    what: str
    count: int


# The public list goes back so many months and classes of them.
_LINES = 24


def deleted_lines(most: int = _LINES) -> list[DeletedLine]:
    """What was deleted in which month, the newest first."""
    names = _names(kept_by_all())
    found = (
        Deletion.objects.annotate(month=TruncMonth("day"))
        .values("month", "kept")
        .annotate(total=Sum("count"))
        .order_by("-month", "kept")[:most]
    )
    return [
        DeletedLine(_month(row["month"]), names.get(row["kept"], row["kept"]), row["total"])
        for row in found
    ]


def _names(kept: Iterable[Kept]) -> dict[str, str]:
    return {each.key: gettext(each.what) for each in kept}


def _month(day: date) -> PartialDate:
    return PartialDate(day, Precision.MONTH)
