"""How a process stands, who may see and plan it, and what "was, is, will be" means."""

import re
from datetime import date
from enum import StrEnum

from ratschlag.city.rules import LANGUAGES
from ratschlag.lib.dates import PartialDate
from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
from ratschlag.people.rules import Role, Standing, may_enter_desk


class State(StrEnum):
    PREPARING = "preparing"
    ANNOUNCED = "announced"
    OPEN = "open"
    DRAFTING = "drafting"
    PUBLIC_DRAFT = "public_draft"
    DELIBERATION = "deliberation"
    DECIDED = "decided"
    IMPLEMENTING = "implementing"
    CLOSED = "closed"
    PAUSED = "paused"


_ORDER = (
    State.PREPARING,
    State.ANNOUNCED,
    State.OPEN,
    State.DRAFTING,
    State.PUBLIC_DRAFT,
    State.DELIBERATION,
    State.DECIDED,
    State.IMPLEMENTING,
    State.CLOSED,
)


# The first words of addresses that the site itself uses, or will.
RESERVED_ADDRESSES = frozenset({*LANGUAGES, "api", "desk", "healthz", "static"})
# A path of ours without its language: no host, no query, nothing that a browser reads as one.
_TARGET = re.compile(r"/(?:[A-Za-z0-9][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9][A-Za-z0-9._~-]*)?")
_SHORT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Level(StrEnum):
    """How far residents' influence goes (the levels that VDI 7001 names)."""

    INFORMATION = "information"
    CONSULTATION = "consultation"
    CO_DESIGN = "co_design"


class Tense(StrEnum):
    """Where something lies on the line of time, seen from the domain clock."""

    PAST = "past"
    NOW = "now"
    NEXT = "next"


class DocumentStatus(StrEnum):
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


def may_follow(state: State, then: State) -> bool:
    """Whether a process may go from one state to another: one step on, or a pause and back."""
    if State.PAUSED in (state, then):
        return state != then and State.PREPARING not in (state, then)
    return _ORDER.index(then) == _ORDER.index(state) + 1


def tense_of(starts: PartialDate, ends: PartialDate, today: date) -> Tense:
    """Was, is or will be. What has begun and has no known end goes on."""
    if not starts.has_begun(today):
        return Tense.NEXT
    return Tense.PAST if ends.is_over(today) else Tense.NOW


def tenses_of(spans: list[tuple[PartialDate, PartialDate]], today: date) -> list[Tense]:
    """The tenses of phases in their order, with at most one that is now.

    A span known only by its quarter or year has begun when that quarter has; it is "now" only
    when nothing more precise is, and no earlier phase is still to come: a council that may decide
    at any time of the quarter outshines neither the survey that runs today nor the committees
    that meet next week.
    """
    tenses = [tense_of(starts, ends, today) for starts, ends in spans]
    running = [at for at, tense in enumerate(tenses) if tense is Tense.NOW]
    precise = [at for at in running if spans[at][0].last == spans[at][0].first]
    coming = [at for at, (starts, _ends) in enumerate(spans) if _is_to_come(starts, today)]
    vague = [at for at in running if not any(earlier < at for earlier in coming)]
    here = next(iter(precise or vague), None)
    for at in running:
        if at != here:
            tenses[at] = Tense.NEXT if here is None or at > here else Tense.PAST
    return tenses


def _is_to_come(starts: PartialDate, today: date) -> bool:
    return starts.is_known and not starts.has_begun(today)


def may_be_short_address(path: str) -> bool:
    """Whether /path can lead to a process: small letters, digits and hyphens, and not a word that
    leads elsewhere."""
    return len(path) <= 60 and bool(_SHORT.fullmatch(path)) and path not in RESERVED_ADDRESSES


def as_target(typed: str, *, own: str) -> str:
    """What was typed as a public path without its language; "" if it can't be one.

    `own` is where the site is found: an address copied from the browser is taken as it is meant.
    """
    path = typed.strip().removeprefix(own.rstrip("/"))
    first, _slash, rest = path.removeprefix("/").partition("/")
    if first in LANGUAGES:
        path = f"/{rest}"
    return path if len(path) <= 200 and _TARGET.fullmatch(path) else ""


def may_keep_addresses(standing: Standing) -> bool:
    """Short addresses are the city's, whatever they lead to; posters rely on them."""
    return standing.has(Role.PRESS, Role.COORDINATOR, scope="")


def scope_of(slug: str) -> str:
    """The path by which a grant names a process."""
    return f"process/{slug}"


def may_see_plan(standing: Standing) -> bool:
    return may_enter_desk(standing)


def may_plan(standing: Standing, slug: str) -> bool:
    """Phases, milestones and fields are the coordinator's, for the city or for the process."""
    return standing.has(Role.COORDINATOR, scope=scope_of(slug))


# What the room keeps, and how long (lib/retention.py).
KEPT = (Kept("process", _("What the city decides and publishes"), Lives.FOR_GOOD, ("process.*",)),)
