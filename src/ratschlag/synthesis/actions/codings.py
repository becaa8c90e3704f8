"""Saying which contribution speaks of which theme: proposed by anyone, decided by a person."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.models import Contribution, Part
from ratschlag.contributions.queries import domain_day
from ratschlag.contributions.rules import WITHOUT_TEXT
from ratschlag.journal.actions import part, record
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.process.models import Field
from ratschlag.synthesis.actions.memory import remember
from ratschlag.synthesis.models import Coding, FieldCoding, Theme
from ratschlag.synthesis.rules import CodingState, Proposer, ThemeState


class CodingRefused(DomainError):
    """A contribution and a theme that don't go together, or a decision that stands already."""


@transaction.atomic
def propose_coding(
    contribution: Contribution,
    *,
    theme: Theme,
    part: Part | None = None,
    reason: str = "",
    proposer: Proposer = Proposer.PERSON,
    by: Person | None,
) -> Coding:
    """Say what a contribution could be about; nobody but staff sees it before it is accepted.

    What a person has decided stays. Raises CodingRefused.
    """
    _check_coding(contribution, theme, part)
    before = Coding.objects.filter(contribution=contribution, part=part)
    if before.filter(theme=theme).exists() or before.filter(moved_from=theme).exists():
        raise CodingRefused(_("It has been proposed or decided already."))
    coding = Coding.objects.create(
        contribution=contribution,
        part=part,
        theme=theme,
        proposer=proposer,
        proposed_by=by,
        reason=reason,
    )
    record(by, "coding.proposed", contribution, theme=theme.pk, proposer=str(proposer))
    return coding


@transaction.atomic
def assign_contribution(
    contribution: Contribution,
    *themes: Theme,
    part: Part | None = None,
    reason: str = "",
    by: Person | None,
) -> list[Coding]:
    """What a person assigns is accepted at once. Raises CodingRefused."""
    lock_contribution(contribution)
    before = [_standing(contribution, theme, part) for theme in themes]
    codings = [enter_coding(contribution, theme, part, reason=reason, by=by) for theme in themes]
    changed = [old | _now(coding) for old, coding in zip(before, codings, strict=True)]
    remember(by, contribution, "coding.accepted", codings=changed)
    numbers = [theme.pk for theme in themes]
    record(by, "coding.accepted", contribution, themes=numbers, part=part.pk if part else None)
    return codings


@part
@transaction.atomic
def enter_coding(
    contribution: Contribution, theme: Theme, part: Part | None, *, reason: str, by: Person | None
) -> Coding:
    """What a person says of it counts at once. Raises CodingRefused."""
    _check_coding(contribution, theme, part)
    _open(theme)
    coding = Coding.objects.filter(contribution=contribution, part=part, theme=theme).first()
    if coding is None:
        coding = Coding(contribution=contribution, part=part, theme=theme)
    if coding.state != CodingState.PROPOSED or coding._state.adding:
        coding.proposer, coding.proposed_by = Proposer.PERSON, by
    coding.state, coding.reason = CodingState.ACCEPTED, reason or coding.reason
    coding.decided_by, coding.decided_on = by, domain_day()
    coding.save()
    return coding


@part
@transaction.atomic
def lock_contribution(contribution: Contribution) -> None:
    """Hold it as it stands now: its author may be taking it back at this moment.

    Raises CodingRefused when they did, also where the page that was sent is older than that.
    """
    contribution.refresh_from_db(from_queryset=Contribution.objects.select_for_update())
    if contribution.publication in WITHOUT_TEXT:
        raise CodingRefused(_("The author has taken this contribution back."))


def _check_coding(contribution: Contribution, theme: Theme, part: Part | None) -> None:
    lock_contribution(contribution)
    if theme.process_id != contribution.process_id:
        raise CodingRefused(_("Theme and contribution belong to different processes."))
    if part and part.contribution_id != contribution.pk:
        raise CodingRefused(_("This part belongs to another contribution."))
    if theme.state == ThemeState.MERGED:
        raise CodingRefused(_("This theme has been merged. Please choose the one it went into."))


