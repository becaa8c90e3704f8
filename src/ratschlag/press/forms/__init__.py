"""What must be satisfied before the press office's input is used."""

from ratschlag.press.forms.attachments import AttachmentForm
from ratschlag.press.forms.numbers import TakenForm
from ratschlag.press.forms.releases import ReleaseForm, TranslationForm
from ratschlag.press.forms.steps import CorrectionForm, ScheduleForm, WithdrawForm

__all__ = [
    "AttachmentForm",
    "CorrectionForm",
    "ReleaseForm",
    "ScheduleForm",
    "TakenForm",
    "TranslationForm",
    "WithdrawForm",
]
