"""What the board of themes counts, without numpy: it is there for cities that order by hand, too."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log
from random import Random

# Fewer equal texts than that may be chance or a second click; from here on it is a campaign.
CAMPAIGN = 3
# From here on themes begin to follow language; the engine itself keeps below the first.
_HARDLY, _PARTLY = 0.05, 0.2
# How often the languages are dealt out anew to see what chance alone gives.
_SEED, _DEALS, _MOST_DEALT = 2016, 50, 200_000


def follows(counts: Mapping[tuple[str, str], int]) -> float:
    """How much two divisions of the same texts agree: normalised mutual information, 0 to 1.

    `counts` says how many texts lie in both parts, by (theme, language). 0 where one of the two
    does not divide at all: nothing can follow it.
    """
    total = sum(counts.values())
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (row, column), count in counts.items():
        rows[row] += count
        columns[column] += count
    mean = (_entropy(rows, total) + _entropy(columns, total)) / 2
    if len(rows) < 2 or len(columns) < 2 or mean == 0:
        return 0.0
    shared = sum(
        count / total * log(count * total / (rows[row] * columns[column]))
        for (row, column), count in sorted(counts.items())
        if count
    )
    return min(max(shared / mean, 0.0), 1.0)


def _entropy(counts: Counter[str], total: int) -> float:
    shares = [count / total for _part, count in sorted(counts.items()) if count]
    return -sum(share * log(share) for share in shares)


def by_chance(counts: Mapping[tuple[str, str], int]) -> float:
    """What `follows` would give if the languages were dealt out anew among the same texts: with
    many themes and few texts that is a lot, and says nothing."""
    themes = [row for (row, _column), count in sorted(counts.items()) for _text in range(count)]
    languages = [column for (_row, column), count in sorted(counts.items()) for _ in range(count)]
    if not themes:
        return 0.0
    dice = Random(_SEED)  # noqa: S311  not a secret: the same texts give the same figure
    deals = max(2, min(_DEALS, _MOST_DEALT // len(themes)))
    total = 0.0
    for _deal in range(deals):
        dice.shuffle(languages)
        total += follows(Counter(zip(themes, languages, strict=True)))
    return total / deals


def in_words(figure: float, chance: float = 0.0) -> str:
    """ "hardly", "partly" or "mostly": what a figure of `follows` means beyond chance."""
    beyond = (figure - chance) / (1 - chance) if chance < 1 else 0.0
    return "hardly" if beyond <= _HARDLY else "partly" if beyond <= _PARTLY else "mostly"


def in_proportion(groups: Sequence[str], most: int) -> list[int]:
    """Which of the texts to quote, if their groups (language, channel) are to be heard as they
    are in the theme: by highest averages (Sainte-Laguë), the first of each group first."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        waiting[group].append(index)
    sizes = {group: len(members) for group, members in waiting.items()}
    taken: Counter[str] = Counter()
    chosen: list[int] = []
    while len(chosen) < min(most, len(groups)):
        # A tie goes to who came first, so that the same texts always give the same quotes.
        group = max(
            (group for group, members in waiting.items() if members),
            key=lambda group: (sizes[group] / (2 * taken[group] + 1), -waiting[group][0]),
        )
        taken[group] += 1
        chosen.append(waiting[group].pop(0))
    return chosen


def echoes(same: Sequence[str]) -> list[list[int]]:
    """Texts that say the same, by what they have in common ("" = nothing): only groups of two
    and more, the largest first."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, mark in enumerate(same):
        if mark:
            groups[mark].append(index)
    found = [members for members in groups.values() if len(members) > 1]
    return sorted(found, key=lambda members: (-len(members), members[0]))


def firsts(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each number in pairs that belong together, over however many steps, the lowest one."""
    found: dict[int, int] = {}

    def first_of(number: int) -> int:
        while found.setdefault(number, number) != number:
            number = found[number]
        return number

    for one, other in sorted(pairs):
        low, high = sorted((first_of(one), first_of(other)))
        found[high] = low
    return {number: first_of(number) for number in found}
