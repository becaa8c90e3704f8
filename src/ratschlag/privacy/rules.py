"""The registry of every cookie and storage entry that a browser can ever get from us, and what
a choice among them is worth.

The tables at /de/cookies/, the dialogue, the lifetimes really set, the calls to Matomo and the
tests for undeclared entries all come from here. Name, use and lifetime of the model case's eight
are as its press release prints them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ratschlag.city.rules import CONTRAST_COOKIE
from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _
from ratschlag.people.rules import Role, Standing


class Category(StrEnum):
    NECESSARY = "necessary"
    STATISTICS = "statistics"


# What nobody gets without having said yes.
OPTIONAL = (Category.STATISTICS,)


class Use(StrEnum):
    CONSENT = "consent"
    CONTRAST = "contrast"
    NOTICE = "notice"
    STATISTICS = "statistics"
    LOG_IN = "log_in"
    FORM = "form"
    TABLET = "tablet"
    DRAFT = "draft"


class Condition(StrEnum):
    """When an entry is set."""

    CHOICE = "choice"
    SWITCH = "switch"
    CLOSING = "closing"
    CONSENT = "consent"
    DESK = "desk"
    PAIRING = "pairing"
    TICK = "tick"
    NEVER = "never"


class Purpose(StrEnum):
    """What for, in the words of data protection: one real purpose for each use."""

    KEEP_CHOICE = "keep_choice"
    READ_BETTER = "read_better"
    LEAVE_CLOSED = "leave_closed"
    KNOW_STAFF = "know_staff"
    KEEP_FORGERIES_OUT = "keep_forgeries_out"
    CARRY_ANSWERS = "carry_answers"
    GO_ON_WRITING = "go_on_writing"
    COUNT_PAGES = "count_pages"
    RECORD_VISITS = "record_visits"


class Setter(StrEnum):
    """Who puts an entry into the browser."""

    SERVER = "server"
    PAGE = "page"
    MATOMO = "matomo"


class Kind(StrEnum):
    """Where the browser keeps it."""

    COOKIE = "cookie"
    STORAGE = "storage"


@dataclass(frozen=True)
class Provider:
    """Whose entry it is; without a name the city's own, whose statement is this site's."""

    name: str = ""
    statement: str = ""


CITY = Provider()
MATOMO = Provider("Matomo", "https://matomo.org/privacy/")


@dataclass(frozen=True)
class Cookie:
    """One entry; a lifetime of None ends with the browser's session, or else with the event for
    which staff have paired a tablet."""

    name: str
    category: Category
    use: Use
    lifetime: timedelta | None
    set_when: Condition
    purpose: Purpose
    set_by: Setter = Setter.SERVER
    provider: Provider = CITY
    kind: Kind = Kind.COOKIE
    is_stated_by_seed: bool = True
    ends_with_event: bool = False

    @property
    def seconds(self) -> int | None:
        return None if self.lifetime is None else int(self.lifetime.total_seconds())


SESSION_LIFETIME = timedelta(hours=12)
NECESSARY, STATISTICS = Category.NECESSARY, Category.STATISTICS

CONSENT = Cookie(
    "privacylayer", NECESSARY, Use.CONSENT, timedelta(days=365), Condition.CHOICE,
    Purpose.KEEP_CHOICE,
)  # fmt: skip
CONTRAST = Cookie(
    CONTRAST_COOKIE, NECESSARY, Use.CONTRAST, None, Condition.SWITCH, Purpose.READ_BETTER
)
NOTICE = Cookie(
    "cc_attention_notice", NECESSARY, Use.NOTICE, timedelta(minutes=5), Condition.CLOSING,
    Purpose.LEAVE_CLOSED,
)  # fmt: skip
SESSION = Cookie(
    "ratschlag_session", NECESSARY, Use.LOG_IN, SESSION_LIFETIME, Condition.DESK,
    Purpose.KNOW_STAFF, is_stated_by_seed=False,
)  # fmt: skip
FORM = Cookie(
    "ratschlag_form", NECESSARY, Use.FORM, None, Condition.DESK, Purpose.KEEP_FORGERIES_OUT,
    is_stated_by_seed=False,
)  # fmt: skip
# No cookie, but a database and kept pages: static/unterwegs/store.js, survey/tablet_worker.js.
TABLET = Cookie(
    "ratschlag_unterwegs", NECESSARY, Use.TABLET, None, Condition.PAIRING, Purpose.CARRY_ANSWERS,
    Setter.PAGE, kind=Kind.STORAGE, is_stated_by_seed=False, ends_with_event=True,
)  # fmt: skip
# Not a cookie but an entry that stays in the browser and is never sent.
DRAFT_LIFETIME = timedelta(days=30)
DRAFT = Cookie(
    "ratschlag_draft", NECESSARY, Use.DRAFT, DRAFT_LIFETIME, Condition.TICK, Purpose.GO_ON_WRITING,
    Setter.PAGE, kind=Kind.STORAGE, is_stated_by_seed=False,
)  # fmt: skip


def _of_matomo(
    name: str,
    seconds: int,
    when: Condition = Condition.CONSENT,
    purpose: Purpose = Purpose.COUNT_PAGES,
) -> Cookie:
    lifetime = timedelta(seconds=seconds)
    return Cookie(
        name, STATISTICS, Use.STATISTICS, lifetime, when, purpose, Setter.MATOMO, MATOMO
    )  # fmt: skip


VISITOR = _of_matomo("_pk_id", 33_955_200)
REFERRAL = _of_matomo("_pk_ref", 15_768_000)
VISIT = _of_matomo("_pk_ses", 1_800)
VARIABLES = _of_matomo("_pk_cvar", 1_800)
# Belongs to the recording of sessions, which Ratschlag does not use: it can't be switched on.
RECORDING = _of_matomo("_pk_hsr", 1_800, Condition.NEVER, Purpose.RECORD_VISITS)

REGISTRY = (
    *(CONSENT, CONTRAST, NOTICE, SESSION, FORM, TABLET, DRAFT),
    *(VISITOR, REFERRAL, VISIT, VARIABLES, RECORDING),
)


def declared_names() -> frozenset[str]:
    return frozenset(cookie.name for cookie in REGISTRY)


def is_declared(name: str) -> bool:
    """Whether a name found in a browser is in the registry.

    Matomo and the draft put more behind the name: `_pk_id.1.1fff`, `ratschlag_draft klima`.
    """
    return any(
        name == known or name.startswith((f"{known}.", f"{known} ")) for known in declared_names()
    )


# What else a browser may send under such a name no counter has set, and no answer could expire.
_OF_STATISTICS = re.compile(r"_pk_[\w.-]*", re.ASCII)


def is_of_statistics(name: str) -> bool:
    """Whether a cookie goes when consent is withdrawn, however the counter has numbered it."""
    return bool(_OF_STATISTICS.fullmatch(name))


@dataclass(frozen=True)
class Choice:
    """What a visitor chose: of which version of the text, which categories, on which day."""

    version: int
    allowed: frozenset[Category]
    on: date

    @property
    def word(self) -> str:
        """The choice as it is counted: "necessary", or the categories that were allowed."""
        return "+".join(sorted(self.allowed)) or NECESSARY.value

    def is_valid(self, *, version: int, today: date) -> bool:
        """For one year from the day of the choice, and only for the text that was read."""
        age = today - self.on
        assert CONSENT.lifetime  # noqa: S101  narrows the type
        return self.version == version and timedelta(days=-1) <= age < CONSENT.lifetime


def seconds_left(choice: Choice, today: date) -> int:
    """How long the cookie still lives: a year from the choice, however often it is set."""
    return (CONSENT.seconds or 0) - max(0, (today - choice.on).days) * 86_400


# What is asked where the city has written nothing of its own, by the field of the layer.
STANDARD_WORDS = {
    "title": _("Cookies on this site"),
    "text": _("You decide which ones we may set. Without your choice we set none."),
    "statistics": _(
        "We count which pages are read. Never counted are the survey, the page that confirms your "
        "answers, and your contribution."
    ),
}


def asks_to_be_left_alone(headers: Mapping[str, str]) -> bool:
    """Global Privacy Control or Do Not Track: the answer is "necessary only", unasked."""
    return headers.get("Sec-GPC", "").strip() == "1" or headers.get("DNT", "").strip() == "1"


# Rooms and pages that are neither counted nor ever carry a counter or the layer: whoever answers,
# asks for the fate of a contribution or works at the desk is left alone. Names of addresses, which
# are no imports; tests/test_counts.py goes through all there are.
_LEFT_ALONE = ("survey", "tablet", "city", "city_root", "root", "short", "press_root", "admin")
_LEFT_ALONE_PAGES = ("portal:fate", "portal:take_back")
_SECRETS = ("token", "key", "code", "secret", "uidb36", "signed")
# What everyone may read of a survey once it is over.
_AND_YET = ("survey:results",)


# Comes to everyone from one memory, or to a person who looks for what is theirs: no cookie of the
# visitor changes what stands there.
ALIKE = ("survey:", *_LEFT_ALONE_PAGES)


def may_be_watched(name: str, words: Iterable[str]) -> bool:
    """Whether a page may be counted: by the name of its address and the words that fill it."""
    room, colon, _page = name.rpartition(":")
    if name in _AND_YET:
        return True
    if not colon or room in _LEFT_ALONE or room.endswith("desk") or name in _LEFT_ALONE_PAGES:
        return False
    return not set(words) & set(_SECRETS)


def may_edit_consent(standing: Standing) -> bool:
    """Who answers for the site, and the press office that writes for it."""
    return standing.has(Role.COORDINATOR, Role.PRESS, Role.ADMIN, scope="")


def may_see_counts(standing: Standing) -> bool:
    return standing.has(Role.COORDINATOR, Role.PRESS, Role.ADMIN, Role.AUDITOR)


def may_serve_requests(standing: Standing) -> bool:
    """Requests to see or to erase: what is shown there is otherwise nobody's to read."""
    return standing.has(Role.COORDINATOR, Role.ADMIN, scope="")


# What the room itself keeps, and how long.
COUNTS_LIVE, PROOF_LIVES = timedelta(days=3 * 365), timedelta(days=3 * 365)
KEPT = (
    Kept("sessions", _("Log-ins of staff"), Lives.DAYS, days=1, kinds=("sessions.session",)),
    Kept("tasks", _("Notes of work done in the background"), Lives.DAYS, days=14,
         kinds=("django_tasks_database.dbtaskresult",)),
    Kept("page_counts", _("How often a page was read, by day"), Lives.DAYS,
         days=COUNTS_LIVE.days, kinds=("privacy.pagecount",)),
    Kept("choices", _("How many chose what about cookies, by day"), Lives.DAYS,
         days=PROOF_LIVES.days, kinds=("privacy.choicecount",)),
    Kept("layers", _("What was asked about cookies, and this list"), Lives.FOR_GOOD,
         kinds=("privacy.layer", "privacy.deletion")),
)  # fmt: skip
