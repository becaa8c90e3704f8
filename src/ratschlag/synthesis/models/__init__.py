"""Themes, which contribution speaks of which, what became of them, and the city's answers."""

from ratschlag.synthesis.models.codings import CODING_STATE_LABELS, Coding, FieldCoding
from ratschlag.synthesis.models.drafts import DRAFT_FAULT_LABELS, Draft, DraftSource
from ratschlag.synthesis.models.outcomes import OUTCOME_LABELS, Answer, Outcome
from ratschlag.synthesis.models.reading import (
    DeskAct,
    Flag,
    SecondCoding,
    SecondReading,
    SecondShare,
)
from ratschlag.synthesis.models.runs import RUN_STATE_LABELS, Run, RunMember, RunTheme
from ratschlag.synthesis.models.themes import THEME_STATE_LABELS, FormerThemeTitle, Theme
from ratschlag.synthesis.models.vectors import LIKENESS_LABELS, Likeness, Space, Vector

__all__ = [
    "CODING_STATE_LABELS",
    "DRAFT_FAULT_LABELS",
    "LIKENESS_LABELS",
    "OUTCOME_LABELS",
    "RUN_STATE_LABELS",
    "THEME_STATE_LABELS",
    "Answer",
    "Coding",
    "DeskAct",
    "Draft",
    "DraftSource",
    "FieldCoding",
    "Flag",
    "FormerThemeTitle",
    "Likeness",
    "Outcome",
    "Run",
    "RunMember",
    "RunTheme",
    "SecondCoding",
    "SecondReading",
    "SecondShare",
    "Space",
    "Theme",
    "Vector",
]
