"""What the machine has to read and what it knows: its texts, its space, the last runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.util import find_spec

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ratschlag.contributions.models import Contribution, Part
from ratschlag.contributions.queries import shown_text
from ratschlag.contributions.rules import WITHOUT_TEXT, Publication
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Run, Space, Vector
from ratschlag.synthesis.queries.desk import readable
from ratschlag.synthesis.rules import UNDER_WAY, RunState

_NEEDED = ("numpy", "scipy", "sklearn", "py3langid")


@cache
def is_there() -> bool:
    """Whether the extra `ratschlag[synthesis]` is installed; it is not loaded for that."""
    return all(find_spec(name) for name in _NEEDED)


def current_space(process: Process) -> Space | None:
    return Space.objects.filter(process=process, is_current=True).first()


@dataclass(frozen=True)
class Said:
    """What the machine reads as one text: a contribution, or a part of one that was split."""

    contribution: Contribution
    part: Part | None

    @property
    def key(self) -> str:
        """Its name in a run: it never leaves the database."""
        return f"p{self.part.pk}" if self.part else f"c{self.contribution.pk}"

    @property
    def text(self) -> str:
        return self.part.text if self.part else shown_text(self.contribution)


def legible(process: Process) -> QuerySet[Contribution]:
    """What a machine may read: what staff may read, and a person has not held back."""
    out = (*WITHOUT_TEXT, Publication.HELD, Publication.UNREADABLE)
    return readable(process).exclude(publication__in=out).exclude(text="")


def waiting(process: Process) -> QuerySet[Contribution]:
    """Contributions of which the whole, or one of the parts, has no vector in today's space."""
    known = Vector.objects.filter(space__is_current=True)
    whole = known.filter(contribution=OuterRef("pk"), part=None)
    parts = Part.objects.filter(contribution=OuterRef("pk"))
    unread = parts.exclude(text="").exclude(Exists(known.filter(part=OuterRef("pk"))))
    is_waiting = ~Exists(parts) & ~Exists(whole) | Exists(unread)
    return legible(process).filter(is_waiting)


def said_in(rows: Iterable[Contribution]) -> list[Said]:
    """The texts of contributions, part by part where they were split; in the order of the rows.

    `rows` come with `redaction` and `parts`.
    """
    found = []
    for row in rows:
        parts = list(row.parts.all())
        if parts:
            found += [Said(row, part) for part in parts if part.text.strip()]
        elif shown_text(row).strip():
            found.append(Said(row, None))
    return found


def every_text(process: Process) -> list[Said]:
    """All texts that a run looks at, in an order that says nothing."""
    rows = legible(process).order_by("pk").select_related("redaction").prefetch_related("parts")
    return said_in(rows)


# A worker that works gives a sign of life every few seconds.
_STILL = timedelta(minutes=10)
# The step of a run that was taken over, as long as not all its proposals are on the desk.
SPREADING = "spreading"


def stranded_runs() -> QuerySet[Run]:
    """Asked for or begun, or taken over and not spread, and nobody has worked on them for a while.

    Real time, not the domain clock: it is about a worker, not about the process.
    """
    before = timezone.now() - _STILL
    is_open = Q(state__in=UNDER_WAY) | Q(state=RunState.TAKEN_OVER, step=SPREADING)
    return Run.objects.filter(is_open, beat_at__lt=before)


def runs_of(process: Process) -> QuerySet[Run]:
    """The newest first."""
    return Run.objects.filter(process=process).select_related("asked_by", "decided_by")
