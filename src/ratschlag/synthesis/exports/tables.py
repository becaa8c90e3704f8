"""The tables of a run, as CSV: columns declared once, no cell that a spreadsheet would execute."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ratschlag.lib.tables import safe
from ratschlag.synthesis.exports.run import Run

ASSIGNMENTS = (
    *("id", "language", "duplicate_group", "theme", "theme_2"),
    *("field", "field_probability", "field_2", "flags"),
)
THEMES = ("theme", "name", "people", "texts", "languages", "quote_ids")
DUPLICATES = ("id_a", "id_b", "similarity")
REFUSED = ("file", "line", "id", "reason")
# What a spreadsheet may run when somebody opens the city's own table; the text stays as it is.
_FORMULA = ("=", "@")

Cell = str | int


def write_tables(folder: Path, run: Run) -> None:
    _write(folder / "assignments.csv", ASSIGNMENTS, _assignments(run))
    _write(folder / "themes.csv", THEMES, _themes(run))
    _write(folder / "duplicates.csv", DUPLICATES, _pairs(run, run.result.duplicates.pairs))
    _write(folder / "across_languages.csv", DUPLICATES, _pairs(run, run.result.across))
    refused = ((each.file, each.line, each.id, str(each.reason)) for each in run.refused)
    _write(folder / "refused.csv", REFUSED, refused)


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows([safe(cell) for cell in row] for row in rows)


def _assignments(run: Run) -> Iterator[Sequence[Cell]]:
    result, themes = run.result, run.result.themes
    groups, second = result.duplicates.groups.tolist(), themes.second.tolist()
    for at, row in enumerate(run.texts.rows):
        yield (
            row.id,
            result.languages[at],
            f"d{groups[at] + 1}" if groups[at] >= 0 else "",
            run.theme_ids[at],
            themes.ids[second[at]] if second[at] >= 0 else "",
            *_field(run, at),
            " ".join(_flags(run, at)),
        )


def _field(run: Run, at: int) -> tuple[str, str, str]:
    """What a person confirmed has no probability."""
    if run.result.suggestions is None:
        return "", "", ""
    told = run.result.suggestions[at]
    if run.ids[at] in run.settings.labels:
        field = run.settings.labels[run.ids[at]]
        return field, "", told.second if told.first == field else told.first
    return told.first, f"{told.probability:.3f}", told.second


def _flags(run: Run, at: int) -> Iterator[str]:
    if run.ids[at] in run.settings.labels:
        yield "field-confirmed"
    if not run.theme_ids[at]:
        yield "no-theme"
    if at in run.in_campaigns:
        yield "campaign"
    if run.texts.rows[at].text.startswith(_FORMULA):
        yield "formula"
    for kind in dict.fromkeys(str(each.kind) for each in run.result.private.get(at, ())):
        yield f"private-{kind}"


def _themes(run: Run) -> Iterator[Sequence[Cell]]:
    for theme in run.result.told:
        yield (
            theme.id,
            theme.name,
            theme.people,
            len(theme.rows),
            _spread(theme.languages),
            "|".join(run.ids[row] for row in theme.quotes),
        )


def _spread(counts: Mapping[str, int]) -> str:
    return "|".join(f"{name}:{count}" for name, count in counts.items())


def _pairs(run: Run, pairs: Iterable[tuple[int, int, float]]) -> Iterator[Sequence[Cell]]:
    for one, other, similarity in pairs:
        yield run.ids[one], run.ids[other], f"{similarity:.3f}"
