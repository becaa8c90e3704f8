"""The tables of the survey: what it asks, what came back, who decided what about it."""

from ratschlag.survey.models.decisions import Decision
from ratschlag.survey.models.elsewhere import ColumnMapping, Import, ImportFile
from ratschlag.survey.models.holds import HOLD_REASON_LABELS, Hold
from ratschlag.survey.models.papers import Batch, Keying, Paper
from ratschlag.survey.models.questionnaire import (
    Detail,
    DetailOption,
    Page,
    Question,
    QuestionOption,
    Survey,
    Version,
)
from ratschlag.survey.models.responses import (
    DetailRecord,
    Response,
    ResponseText,
    TestRun,
    WaitingDetails,
)
from ratschlag.survey.models.results import PublishedResult, ReleasedOther
from ratschlag.survey.models.tablets import (
    REFUSAL_LABELS,
    TABLET_LABELS,
    SealingKey,
    Tablet,
    TabletDay,
    WaitingCode,
)

__all__ = [
    "Batch",
    "ColumnMapping",
    "Decision",
    "Detail",
    "DetailOption",
    "DetailRecord",
    "HOLD_REASON_LABELS",
    "Hold",
    "Import",
    "ImportFile",
    "Keying",
    "Page",
    "Paper",
    "PublishedResult",
    "Question",
    "QuestionOption",
    "REFUSAL_LABELS",
    "ReleasedOther",
    "Response",
    "ResponseText",
    "SealingKey",
    "Survey",
    "TABLET_LABELS",
    "Tablet",
    "TabletDay",
    "TestRun",
    "Version",
    "WaitingCode",
    "WaitingDetails",
]
