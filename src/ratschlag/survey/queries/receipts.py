"""By which number a form is found again: the same form has the same, sent or not."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ratschlag.contributions.compute import keyed_hash, receipt_code
from ratschlag.contributions.models import Receipt
from ratschlag.contributions.queries import secret_for
from ratschlag.survey.compute.stamp import stamp_of, stamped_at
from ratschlag.survey.models import Survey


def scope_of_receipts(survey: Survey) -> str:
    """What a form key belongs to: named by addresses, so that it is the same wherever it stands."""
    return f"{survey.process.slug}/{survey.slug}"


def code_of(survey: Survey, form_key: str) -> str:
    """The receipt of a form, whether it was sent already or not."""
    return receipt_code(secret_for("receipts"), scope=scope_of_receipts(survey), form_key=form_key)


def hash_of_form(survey: Survey, form_key: str) -> str:
    return keyed_hash(secret_for("receipts"), f"form {scope_of_receipts(survey)}", form_key)


def has_been_sent(survey: Survey, form_key: str) -> bool:
    """Whether there is a receipt of it; a paper that waits for a second person has one, too."""
    return Receipt.objects.filter(form_key_hash=hash_of_form(survey, form_key)).exists()


def fingerprint_of(said: Mapping[str, Any]) -> str:
    """A keyed hash of all answers of a form, to know a form that is sent again.

    Voluntary details are left out on purpose: there are so few of them that whoever has the
    secret could try them all, and would know who said what.
    """
    return keyed_hash(secret_for("receipts"), "content", json.dumps(dict(said), sort_keys=True))


def stamp_for(survey: Survey, at: datetime) -> str:
    """What proves that a form of this survey was fetched now."""
    return stamp_of(secret_for("stamps"), scope=scope_of_receipts(survey), at=at)


def fetched_at(survey: Survey, stamp: str, now: datetime) -> datetime | None:
    """When a form was fetched, if its stamp proves it."""
    scope = scope_of_receipts(survey)
    return stamped_at(secret_for("stamps"), scope=scope, stamp=stamp, now=now)
