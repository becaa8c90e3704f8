"""What the press office does: releases and their files, and the numbers of a year."""

from ratschlag.press.actions.attachments import attach_file, remove_attachment
from ratschlag.press.actions.numbers import free_numbers, take_numbers_elsewhere
from ratschlag.press.actions.releases import (
    call_back_release,
    check_release,
    correct_release,
    discard_release,
    keep_facts,
    publish_release,
    revise_release,
    schedule_release,
    translate_release,
    withdraw_release,
    write_release,
)
from ratschlag.press.tasks import ReleaseRefused

__all__ = [
    "ReleaseRefused",
    "attach_file",
    "call_back_release",
    "check_release",
    "correct_release",
    "discard_release",
    "free_numbers",
    "keep_facts",
    "publish_release",
    "remove_attachment",
    "revise_release",
    "schedule_release",
    "take_numbers_elsewhere",
    "translate_release",
    "withdraw_release",
    "write_release",
]
