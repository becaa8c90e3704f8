"""Bringing a paper before the council, and writing down what became of it."""

from ratschlag.council.actions.amendments import (
    AmendmentRefused,
    decide_amendment,
    move_amendment,
    revise_amendment,
)
from ratschlag.council.actions.consultations import (
    ConsultationRefused,
    hold_consultation,
    plan_consultation,
    revise_consultation,
)
from ratschlag.council.actions.papers import (
    PaperRefused,
    decide_paper,
    prepare_paper,
    put_point,
    revise_paper,
    revise_point,
    sign_exception,
    submit_paper,
    withdraw_paper,
)

__all__ = [
    "AmendmentRefused",
    "ConsultationRefused",
    "PaperRefused",
    "decide_amendment",
    "decide_paper",
    "hold_consultation",
    "move_amendment",
    "plan_consultation",
    "prepare_paper",
    "put_point",
    "revise_amendment",
    "revise_consultation",
    "revise_paper",
    "revise_point",
    "sign_exception",
    "submit_paper",
    "withdraw_paper",
]
