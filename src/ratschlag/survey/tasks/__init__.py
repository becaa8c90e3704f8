"""What the worker does for surveys."""

from ratschlag.survey.tasks.answers import (
    drop_waiting_codes,
    fold_words,
    journal_answers,
    journal_tablets,
    shuffle_details,
)
from ratschlag.survey.tasks.elsewhere import check_import, drop_uploads, take_in_answers

__all__ = [
    "check_import",
    "drop_uploads",
    "drop_waiting_codes",
    "fold_words",
    "journal_answers",
    "journal_tablets",
    "shuffle_details",
    "take_in_answers",
]
