"""The cookie registry: every cookie and storage entry that a browser can ever get from us.

The table at /de/cookies/, the lifetimes really set and the test for undeclared entries all
come from here. Name, use and lifetime of the model case's eight are as its press release
prints them.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ratschlag.city.rules import CONTRAST_COOKIE


class Category(StrEnum):
    NECESSARY = "necessary"
    STATISTICS = "statistics"


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
    """When a cookie is set."""

    CHOICE = "choice"
    SWITCH = "switch"
    CLOSING = "closing"
    CONSENT = "consent"
    DESK = "desk"
    PAIRING = "pairing"
    TICK = "tick"
    NEVER = "never"


@dataclass(frozen=True)
class Cookie:
    """One entry; a lifetime of None ends with the browser's session, or else with the event for
    which staff have paired a tablet."""

    name: str
    category: Category
    use: Use
    lifetime: timedelta | None
    set_when: Condition
    is_stated_by_seed: bool = True
    ends_with_event: bool = False

    @property
    def seconds(self) -> int | None:
        return None if self.lifetime is None else int(self.lifetime.total_seconds())


SESSION_LIFETIME = timedelta(hours=12)

CONTRAST = Cookie(CONTRAST_COOKIE, Category.NECESSARY, Use.CONTRAST, None, Condition.SWITCH)
SESSION = Cookie(
    "ratschlag_session",
    Category.NECESSARY,
    Use.LOG_IN,
    SESSION_LIFETIME,
    Condition.DESK,
    is_stated_by_seed=False,
)
FORM = Cookie(
    "ratschlag_form", Category.NECESSARY, Use.FORM, None, Condition.DESK, is_stated_by_seed=False
)
# Not a cookie but an entry that stays in the browser and is never sent.
DRAFT_LIFETIME = timedelta(days=30)
DRAFT = Cookie(
    "ratschlag_draft",
    Category.NECESSARY,
    Use.DRAFT,
    DRAFT_LIFETIME,
    Condition.TICK,
    is_stated_by_seed=False,
)

# No cookie, but a database and kept pages: static/unterwegs/store.js, survey/tablet_worker.js.
TABLET = Cookie(
    "ratschlag_unterwegs",
    Category.NECESSARY,
    Use.TABLET,
    None,
    Condition.PAIRING,
    is_stated_by_seed=False,
    ends_with_event=True,
)

REGISTRY = (
    Cookie("privacylayer", Category.NECESSARY, Use.CONSENT, timedelta(days=365), Condition.CHOICE),
    CONTRAST,
    Cookie(
        "cc_attention_notice",
        Category.NECESSARY,
        Use.NOTICE,
        timedelta(minutes=5),
        Condition.CLOSING,
    ),
    SESSION,
    FORM,
    TABLET,
    DRAFT,
    Cookie("_pk_id", Category.STATISTICS, Use.STATISTICS, timedelta(days=393), Condition.CONSENT),
    Cookie(
        "_pk_ref",
        Category.STATISTICS,
        Use.STATISTICS,
        timedelta(seconds=15_768_000),
        Condition.CONSENT,
    ),
    Cookie(
        "_pk_ses", Category.STATISTICS, Use.STATISTICS, timedelta(minutes=30), Condition.CONSENT
    ),
    Cookie(
        "_pk_cvar", Category.STATISTICS, Use.STATISTICS, timedelta(minutes=30), Condition.CONSENT
    ),
    # Belongs to the recording of sessions, which Ratschlag does not use.
    Cookie("_pk_hsr", Category.STATISTICS, Use.STATISTICS, timedelta(minutes=30), Condition.NEVER),
)


def declared_names() -> frozenset[str]:
    return frozenset(cookie.name for cookie in REGISTRY)
