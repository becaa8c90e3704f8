"""What the city says: releases, pages, notices, and who is told; what it is told of barriers."""

from ratschlag.press.models.feedback import BarrierReport, Statement
from ratschlag.press.models.notices import Notice
from ratschlag.press.models.pages import Page, PageVersion
from ratschlag.press.models.releases import (
    STATE_LABELS,
    Attachment,
    Correction,
    Release,
    TakenElsewhere,
    YearCounter,
)
from ratschlag.press.models.subscriptions import News, Subscriber, Subscription, Tally

__all__ = [
    "STATE_LABELS",
    "Attachment",
    "BarrierReport",
    "Correction",
    "News",
    "Notice",
    "Page",
    "PageVersion",
    "Release",
    "Statement",
    "Subscriber",
    "Subscription",
    "TakenElsewhere",
    "Tally",
    "YearCounter",
]
