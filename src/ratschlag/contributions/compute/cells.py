"""Which figures may be shown: no cell of one to four answers can be seen or worked out.

Every figure that crosses a trait with a second one, or that is about persons, goes through here.
For each question and trait there is one table, decided for good when it is published, and nothing
else can be asked: there is no filter, and no crossing of three. Three ways lead to such a table:

- `crossed`, when every answer stands in exactly one row. Small cells are hidden, and with each so
  many others that within the totals it can be anything from none to `least` (D. Gusfield, "A graph
  theoretic approach to statistical data security", 1988).
- `crossed_ticks`, when an answer can stand in several rows. There columns are put together until
  no small cell is left: whoever answered within such a column could change places with any other
  in it, and nothing shown would change. That holds whatever rule binds the ticks to each other.
- `hidden_small`, for one trait of persons.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# The rule of five; a survey may ask for more.
LEAST = 5
# The row of those who said nothing to a question, or were not asked.
NO_ANSWER = ""

Names = tuple[str, ...]
Grid = Sequence[Sequence[int]]
Place = tuple[int, int]


@dataclass(frozen=True)
class Table:
    """Counts of a question by one trait; what must not be shown is None.

    A row or column names what was put together in it. A table of ticks has no `row_totals` of
    its own: an answer counts in every row it ticked.
    """

    rows: tuple[Names, ...]
    columns: tuple[Names, ...]
    cells: tuple[tuple[int | None, ...], ...]
    column_totals: tuple[int, ...]

    @property
    def has_hidden(self) -> bool:
        return any(cell is None for row in self.cells for cell in row)


def is_small(count: int, least: int) -> bool:
    return 0 < count < least


def columns_of(totals: Mapping[str, int], least: int = LEAST) -> tuple[Names, ...]:
    """The values of a trait as columns: rare ones are put together, and none is rare.

    Empty when fewer than two would be left: then there is nothing to cross with.
    """
    there = {value: count for value, count in totals.items() if count}
    rare = [value for value, count in there.items() if count < least]
    others = sorted((value for value in there if value not in rare), key=lambda v: (there[v], v))
    while rare and sum(there[value] for value in rare) < least and others:
        rare.append(others.pop(0))
    columns: list[Names] = [(value,) for value in there if value not in rare]
    if rare:
        columns.append(tuple(value for value in there if value in rare))
    return tuple(columns) if len(columns) > 1 else ()


def crossed(
    counts: Mapping[tuple[str, str], int],
    rows: Sequence[str],
    values: Sequence[str],
    least: int = LEAST,
) -> Table | None:
    """A question whose every answer stands in one of the rows, by the values of a trait.

    `counts` goes from (row, value) to answers; the totals of rows and columns are public.
    """
    totals = {value: sum(counts.get((row, value), 0) for row in rows) for value in values}
    columns = columns_of(totals, least)
    grid = [[sum(counts.get((row, v), 0) for v in column) for column in columns] for row in rows]
    hidden = _hidden(grid, least) if columns else None
    if hidden is None:
        return None
    return Table(
        rows=tuple((row,) for row in rows),
        columns=columns,
        cells=tuple(
            tuple(None if (r, c) in hidden else cell for c, cell in enumerate(line))
            for r, line in enumerate(grid)
        ),
        column_totals=tuple(sum(totals[v] for v in column) for column in columns),
    )


def _hidden(grid: Grid, least: int) -> set[Place] | None:
    """The places to hide; None if nothing would be left to show.

    What is hidden for one cell never endangers another: it only leaves more possible.
    """
    moves = list(_moves(grid, least))
    every = {(r, c) for r, line in enumerate(grid) for c in range(len(line))}
    total = sum(sum(line) for line in grid)
    # Of an option that hardly anyone took, or left out, not even the empty cells are shown.
    narrow = {r for r, line in enumerate(grid) if _is_narrow(sum(line), total, least)}
    hidden = {place for place, _by in moves} | {place for place in every if place[0] in narrow}
    for place, by in moves:
        found = _way(grid, hidden, place, by)
        if found is None:
            return None
        hidden |= found
    return None if hidden == every else hidden


def _is_narrow(count: int, total: int, least: int) -> bool:
    return is_small(count, least) or is_small(total - count, least)


def _moves(grid: Grid, least: int) -> Iterable[tuple[Place, int]]:
    """Cells that tell of few, each with how far it must be able to move.

    A cell is small, or all of its column but a few, or all of its row but a few. It shall be
    possible that these few were `least`, or as many as there are of them at all.
    """
    rows, columns = [sum(line) for line in grid], [sum(line) for line in zip(*grid, strict=True)]
    total = sum(rows)
    for r, line in enumerate(grid):
        for c, count in enumerate(line):
            if is_small(count, least):
                yield (r, c), min(least, rows[r]) - count or -1
            if is_small(columns[c] - count, least):
                yield (r, c), columns[c] - count - min(least, total - rows[r]) or 1
            if is_small(rows[r] - count, least) and rows[r] >= least:
                yield (r, c), rows[r] - count - min(least, total - columns[c]) or 1


Node = tuple[str, int]


def _way(grid: Grid, hidden: set[Place], moved: Place, by: int) -> set[Place] | None:
    """What else to hide so that a cell could be greater or smaller by so many, all totals kept.

    What one cell gains its column loses in another, that row gains in a third, and so on round;
    of all ways the one that hides least. None if there is none.
    """
    row, column, amount = ("row", moved[0]), ("column", moved[1]), abs(by)
    begin, end = (column, row) if by > 0 else (row, column)
    best: dict[Node, tuple[int, int]] = {begin: (0, 0)}
    came: dict[Node, tuple[Node, Place]] = {}
    waiting = [((0, 0), begin)]
    while waiting:
        cost, node = heapq.heappop(waiting)
        if node == end:
            return _cells_on(came, end)
        if cost > best[node]:
            continue
        for there, place in _neighbours(grid, node):
            value = grid[place[0]][place[1]]
            if place == moved or (node[0] == "column" and value < amount):
                continue
            is_new = place not in hidden
            further = (cost[0] + is_new, cost[1] + value * is_new)
            if there not in best or further < best[there]:
                best[there], came[there] = further, (node, place)
                heapq.heappush(waiting, (further, there))
    return None


def _neighbours(grid: Grid, node: Node) -> Iterable[tuple[Node, Place]]:
    kind, number = node
    if kind == "row":
        return ((("column", c), (number, c)) for c in range(len(grid[number])))
    return ((("row", r), (r, number)) for r in range(len(grid)))


def _cells_on(came: Mapping[Node, tuple[Node, Place]], node: Node) -> set[Place]:
    places = set()
    while node in came:
        node, place = came[node]
        places.add(place)
    return places


Ticks = Mapping[tuple[frozenset[str], str], int]
# How many answers of each value of a trait stand in a row.
Lines = Mapping[Names, Mapping[str, int]]


def crossed_ticks(
    ticks: Ticks, rows: Sequence[str], values: Sequence[str], least: int = LEAST
) -> Table | None:
    """A question to which several rows can be ticked, by the values of a trait.

    `ticks` goes from (what was ticked, value) to answers; nothing ticked is no answer.
    """
    lengths = {len(ticked) for (ticked, _value), count in ticks.items() if ticked and count}
    if lengths <= {1}:
        return crossed(_single(ticks), [*rows, NO_ANSWER], values, least)
    sizes: Counter[str] = Counter()
    for (_ticked, value), count in ticks.items():
        sizes[value] += count
    columns = columns_of({value: sizes[value] for value in values}, least)
    names = _rows_of_ticks(ticks, rows, least)
    # "Choose three": what is shown would tell what is not.
    if len(lengths) == 1 or not columns or not names:
        return None
    lines = {name: _standing_in(ticks, name) for name in names}
    silent = _standing_in(ticks, (NO_ANSWER,))
    if not is_small(silent.total(), least):
        lines[NO_ANSWER,] = silent
    columns = _put_together(lines, sizes, columns, least)
    if not columns or _is_known(lines, sizes, columns, silent.total()):
        return None
    return Table(
        rows=tuple(lines),
        columns=columns,
        cells=tuple(tuple(_sum(line, column) for column in columns) for line in lines.values()),
        column_totals=tuple(_sum(sizes, column) for column in columns),
    )


def _single(ticks: Ticks) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for (ticked, value), count in ticks.items():
        found[next(iter(ticked), NO_ANSWER), value] += count
    return found


def _rows_of_ticks(ticks: Ticks, rows: Sequence[str], least: int) -> tuple[Names, ...]:
    """The options, with rare ones put together; none if nearly everyone ticked one of them."""
    total = sum(ticks.values())
    counts = {row: _standing_in(ticks, (row,)).total() for row in rows}
    if any(is_small(total - count, least) for count in counts.values()):
        return ()
    rare = [row for row in rows if is_small(counts[row], least)]
    others = sorted((r for r in rows if counts[r] >= least), key=lambda r: (counts[r], r))
    while rare and _standing_in(ticks, rare).total() < 2 * least:
        if not others:
            return ()
        rare.append(others.pop(0))
    names = tuple((row,) for row in rows if row not in rare)
    return (*names, tuple(row for row in rows if row in rare)) if rare else names


def _standing_in(ticks: Ticks, names: Iterable[str]) -> Counter[str]:
    """How many answers of each value ticked at least one of the options, or nothing at all."""
    wanted, found = frozenset(names), Counter[str]()
    for (ticked, value), count in ticks.items():
        if ticked & wanted or (not ticked and NO_ANSWER in wanted):
            found[value] += count
    return found


def _sum(line: Mapping[str, int], column: Names) -> int:
    return sum(line.get(value, 0) for value in column)


def _put_together(
    lines: Lines, sizes: Mapping[str, int], columns: tuple[Names, ...], least: int
) -> tuple[Names, ...]:
    """Columns without a small cell: those that have one, with the smallest others until the sum
    of them has none. Empty if fewer than two are left."""

    def is_fit(column: Names) -> bool:
        size = _sum(sizes, column)
        found = [_sum(line, column) for line in lines.values()]
        return not any(is_small(n, least) or is_small(size - n, least) for n in found)

    fit = sorted((c for c in columns if is_fit(c)), key=lambda c: (_sum(sizes, c), c))
    pool = tuple(value for column in columns if column not in fit for value in column)
    while pool and not is_fit(pool):
        if not fit:
            return ()
        pool = (*fit.pop(0), *pool)
    kept = tuple(column for column in columns if column in fit)
    together = (*kept, pool) if pool else kept
    return together if len(together) > 1 else ()


def _is_known(
    lines: Lines, sizes: Mapping[str, int], columns: tuple[Names, ...], silent: int
) -> bool:
    """Whether what is not shown could be told all the same."""
    mixed = [line for names, line in lines.items() if len(names) > 1]
    # Where only one column has any of the rare options, each of them is seen to be there.
    if any(sum(_sum(line, column) > 0 for column in columns) < 2 for line in mixed):
        return True
    # Who ticked nothing is at least what no row holds; where that is all of them, it is known.
    besides = [
        max(0, _sum(sizes, column) - sum(_sum(line, column) for line in lines.values()))
        for column in columns
    ]
    return (NO_ANSWER,) not in lines and sum(besides) == silent


def hidden_small(counts: Mapping[str, int], least: int = LEAST) -> dict[str, int | None]:
    """One trait of persons, whose sum is public: small counts hidden, and so many others that
    each of them could be none or `least`."""
    hidden = {name for name, count in counts.items() if is_small(count, least)}
    others = sorted((name for name in counts if name not in hidden), key=lambda n: (counts[n], n))
    while hidden and (len(hidden) < 2 or sum(counts[name] for name in hidden) < 2 * least):
        if not others:
            return dict.fromkeys(counts)
        hidden.add(others.pop(0))
    return {name: None if name in hidden else count for name, count in counts.items()}
