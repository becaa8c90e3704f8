"""How a release comes out, what pages and notices there are, who is told, and who may write."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
from ratschlag.people.rules import Role, Standing
from ratschlag.privacy.rules import REGISTRY
from ratschlag.process.rules import scope_of


class State(StrEnum):
    DRAFT = "draft"
    CHECKED = "checked"
    SCHEDULED = "scheduled"
    EMBARGOED = "embargoed"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


# Everyone reads these; a withdrawn one leaves its number and why it went.
READABLE = (State.PUBLISHED, State.CORRECTED)
OUT = (*READABLE, State.WITHDRAWN)
WAITING = (State.SCHEDULED, State.EMBARGOED)

_THEN = {
    State.DRAFT: {State.CHECKED},
    State.CHECKED: {State.DRAFT, State.SCHEDULED, State.EMBARGOED, State.PUBLISHED},
    State.SCHEDULED: {State.DRAFT, State.CHECKED, State.PUBLISHED},
    State.EMBARGOED: {State.DRAFT, State.CHECKED, State.PUBLISHED},
    State.PUBLISHED: {State.CORRECTED, State.WITHDRAWN},
    State.CORRECTED: {State.CORRECTED, State.WITHDRAWN},
    State.WITHDRAWN: set(),
}

# They sit in a council or speak for an organisation, and learn of a release with everyone else.
_FROM_OUTSIDE = (Role.REPRESENTATIVE, Role.COUNCIL_MEMBER)

LONGEST_HEADLINE = 120
LONGEST_TEASER = 400
LONGEST_BODY = 20_000
LONGEST_REASON = 500

PERSONAL_DATA = {
    "press.subscriber": "Language and rhythm of who asked for news; goes with the last subscription.",
    "press.subscription": (
        "What an address asked for: three days until it is confirmed, then until it is ended."
    ),
    "press.release": "Which member of staff wrote, changed and checked it; kept with it.",
    "press.barrierreport": "What someone reports about a barrier, and an e-mail address if they "
    "want an answer; a year after the answer, two years at the longest.",
    "press.pageversion": "Which member of staff saved the text; until the account is erased.",
}


def may_follow(state: State, then: State) -> bool:
    return then in _THEN[state]


def may_see_press(standing: Standing) -> bool:
    """Drafts and what is under embargo: the city's own people."""
    return standing.has(*(role for role in Role if role not in _FROM_OUTSIDE))


def may_write_release(standing: Standing, slug: str = "") -> bool:
    """The press office for the whole city; who coordinates a process for what is about it."""
    scope = scope_of(slug) if slug else ""
    return standing.has(Role.PRESS, Role.COORDINATOR, scope=scope)


def may_write_any_release(standing: Standing) -> bool:
    """About the city or about some process."""
    return standing.has(Role.PRESS, Role.COORDINATOR)


def may_translate_release(standing: Standing, slug: str = "") -> bool:
    scope = scope_of(slug) if slug else ""
    return standing.has(Role.PRESS, Role.TRANSLATOR, Role.COORDINATOR, scope=scope)


def may_keep_numbers(standing: Standing) -> bool:
    """Say which numbers of a year were given elsewhere."""
    return standing.has(Role.PRESS, Role.COORDINATOR, scope="")


class NewsKind(StrEnum):
    """Of what one can be told by mail."""

    RELEASES = "releases"
    MILESTONES = "milestones"
    EVENTS = "events"
    ANSWERS = "answers"


