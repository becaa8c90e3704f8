"""What a survey can ask, in which state it is, and who may see, plan and open it."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from ratschlag.contributions.rules import Channel, may_type_in
from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
from ratschlag.people.rules import Role, Standing
from ratschlag.process.rules import Tense, scope_of

# Voluntary details wait until so many are there, then they are shuffled.
BATCH = 20
# Who fetched the form before the end may send it so long after, unless the survey says otherwise.
GRACE_MINUTES = 30
# No figure about fewer people than this is shown where two traits cross.
SMALLEST_CELL = 5

# Names of fields that every form has besides its questions and details.
RESERVED_KEYS = (
    *("survey", "form_key", "version", "stamp", "page", "go", "again", "csrfmiddlewaretoken"),
    *("channel", "received_on", "postmarked_on", "language", "supporters", "organisation"),
    *("is_unreadable", "twin", "keep", "altcha", "website"),
)

# What the room holds about persons, and how long.
PERSONAL_DATA = {
    "survey.response": "Answers without name, and the day; chosen answers go when taken back.",
    "survey.keying": "What two people typed in from a paper, until it is settled or taken back.",
    "survey.responsetext": "A keyed hash of the words, to find the same ones; goes with them.",
    "survey.waitingdetails": "Voluntary details, apart from the text, until 20 are there.",
    "survey.import": "Which file of answers came in, by whom, and which rows were refused and why.",
    "survey.importfile": "Answers from elsewhere without the columns that tell who, where or "
    "when; until they have come in, at most a day.",
    "survey.detailrecord": "Voluntary details with the week, in no order, linked to nothing.",
    "survey.waitingcode": "Keyed hashes of codes that lie on a tablet, until it has sent them.",
}


class Kind(StrEnum):
    """What a question asks for."""

    LONG = "long"
    SHORT = "short"
    SINGLE = "single"
    MULTIPLE = "multiple"
    YES_NO = "yes_no"
    SCALE = "scale"
    MATRIX = "matrix"
    RANKING = "ranking"
    NUMBER = "number"
    DATE = "date"


# Answered in a person's own words: each answer becomes a contribution.
IN_WORDS = (Kind.LONG, Kind.SHORT)
WITH_OPTIONS = (Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX, Kind.RANKING)
MAY_HAVE_OTHER = (Kind.SINGLE, Kind.MULTIPLE)
YES, NO = "yes", "no"
# The option under which people write what is not on the list.
OTHER = "other"
LONGEST_OTHER = 200
LONGEST_SHORT = 200
MOST_STEPS = 11
# What fits on a page that anyone would fill in, and into a column of every program.
MOST_QUESTIONS = 200
MOST_OPTIONS = 60
MOST_TESTS = 3


# How long a code can be typed into a tablet to pair it, in real time.
PAIRING_MINUTES = 30
PAIRING_CODE_LENGTH = 12
# More codes than that no tablet holds.
MOST_WAITING = 5000
# An event lasts some days; a tablet that stays away longer is paired anew.
LONGEST_EVENT = timedelta(days=31)


class TabletState(StrEnum):
    """What a tablet is now."""

    NEW = "new"
    EXPIRED = "expired"
    PAIRED = "paired"
    ENDED = "ended"
    REVOKED = "revoked"
    CLOSED = "closed"


class Refusal(StrEnum):
    """Why a sealed answer was not taken; it stays on the tablet and staff are told."""

    UNREADABLE = "unreadable"
    FAULTY = "faulty"
    CODE_TAKEN = "code_taken"
    OTHER_ANSWERS = "other_answers"
    ENTRY_FINISHED = "entry_finished"
    NOT_NAMED = "not_named"


class Stage(StrEnum):
    """How far people have brought a survey; whether it is open is a matter of the clock."""

    DRAFT = "draft"
    TESTED = "tested"
    SCHEDULED = "scheduled"
    ENTRY_FINISHED = "entry_finished"
    EVALUATED = "evaluated"
    PUBLISHED = "published"


class State(StrEnum):
    """What a survey is now: by its stage, and by the clock while it is scheduled."""

    DRAFT = "draft"
    TESTED = "tested"
    SCHEDULED = "scheduled"
    OPEN = "open"
    EXTENDED = "extended"
    CLOSED = "closed"
    ENTRY_FINISHED = "entry_finished"
    EVALUATED = "evaluated"
    PUBLISHED = "published"


class PaperState(StrEnum):
    """Where a paper stands that two people type in, or that came in a batch."""

    WAITING = "waiting"
    DIFFERENT = "different"
    DONE = "done"
    TAKEN_BACK = "taken_back"


# Typed in once, not settled: their words are no contributions yet.
UNDER_WAY = (PaperState.WAITING, PaperState.DIFFERENT)
# What stands for words that nobody could read, and the keys that are quicker to type.
ILLEGIBLE, ILLEGIBLE_TYPED = "[unleserlich]", "[?]"
# Nobody can hear a call a second time.
HEARD_ONCE = (Channel.PHONE,)


class Act(StrEnum):
    """What brings a survey from one state to the next."""

    TEST = "test"
    BACK_TO_DRAFT = "back_to_draft"
    SCHEDULE = "schedule"
    OPEN_NOW = "open_now"
    EXTEND = "extend"
    CLOSE_NOW = "close_now"
    FINISH_ENTRY = "finish_entry"
    EVALUATE = "evaluate"
    PUBLISH = "publish"
    BREAK_SEAL = "break_seal"


class HoldReason(StrEnum):
    """Why an answer waits for a person before it counts."""

    HIDDEN_FIELD = "hidden_field"
    TOO_FAST = "too_fast"
    FLOOD = "flood"
    EQUAL = "equal"
    REVOKED_TABLET = "revoked_tablet"


# One proposes, another confirms: nobody moves the end of a survey alone.
NEEDS_TWO = (Act.OPEN_NOW, Act.EXTEND, Act.CLOSE_NOW, Act.BREAK_SEAL)

# Everyone reads why the end was moved, or why staff may look before it.
PUBLIC_ACTS = (Act.EXTEND, Act.BREAK_SEAL)

_ACTS: dict[State, tuple[Act, ...]] = {
    State.DRAFT: (Act.TEST,),
    State.TESTED: (Act.SCHEDULE, Act.BACK_TO_DRAFT),
    State.SCHEDULED: (Act.OPEN_NOW, Act.BACK_TO_DRAFT),
    State.OPEN: (Act.EXTEND, Act.CLOSE_NOW, Act.BREAK_SEAL),
    State.EXTENDED: (Act.EXTEND, Act.CLOSE_NOW, Act.BREAK_SEAL),
    State.CLOSED: (Act.EXTEND, Act.FINISH_ENTRY),
    State.ENTRY_FINISHED: (Act.EVALUATE,),
    State.EVALUATED: (Act.PUBLISH,),
    State.PUBLISHED: (),
}


def acts_in(state: State) -> tuple[Act, ...]:
    """What can be done with a survey in this state."""
    return _ACTS[state]


def is_written_in(state: State) -> bool:
    """Whether everything about it may still be changed: nobody has been asked yet."""
    return state in (State.DRAFT, State.TESTED)


def is_open_in(state: State) -> bool:
    """Whether people answer now: a change makes a new version, and not everything may change."""
    return state in (State.OPEN, State.EXTENDED)


def state_at(stage: Stage, tense: Tense, *, is_extended: bool) -> State:
    """What a survey is: once it is scheduled, the clock opens and closes it."""
    if stage is not Stage.SCHEDULED:
        return State(stage)
    if tense is Tense.NEXT:
        return State.SCHEDULED
    if tense is Tense.PAST:
        return State.CLOSED
    return State.EXTENDED if is_extended else State.OPEN


def tense_at(opens_at: datetime, closes_at: datetime, at: datetime) -> Tense:
    """Whether a survey will be open, is open or was open; the last second belongs to it."""
    if at < opens_at:
        return Tense.NEXT
    # The end is named to the second ("23:59:59"); the whole of that second counts.
    return Tense.NOW if at < closes_at + timedelta(seconds=1) else Tense.PAST


def day_of_sealed(said: date, *, paired_on: date, ends_on: date, today: date) -> date:
    """The day of an answer as its tablet says, as far as that can be: a tablet's clock is its own.

    Not before it was paired, not after the event, not after today.
    """
    return max(paired_on, min(said, ends_on, today))


def is_in_time(
    opens_at: datetime,
    closes_at: datetime,
    at: datetime,
    *,
    fetched_at: datetime | None,
    grace: int,
) -> bool:
    """Whether an answer that comes `at` counts: in the window, or at most `grace` minutes after
    it on a form that was fetched in the window."""
    if tense_at(opens_at, closes_at, at) is Tense.NOW:
        return True
    was_fetched_in_time = (
        fetched_at is not None and tense_at(opens_at, closes_at, fetched_at) is Tense.NOW
    )
    late = timedelta(seconds=1, minutes=grace)
    return was_fetched_in_time and opens_at <= at < closes_at + late


def may_see_survey(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.COORDINATOR, Role.CLERK, Role.CODER, scope=scope_of(process_slug))


def may_enter_surveys(standing: Standing) -> bool:
    return standing.has(Role.COORDINATOR, Role.CLERK, Role.CODER, Role.TRANSLATOR)


def may_see_questionnaire(standing: Standing, process_slug: str) -> bool:
    """What it asks and when, not what anyone answered."""
    return may_see_survey(standing, process_slug) or may_translate_survey(standing, process_slug)


def may_translate_survey(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.COORDINATOR, Role.TRANSLATOR, scope=scope_of(process_slug))


def may_make_survey(standing: Standing, process_slug: str) -> bool:
    """Write its questions, test, schedule, open, extend and close it."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


