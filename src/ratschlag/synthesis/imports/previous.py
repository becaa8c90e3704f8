"""The run before: what it left beside its tables for the next one."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from ratschlag.synthesis.compute import themes
from ratschlag.synthesis.compute.engine import Before
from ratschlag.synthesis.compute.rows import RECORD, STATE
from ratschlag.synthesis.compute.vectors import Floor, Mark
from ratschlag.synthesis.imports.tables import WrongFile


def read_previous(folder: Path) -> Before:
    """Raises WrongFile when there is no whole run in the folder."""
    missing = [name for name in (RECORD, STATE) if not (folder / name).is_file()]
    if missing:
        raise WrongFile(
            f"{folder} holds no run of `ratschlag synthesise`: {' and '.join(missing)} is missing."
        )
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
        mark = Mark(**record["model"])
        with (
            (folder / STATE).open("rb") as file,
            np.load(file, allow_pickle=False) as state,
        ):
            return _before({name: state[name] for name in state.files}, mark)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, EOFError) as error:
        raise WrongFile(
            f"{folder} holds a run that can't be read ({RECORD} or {STATE} was changed or cut off)."
        ) from error


def _before(state: dict[str, Any], mark: Mark) -> Before:
    ids = [str(each) for each in state["themes.ids"]]
    texts = state["texts"].tobytes().decode().split("\0")
    first = state["first"].tolist()
    if len(texts) != len(first) or max(first) >= len(ids):
        raise ValueError("as many themes as texts")
    floor = _part("floor", state)
    return Before(
        themes=themes.Before.of(_part("themes", state)),
        assigned={
            key: ids[theme] if theme >= 0 else "" for key, theme in zip(texts, first, strict=True)
        },
        mark=mark,
        floor=Floor.of(floor) if floor else None,
        names=dict(zip(map(str, state["named"]), map(str, state["names"]), strict=True)),
    )


def _part(name: str, state: dict[str, Any]) -> dict[str, Any]:
    return {
        key.removeprefix(f"{name}."): value
        for key, value in state.items()
        if key.startswith(f"{name}.")
    }
