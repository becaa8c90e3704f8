"""No cell of one to four answers can be seen or worked out, however one asks and subtracts."""

import itertools
import random
from collections import Counter

import pytest

from ratschlag.contributions.compute import cells
from ratschlag.contributions.compute.cells import (
    NO_ANSWER,
    columns_of,
    crossed,
    crossed_ticks,
    hidden_small,
)
from ratschlag.contributions.tests.attacker import Known, cracked, knows_of

CHANNELS = ("online", "letter", "phone_115", "fax", "in_person", "email")
OPTIONS = ("bus", "bike", "car", "foot", "none")
COMBINATIONS = 10_000


def test_large_cells_are_shown_as_they_are():
    counts = {
        ("yes", "online"): 40,
        ("no", "online"): 30,
        ("yes", "letter"): 9,
        ("no", "letter"): 7,
    }
    table = crossed(counts, ["yes", "no"], ["online", "letter"])
    assert table.cells == ((40, 9), (30, 7))
    assert table.columns == (("online",), ("letter",))
    assert table.column_totals == (70, 16)


def test_a_small_cell_takes_others_with_it_into_hiding():
    counts = {
        **{("yes", "online"): 40, ("no", "online"): 30, ("perhaps", "online"): 20},
        **{("yes", "letter"): 9, ("no", "letter"): 3, ("perhaps", "letter"): 8},
    }
    table = crossed(counts, ["yes", "no", "perhaps"], ["online", "letter"])
    # The smallest square that can move: "perhaps" keeps the sums of both columns.
    assert table.cells == ((40, 9), (None, None), (None, None))
    assert table.has_hidden


def test_rare_values_are_put_together_and_a_single_one_is_no_crossing():
    totals = {"online": 80, "letter": 12, "fax": 1, "phone_115": 3, "email": 0}
    assert columns_of(totals) == (("online",), ("letter", "fax", "phone_115"))
    assert columns_of({"online": 80, "letter": 4}) == ()
    assert columns_of({"online": 80}) == ()
    assert crossed({("yes", "online"): 40, ("no", "online"): 9}, ["yes", "no"], ["online"]) is None


def test_everyone_of_one_mind_is_shown_where_columns_are_large():
    counts = {("yes", "online"): 40, ("yes", "letter"): 12}
    assert crossed(counts, ["yes", "no"], ["online", "letter"]).cells == ((40, 12), (0, 0))


def test_columns_of_ticks_are_put_together_until_no_small_cell_is_left():
    ticks = {
        (frozenset({"bus", "bike"}), "online"): 20,
        (frozenset({"bus"}), "online"): 20,
        (frozenset({"bike"}), "letter"): 8,
        (frozenset({"bus"}), "letter"): 2,
        (frozenset({"bus"}), "fax"): 9,
        (frozenset({"bike"}), "phone_115"): 9,
        (frozenset(), "phone_115"): 5,
    }
    table = crossed_ticks(ticks, ["bus", "bike"], CHANNELS)
    assert table.columns == (("online",), ("phone_115",), ("fax", "letter"))
    assert dict(zip(table.rows, table.cells, strict=True)) == {
        ("bus",): (40, 0, 11),
        ("bike",): (20, 9, 8),
        (NO_ANSWER,): (0, 5, 0),
    }


def test_small_counts_of_persons_are_hidden_with_others_beside_them():
    shown = hidden_small({"18-29": 3, "30-44": 20, "45-64": 9, "65+": 30})
    assert shown == {"18-29": None, "30-44": 20, "45-64": None, "65+": 30}
    assert hidden_small({"a": 10, "b": 12, "c": 0}) == {"a": 10, "b": 12, "c": 0}
    assert hidden_small({"a": 3, "b": 2}) == {"a": None, "b": None}
    assert hidden_small({}) == {}


def _values(rng: random.Random) -> list[str]:
    """Channels as they come: one has most, many have hardly any."""
    sizes = [rng.choice((0, 1, 3, 7, 12, 25, 60, 200)) for _channel in CHANNELS]
    return [v for v, size in zip(CHANNELS, sizes, strict=True) for _ in range(size)]


def _single(rng: random.Random) -> Counter[tuple[str, str]]:
    weights = [rng.choice((0, 0.01, 0.05, 0.3, 1)) for _option in OPTIONS] + [0.02]
    rows = [*OPTIONS, NO_ANSWER]
    return Counter((rng.choices(rows, weights)[0], value) for value in _values(rng))


def _ticks(rng: random.Random) -> Counter[tuple[frozenset[str], str]]:
    chances = [rng.choice((0, 0.02, 0.3, 0.7, 0.98)) for _option in OPTIONS]
    limit = rng.choice((1, 2, 3, 5))
    found: Counter[tuple[frozenset[str], str]] = Counter()
    for value in _values(rng):
        ticked = [o for o, chance in zip(OPTIONS, chances, strict=True) if rng.random() < chance]
        found[frozenset(ticked[:limit]), value] += 1
    return found


def attack_single(rng: random.Random, least: int) -> int:
    """How many small cells of a question with one answer come out, by all that is shown."""
    counts = _single(rng)
    rows = [*OPTIONS, NO_ANSWER]

    def true(row: str, names: tuple[str, ...]) -> int:
        return sum(counts[row, value] for value in names)

    table = crossed(counts, rows, CHANNELS, least)
    values = Counter(value for _row, value in counts.elements())
    return _attack(rng, table, true, values, least, are_ticks=False)


