"""Which texts speak for a theme: the most central and the most different, fairly shared out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ratschlag.synthesis.compute.fair import Turns
from ratschlag.synthesis.compute.spaces import Floats
from ratschlag.synthesis.compute.steady import steady

if TYPE_CHECKING:
    from ratschlag.synthesis.compute.themes.find import Themes

CENTRAL, DIFFERENT = 2, 2
READABLE = (40, 400)  # characters: long enough to say something, short enough to be read whole
LOOKED_AT = 4_000


def quotes(
    vectors: Floats,
    themes: "Themes",
    *,
    texts: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    channels: Sequence[str] | None = None,
    persons: Sequence[str] | None = None,
) -> list[list[int]]:
    """Per theme the rows to show: two most central, then two most different from what is shown.

    Languages and channels take turns over all themes by what is due to them (see `fair.Turns`);
    a person is quoted once in a theme. A theme of four texts or fewer is shown whole.
    """
    count = len(vectors)
    groups = [
        (languages[row] if languages else "", channels[row] if channels else "")
        for row in range(count)
    ]
    turns, shown = Turns[tuple[str, str]](), []
    order = np.argsort(themes.first, kind="stable")
    edges = np.searchsorted(themes.first[order], np.arange(len(themes.ids) + 1))
    for theme in range(len(themes.ids)):
        rows = order[edges[theme] : edges[theme + 1]]
        rows = rows[np.argsort(-themes.nearness[rows], kind="stable")]
        chosen = _Choice(vectors, rows, texts, persons)
        turns.add([groups[row] for row in rows], CENTRAL + DIFFERENT)
        while len(chosen.rows) < CENTRAL + DIFFERENT and len(left := chosen.left()):
            available = {groups[row] for row in left}
            group = turns.next(available)
            own = [int(row) for row in left if groups[row] == group]
            chosen.take(own, is_central=len(chosen.rows) < CENTRAL)
        shown.append(chosen.rows)
    return shown


class _Choice:
    """What is shown of one theme, and what may still be."""

    def __init__(
        self,
        vectors: Floats,
        rows: NDArray[np.int64],
        texts: Sequence[str] | None,
        persons: Sequence[str] | None,
    ) -> None:
        self.vectors, self.texts, self.persons = vectors, texts, persons
        self.rows: list[int] = []
        self.all = rows[:LOOKED_AT]
        self.inner = set(self.all[: max(len(rows) // 2, CENTRAL + DIFFERENT)].tolist())

    def left(self) -> list[int]:
        """Rows of other people with other words than those shown; readable ones if there are."""
        said = {self.texts[row].strip().casefold() for row in self.rows} if self.texts else set()
        heard = (
            {self.persons[row] for row in self.rows if self.persons[row]} if self.persons else set()
        )
        left = [
            int(row)
            for row in self.all
            if row not in self.rows
            and not (self.texts and self.texts[row].strip().casefold() in said)
            and not (self.persons and self.persons[row] in heard)
        ]
        return left

    def take(self, rows: list[int], *, is_central: bool) -> None:
        """Of these, the most central, or of the inner half the one least like what is shown."""
        readable = [row for row in rows if self._is_readable(row)] or rows
        if is_central or not self.rows:
            self.rows.append(readable[0])
            return
        inner = [row for row in readable if row in self.inner] or readable
        with steady():
            alike = (self.vectors[inner] @ self.vectors[self.rows].T).max(axis=1)
        self.rows.append(inner[int(np.argmin(alike))])

    def _is_readable(self, row: int) -> bool:
        low, high = READABLE
        return self.texts is None or low <= len(self.texts[row].strip()) <= high
