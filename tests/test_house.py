"""The house stands: its walls are asked, and planted violations are seen caught."""

import inspect
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.urls import URLPattern, URLResolver, get_resolver

from ratschlag.demo.moments import moment
from ratschlag.journal.models import Entry
from tests import house

ROOMS = house.rooms()


def test_keys_point_down_and_nothing_is_deleted_across_rooms():
    assert house.faults_in_keys(apps.get_models()) == []


@isolate_apps("ratschlag.process", "ratschlag.people", "ratschlag.events", "ratschlag.city")
def test_a_planted_key_is_caught():
    class Event(models.Model):
        class Meta:
            app_label = "events"

    Event.__module__ = "ratschlag.events.models"

    class Planted(models.Model):
        upward = models.ForeignKey("events.Event", on_delete=models.PROTECT)

        class Meta:
            app_label = "process"

    Planted.__module__ = "ratschlag.process.models"

    class Person(models.Model):
        class Meta:
            app_label = "people"

    Person.__module__ = "ratschlag.people.models"

    class Cascading(models.Model):
        person = models.ForeignKey("people.Person", on_delete=models.CASCADE)

        class Meta:
            app_label = "events"

    Cascading.__module__ = "ratschlag.events.models"
    assert house.faults_in_keys([Event, Planted, Person, Cascading]) == [
        "Planted.upward points up the stair, from process to events",
        "Cascading.person must SET_NULL between rooms",
    ]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_holds_only_files_that_everyone_knows(room: Path):
    assert house.faults_in_names(room) == []


def test_a_planted_name_is_caught(tmp_path: Path):
    room = tmp_path / "goals"
    (room / "signals").mkdir(parents=True)
    (room / "utils.py").touch()
    (room / "actions.py").touch()
    assert house.faults_in_names(room) == [
        "goals/signals is not a file that rooms have",
        "goals/utils.py is not a file that rooms have",
    ]


def test_files_and_functions_are_short_enough_to_read():
    faults = [
        fault for path in house.python_files(house.PACKAGE) for fault in house.faults_in_size(path)
    ]
    assert faults == []


def test_a_planted_long_function_and_file_are_caught(tmp_path: Path):
    path = tmp_path / "actions.py"
    path.write_text("def go():\n" + "    pass\n" * 60 + "\n" * 400)
    assert len(house.faults_in_size(path)) == 2


def test_actions_are_one_transaction_and_one_line_in_the_journal():
    faults = {}
    for path in [*house.PACKAGE.glob("*/actions.py"), *house.PACKAGE.glob("*/actions/*.py")]:
        if found := house.faults_in_verbs(path.read_text("utf-8")):
            faults[str(path)] = found
    # Setting the clock is part of loading a demo, and moving it records.
    assert faults == {}


def test_a_planted_verb_is_caught():
    source = """
def silent(): pass

@transaction.atomic
def twice(): record(); record()

@part
@transaction.atomic
def loud_part(): record()

@by_the_day
@transaction.atomic
def loud_resident(): record()

@transaction.atomic
def get_thing(): record()
"""
    assert house.faults_in_verbs(source) == [
        "silent is not one transaction",
        "silent writes 0 lines in the journal",
        "twice writes 2 lines in the journal",
        "loud_part is a part and records all the same",
        "loud_resident is a part and records all the same",
        "get_thing is not a verb that writes",
    ]


def test_queries_read_and_never_write():
    for path in [*house.PACKAGE.glob("*/queries.py"), *house.PACKAGE.glob("*/queries/*.py")]:
        assert house.faults_in_nouns(path.read_text("utf-8")) == [], path


def test_a_planted_writing_query_is_caught():
    assert house.faults_in_nouns("def themes():\n    Theme.objects.create()") == [
        "a query writes: Theme.objects.create"
    ]


def test_nothing_listens_to_signals():
    for path in house.python_files(house.PACKAGE):
        assert house.faults_in_listening(path.read_text("utf-8")) == [], path


