"""What the worker does for the press: releases that are due, telling what is new, forgetting."""

from ratschlag.press.tasks.feedback import forget_reports, journal_reports
from ratschlag.press.tasks.releases import (
    WITH_FACTS,
    ReleaseRefused,
    bring_out,
    is_any_due,
    locked,
    next_number,
    publish_due,
    unknown_sentence,
)
from ratschlag.press.tasks.subscriptions import forget_addresses, journal_subscriptions, tell_news

__all__ = [
    "WITH_FACTS",
    "ReleaseRefused",
    "bring_out",
    "forget_addresses",
    "forget_reports",
    "is_any_due",
    "journal_reports",
    "journal_subscriptions",
    "locked",
    "next_number",
    "publish_due",
    "tell_news",
    "unknown_sentence",
]