def attack_ticks(rng: random.Random, least: int) -> int:
    ticks = _ticks(rng)

    def true(row: str, names: tuple[str, ...]) -> int:
        return sum(
            count
            for (ticked, value), count in ticks.items()
            if value in names and (row in ticked or (row == NO_ANSWER and not ticked))
        )

    table = crossed_ticks(ticks, OPTIONS, CHANNELS, least)
    values = Counter(value for _ticked, value in ticks.elements())
    return _attack(rng, table, true, values, least, are_ticks=True)


def _attack(rng, table, true, values, least, *, are_ticks: bool) -> int:
    rows = {row: true(row, CHANNELS) for row in [*OPTIONS, NO_ANSWER]}
    columns = {names: sum(values[v] for v in names) for names in columns_of(values, least)}
    known = knows_of(table, rows, columns, are_ticks=are_ticks)
    _ask_and_subtract(rng, known)
    return len(cracked(known, lambda cell: true(*cell), least, rows, columns))


def attack_details(rng: random.Random, least: int) -> int:
    counts = {option: rng.choice((0, 1, 2, 4, 5, 9, 40)) for option in OPTIONS}
    known, total = Known(), sum(counts.values())
    known.about({(option, ()): 1 for option in counts}, total, total)
    for option, count in hidden_small(counts, least).items():
        if count is not None:
            known.about({(option, ()): 1}, count, count)
    return len(cracked(known, lambda cell: counts[cell[0]], least, counts, {(): total}))


def _ask_and_subtract(rng: random.Random, known: Known) -> None:
    """One more thing asked for: some of what is shown, less some other part of it."""
    shown = [(part, low) for part, low, high in known.sums if low == high]
    if len(shown) < 2:
        return
    (first, sum_), (second, less) = rng.sample(shown, 2)
    difference = Counter(first)
    difference.subtract(second)
    rest = {cell: sign for cell, sign in difference.items() if sign}
    if rest:
        known.about(rest, sum_ - less, sum_ - less)


ATTACKS = {"single": attack_single, "ticks": attack_ticks, "details": attack_details}


def attacked(times: int, kinds: tuple[str, ...] = tuple(ATTACKS), seed: int = 2016) -> int:
    rng = random.Random(seed)  # noqa: S311  no secret: a failure shall come again
    return sum(ATTACKS[rng.choice(kinds)](rng, rng.choice((3, 5, 5, 10))) for _ in range(times))


def test_ten_thousand_combinations_give_no_small_cell_away():
    assert attacked(COMBINATIONS) == 0


def test_without_others_in_hiding_small_cells_come_out(monkeypatch):
    monkeypatch.setattr(cells, "_way", lambda *_: set())
    assert attacked(300, ("single",)) > 50


def test_without_putting_columns_together_small_cells_come_out(monkeypatch):
    monkeypatch.setattr(cells, "_put_together", lambda lines, sizes, columns, least: columns)
    assert attacked(300, ("ticks",)) > 50


def test_every_small_cell_of_a_little_table_could_be_another():
    """Every table that agrees with what is shown is counted out: none of its small cells is sure,
    and none can be told to be small unless its whole option is."""
    rng = random.Random(7)  # noqa: S311
    tables = 0
    while tables < 150:
        rows, values, least = ("a", "b", "c"), ("x", "y", "z")[: rng.choice((2, 3))], 3
        counts = {(r, v): rng.choice((0, 0, 1, 2, 3, 4)) for r in rows for v in values}
        table = crossed(counts, rows, values, least)
        if table is None or not table.has_hidden:
            continue
        tables += 1
        grid = [[sum(counts[r, v] for v in names) for names in table.columns] for r in rows]
        for row, line in enumerate(grid):
            for column, value in enumerate(line):
                if 0 < value < least:
                    possible = _possible(table, grid, row, column)
                    assert len(possible) > 1
                    assert max(possible) >= min(least, sum(line))


def _possible(table: cells.Table, grid: list[list[int]], row: int, column: int) -> set[int]:
    """What a cell can be in all tables with the same totals and the same shown cells."""
    wanted = [sum(line[c] for line in grid) for c in range(len(table.columns))]
    lines = []
    for shown, line in zip(table.cells, grid, strict=True):
        ranges = [range(sum(line) + 1) if cell is None else (cell,) for cell in shown]
        lines.append([made for made in itertools.product(*ranges) if sum(made) == sum(line)])
    return {
        whole[row][column]
        for whole in itertools.product(*lines)
        if [sum(line[c] for line in whole) for c in range(len(wanted))] == wanted
    }


@pytest.mark.parametrize("least", [1, 2, 20])
def test_the_least_is_the_citys_choice(least: int):
    counts = {(o, c): 4 + 3 * n for n, o in enumerate(OPTIONS) for c in CHANNELS[:3]}
    table = crossed(counts, OPTIONS, CHANNELS[:3], least)
    shown = [cell for line in table.cells for cell in line if cell is not None] if table else []
    assert all(not 0 < cell < least for cell in shown)
    assert table.has_hidden == (least > 4) if table else least == 20