class Rhythm(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"


# However often somebody types an address into the form, it gets one mail in this time.
ASK_AGAIN_AFTER = timedelta(hours=1)
# One whose mail came back is asked more seldom; it may be mended meanwhile.
ASK_BOUNCING_AFTER = timedelta(days=1)
# The digest of a day comes from then on, by the city's clock.
DIGEST_FROM = time(7)
MOST_IN_A_LETTER = 30
# So many wishes in a minute over all networks: a machine types other people's addresses.
_FLOOD_FROM = 120


def may_ask(asked_at: datetime | None, at: datetime, *, is_bouncing: bool) -> bool:
    """Whether an address may be sent a confirmation mail now."""
    wait = ASK_BOUNCING_AFTER if is_bouncing else ASK_AGAIN_AFTER
    return asked_at is None or asked_at <= at - wait


def is_digest_due(rhythm: Rhythm, now: time) -> bool:
    return rhythm is Rhythm.AT_ONCE or now >= DIGEST_FROM


def is_flood(per_minute: int) -> bool:
    return per_minute >= _FLOOD_FROM


def may_keep_mail(standing: Standing) -> bool:
    """See how the outbox stands, send again, and forget an address that asks for it."""
    return standing.has(Role.PRESS, Role.COORDINATOR, scope="")


class PageKind(StrEnum):
    ABOUT = "about"
    FAQ = "faq"
    IMPRINT = "imprint"
    PRIVACY = "privacy"
    ACCESSIBILITY = "accessibility"
    EASY = "easy"
    SIGN = "sign"
    FREE = "free"


# Where a page of that kind stands, behind the language; a free one has its own.
PAGE_PATHS = {
    PageKind.ABOUT: "ueber/",
    PageKind.FAQ: "faq/",
    PageKind.IMPRINT: "impressum/",
    PageKind.PRIVACY: "datenschutz/",
    PageKind.ACCESSIBILITY: "barrierefreiheit/",
    PageKind.EASY: "leichte-sprache/",
    PageKind.SIGN: "gebaerdensprache/",
    PageKind.FREE: "seiten/{slug}/",
}

LONGEST_PAGE = 60_000

# Each on a line of its own: here stand the tables of what browsers and the city keep.
COOKIES_HERE, KEPT_HERE = "[[cookies]]", "[[kept]]"
TABLES = (COOKIES_HERE, KEPT_HERE)


class NoticeLevel(StrEnum):
    """From the mildest on: of two notices the graver one stands first."""

    INFORMATION = "information"
    WARNING = "warning"
    DANGER = "danger"


LONGEST_NOTICE = 300
# Set only when someone closes a notice; how long it holds is the registry's.
NOTICE_COOKIE = next(row for row in REGISTRY if row.name == "cc_attention_notice")


class PageState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True)
class PageText:
    """What a person writes for a page, in one language."""

    title: str
    body: str = ""
    poster: str = ""
    video: str = ""
    captions: str = ""


def may_keep_pages(standing: Standing) -> bool:
    """Pages, notices and terms speak for the whole city: not for who has but one process."""
    return standing.has(Role.PRESS, Role.COORDINATOR, scope="")


def may_translate_pages(standing: Standing) -> bool:
    return may_keep_pages(standing) or standing.has(Role.TRANSLATOR)


# EU 2018/1523 wants the statement looked at once a year.
STATEMENT_LASTS = timedelta(days=365)
# How long a report is kept once it was answered, and at the longest.
ANSWERED_STAYS, REPORT_STAYS = timedelta(days=365), timedelta(days=730)
# More than anyone needs; beyond that somebody sends by machine.
MOST_REPORTS_A_DAY = 300
LONGEST_REPORT, LONGEST_PATH = 4_000, 300


class Conformance(StrEnum):
    """How far the site keeps to the standard, in the words of the model statement."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Method(StrEnum):
    """Who looked."""

    SELF = "self"
    OUTSIDE = "outside"


def due_again(checked_on: date) -> date:
    """From which day on the statement has to be looked at again."""
    return checked_on + STATEMENT_LASTS


def must_go(reported_on: date, answered_on: date | None, today: date) -> bool:
    """Whether a report has been kept for as long as it may be."""
    if answered_on and today > answered_on + ANSWERED_STAYS:
        return True
    return today > reported_on + REPORT_STAYS


def is_own_path(path: str) -> bool:
    """Whether it is the path of a page here: nothing that a browser takes for another host."""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or len(path) > LONGEST_PATH:
        return False
    return all(" " < sign != "\\" for sign in path)


def may_see_reports(standing: Standing) -> bool:
    """What someone wrote of their own disability: the city's own people."""
    return may_see_press(standing)


def may_keep_access(standing: Standing) -> bool:
    """The statement speaks for the whole city, and so does the answer to a report."""
    return standing.has(Role.PRESS, Role.COORDINATOR, scope="")


def parts_of(body: str) -> list[str]:
    """The text in parts: stretches of Markdown, and between them the marks of tables."""
    parts, stretch = list[str](), list[str]()
    for line in body.splitlines():
        if line.strip() in TABLES:
            parts += ["\n".join(stretch), line.strip()]
            stretch = []
        else:
            stretch.append(line)
    return [part for part in (*parts, "\n".join(stretch)) if part.strip()]


# What the room keeps, and how long (lib/retention.py).
KEPT = (
    Kept("press", _("What the city decides and publishes"), Lives.FOR_GOOD, ("press.*",)),
    Kept("wishes", _("Which news somebody asked for"), Lives.UNTIL_TAKEN_BACK,
         ("press.subscriber", "press.subscription")),
    Kept("barrier_reports", _("Reports of barriers, and the address for an answer"), Lives.DAYS,
         days=REPORT_STAYS.days, kinds=("press.barrierreport",)),
)  # fmt: skip
