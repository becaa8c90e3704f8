"""How voices become themes: states, outcomes, and who may decide them."""

from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
from ratschlag.people.rules import Role, Standing
from ratschlag.process.rules import scope_of


class ThemeState(StrEnum):
    """A proposed one becomes open when a person accepts it, or assigns something to it."""

    PROPOSED = "proposed"
    OPEN = "open"
    HANDED_OVER = "handed_over"
    MERGED = "merged"


class CodingState(StrEnum):
    """A proposal becomes public only after a person has accepted it."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Proposer(StrEnum):
    PERSON = "person"
    MACHINE = "machine"


class RunState(StrEnum):
    """A run's result counts for nothing before a person has taken it over."""

    ASKED = "asked"
    RUNNING = "running"
    READY = "ready"
    TAKEN_OVER = "taken_over"
    DISMISSED = "dismissed"
    FAILED = "failed"


# By this name the endpoint stands beside its vectors.
ENDPOINT = "endpoint"
# Why a run can fail so that a person can do something about it; the endpoint is the other.
TOO_FEW = "too_few_texts"
UNDER_WAY = (RunState.ASKED, RunState.RUNNING)
DECIDED_RUNS = (RunState.TAKEN_OVER, RunState.DISMISSED)


class DraftState(StrEnum):
    """What a language model drafted stands nowhere before a person has confirmed it."""

    ASKED = "asked"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    FAILED = "failed"


OPEN_DRAFTS = (DraftState.ASKED, DraftState.PROPOSED)
DECIDED_DRAFTS = (DraftState.CONFIRMED, DraftState.DISMISSED)


class DraftFault(StrEnum):
    ENDPOINT = "endpoint"
    NO_TEXTS = "no_texts"
    NOTHING_PASSED = "nothing_passed"
    CHANGED = "changed"


class LikenessKind(StrEnum):
    LEXICAL = "lexical"
    ACROSS = "across"


class ReadingState(StrEnum):
    """What a second person read: the same as the first, something else, or settled since."""

    EQUAL = "equal"
    DIFFERENT = "different"
    SETTLED = "settled"


class Verdict(StrEnum):
    """Who was right when two people read differently."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


class OutcomeValue(StrEnum):
    """What became of a theme, or of a contribution that stands for itself."""

    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    ALREADY_IN_PLACE = "already_in_place"
    FORWARDED = "forwarded"
    NOT_ADOPTED = "not_adopted"
    HEARD = "heard"
    DUPLICATE = "duplicate"
    LATE = "late"
    NO_CONTENT = "no_content"
    REJECTED = "rejected"
    ESCALATED = "escalated"


# What can become of a whole theme; the others are about one contribution.
OF_THEMES = (
    OutcomeValue.ADOPTED,
    OutcomeValue.PARTLY_ADOPTED,
    OutcomeValue.ALREADY_IN_PLACE,
    OutcomeValue.FORWARDED,
    OutcomeValue.NOT_ADOPTED,
)


def may_code(standing: Standing, process_slug: str) -> bool:
    """Read, split, assign to themes; make, merge and split themes."""
    return standing.has(
        Role.CODER, Role.FACILITATOR, Role.COORDINATOR, scope=scope_of(process_slug)
    )


def may_settle(standing: Standing, process_slug: str) -> bool:
    """How much is read a second time, and who was right where two people differ."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


def may_start_run(standing: Standing, process_slug: str) -> bool:
    """Have the machine look at all texts anew; it only proposes."""
    return standing.has(Role.CODER, Role.COORDINATOR, scope=scope_of(process_slug))


def may_decide_run(standing: Standing, process_slug: str) -> bool:
    """Take the result of a run over or dismiss it: it changes what everyone finds at the desk."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


def may_draft(standing: Standing, process_slug: str) -> bool:
    """Have a language model draft a title and a summary, and confirm or dismiss them."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


def may_decide_outcome(standing: Standing, process_slug: str) -> bool:
    """Outcomes, answers and handing over are the coordinator's."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


def may_enter_coding(standing: Standing) -> bool:
    """Whoever codes for at least one process."""
    return standing.has(Role.CODER, Role.FACILITATOR, Role.COORDINATOR)


# What the room keeps, and how long (lib/retention.py).
KEPT = (
    Kept(
        "synthesis", _("What was made of the contributions"), Lives.WITH_PROCESS, ("synthesis.*",)
    ),
)
