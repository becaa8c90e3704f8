"""What people decided, as the machine has to keep it: pinned, forbidden, labelled; and the themes
of the desk under the names by which every run knows them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F

from ratschlag.process.models import Process
from ratschlag.synthesis.models import Coding, FieldCoding, Theme
from ratschlag.synthesis.rules import CodingState, ThemeState


def key_of(theme: Theme) -> str:
    """A theme that a person opened is known by its number until a run has met it."""
    return theme.key or f"p{theme.pk}"


@dataclass
class Decided:
    """Texts by their key (`Said.key`), themes by theirs, fields by their number."""

    themes: dict[str, Theme] = field(default_factory=dict)
    pinned: dict[str, str] = field(default_factory=dict)
    forbidden: set[tuple[str, str]] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)
    # Where a text stands at the desk now: pinned, else proposed, else "".
    standing: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def decided_in(process: Process) -> Decided:
    """Three queries."""
    found = Decided()
    every = {theme.pk: theme for theme in process.themes.all()}
    found.themes = {
        key_of(theme): theme for theme in every.values() if theme.state != ThemeState.MERGED
    }
    codings = Coding.objects.filter(contribution__process=process).order_by(
        "decided_on", F("nearness").desc(nulls_last=True), "pk"
    )
    for coding in codings:
        theme = every[coding.theme_id]
        target = every[theme.merged_into_id] if theme.merged_into_id else theme
        _take(found, coding, key_of(target), target)
        if coding.moved_from_id:
            was = every[coding.moved_from_id]
            was = every[was.merged_into_id] if was.merged_into_id else was
            if was.pk != target.pk:
                found.forbidden.add((text_key(coding), key_of(was)))
    for text, theme_key in found.pinned.items():
        found.forbidden.discard((text, theme_key))
    own = FieldCoding.objects.filter(contribution__process=process, state=CodingState.ACCEPTED)
    for named in own:
        found.labels[text_key(named)] = str(named.field_id)
    return found


def text_key(coding: Coding | FieldCoding) -> str:
    return f"p{coding.part_id}" if coding.part_id else f"c{coding.contribution_id}"


def _take(found: Decided, coding: Coding, key: str, theme: Theme) -> None:
    text = text_key(coding)
    if coding.state == CodingState.ACCEPTED:
        found.pinned.setdefault(text, key)
        found.standing[text] = found.pinned[text]
        found.members[key].append(text)
        if theme.field_id:
            found.labels.setdefault(text, str(theme.field_id))
    elif coding.state == CodingState.DISMISSED:
        found.forbidden.add((text, key))
    else:
        found.standing.setdefault(text, key)
