"""The endpoint is asked in the agreed form, believed only if it answers so, and off by default."""

import pytest

from ratschlag.lib.endpoint import Endpoint, EndpointFault, endpoint
from tests.models import serving


@pytest.fixture
def models():
    with serving() as server:
        yield server


def test_each_text_gets_its_vector_whatever_the_order_of_the_answer(models):
    asked = Endpoint(models.url, "geheim", "vectors-1")
    texts = ["a" * length for length in range(130)]
    assert [vector[0] for vector in asked.embed(texts)] == [float(n) for n in range(130)]
    assert [(path, key) for path, _, key in models.asked] == [
        ("/v1/embeddings", "Bearer geheim")
    ] * 3
    assert models.asked[0][1]["model"] == "vectors-1"


def test_a_draft_is_asked_for_without_chance(models):
    models.answer = {"choices": [{"message": {"content": " Mehr Bänke [c1]. "}}]}
    asked = Endpoint(models.url, chat_model="words-1")
    assert asked.draft("Nenne die Kennungen.", "c1: Mehr Bänke\ud800") == "Mehr Bänke [c1]."
    path, body, key = models.asked[0]
    assert (path, body["temperature"], key) == ("/v1/chat/completions", 0, None)


def test_it_is_off_unless_an_address_is_set():
    assert endpoint({}) is None
    assert endpoint({"RATSCHLAG_ENDPOINT_KEY": "x"}) is None
    found = endpoint({"RATSCHLAG_ENDPOINT_URL": "https://models.example/v1/"})
    assert found == Endpoint("https://models.example/v1")
    assert "geheim" not in repr(Endpoint("https://models.example/v1", "geheim"))


@pytest.mark.parametrize(
    "settings",
    [
        {"RATSCHLAG_ENDPOINT_URL": "http://models.example/v1"},
        {"RATSCHLAG_ENDPOINT_URL": "file:///etc/passwd"},
        {"RATSCHLAG_ENDPOINT_URL": "https://m.example", "RATSCHLAG_ENDPOINT_SECONDS": "soon"},
        {"RATSCHLAG_ENDPOINT_URL": "https://m.example", "RATSCHLAG_ENDPOINT_SECONDS": "nan"},
    ],
)
def test_an_address_in_the_open_and_odd_seconds_are_refused(settings):
    with pytest.raises(EndpointFault):
        endpoint(settings)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, {}),
        (302, {}),
        (200, b"<html>"),
        (200, []),
        (200, {"data": []}),
        (200, {"data": [{"index": 0, "embedding": []}]}),
        (200, {"data": [{"index": 0, "embedding": ["x"]}]}),
        (200, b'{"data": [{"index": 0, "embedding": [NaN]}]}'),
        (200, {"choices": []}),
    ],
)
def test_an_answer_that_is_not_as_agreed_is_a_fault(models, status, answer):
    models.status, models.answer = status, answer
    asked = Endpoint(models.url, "", "vectors-1", "words-1")
    with pytest.raises(EndpointFault):
        asked.embed(["Bank"])
    with pytest.raises(EndpointFault):
        asked.draft("x", "y")


def test_nobody_there_and_no_model_named_are_said():
    with pytest.raises(EndpointFault, match="can't be reached"):
        Endpoint("http://127.0.0.1:9/v1", "", "vectors-1").embed(["Bank"])
    with pytest.raises(EndpointFault, match="RATSCHLAG_ENDPOINT_EMBEDDING"):
        Endpoint("http://127.0.0.1:9/v1").embed(["Bank"])
    with pytest.raises(EndpointFault, match="RATSCHLAG_ENDPOINT_CHAT"):
        Endpoint("http://127.0.0.1:9/v1").draft("x", "y")
