"""Somebody who has everything that is shown, and subtracts until a small cell is known.

Two ways, each enough to crack what is hidden carelessly: what follows linearly from all that is
shown (the null space of the equations), and bounds of whole numbers drawn ever closer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np

from ratschlag.contributions.compute.cells import Names, Table

Cell = tuple[str, Names]


@dataclass
class Known:
    """Statements about cells: the sum of some lies between two numbers."""

    sums: list[tuple[dict[Cell, int], float, float]] = field(default_factory=list)
    low: dict[Cell, float] = field(default_factory=dict)
    high: dict[Cell, float] = field(default_factory=dict)

    def about(self, cells: dict[Cell, int], low: float, high: float = inf) -> None:
        for cell in cells:
            self.low.setdefault(cell, 0)
            self.high.setdefault(cell, inf)
        self.sums.append((cells, low, high))

    def recovered(self) -> dict[Cell, int]:
        """What is known for sure, by either way."""
        self._draw_closer()
        found = {c: int(low) for c, low in self.low.items() if low == self.high[c]}
        return self._linear() | found

    def _draw_closer(self) -> None:
        has_changed, rounds = True, 0
        while has_changed and rounds < 100:
            has_changed, rounds = False, rounds + 1
            for cells, low, high in self.sums:
                for cell, sign in cells.items():
                    has_changed |= self._bound(cell, sign, cells, low, high)

    def _bound(self, cell: Cell, sign: int, cells: dict[Cell, int], low: float, high: float):
        rest = [(other, s) for other, s in cells.items() if other != cell]
        most = sum(self.high[c] if s > 0 else -self.low[c] for c, s in rest)
        fewest = sum(self.low[c] if s > 0 else -self.high[c] for c, s in rest)
        bounds = (low - most, high - fewest)
        lowest, highest = bounds if sign > 0 else (-bounds[1], -bounds[0])
        before = self.low[cell], self.high[cell]
        self.low[cell], self.high[cell] = max(before[0], lowest), min(before[1], highest)
        return (self.low[cell], self.high[cell]) != before

    def _linear(self) -> dict[Cell, int]:
        cells = list(self.low)
        place = {cell: number for number, cell in enumerate(cells)}
        equations = [(part, low) for part, low, high in self.sums if low == high]
        if not equations:
            return {}
        matrix = np.zeros((len(equations), len(cells)))
        for row, (part, _sum) in enumerate(equations):
            for cell, sign in part.items():
                matrix[row, place[cell]] = sign
        sums = np.array([sum_ for _part, sum_ in equations])
        _u, sizes, rows = np.linalg.svd(matrix)
        free = rows[int((sizes > 1e-9).sum()) :]
        fixed = np.flatnonzero(np.abs(free).max(axis=0, initial=0) < 1e-9)
        values = np.linalg.lstsq(matrix, sums, rcond=None)[0]
        return {cells[number]: round(float(values[number])) for number in fixed}


def knows_of(
    table: Table | None,
    row_totals: dict[str, int],
    column_totals: dict[Names, int],
    *,
    are_ticks: bool = False,
) -> Known:
    """What a table and the counts by one trait say about each option in each column."""
    known = Known()
    fine = list(column_totals)
    for row, total in row_totals.items():
        known.about({(row, column): 1 for column in fine}, total, total)
    for column, size in column_totals.items():
        whole = {(row, column): 1 for row in row_totals}
        # Who answered stands in one row, or in one at least.
        known.about(whole, size, inf if are_ticks else size)
        for row in row_totals:
            known.about({(row, column): 1}, 0, size)
    if table is not None:
        _read(table, fine, known)
    return known


def _read(table: Table, fine: Sequence[Names], known: Known) -> None:
    for names, line in zip(table.rows, table.cells, strict=True):
        for column, count in zip(table.columns, line, strict=True):
            inside = [part for part in fine if set(part) <= set(column)]
            if count is None:
                continue
            if len(names) == 1:
                known.about({(names[0], part): 1 for part in inside}, count, count)
                continue
            for name in names:  # each of the rare options was ticked by no more than all together
                known.about({(name, part): 1 for part in inside}, 0, count)
            known.about({(name, part): 1 for name in names for part in inside}, count)


def cracked(
    known: Known,
    true: Callable[[Cell], int],
    least: int,
    row_totals: dict[str, int],
    column_totals: dict[Names, int],
) -> list[Cell]:
    """The cells by which something small came out, each checked against the truth: the cell
    itself, or what is left of its column or of its row."""
    found = []
    for (row, column), value in known.recovered().items():
        assert value == true((row, column)), "the attacker is mistaken"
        rests = [value, column_totals[column] - value]
        if row_totals[row] >= least:  # else the option itself is rare, and everyone may know it
            rests.append(row_totals[row] - value)
        if any(0 < rest < least for rest in rests):
            found.append((row, column))
    return found
