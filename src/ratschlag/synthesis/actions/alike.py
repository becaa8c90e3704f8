"""Deciding whether two contributions say the same: they are linked, and both voices count."""

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import domain_day
from ratschlag.journal.actions import record
from ratschlag.people.models import Person
from ratschlag.synthesis.actions.codings import CodingRefused
from ratschlag.synthesis.actions.memory import remember
from ratschlag.synthesis.models import Likeness
from ratschlag.synthesis.rules import CodingState


@transaction.atomic
def decide_likeness(
    likeness: Likeness, *, seen_at: Contribution, state: CodingState, by: Person | None
) -> None:
    """Say that two contributions say the same (ACCEPTED), or that they don't (DISMISSED).

    `seen_at` is the one at whose page it is decided. Raises CodingRefused.
    """
    # In one order, so that two people who decide on the same two never wait for each other.
    numbers = sorted([likeness.first_id, likeness.second_id])
    list(Contribution.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    found = Likeness.objects.select_for_update().filter(pk=likeness.pk).first()
    if found is None:  # one of the two was taken back, and with its words went the likeness
        raise CodingRefused(_("This proposal is gone. Please look at the page again."))
    if found.state == state:
        raise CodingRefused(_("This has been decided already."))
    before = {
        "state": str(found.state),
        "decided_by": found.decided_by_id,
        "decided_on": str(found.decided_on or ""),
    }
    found.state, found.decided_by, found.decided_on = state, by, domain_day()
    found.save(update_fields=["state", "decided_by", "decided_on"])
    verb = f"likeness.{state}"
    remember(by, seen_at, verb, likeness=found.pk, after=str(state), **before)
    other = found.second_id if found.first_id == seen_at.pk else found.first_id
    record(by, verb, seen_at, other=str(other))