def _open(theme: Theme) -> None:
    """A theme that a machine found becomes one of the desk with the first that a person puts
    into it."""
    if theme.state == ThemeState.PROPOSED:
        found = Theme.objects.filter(pk=theme.pk, state=ThemeState.PROPOSED)
        found.update(state=ThemeState.OPEN)
        theme.state = ThemeState.OPEN


def _standing(contribution: Contribution, theme: Theme, part: Part | None) -> dict[str, Any]:
    """How a coding stands before an act, as `remember` keeps it."""
    coding = Coding.objects.filter(contribution=contribution, part=part, theme=theme).first()
    return {
        "theme": theme.pk,
        "state": coding.state if coding else "",
        "proposer": coding.proposer if coding else "",
        "decided_by": coding.decided_by_id if coding else None,
        "decided_on": str(coding.decided_on) if coding and coding.decided_on else "",
        "opened": theme.state == ThemeState.PROPOSED,
    }


def _now(coding: Coding | FieldCoding) -> dict[str, Any]:
    return {"coding": coding.pk, "after": str(coding.state)}


@transaction.atomic
def accept_coding(coding: Coding, *, by: Person | None) -> None:
    """Raises CodingRefused if it is accepted already, or was taken back by its author."""
    _decide(coding, CodingState.ACCEPTED, by=by)
    record(by, "coding.accepted", coding.contribution, themes=[coding.theme_id])


@transaction.atomic
def dismiss_coding(coding: Coding, *, by: Person | None) -> None:
    """Raises CodingRefused if it is dismissed already, or was taken back by its author."""
    _decide(coding, CodingState.DISMISSED, by=by)
    record(by, "coding.dismissed", coding.contribution, themes=[coding.theme_id])


def _decide(coding: Coding, state: CodingState, *, by: Person | None) -> None:
    lock_contribution(coding.contribution)
    now = Coding.objects.select_for_update(of=("self",)).select_related("theme")
    found = now.filter(pk=coding.pk).first()
    if found is None:  # a proposal that went while the page lay open
        raise CodingRefused(_("This proposal is gone. Please look at the page again."))
    coding.state, coding.theme = found.state, found.theme
    if coding.state == state:
        raise CodingRefused(_("This has been decided already."))
    before = _standing(coding.contribution, coding.theme, coding.part)
    if state == CodingState.ACCEPTED:
        if coding.theme.state == ThemeState.MERGED and found.state == CodingState.PROPOSED:
            raise CodingRefused(
                _("This theme has been merged. Please choose the one it went into.")
            )
        _open(coding.theme)
    coding.state, coding.decided_by, coding.decided_on = state, by, domain_day()
    coding.save(update_fields=["state", "decided_by", "decided_on"])
    remember(by, coding.contribution, f"coding.{state}", codings=[before | _now(coding)])


@transaction.atomic
def choose_field(
    contribution: Contribution, *, field: Field, part: Part | None = None, by: Person | None
) -> FieldCoding:
    """A person says to which field of action it belongs, whether a machine had proposed it or
    not; what was proposed beside it is dismissed. Raises CodingRefused."""
    lock_contribution(contribution)
    if field.process_id != contribution.process_id:
        raise CodingRefused(_("The field of action belongs to another process."))
    if part and part.contribution_id != contribution.pk:
        raise CodingRefused(_("This part belongs to another contribution."))
    own = {row.field_id: row for row in contribution.field_codings.filter(part=part)}
    chosen = own.get(field.pk) or FieldCoding(
        contribution=contribution, part=part, field=field, proposer=Proposer.PERSON
    )
    if chosen.state == CodingState.ACCEPTED:
        raise CodingRefused(_("This has been decided already."))
    changed = []
    for row in {**own, field.pk: chosen}.values():
        state = CodingState.ACCEPTED if row is chosen else CodingState.DISMISSED
        if row.state == state and not row._state.adding:
            continue
        before = {
            "state": "" if row._state.adding else row.state,
            "decided_by": row.decided_by_id,
            "decided_on": str(row.decided_on or ""),
        }
        row.state, row.decided_by, row.decided_on = state, by, domain_day()
        row.save()
        changed.append(before | _now(row))
    remember(by, contribution, "field_coding.accepted", fields=changed)
    record(by, "field_coding.accepted", contribution, field=field.pk)
    return chosen
