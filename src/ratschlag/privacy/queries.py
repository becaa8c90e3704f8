"""The cookie registry in the reader's language."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ratschlag.privacy.rules import REGISTRY, Category, Condition, Cookie, Use

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


@dataclass(frozen=True)
class CookieRow:
    """One line of the table: cookies of the same use and lifetime share it."""

    names: tuple[str, ...]
    use: Promise | str
    lifetime: str
    condition: Promise | str


def cookie_table(category: Category) -> list[CookieRow]:
    """The entries of a category, in the order of the registry."""
    entries = [cookie for cookie in REGISTRY if cookie.category is category]
    return [
        CookieRow(
            names=tuple(cookie.name for cookie in group),
            use=USES[use],
            lifetime=_lifetime(group[0]),
            condition=CONDITIONS[group[0].set_when],
        )
        for (use, _same), group in _grouped(entries)
    ]


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