def test_a_planted_listener_is_caught():
    assert house.faults_in_listening("from django.dispatch import receiver") == [
        "line 1 imports from django.dispatch"
    ]


@pytest.mark.django_db
def test_every_outermost_action_of_the_model_case_writes_one_line(monkeypatch: pytest.MonkeyPatch):
    """Counted at run time, over all that happens in the model case."""
    counted = _count_lines(monkeypatch)
    from ratschlag.demo import load  # noqa: PLC0415  after the actions were wrapped

    load.load(moment("T4"), address="http://localhost")
    assert len(counted) > 10
    assert {name: lines for name, lines in counted.items() if lines != {1}} == {}


def _count_lines(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[int]]:
    """How many lines each outermost action wrote, by its name."""
    counted: dict[str, set[int]] = {}
    depth = [0]

    def wrap(name: str, action: Callable) -> Callable:
        def wrapped(*args, **kwargs):
            before, depth[0] = Entry.objects.count(), depth[0] + 1
            try:
                return action(*args, **kwargs)
            finally:
                depth[0] -= 1
                if depth[0] == 0:
                    counted.setdefault(name, set()).add(Entry.objects.count() - before)

        return wrapped

    for room in ROOMS:
        module = sys.modules.get(f"ratschlag.{room.name}.actions")
        for name, action in inspect.getmembers(module, inspect.isfunction) if module else ():
            own = action.__module__ == module.__name__ and not name.startswith("_")
            if (
                own
                and name not in ("record", "part", "by_the_day")
                and not hasattr(action, "is_part")
            ):
                monkeypatch.setattr(module, name, wrap(f"{room.name}.{name}", action))
    return counted


def views() -> list[tuple[str, Callable]]:
    """Every view of ours with its address."""
    found = []

    def walk(resolver: URLResolver, before: str) -> None:
        for pattern in resolver.url_patterns:
            address = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                found.append((address, pattern.callback))
            else:
                walk(pattern, address)

    walk(get_resolver(), "/")
    return [
        (address, view)
        for address, view in found
        if inspect.unwrap(view).__module__.startswith("ratschlag.")
    ]


@pytest.mark.parametrize(("address", "view"), views(), ids=lambda part: str(part))
def test_every_view_asks_who_may_or_is_marked_public(address: str, view: Callable):
    assert getattr(view, "is_public", False) or "require(" in inspect.getsource(
        inspect.unwrap(view)
    )


def test_architecture_names_every_room():
    text = (house.ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert [room.name for room in ROOMS if f"`{room.name}`" not in text] == []


def test_contracts_know_every_room():
    by_name = {contract["name"]: contract for contract in house.contracts()}
    inside = by_name["Inside a room: from the rules out to the pages"]
    with_files = [room.name for room in ROOMS if room.name != "lib"]
    assert inside["containers"] == [f"ratschlag.{name}" for name in with_files]
    pure = by_name["Rules and computing know nothing of Django"]
    there = [
        f"ratschlag.{path.parent.name}.{path.stem}"
        for room in ROOMS
        for path in (room / "rules.py", room / "compute.py", room / "compute")
        if path.exists()
    ]
    assert sorted(pure["source_modules"]) == sorted(there)


PLANTED = {
    "The stair": ("process/rules.py", "from ratschlag.events import rules as planted"),
    "Inside a room": ("process/models.py", "from ratschlag.process import actions as planted"),
    "Rules and computing": ("process/rules.py", "import django.utils.text as planted"),
    "What writes": ("process/actions.py", "from ratschlag.process import forms as planted"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_import_breaks_its_contract(name: str, tmp_path: Path):
    shutil.copytree(house.PACKAGE, tmp_path / "ratschlag", ignore=shutil.ignore_patterns("static"))
    shutil.copy(house.ROOT / "pyproject.toml", tmp_path)
    file, line = PLANTED[name]
    path = tmp_path / "ratschlag" / file
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n")
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    run = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert run.returncode == 1
    broken = [text for text in run.stdout.splitlines() if text.endswith("BROKEN")]
    assert any(text.startswith(name) for text in broken), run.stdout
