"""An endpoint that the city has set reads for the desk, and nothing else reads in its place."""

import pytest

from ratschlag.synthesis import actions, tasks
from ratschlag.synthesis.models import Space, Vector
from ratschlag.synthesis.rules import ENDPOINT, RunState
from ratschlag.synthesis.tasks import full_run, is_anything_new, understand_new

machine_of = pytest.importorskip("ratschlag.synthesis.tasks.machine")
endpoint_module = pytest.importorskip("ratschlag.synthesis.imports.endpoint")


def _vector(text: str) -> list[float]:
    small = text.casefold()
    words = ("baum", "bäume", "ağaç"), ("bus", "otobüs"), ("schule", "okul")
    return [float(sum(map(small.count, some))) for some in words] + [0.1]


@pytest.fixture
def read_there(machine, models, monkeypatch):
    """The worker asks the endpoint; nothing of another test is in its memory."""
    monkeypatch.undo()  # of the tiny encoder of `machine`; the environment comes back below
    models.vector = _vector
    for name, value in (("URL", models.url), ("EMBEDDING", "vectors-1")):
        monkeypatch.setenv(f"RATSCHLAG_ENDPOINT_{name}", value)
    monkeypatch.setattr(machine_of, "_known", {})
    monkeypatch.setattr(tasks, "_asked", {})
    monkeypatch.setattr(tasks, "_again", [])
    machine_of.best_encoder.cache_clear()
    yield models
    machine_of.best_encoder.cache_clear()


def test_new_texts_are_read_by_the_endpoint_in_a_space_of_their_own(process, voices, read_there):
    understand_new.func()
    space = Space.objects.get()
    assert (space.name, space.version, space.dimensions) == ("endpoint", "vectors-1", 4)
    assert Vector.objects.filter(space=space).count() == len(voices)
    sent = {text for _path, body, _key in read_there.asked for text in body["input"]}
    assert voices[0].text in sent


def test_a_mark_changes_with_address_model_and_length(read_there, monkeypatch):
    marks = {endpoint_module.endpoint_encoder().mark}
    read_there.vector = lambda _text: [1.0, 2.0]
    marks.add(endpoint_module.endpoint_encoder().mark)
    monkeypatch.setenv("RATSCHLAG_ENDPOINT_EMBEDDING", "vectors-2")
    marks.add(endpoint_module.endpoint_encoder().mark)
    monkeypatch.setenv("RATSCHLAG_ENDPOINT_URL", read_there.url.replace("127.0.0.1", "localhost"))
    marks.add(endpoint_module.endpoint_encoder().mark)
    assert len({mark.hash for mark in marks}) == 4


def test_without_a_model_for_vectors_nothing_is_sent(read_there, monkeypatch):
    monkeypatch.delenv("RATSCHLAG_ENDPOINT_EMBEDDING")
    assert endpoint_module.endpoint_encoder() is None
    assert read_there.asked == []


def test_when_it_fails_texts_wait_and_are_tried_again_later(
    process, voices, read_there, monkeypatch
):
    assert is_anything_new()
    read_there.status = 503
    assert understand_new.func() == 0
    assert not Vector.objects.exists() and not Space.objects.exists()
    assert not is_anything_new()
    monkeypatch.setattr(tasks, "_again", [0.0])
    read_there.status = 200
    assert is_anything_new()
    assert understand_new.func() == len(voices)


def test_a_run_that_it_fails_says_so_in_a_sentence(desk, process, voices, read_there, coordinator):
    read_there.status = 503
    run = actions.ask_for_run(process, by=coordinator)
    assert not full_run.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.why_failed) == (RunState.FAILED, ENDPOINT)
    page = desk.get(f"/desk/themen/{process.slug}/auswertung/", headers={"accept-language": "en"})
    assert str(run.fault) in page.content.decode()
    assert "try again later" in str(run.fault) or "später" in str(run.fault)
