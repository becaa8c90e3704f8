"""Figures as plain JSON and back: as they are kept when they are published."""

from collections.abc import Mapping
from typing import Any

from ratschlag.contributions.compute.cells import Table
from ratschlag.survey.compute.results import Figures, Line, Part, Rank
from ratschlag.survey.rules import Kind


def as_json(figures: Figures) -> dict[str, Any]:
    return {
        "key": figures.key,
        "kind": str(figures.kind),
        "counted": figures.counted,
        "not_shown": figures.not_shown,
        "mean": figures.mean,
        "median": figures.median,
        "parts": [_part_as_json(part) for part in figures.parts],
        "ranks": [[rank.key, rank.count, rank.total, rank.mean] for rank in figures.ranks],
    }


def figures_from(read: Mapping[str, Any]) -> Figures:
    return Figures(
        key=read["key"],
        kind=Kind(read["kind"]),
        counted=read["counted"],
        not_shown=read["not_shown"],
        mean=read["mean"],
        median=read["median"],
        parts=tuple(_part_from(part) for part in read["parts"]),
        ranks=tuple(Rank(*rank) for rank in read["ranks"]),
    )


def _part_as_json(part: Part) -> dict[str, Any]:
    return {
        "key": part.key,
        "answered": part.answered,
        "missing": part.missing,
        "lines": [[line.key, line.count] for line in part.lines],
        "tables": {trait: _table_as_json(table) for trait, table in part.tables.items()},
    }


def _part_from(read: Mapping[str, Any]) -> Part:
    return Part(
        key=read["key"],
        answered=read["answered"],
        missing=read["missing"],
        lines=tuple(Line(*line) for line in read["lines"]),
        tables={trait: _table_from(table) for trait, table in read["tables"].items()},
    )


def _table_as_json(table: Table) -> dict[str, Any]:
    return {
        "rows": [list(names) for names in table.rows],
        "columns": [list(names) for names in table.columns],
        "cells": [list(line) for line in table.cells],
        "column_totals": list(table.column_totals),
    }


def _table_from(read: Mapping[str, Any]) -> Table:
    return Table(
        rows=tuple(tuple(names) for names in read["rows"]),
        columns=tuple(tuple(names) for names in read["columns"]),
        cells=tuple(tuple(line) for line in read["cells"]),
        column_totals=tuple(read["column_totals"]),
    )
