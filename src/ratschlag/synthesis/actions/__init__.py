"""Voices become themes, themes get an outcome, and everyone gets an answer."""

from ratschlag.synthesis.actions.alike import decide_likeness
from ratschlag.synthesis.actions.codings import (
    CodingRefused,
    accept_coding,
    assign_contribution,
    choose_field,
    dismiss_coding,
    propose_coding,
)
from ratschlag.synthesis.actions.drafts import (
    DraftRefused,
    ask_for_draft,
    confirm_draft,
    dismiss_draft,
)
from ratschlag.synthesis.actions.outcomes import (
    OutcomeRefused,
    decide_outcome,
    publish_answer,
    publish_answers,
    write_answer,
)
from ratschlag.synthesis.actions.runs import RunRefused, ask_for_run, dismiss_run, take_run_over
from ratschlag.synthesis.actions.second import (
    ReadingRefused,
    read_second,
    set_second_share,
    settle_reading,
)
from ratschlag.synthesis.actions.themes import (
    ThemeRefused,
    accept_codings,
    hand_over_theme,
    hand_over_themes,
    merge_theme,
    merge_themes,
    move_codings,
    open_theme,
    revise_theme,
    split_theme,
)
from ratschlag.synthesis.actions.undo import UndoRefused, undo_last
from ratschlag.synthesis.actions.words import close_flag, set_flag

__all__ = [
    "CodingRefused",
    "DraftRefused",
    "OutcomeRefused",
    "ReadingRefused",
    "RunRefused",
    "ThemeRefused",
    "UndoRefused",
    "accept_coding",
    "accept_codings",
    "ask_for_draft",
    "ask_for_run",
    "assign_contribution",
    "choose_field",
    "close_flag",
    "confirm_draft",
    "decide_likeness",
    "decide_outcome",
    "dismiss_coding",
    "dismiss_draft",
    "dismiss_run",
    "hand_over_theme",
    "hand_over_themes",
    "merge_theme",
    "merge_themes",
    "move_codings",
    "open_theme",
    "propose_coding",
    "publish_answer",
    "publish_answers",
    "read_second",
    "revise_theme",
    "set_flag",
    "set_second_share",
    "settle_reading",
    "split_theme",
    "take_run_over",
    "undo_last",
    "write_answer",
]
