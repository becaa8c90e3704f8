"""Founding an installation, erasing on request, and saying in other languages what rooms say."""

from ratschlag.portal.actions.founding import (
    erase_account,
    erase_answers,
    erase_reports,
    erase_subscription,
    found_installation,
)
from ratschlag.portal.actions.translations import (
    MachineRefused,
    Meanwhile,
    accept_translation,
    ask_machine,
    save_translation,
    take_in_translations,
)

__all__ = [
    "MachineRefused",
    "Meanwhile",
    "accept_translation",
    "ask_machine",
    "erase_account",
    "erase_answers",
    "erase_reports",
    "erase_subscription",
    "found_installation",
    "save_translation",
    "take_in_translations",
]
