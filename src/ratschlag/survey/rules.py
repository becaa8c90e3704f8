"""When a survey is open, and who may see and plan it."""

from datetime import datetime, timedelta

from ratschlag.people.rules import Role, Standing
from ratschlag.process.rules import Tense, scope_of

# Voluntary details wait until so many are there, then they are shuffled.
BATCH = 20

# Names of fields that every form has besides its questions and details.
RESERVED_KEYS = (
    *("survey", "form_key", "again", "csrfmiddlewaretoken", "channel", "received_on"),
    *("postmarked_on", "language", "supporters", "organisation", "is_unreadable", "twin"),
)

# What the room holds about persons, and how long.
PERSONAL_DATA = {
    "survey.waitingdetails": "Voluntary details, apart from the text, until 20 are there.",
    "survey.detailrecord": "Voluntary details with the week, in no order, linked to nothing.",
}


def tense_at(opens_at: datetime, closes_at: datetime, at: datetime) -> Tense:
    """Whether a survey will be open, is open or was open; the last second belongs to it."""
    if at < opens_at:
        return Tense.NEXT
    # The end is named to the second ("23:59:59"); the whole of that second counts.
    return Tense.NOW if at < closes_at + timedelta(seconds=1) else Tense.PAST


def may_see_survey(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.COORDINATOR, Role.CLERK, Role.CODER, scope=scope_of(process_slug))
