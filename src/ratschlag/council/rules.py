"""How a paper goes through the committees, what can become of it, and who keeps it."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
from ratschlag.people.rules import Role, Standing, may_enter_desk
from ratschlag.process.rules import Tense, scope_of


class PaperState(StrEnum):
    PREPARING = "preparing"
    SUBMITTED = "submitted"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class ConsultationRole(StrEnum):
    HEARING = "hearing"
    PRELIMINARY = "preliminary"
    DECISION = "decision"


class Result(StrEnum):
    """What a committee or the council made of a paper, a point or an amendment."""

    AGREED = "agreed"
    AGREED_WITH_NOTES = "agreed_with_notes"
    AGREED_AS_AMENDED = "agreed_as_amended"
    ADOPTED = "adopted"
    ADOPTED_AS_AMENDED = "adopted_as_amended"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"


# What can become of an amendment, and of a point of the resolution.
OF_AMENDMENTS = (Result.ADOPTED, Result.ADOPTED_AS_AMENDED, Result.REJECTED, Result.WITHDRAWN)
OF_POINTS = (
    Result.ADOPTED,
    Result.ADOPTED_AS_AMENDED,
    Result.REJECTED,
    Result.DEFERRED,
    Result.REFERRED,
    Result.WITHDRAWN,
)
# What a body that only advises can say.
OF_ADVICE = (
    Result.AGREED,
    Result.AGREED_WITH_NOTES,
    Result.AGREED_AS_AMENDED,
    Result.REJECTED,
    Result.DEFERRED,
    Result.REFERRED,
    Result.WITHDRAWN,
)
# Not decided yet: it comes back, to the same body or to another.
PUT_OFF = (Result.DEFERRED, Result.REFERRED)

# More votes than any council has; a slip of the keyboard is noticed here.
MOST_VOTES = 9999
# Votes in favour, against, abstained; None where nobody voted or it was not counted.
Vote = tuple[int | None, int | None, int | None]
NO_VOTE: Vote = (None, None, None)


def results_of(role: ConsultationRole) -> tuple[Result, ...]:
    """What a consultation in this role can end with."""
    return OF_POINTS if role is ConsultationRole.DECISION else OF_ADVICE


def is_whole(vote: Vote) -> bool:
    """All three numbers or none, and none that can't be."""
    counts = [count for count in vote if count is not None]
    return len(counts) in (0, 3) and all(0 <= count <= MOST_VOTES for count in counts)


def is_final(result: Result) -> bool:
    return result not in PUT_OFF


def state_after(results: Collection[Result | None]) -> PaperState:
    """How a paper stands when its points have these latest results (None: not decided)."""
    is_done = all(result is not None and is_final(result) for result in results)
    return PaperState.DECIDED if results and is_done else PaperState.SUBMITTED


def tense_of_meeting(meets_on: date, *, is_held: bool, today: date) -> Tense:
    """A meeting is over when its result is there, or its day."""
    if is_held or meets_on < today:
        return Tense.PAST
    return Tense.NOW if meets_on == today else Tense.NEXT


def may_see_council(standing: Standing) -> bool:
    return may_enter_desk(standing)


def may_keep_council(standing: Standing, process_slug: str) -> bool:
    """Papers, consultations and results are the council service's and the coordinator's."""
    return standing.has(Role.COUNCIL_SERVICE, Role.COORDINATOR, scope=scope_of(process_slug))


def may_sign_exception(standing: Standing, process_slug: str) -> bool:
    """Submitting while a contribution is open is on the lead's own account, and public."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


# What the room keeps, and how long (lib/retention.py).
KEPT = (Kept("council", _("What the city decides and publishes"), Lives.FOR_GOOD, ("council.*",)),)