def may_pair_tablets(standing: Standing, process_slug: str) -> bool:
    """Whoever stands behind a stall: pair a tablet, see what it holds, revoke it."""
    return standing.has(
        Role.COORDINATOR, Role.FACILITATOR, Role.CLERK, scope=scope_of(process_slug)
    )


def may_see_answers(state: State, *, is_sealed: bool) -> bool:
    """Whether staff may see figures and words: of a sealed survey only after its end."""
    return not is_sealed or state not in (State.SCHEDULED, State.OPEN, State.EXTENDED)


def may_see_results(standing: Standing, process_slug: str) -> bool:
    """See what a survey gave, counted; words are read where they are coded."""
    return standing.has(Role.COORDINATOR, Role.CODER, scope=scope_of(process_slug))


def may_publish_results(standing: Standing, process_slug: str) -> bool:
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


def may_take_answers_away(standing: Standing, process_slug: str) -> bool:
    """Every answer as a file: whoever crosses its columns comes close to single persons."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


def may_be_published(state: State) -> bool:
    """Whether nothing can come any more, so that what is shown need not be counted again."""
    return state in (State.ENTRY_FINISHED, State.EVALUATED, State.PUBLISHED)


def may_enter_holds(standing: Standing) -> bool:
    return standing.has(Role.COORDINATOR, Role.CODER)


def may_decide_holds(standing: Standing, process_slug: str) -> bool:
    """Say whether an answer that looked like a machine's counts."""
    return standing.has(Role.COORDINATOR, Role.CODER, scope=scope_of(process_slug))


