"""Undoing what one did last at the coding desk: an act of its own, with its line in the journal."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.contributions import actions as words
from ratschlag.contributions.rules import Publication
from ratschlag.journal.actions import record
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.synthesis.actions.codings import lock_contribution
from ratschlag.synthesis.models import (
    Coding,
    DeskAct,
    FieldCoding,
    Flag,
    Likeness,
    Outcome,
    RunMember,
    Theme,
    Vector,
)
from ratschlag.synthesis.rules import CodingState, ThemeState


class UndoRefused(DomainError):
    """What was done can't be undone: somebody has gone on from there."""


@transaction.atomic
def undo_last(process: Process, *, by: Person) -> DeskAct:
    """Put back what this person did last in the process. Raises UndoRefused, CodingRefused."""
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    acts = DeskAct.objects.filter(by=by, contribution__process=process, is_undone=False)
    act = acts.select_related("contribution").first()
    if act is None:
        raise UndoRefused(_("There is nothing of yours that could be undone."))
    lock_contribution(act.contribution)
    _BACK[act.verb](act)
    act.is_undone = True
    act.save(update_fields=["is_undone"])
    record(by, "desk_act.undone", act.contribution, undone=act.verb)
    return act


_GONE_ON = _("Somebody has gone on from there. Please look at the contribution again.")


def _codings_back(act: DeskAct) -> None:
    for was in act.before["codings"]:
        _coding_back(Coding, was)
        _close_again(was, act)


def _fields_back(act: DeskAct) -> None:
    for was in act.before["fields"]:
        _coding_back(FieldCoding, was)


def _coding_back(model: type[Coding] | type[FieldCoding], was: dict[str, Any]) -> None:
    row: Any = model._default_manager.select_for_update(of=("self",)).filter(pk=was["coding"])
    found = row.first()
    is_own = found is not None and found.state == was["after"]
    if not is_own or (isinstance(found, Coding) and found.theme_id != was["theme"]):
        raise UndoRefused(_GONE_ON)
    if not was["state"]:
        found.delete()
        return
    found.state, found.decided_by_id = was["state"], was["decided_by"]
    found.decided_on = date.fromisoformat(was["decided_on"]) if was["decided_on"] else None
    if was.get("proposer"):
        found.proposer = was["proposer"]
    found.save()


def _close_again(was: dict[str, Any], act: DeskAct) -> None:
    """A theme that was opened by it and holds nothing else is only a proposal again."""
    if not was["opened"]:
        return
    theme = Theme.objects.select_for_update().get(pk=was["theme"])
    is_used = (
        theme.codings.filter(state=CodingState.ACCEPTED).exists()
        or theme.merged_themes.exists()
        or theme.former_titles.exists()
        or Outcome.objects.filter(theme=theme).exists()
    )
    if theme.state == ThemeState.OPEN and not is_used:
        theme.state = ThemeState.PROPOSED
        theme.save(update_fields=["state"])


def _publication_back(act: DeskAct) -> None:
    row, was = act.contribution, act.before
    if was["was_redacted"]:
        raise UndoRefused(_("The words that stood there before are gone. Please redact it anew."))
    whole = set(row.parts.exclude(text="").values_list("pk", flat=True))
    if not set(was["parts"]) <= whole:
        raise UndoRefused(_("A part has lost its words by it, so it can't be undone."))
    read_on = date.fromisoformat(was["read_on"]) if was["read_on"] else None
    publication = Publication(was["publication"])
    words.put_publication_back(row, publication=publication, read_on=read_on)


def _split_back(act: DeskAct) -> None:
    parts = act.contribution.parts.all()
    decided = (model.objects.filter(part__in=parts) for model in (Coding, FieldCoding))
    if any(rows.exclude(state=CodingState.PROPOSED).exists() for rows in decided):
        raise UndoRefused(
            _("Its parts are assigned to themes already. Please take these back first.")
        )
    for model in (Coding, FieldCoding, Vector, RunMember):
        model._default_manager.filter(part__in=parts).delete()
    words.join_parts(act.contribution)


def _link_back(act: DeskAct) -> None:
    words.unlink_duplicate(act.contribution)


def _language_back(act: DeskAct) -> None:
    words.put_language_back(act.contribution, language=act.before["language"])


def _translation_back(act: DeskAct) -> None:
    if not act.before["is_new"]:
        raise UndoRefused(_("The words that stood there before are gone. Please write them anew."))
    words.drop_translation(act.contribution, language=act.before["language"])


def _flag_back(act: DeskAct) -> None:
    Flag.objects.filter(pk=act.before["flag"]).delete()


def _flag_open_again(act: DeskAct) -> None:
    if act.contribution.flags.open().exists():
        raise UndoRefused(_GONE_ON)
    Flag.objects.filter(pk=act.before["flag"]).update(closed_by=None, closed_on=None)


def _likeness_back(act: DeskAct) -> None:
    found = Likeness.objects.select_for_update().filter(pk=act.before["likeness"]).first()
    if found is None or found.state != act.before["after"]:
        raise UndoRefused(_GONE_ON)
    found.state, found.decided_by_id = act.before["state"], act.before["decided_by"]
    on = act.before["decided_on"]
    found.decided_on = date.fromisoformat(on) if on else None
    found.save()


_BACK: dict[str, Callable[[DeskAct], None]] = {
    "coding.accepted": _codings_back,
    "coding.dismissed": _codings_back,
    "theme.opened": _codings_back,
    "field_coding.accepted": _fields_back,
    "contribution.published": _publication_back,
    "contribution.redacted": _publication_back,
    "contribution.withheld": _publication_back,
    "contribution.split": _split_back,
    "contribution.linked": _link_back,
    "contribution.language_named": _language_back,
    "contribution.translated": _translation_back,
    "flag.set": _flag_back,
    "flag.closed": _flag_open_again,
    "likeness.accepted": _likeness_back,
    "likeness.dismissed": _likeness_back,
}
