"""The cookie registry in the reader's language."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ratschlag.privacy.rules import (
    REGISTRY,
    Category,
    Condition,
    Cookie,
    Provider,
    Purpose,
    Setter,
    Use,
)

USES: dict[Use, Promise | str] = {
    Use.CONSENT: _("Status of the cookie notice"),
    Use.CONTRAST: _("Contrast settings"),
    Use.NOTICE: _("Optional display of important information"),
    Use.STATISTICS: "Matomo",
    Use.LOG_IN: _("Log-in of staff"),
    Use.FORM: _("Protects the forms of staff pages"),
    Use.TABLET: _("Sealed answers on a tablet of the city"),
    Use.DRAFT: _("Draft of your answers, never sent to us"),
}

CONDITIONS: dict[Condition, Promise | str] = {
    Condition.CHOICE: _("Set when you choose."),
    Condition.SWITCH: _("Set when you switch the contrast."),
    Condition.CLOSING: _("Set when you close a notice."),
    Condition.CONSENT: _("Not in use on this site."),
    Condition.DESK: _("Set on staff pages only."),
    Condition.PAIRING: _("Only on tablets that staff set up for an event."),
    Condition.TICK: _("Kept when you tick so, until you send your answers."),
    Condition.NEVER: _("Never set."),
}


# Once a city has switched statistics on.
_ON_CONSENT = _("Set only after you have allowed it.")

PURPOSES: dict[Purpose, Promise] = {
    Purpose.KEEP_CHOICE: _("Remembers what you chose here, so that we do not ask again."),
    Purpose.READ_BETTER: _("Keeps the contrast that you switched on."),
    Purpose.LEAVE_CLOSED: _("Keeps a notice closed that you have closed."),
    Purpose.KNOW_STAFF: _("Tells who of the staff has logged in."),
    Purpose.KEEP_FORGERIES_OUT: _("Keeps other sites from sending forms in the name of staff."),
    Purpose.CARRY_ANSWERS: _("Carries sealed answers until the tablet has a network again."),
    Purpose.GO_ON_WRITING: _("Lets you go on writing your answers later."),
    Purpose.COUNT_PAGES: _("Counts which pages are read, to make them better."),
    Purpose.RECORD_VISITS: _("Would record how you move on a page. We do not use it."),
}

BASES: dict[Category, Promise] = {
    Category.NECESSARY: _(
        "Necessary for what you asked for: section 25 (2) no. 2 TDDDG, Art. 6 (1) (e) GDPR"
    ),
    Category.STATISTICS: _("Your consent: section 25 (1) TDDDG, Art. 6 (1) (a) GDPR"),
}

SETTERS: dict[Setter, Promise] = {
    Setter.SERVER: _("Set by our server."),
    Setter.PAGE: _("Set by this site in your browser."),
    Setter.MATOMO: _("Set by the script of Matomo."),
}


@dataclass(frozen=True)
class CookieRow:
    """One line of a table: entries of the same use and lifetime share it."""

    names: tuple[str, ...]
    use: Promise | str
    lifetime: str
    condition: Promise | str
    purpose: Promise
    basis: Promise
    provider: Provider
    set_by: Promise


def cookie_table(category: Category, *, is_on: bool = False) -> list[CookieRow]:
    """Name – use – lifetime, as the model case prints it, in the order of the registry.

    `is_on` says whether the city has switched on what needs consent.
    """
    entries = [cookie for cookie in REGISTRY if cookie.category is category]
    return [_row(group, is_on=is_on) for _key, group in _grouped(entries)]


def whole_table(*, is_on: bool) -> list[CookieRow]:
    """Every entry with purpose, legal basis, provider, who sets it and when: a line each."""
    return [_row([cookie], is_on=is_on) for cookie in REGISTRY]


def _row(group: list[Cookie], *, is_on: bool) -> CookieRow:
    first = group[0]
    waits = is_on and first.set_when is Condition.CONSENT
    return CookieRow(
        names=tuple(cookie.name for cookie in group),
        use=USES[first.use],
        lifetime=_lifetime(first),
        condition=_ON_CONSENT if waits else CONDITIONS[first.set_when],
        purpose=PURPOSES[first.purpose],
        basis=BASES[first.category],
        provider=first.provider,
        set_by=SETTERS[first.set_by],
    )


def _grouped(entries: list[Cookie]) -> list[tuple[tuple[Use, timedelta | None], list[Cookie]]]:
    together = groupby(entries, key=lambda cookie: (cookie.use, cookie.lifetime))
    return [(key, list(group)) for key, group in together]


def _lifetime(cookie: Cookie) -> str:
    if cookie.ends_with_event:
        return str(_("Until the event is over and all was sent"))
    return lifetime_in_words(cookie.lifetime)


def lifetime_in_words(lifetime: timedelta | None) -> str:
    """A lifetime as the model case prints it: 1 year, 13 months, 30 minutes, end of the session."""
    if lifetime is None:
        return str(_("End of the session"))
    minutes, days = lifetime.seconds // 60, lifetime.days
    if days == 365:
        return ngettext("%(count)s year", "%(count)s years", 1) % {"count": 1}
    if days >= 30:
        months = round(days / 30.4)
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
