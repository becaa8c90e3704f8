"""The demo asks the machine to read what was said, as long as that is being ordered."""

import pytest

from ratschlag.demo import machine
from ratschlag.process.actions import move_process
from ratschlag.process.rules import State
from ratschlag.synthesis.rules import RunState
from tests import cast


@pytest.fixture
def spoken(process):
    for number in range(20):
        cast.a_contribution(process, f"Nummer {number} wünscht sich Bäume.")
    return process


@pytest.fixture(autouse=True)
def there(monkeypatch):
    monkeypatch.setattr(machine, "is_there", lambda: True)
    monkeypatch.setattr("ratschlag.synthesis.actions.runs.is_there", lambda: True)


def test_a_run_is_asked_for_once(spoken):
    move_process(spoken, State.OPEN, by=None)
    assert machine.ask_the_machine() == 1
    assert spoken.runs.get().state == RunState.ASKED
    assert machine.ask_the_machine() == 0


def test_before_anyone_has_spoken_there_is_nothing_to_order(process, spoken):
    assert machine.ask_the_machine() == 0  # announced, not open
    other = cast.a_process("verkehr")
    move_process(other, State.OPEN, by=None)
    assert machine.ask_the_machine() == 0


def test_without_the_extra_the_demo_does_without(spoken, monkeypatch):
    move_process(spoken, State.OPEN, by=None)
    monkeypatch.setattr(machine, "is_there", lambda: False)
    assert machine.ask_the_machine() == 0
