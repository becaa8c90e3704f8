"""Asking anew about cookies, and counting what people chose."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ratschlag.journal.actions import by_the_day, record
from ratschlag.lib.errors import DomainError
from ratschlag.lib.retention import Holding
from ratschlag.people.models import Person
from ratschlag.privacy.models import ChoiceCount, Layer
from ratschlag.privacy.queries.consent import real_day, texts_of
from ratschlag.privacy.rules import Choice
from ratschlag.privacy.tasks import Texts, new_layer


class LayerRefused(DomainError):
    """What was typed is what is asked already, or somebody else was faster."""


@transaction.atomic
def ask_anew(
    *, has_statistics: bool, texts: Texts | None = None, after: int | None = None, by: Person | None
) -> Layer:
    """A further version of what visitors are asked: everyone is asked again. Raises LayerRefused.

    `texts` are all texts by field and language (German is the source), None to keep them;
    `after` is the version that was being edited.
    """
    # The second of two waits for the first, and then looks again at what is the newest.
    Layer.objects.select_for_update().newest()
    before = Layer.objects.newest()
    number = before.number if before else 0
    if after is not None and after != number:
        raise LayerRefused(_("Somebody has changed the texts meanwhile. Please look again."))
    old = texts_of(before)
    said = {key: text.strip() for key, text in (old if texts is None else texts).items()}
    said = {key: text for key, text in said.items() if text}
    had_statistics = bool(before and before.has_statistics)
    if said == {key: text for key, text in old.items() if text} and (
        before and has_statistics == had_statistics
    ):
        raise LayerRefused(_("Nothing was changed, so nobody has to be asked again."))
    layer = new_layer(number + 1, said, has_statistics=has_statistics, by=by)
    record(
        by, "layer.changed", layer, version=layer.number, statistics=has_statistics,
        words_changed=texts is not None,
    )  # fmt: skip
    return layer


@by_the_day
@transaction.atomic
def count_choice(choice: Choice) -> None:
    """One more who chose this today, having read that version; nothing about who it was."""
    layer = Layer.objects.get(number=choice.version)
    key = {"layer": layer, "day": real_day(), "choice": choice.word}
    ChoiceCount.objects.bulk_create([ChoiceCount(**key)], ignore_conflicts=True)
    ChoiceCount.objects.filter(**key).update(count=F("count") + 1)


@transaction.atomic
def note_shown(counts: Mapping[str, int], *, by: Person) -> None:
    """Say in the journal that somebody was shown what is held: how much, never whose."""
    record(by, "request.shown", None, **counts)


@transaction.atomic
def erase_on_request(word: str, *, holdings: Sequence[Holding], by: Person) -> dict[str, int]:
    """Erase what the rooms hold under a number or an address; returns how much of which class.

    The journal says how much and never whose.
    """
    counts = {holding.key: holding.erase(word) for holding in holdings}
    # Who has erased the own account is nobody any more, also not here.
    still_there = Person.objects.filter(pk=by.pk).first()
    record(still_there, "request.erased", None, **counts)
    return counts
