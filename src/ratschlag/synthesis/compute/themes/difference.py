"""What a run changed against the last: gained, lost, new, gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Difference:
    """Per theme the ids of the texts it gained or lost; "" is the theme of texts without one."""

    gained: dict[str, list[str]] = field(default_factory=dict)
    lost: dict[str, list[str]] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    moved: list[tuple[str, str, str]] = field(default_factory=list)  # text, from, to
    came: list[str] = field(default_factory=list)  # texts that were not there last time
    went: list[str] = field(default_factory=list)


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """Compare two runs, each a mapping of text ids to theme ids ("" without a theme)."""
    told = Difference()
    for text, theme in after.items():
        was = before.get(text)
        if was is None:
            told.came.append(text)
        elif was == theme:
            continue
        else:
            told.moved.append((text, was, theme))
            told.lost.setdefault(was, []).append(text)
        told.gained.setdefault(theme, []).append(text)
    for text, was in before.items():
        if text not in after:
            told.went.append(text)
            told.lost.setdefault(was, []).append(text)
    themes_before, themes_after = (set(run.values()) - {""} for run in (before, after))
    told.new.extend(sorted(themes_after - themes_before, key=_in_order))
    told.gone.extend(sorted(themes_before - themes_after, key=_in_order))
    return told


def _in_order(theme: str) -> tuple[int, str]:
    """t2 before t10."""
    return len(theme), theme
