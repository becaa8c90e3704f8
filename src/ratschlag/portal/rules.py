"""What residents can do now and next, what everyone may see by now, and who may translate."""

from dataclasses import dataclass
from datetime import date

from ratschlag.contributions.rules import SHOWN, Publication
from ratschlag.goals.rules import MeasureState
from ratschlag.lib.dates import PartialDate
from ratschlag.people.rules import Role, Standing
from ratschlag.process.rules import scope_of

# How far a measure must have come to be shown.
PUBLIC_STATES = (MeasureState.PLANNED, MeasureState.ADOPTED)

# So many voices stand on a page of a theme.
VOICES_PER_PAGE = 20


@dataclass(frozen=True)
class Invitation:
    """Which of the spans invites, whether it runs, and the days until it ends or begins.

    `days` is None where the day is not known; the last day itself counts as 0 days left.
    """

    index: int
    is_open: bool
    days: int | None


def invitation_among(
    spans: list[tuple[PartialDate, PartialDate]], today: date
) -> Invitation | None:
    """The first span that runs today, else the first that is still to come."""
    for index, (starts, ends) in enumerate(spans):
        if starts.has_begun(today) and not ends.is_over(today):
            return Invitation(index, True, (ends.last - today).days if ends.last else None)
    for index, (starts, _ends) in enumerate(spans):
        if not starts.has_begun(today):
            days = (starts.first - today).days if starts.first else None
            return Invitation(index, False, days)
    return None


def may_everyone_see_theme(handed_over_on: date | None) -> bool:
    """A theme is public once a field group works with it; before, it is still being read."""
    return handed_over_on is not None


def may_everyone_see_measures(*, has_public_edition: bool) -> bool:
    """Measures are public together, with the first edition that everyone may read."""
    return has_public_edition


def may_everyone_see_measure(
    state: MeasureState, *, has_public_edition: bool, was_in_one: bool
) -> bool:
    """A proposal is the field group's; what was public once stays so, even if it was dropped."""
    if not may_everyone_see_measures(has_public_edition=has_public_edition):
        return False
    return state in PUBLIC_STATES or was_in_one


def may_everyone_read(publication: Publication) -> bool:
    """People's words are public once they were read and published."""
    return publication in SHOWN


def may_everyone_read_answer(published_on: date | None) -> bool:
    return published_on is not None


def may_withdraw(*, is_counted: bool) -> bool:
    """Once the city works with a contribution its words can be erased, but its voice counts."""
    return not is_counted


_TRANSLATE = (Role.TRANSLATOR, Role.EDITOR, Role.COORDINATOR)


def may_enter_translations(standing: Standing) -> bool:
    return standing.has(*_TRANSLATE)


def may_translate(standing: Standing, language: str, process_slug: str) -> bool:
    """A role for the city covers everything, one for "language/ar" all that is said in Arabic,
    one for a process what belongs to it. What belongs to no process is the city's."""
    if standing.has(*_TRANSLATE, scope=f"language/{language}"):
        return True
    return bool(process_slug) and standing.has(*_TRANSLATE, scope=scope_of(process_slug))
