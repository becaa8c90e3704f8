"""All files of a run: written beside each other first, shown only when all are whole."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ratschlag.synthesis.compute.rows import RECORD, STATE
from ratschlag.synthesis.exports.report import report_of
from ratschlag.synthesis.exports.run import Run, record_of
from ratschlag.synthesis.exports.tables import write_tables

UNFINISHED = ".unfinished"


def write_run(folder: Path, run: Run, about_time: Mapping[str, Callable[[], Any]]) -> None:
    """`about_time`: what is not the same twice, such as how long it took; asked at the end."""
    making = folder / UNFINISHED
    making.mkdir(parents=True)
    try:
        write_tables(making, run)
        np.savez_compressed(making / STATE, **_state(run))
        record = record_of(run)
        (making / "report.html").write_bytes(report_of(run, record))
        record["files"] = {path.name: _sha256(path) for path in sorted(making.iterdir())}
        record |= {name: ask() for name, ask in about_time.items()}
        text = json.dumps(record, ensure_ascii=False, indent=2)
        (making / RECORD).write_text(text + "\n", encoding="utf-8")
        for path in sorted(making.iterdir()):
            path.rename(folder / path.name)
    finally:
        shutil.rmtree(making)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _state(run: Run) -> dict[str, Any]:
    """Names with a dot: of which part they are. Nothing in it is code."""
    result = run.result
    parts = {"themes": result.themes.before().state()}
    if result.floor:
        parts["floor"] = result.floor.state()
    return {
        **{
            f"{part}.{name}": value
            for part, state in parts.items()
            for name, value in state.items()
        },
        # NUL stands in no id: a row with one has no letters that can be read.
        "texts": np.frombuffer("\0".join(run.ids).encode(), np.uint8),
        "first": result.themes.first,
        "names": np.array([theme.name for theme in result.told], dtype=np.str_),
        "named": np.array([theme.id for theme in result.told], dtype=np.str_),
    }
