"""Which themes the texts have, with ids that last from run to run."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from ratschlag.synthesis.compute.spaces import Floats
from ratschlag.synthesis.compute.steady import Whole, steady
from ratschlag.synthesis.compute.themes.centres import (
    Decided,
    Nearest,
    moved,
    nearest,
    seeded,
    spread_rows,
)

NONE = -1
MOST_THEMES = 60
MOST_WITHOUT = 0.10
CLOSE = 0.90  # a second theme is named if it is at least this near, compared with the first
FEWEST = 3  # people, below whom a first run opens no theme


@dataclass(frozen=True)
class Before:
    """What the next run needs of the last: it begins where that one ended."""

    ids: list[str]
    centres: Floats
    sizes: Floats
    used: int  # the highest number ever given: what is gone never lends its id to another
    limit: float = -1.0  # nearer than this to some theme, or without one
    usual: float = 0.0  # how near a text usually is

    def state(self) -> dict[str, np.ndarray]:
        return {
            "ids": np.array(self.ids, dtype=np.str_),
            "centres": self.centres,
            "sizes": self.sizes,
            "numbers": np.array([self.used, self.limit, self.usual], dtype=np.float64),
        }

    @classmethod
    def of(cls, state: Mapping[str, np.ndarray]) -> "Before":
        used, limit, usual = (float(number) for number in state["numbers"])
        ids = [str(one) for one in state["ids"]]
        return cls(ids, state["centres"], state["sizes"], int(used), limit, usual)


@dataclass(frozen=True)
class Themes:
    """Themes with their centres; `first` and `second` point into `ids` for each text, or are -1."""

    ids: list[str]
    centres: Floats
    first: Whole
    second: Whole
    nearness: Floats
    sizes: Floats  # people
    used: int
    limit: float
    usual: float
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def before(self) -> Before:
        """What to hand to the next run."""
        return Before(self.ids, self.centres, self.sizes, self.used, self.limit, self.usual)

    def without(self) -> Whole:
        """The texts that no theme holds, all of them."""
        return np.flatnonzero(self.first == NONE)

    def theme_of(self, row: int) -> str:
        return self.ids[self.first[row]] if self.first[row] != NONE else ""


def themes_for(people: float) -> int:
    """How many themes so many voices are read in: the root of half of them, 1 to 60.

    Both the number of themes and the number of texts in each grow with the root, and so does
    what a reader has before them: 30 voices in 4 themes, 1,000 in 22, 7,200 and more in 60.
    """
    return min(max(round(math.sqrt(people / 2)), 1), MOST_THEMES)


def find_themes(
    vectors: Floats,
    *,
    count: int | None = None,
    before: Themes | Before | None = None,
    pinned: Mapping[int, str] | None = None,
    forbidden: Collection[tuple[int, str]] = (),
    weights: Floats | None = None,
) -> Themes:
    """Themes of all texts; `pinned` and `forbidden` always hold, ids of `before` stay.

    `weights` says how many people stand behind a row (see `fair.weights`), 1 if not given.
    """
    if isinstance(before, Themes):
        before = before.before()
    _refuse_contradictions(pinned or {}, forbidden, len(vectors))
    weight = _weights(weights, len(vectors))
    start = _start(vectors, before, pinned or {})
    heard = _heard(vectors)
    bound = set((pinned or {}).values())
    # A million rows are not copied because of none that is empty.
    is_all = len(heard) == len(vectors)
    said, voices = (vectors, weight) if is_all else (vectors[heard], weight[heard])
    ids, centres = _with_new(start, said, voices, count, bound)
    decided = _decided(ids, pinned or {}, forbidden)
    held = _held(start, ids, centres)
    centres = moved(said, voices, centres, held, decided.among(heard))
    found = nearest(vectors, centres, decided) if len(centres) else _nothing(len(vectors))
    keep = _kept(found, weight, heard, decided, ids)
    if len(keep) < len(ids):
        decided = _decided([ids[at] for at in keep], pinned or {}, forbidden)
        ids, centres = [ids[at] for at in keep], centres[keep]
        found = nearest(vectors, centres, decided) if len(keep) else _nothing(len(vectors))
    return _told(start, ids, centres, found, weight, heard, decided)


def _weights(weights: Floats | None, rows: int) -> Floats:
    return np.ones(rows, np.float32) if weights is None else np.asarray(weights, np.float32)


def place(vectors: Floats, themes: Themes | Before) -> tuple[Whole, Whole, Floats]:
    """First theme, second theme and nearness of new texts, without a new run."""
    rows = np.atleast_2d(np.asarray(vectors, np.float32))
    if not len(themes.ids):
        nothing = _nothing(len(rows))
        return nothing.first, nothing.second, nothing.near
    found = nearest(rows, themes.centres)
    first = np.where((found.near < themes.limit) | ~_has_words(rows), NONE, found.first)
    return first, _second(found, first, themes.limit), found.near


@dataclass(frozen=True)
class _Start:
    ids: list[str]
    centres: Floats
    sizes: Floats
    used: int
    limit: float
    usual: float
    is_first: bool


def _start(vectors: Floats, before: Before | None, pinned: Mapping[int, str]) -> _Start:
    """The themes that are there already: of the last run, and those that people pinned to."""
    dimensions = vectors.shape[1]
    ids = list(before.ids) if before else []
    centres = before.centres if before else np.zeros((0, dimensions), np.float32)
    sizes = before.sizes if before else np.zeros(0, np.float32)
    if centres.shape[1] != dimensions:
        raise ValueError(f"vectors of {dimensions} and centres of {centres.shape[1]} dimensions")
    for theme in sorted(set(pinned.values()) - set(ids), key=_in_order):
        own = vectors[[row for row in sorted(pinned) if pinned[row] == theme]]
        total = own.astype(np.float64).sum(axis=0)
        centre = total / max(float(np.linalg.norm(total)), 1e-9)
        ids.append(theme)
        centres = np.vstack([centres, centre.astype(np.float32)[None]])
        sizes = np.append(sizes, np.float32(0))
    used = max([before.used if before else 0, *(_number(theme) for theme in ids)])
    limit, usual = (before.limit, before.usual) if before else (-1.0, 0.0)
    return _Start(ids, centres, sizes, used, limit, usual, before is None)


def _number(theme: str) -> int:
    return int(theme[1:]) if theme[:1] == "t" and theme[1:].isdecimal() else 0


def _in_order(theme: str) -> tuple[int, str]:
    return _number(theme), theme


def _refuse_contradictions(
    pinned: Mapping[int, str], forbidden: Collection[tuple[int, str]], rows: int
) -> None:
    for row, theme in forbidden:
        if pinned.get(row) == theme:
            raise ValueError(f"text {row} is pinned to {theme} and forbidden for it")
    if any(not 0 <= row < rows for row in [*pinned, *(row for row, _ in forbidden)]):
        raise ValueError("a decision about a text that is not there")


def _decided(
    ids: list[str],
    pinned: Mapping[int, str],
    forbidden: Collection[tuple[int, str]],
) -> Decided:
    position = {theme: at for at, theme in enumerate(ids)}
    return Decided(
        {row: position[theme] for row, theme in pinned.items()},
        [(row, position[theme]) for row, theme in forbidden if theme in position],
    )


def _has_words(vectors: Floats) -> np.ndarray:
    return np.asarray(np.abs(vectors).max(axis=1, initial=0) > 1e-9)


def _heard(vectors: Floats) -> Whole:
    """Texts that say anything the encoder could read."""
    return np.flatnonzero(_has_words(vectors))


def _with_new(
    start: _Start,
    vectors: Floats,
    weights: Floats,
    count: int | None,
    bound: Collection[str],
) -> tuple[list[str], Floats]:
    """The themes of before and as many new ones as the texts call for."""
    ids, centres, voices = list(start.ids), start.centres, float(weights.sum())
    if not len(vectors):
        return ids, centres
    if count is not None and len(ids) > count:
        ids, centres = _fewer(start, count, bound)
    elif start.is_first:
        centres = seeded(vectors, weights, max(count or themes_for(voices), len(ids)), centres)
    elif count is not None:
        centres = seeded(vectors, weights, count, centres)
    else:
        centres = np.vstack([centres, *_newcomers(start, vectors, weights)])
        # Themes that people merged stay merged: their number grows by as much as the rule's does,
        # and a few texts more open no theme, only when a quarter is wanting.
        growth = themes_for(voices) / themes_for(float(start.sizes.sum()))
        if growth > 1.25:
            wanted = min(round(growth * len(centres)), MOST_THEMES)
            centres = seeded(vectors, weights, max(wanted, len(centres)), centres)
    return [*ids, *("" for _ in range(len(centres) - len(ids)))], centres


def _fewer(start: _Start, count: int, bound: Collection[str]) -> tuple[list[str], Floats]:
    """The largest themes stay, and all that people pinned texts to."""

    def rank(at: int) -> tuple[bool, float, int]:
        return start.ids[at] not in bound, -float(start.sizes[at]), at

    by_size = sorted(range(len(start.ids)), key=rank)
    keep = sorted(by_size[: max(count, len(bound))])
    return [start.ids[at] for at in keep], start.centres[keep]


def _newcomers(start: _Start, vectors: Floats, weights: Floats) -> list[Floats]:
    """Centres for what was not spoken of before: enough people, far from all, near each other."""
    if not len(start.ids):
        return []
    far = np.flatnonzero(nearest(vectors, start.centres).near < start.limit)
    far = far[spread_rows(len(far), 2000)]
    fewest = max(float(FEWEST), float(weights.sum()) / len(start.ids) / 3)
    # Two texts as near to their middle as is usual are as near to each other as its square.
    with steady():
        near = (vectors[far] @ vectors[far].T) >= start.usual**2
    left, found = weights[far].astype(np.float64), []
    while len(far):
        support = near @ left
        seed = int(np.argmax(support))
        if support[seed] < fewest:
            break
        members = near[seed] & (left > 0)
        total = vectors[far[members]].astype(np.float64).sum(axis=0)
        found.append((total / np.linalg.norm(total)).astype(np.float32)[None])
        left[members] = 0
    return found


def _held(start: _Start, ids: list[str], centres: Floats) -> np.ndarray:
    """What a theme brings from the last run: its centre with the weight of its people."""
    held = np.zeros(centres.shape, np.float64)
    size = dict(zip(start.ids, start.sizes, strict=True))
    for at, theme in enumerate(ids):
        if theme:
            held[at] = centres[at].astype(np.float64) * size[theme]
    return held


def _nothing(rows: int) -> Nearest:
    none, far = np.full(rows, NONE, np.int64), np.full(rows, -1, np.float32)
    return Nearest(none, far, none.copy(), far.copy())


def _kept(
    found: Nearest,
    weights: Floats,
    heard: Whole,
    decided: Decided,
    ids: list[str],
) -> list[int]:
    """Themes with texts; of new ones those with a few people behind them."""
    count = len(ids)
    own = found.first[heard]
    people = np.bincount(own[own >= 0], weights=weights[heard][own >= 0], minlength=count)
    bound = set(decided.pinned.values())
    fewest = min(float(FEWEST), float(weights[heard].sum()))
    large = {at for at in range(count) if people[at] >= (1e-6 if ids[at] else fewest)}
    keep = sorted(bound | large)
    return keep or ([int(np.argmax(people))] if count and len(heard) else [])


def _second(found: Nearest, first: Whole, limit: float) -> Whole:
    is_close = (found.next_near >= CLOSE * found.near) & (found.next_near >= limit)
    return np.where(is_close & (first != NONE), found.second, NONE)


def _limit(near: Floats) -> float:
    """Below this a text is far from everything: half as near as is usual, never above a tenth."""
    if len(near) < 8:
        return -1.0
    tenth = float(np.sort(near)[int(MOST_WITHOUT * len(near))])
    return min(float(np.median(near)) / 2, tenth)


def _told(
    start: _Start,
    ids: list[str],
    centres: Floats,
    found: Nearest,
    weights: Floats,
    heard: Whole,
    decided: Decided,
) -> Themes:
    """Numbers for the new themes, the largest first; texts far from everything without one."""
    limit = _limit(found.near[heard])
    first = np.where((found.near < limit) | (found.first < 0), NONE, found.first)
    silent = np.setdiff1d(np.arange(len(first)), heard)
    first[silent] = NONE
    for row, theme in decided.pinned.items():
        first[row] = theme
    placed = first >= 0
    sizes = np.bincount(first[placed], weights=weights[placed], minlength=len(ids))
    fresh = sorted((at for at, theme in enumerate(ids) if not theme), key=lambda at: -sizes[at])
    named = dict(zip(fresh, range(start.used + 1, start.used + len(fresh) + 1), strict=True))
    order = [at for at, theme in enumerate(ids) if theme] + fresh
    place_of = np.full(len(ids) + 1, NONE, np.int64)  # the last one is what -1 points to
    place_of[order] = np.arange(len(order))
    told = [ids[at] or f"t{named[at]}" for at in order]
    return Themes(
        ids=told,
        centres=centres[order],
        first=place_of[first],
        second=place_of[_second(found, first, limit)],
        nearness=np.where(found.first < 0, np.float32(0), found.near).astype(np.float32),
        sizes=sizes[order].astype(np.float32),
        used=start.used + len(fresh),
        limit=limit,
        usual=float(np.median(found.near[heard])) if len(heard) else 0.0,
        new=[f"t{named[at]}" for at in fresh],
        gone=[theme for theme in start.ids if theme not in told],
    )
