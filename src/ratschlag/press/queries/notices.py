"""The notices that a page shows."""

import time
from datetime import datetime

from django.utils.translation import get_language

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.languages.models import Translation
from ratschlag.languages.queries import read
from ratschlag.press.compute.notices import still_closed
from ratschlag.press.models import Notice
from ratschlag.press.rules import NOTICE_COOKIE


def notices_for(at: datetime, *, closed: str = "") -> list[Notice]:
    """In their order and the page's language, without those that this browser has closed.

    `at` is domain time; a cookie, and how long it holds, go by real time.
    """
    seconds = NOTICE_COOKIE.seconds or 0
    gone = still_closed(closed, now=int(time.time()), seconds=seconds) if closed else set()
    found = [notice for notice in Notice.objects.shown(at) if notice.pk not in gone]
    if found:
        read(get_language() or SOURCE_LANGUAGE, found)
    return found


def texts_of(notice: Notice) -> dict[str, str]:
    """What a notice says in other languages."""
    rows = Translation.objects.filter(kind=notice.kind, number=notice.pk, field="text")
    return dict(rows.values_list("language", "text"))
