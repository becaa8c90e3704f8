"""How a paper goes through the committees, what can become of it, and who keeps it."""

from enum import StrEnum

from ratschlag.people.rules import Role, Standing, may_enter_desk
from ratschlag.process.rules import scope_of


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


def may_see_council(standing: Standing) -> bool:
    return may_enter_desk(standing)


def may_keep_council(standing: Standing, process_slug: str) -> bool:
    """Papers, consultations and results are the council service's and the coordinator's."""
    return standing.has(Role.COUNCIL_SERVICE, Role.COORDINATOR, scope=scope_of(process_slug))


def may_sign_exception(standing: Standing, process_slug: str) -> bool:
    """Submitting while a contribution is open is on the lead's own account, and public."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))
