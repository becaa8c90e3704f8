"""What somebody did at the coding desk, kept so that they can undo it."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from ratschlag.contributions.models import Contribution
from ratschlag.journal.actions import part
from ratschlag.journal.queries import domain_now
from ratschlag.people.models import Person
from ratschlag.synthesis.models import DeskAct

# So many acts back somebody can go; the journal keeps all of them.
_KEPT = 100


@part
@transaction.atomic
def remember(by: Person | None, contribution: Contribution, verb: str, **before: Any) -> None:
    """Keep how it stood before: numbers and states, never words."""
    if by is None:
        return
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)  # one act after the other
    acts = DeskAct.objects.filter(by=by)
    place = (acts.aggregate(last=Max("place"))["last"] or 0) + 1
    DeskAct.objects.create(
        by=by, contribution=contribution, verb=verb, before=before, at=domain_now(), place=place
    )
    acts.filter(place__lte=place - _KEPT).delete()
