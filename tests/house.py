"""The rules of the house that import contracts can't see, as functions over what they judge.

Each returns the faults it finds, a sentence each; `test_house.py` asks them about the real
house and about planted violations.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import models

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "ratschlag"

# From the ground up; rooms on one step are neighbours.
STAIR = (
    ("lib",),
    ("journal",),
    ("city",),
    ("files",),
    ("mail",),
    ("languages",),
    ("search",),
    ("people",),
    ("privacy",),
    ("process",),
    ("contributions",),
    ("survey", "events"),
    ("synthesis",),
    ("goals",),
    ("concept",),
    ("council",),
    ("monitoring",),
    ("press",),
    ("portal", "api"),
)
LEVEL = {room: level for level, rooms in enumerate(STAIR) for room in rooms}
OUTSIDE = ("cli", "demo")

FILES = {
    "__init__.py", "rules.py", "compute.py", "models.py", "queries.py", "exports.py",
    "imports.py", "tasks.py", "actions.py", "forms.py", "views.py", "desk.py", "apps.py",
    "admin.py", "middleware.py", "urls.py",
}  # fmt: skip
PACKAGES = {name.removesuffix(".py") for name in FILES - {"__init__.py"}}
FOLDERS = {"management", "templatetags", "templates", "static", "migrations", "tests"}

# Ratchets: to be lowered when it can be done, never raised.
LONGEST_FILE = 400
LONGEST_FUNCTION = 50

_WRITES = {"save", "create", "bulk_create", "update_or_create", "get_or_create", "bulk_update"}


def rooms() -> list[Path]:
    return sorted(path for path in PACKAGE.iterdir() if path.name in LEVEL)


def python_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def room_of(model: type[models.Model]) -> str | None:
    """The room in which a model stands; None for Django's and other people's."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "ratschlag" else None


def faults_in_keys(found: Iterable[type[models.Model]]) -> list[str]:
    """Foreign keys point down, PROTECT between rooms, SET_NULL for persons, CASCADE inside."""
    faults = []
    for model in found:
        for field in model._meta.get_fields(include_hidden=False):
            if not isinstance(field, models.ForeignKey) or field.auto_created:
                continue
            faults += _faults_in_key(model, field)
    return faults


def _faults_in_key(model: type[models.Model], field: models.ForeignKey) -> Iterator[str]:
    here, there = room_of(model), room_of(field.related_model)
    if here is None or there is None or here == there:
        return
    name = f"{model.__name__}.{field.name}"
    if LEVEL[there] >= LEVEL[here]:
        yield f"{name} points up the stair, from {here} to {there}"
    deletes = field.remote_field.on_delete
    is_person = field.related_model.__name__ == "Person"
    if deletes is not (models.SET_NULL if is_person else models.PROTECT):
        yield f"{name} must {'SET_NULL' if is_person else 'PROTECT'} between rooms"


def faults_in_names(room: Path) -> list[str]:
    """A room holds only files whose names everyone knows."""
    faults = []
    for path in sorted(room.iterdir()):
        if path.name == "__pycache__":
            continue
        if path.is_dir():
            is_known = path.name in FOLDERS | PACKAGES
        else:
            is_known = path.name in FILES or room.name == "lib"
        if not is_known:
            faults.append(f"{room.name}/{path.name} is not a file that rooms have")
    return faults


def faults_in_size(
    path: Path, *, lines: int = LONGEST_FILE, inside: int = LONGEST_FUNCTION
) -> list[str]:
    text = path.read_text("utf-8")
    faults = []
    if (count := len(text.splitlines())) > lines:
        faults.append(f"{path.name} has {count} lines; split it by noun")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > inside:
                faults.append(f"{path.name}: {node.name} has {length} lines")
    return faults


def faults_in_verbs(source: str) -> list[str]:
    """An action is one transaction and one line in the journal, a marked part of another, or a
    resident's act that is journalled by the day."""
    faults = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        marks = {ast.unparse(mark) for mark in node.decorator_list}
        if node.name in ("part", "by_the_day", "record"):
            continue
        is_part = marks & {"part", "by_the_day"}
        if not any(mark.startswith("transaction.atomic") for mark in marks):
            faults.append(f"{node.name} is not one transaction")
        calls = [ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)]
        if is_part and "record" in calls:
            faults.append(f"{node.name} is a part and records all the same")
        if not is_part and calls.count("record") != 1:
            faults.append(f"{node.name} writes {calls.count('record')} lines in the journal")
        if re.match(r"(get|is|has|may|list|find)_", node.name):
            faults.append(f"{node.name} is not a verb that writes")
    return faults


def faults_in_nouns(source: str) -> list[str]:
    """Queries read: they never write."""
    calls = (call.func for call in ast.walk(ast.parse(source)) if isinstance(call, ast.Call))
    return [
        f"a query writes: {ast.unparse(call)}"
        for call in calls
        if isinstance(call, ast.Attribute) and call.attr in _WRITES
    ]


def faults_in_listening(source: str) -> list[str]:
    """Nothing listens to signals."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(
            ("dispatch", "signals")
        ):
            faults.append(f"line {node.lineno} imports from {node.module}")
    return faults


def contracts() -> list[dict]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return settings["tool"]["importlinter"]["contracts"]