def is_keyed_twice(draw: int, percent: int, channel: Channel) -> bool:
    """Whether a second person types a paper in, too; `draw` is its number from 0 to 99."""
    return draw < percent and channel not in HEARD_ONCE


def may_key_again(standing: Standing, process_slug: str, *, was_first: bool) -> bool:
    """The second entry is worth something only if it is another person's."""
    return may_type_in(standing, process_slug) and not was_first


def may_settle(
    standing: Standing, process_slug: str, *, has_keyed: bool, may_see_all: bool
) -> bool:
    """One of the two who typed it in; a coordinator, unless the survey is still sealed."""
    leads = standing.has(Role.COORDINATOR, scope=scope_of(process_slug)) and may_see_all
    return leads or (has_keyed and may_type_in(standing, process_slug))


def may_trust_one_entry(standing: Standing, process_slug: str) -> bool:
    """Of a paper that was lost before a second person could type it in."""
    return standing.has(Role.COORDINATOR, scope=scope_of(process_slug))


# What the room keeps, and how long (lib/retention.py).
UPLOADS_LIVE, WAITING_CODES_LIVE = timedelta(days=1), timedelta(days=90)
KEPT = (
    Kept(
        "answers", _("Contributions and answers, without names"), Lives.UNTIL_TAKEN_BACK,
        ("survey.response", "survey.responsetext", "survey.hold"),
    ),
    Kept(
        "details", _("Voluntary details, apart from the answers"), Lives.WITH_PROCESS,
        ("survey.waitingdetails", "survey.detailrecord"),
    ),
    Kept(
        "keyings", _("What was typed in from papers, to compare it"), Lives.UNTIL_DONE,
        ("survey.keying", "survey.paper", "survey.batch"),
    ),
    Kept(
        "uploads", _("Files of answers from elsewhere, until they were taken in"), Lives.DAYS,
        ("survey.importfile",), days=UPLOADS_LIVE.days,
    ),
    Kept(
        "waiting_codes", _("Numbers of answers that never came from a tablet"), Lives.DAYS,
        ("survey.waitingcode",), days=WAITING_CODES_LIVE.days,
    ),
    Kept("survey", _("What the city decides and publishes"), Lives.FOR_GOOD, ("survey.*",)),
)  # fmt: skip
