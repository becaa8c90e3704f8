"""How voices become themes: states, outcomes, and who may decide them."""

from enum import StrEnum

from ratschlag.people.rules import Role, Standing
from ratschlag.process.rules import scope_of


class ThemeState(StrEnum):
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


def may_decide_outcome(standing: Standing, process_slug: str) -> bool:
    """Outcomes, answers and handing over are the coordinator's."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


def may_enter_coding(standing: Standing) -> bool:
    """Whoever codes for at least one process."""
    return standing.has(Role.CODER, Role.FACILITATOR, Role.COORDINATOR)
