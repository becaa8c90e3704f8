"""Fields of action are proposed with a probability that means what it says."""

from collections.abc import Sequence

import numpy as np
import pytest

from ratschlag.synthesis.compute.fields import Field, FieldSorter, most_uncertain
from ratschlag.synthesis.compute.fields.described import aspects
from ratschlag.synthesis.compute.spaces import Floats, unit

BUS, TREE, HOME = "bus tram rail stop", "tree park river shade", "flat rent house roof"
FIELDS = [
    Field("move", "Moving", "bus, tram, rail, stop"),
    Field("green", "Green", "tree, park, river, shade"),
    Field("live", "Living", "flat, rent, house, roof"),
]


class Words:
    """A tiny encoder: words of one kind point one way, every word a little its own way."""

    def __init__(self) -> None:
        rng = np.random.default_rng(5)
        kinds = [rng.normal(size=16) for _ in range(3)]
        self.known = {
            word: kind + 0.9 * rng.normal(size=16)
            for kind, words in zip(kinds, (BUS, TREE, HOME), strict=True)
            for word in words.split()
        }
        self.common = 2 * rng.normal(size=16)

    def encode(self, texts: Sequence[str]) -> Floats:
        rows = [
            sum((self.known[word] for word in _words(text)), np.zeros(16)) + self.common
            for text in texts
        ]
        return unit(np.array(rows, np.float32).reshape(len(texts), 16))

    def centred(self, texts: Sequence[str]) -> Floats:
        vectors = self.encode(texts)
        return unit(vectors - vectors.mean(axis=0))


def _words(text: str) -> list[str]:
    every = f"{BUS} {TREE} {HOME}".split()
    return [word for word in text.lower().replace(",", " ").split() if word in every]


def said(count: int, *, seed: int = 1) -> tuple[list[str], list[str]]:
    """Texts of three words, two of one kind and one of any, and the field of the two."""
    rng = np.random.default_rng(seed)
    texts, truth = [], []
    for _ in range(count):
        kind = int(rng.integers(0, 3))
        own = (BUS, TREE, HOME)[kind].split()
        other = f"{BUS} {TREE} {HOME}".split()
        texts.append(f"{rng.choice(own)} {rng.choice(own)} {rng.choice(other)}")
        truth.append(FIELDS[kind].key)
    return texts, truth


@pytest.fixture
def words() -> Words:
    return Words()


@pytest.fixture
def sorter(words: Words) -> FieldSorter:
    return FieldSorter.zero_shot(FIELDS, words)


def right(suggestions, truth) -> float:
    return float(np.mean([one.first == key for one, key in zip(suggestions, truth, strict=True)]))


def test_the_description_alone_sorts_from_the_first_text_on(words, sorter):
    texts, truth = said(300)
    told = sorter.suggest(texts, words.centred(texts))
    assert right(told, truth) > 0.75
    assert all(0 <= one.second_probability <= one.probability <= 1 for one in told)
    assert all(one.first != one.second for one in told)


def test_the_words_that_speak_for_a_field_are_named(words, sorter):
    texts = ["Trams are late", "trees give shade", *said(60)[0]]
    told = sorter.suggest(texts, words.centred(texts))
    shade = told[1]
    assert shade.first == "green"
    assert "shade" in shade.words


def test_a_description_is_read_aspect_by_aspect():
    assert aspects("Moving", "bus and tram; bikes (and paths), walking") == [
        "Moving. bus and tram; bikes (and paths), walking",
        "Moving",
        "bus and tram",
        "bikes",
        "and paths",
        "walking",
    ]
    assert aspects("Moving", "") == ["Moving"]


def test_coded_texts_are_learnt_from(words):
    # Titles that say nothing: only what people coded tells the fields apart.
    blank = [Field("move", "A"), Field("green", "B"), Field("live", "C")]
    sorter = FieldSorter.zero_shot(blank, words)
    texts, truth = said(400)
    vectors = words.centred(texts)
    before = right(sorter.suggest(texts, vectors), truth)
    sorter.learn(texts, vectors, [*truth[:60], *[""] * 340])
    told = sorter.suggest(texts[60:], vectors[60:])
    assert right(told, truth[60:]) > max(before, 0.8)
    assert told[0].neighbours
    assert all(truth[row] == told[0].first for row in told[0].neighbours)


def test_the_passage_from_described_to_learnt_is_smooth(words, sorter):
    texts, truth = said(600)
    vectors = words.centred(texts)
    reached = []
    for coded in (0, 3, 9, 30, 120):
        sorter.learn(texts, vectors, [*truth[:coded], *[""] * (600 - coded)])
        reached.append(right(sorter.suggest(texts[120:], vectors[120:]), truth[120:]))
    assert reached[-1] > reached[0]
    assert all(after > before - 0.03 for before, after in zip(reached, reached[1:], strict=False))


def expected_calibration_error(found, truth: np.ndarray) -> float:
    sure, hit = found.max(axis=1), found.argmax(axis=1) == truth
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(sum(abs((sure - hit)[bins == at].sum()) for at in range(10)) / len(sure))


@pytest.mark.parametrize(("coded", "off"), [(0, 0.16), (30, 0.09), (90, 0.05)])
def test_the_probability_comes_true_and_truer_with_codings(words, sorter, coded, off):
    texts, truth = said(1500, seed=4)
    vectors = words.centred(texts)
    sorter.learn(texts, vectors, [*truth[:coded], *[""] * (1500 - coded)])
    found = sorter.probabilities(texts[coded:], vectors[coded:])
    own = np.array([sorter.classes.index(key) for key in truth[coded:]])
    assert expected_calibration_error(found, own) < off
    assert found.max(axis=1).mean() <= (found.argmax(axis=1) == own).mean(), "never too sure"


def test_classes_are_counted_among_all_texts(words, sorter):
    texts, truth = said(900, seed=2)
    rare = [row for row, key in enumerate(truth) if key != "live" or row % 12 == 0]
    texts, truth = [texts[row] for row in rare], [truth[row] for row in rare]
    vectors = words.centred(texts)
    chosen = [row for key in sorter.classes for row in _of(truth, key)[:15]]
    labels = [truth[row] if row in chosen else "" for row in range(len(truth))]
    sorter.learn(texts, vectors, labels)
    expected = sorter.probabilities(texts, vectors).mean(axis=0)
    assert abs(expected[2] - truth.count("live") / len(truth)) < 0.06


def _of(truth: list[str], key: str) -> list[int]:
    return [row for row, one in enumerate(truth) if one == key]


@pytest.mark.parametrize(
    "labels",
    [
        ["move"] * 5,
        ["move", "green"],
        ["move", "move", "green", "green"],
        ["elsewhere"] * 3,
        ["elsewhere", "elsewhere", "move", "move", "green", ""],
        [""] * 6,
    ],
    ids=["one class", "one text each", "two of three", "unknown class", "mixed", "none"],
)
def test_any_choice_of_labels_works(words, sorter, labels):
    texts, _ = said(150)
    vectors = words.centred(texts)
    sorter.learn(texts, vectors, [*labels, *[""] * (150 - len(labels))])
    told = sorter.suggest(texts, vectors)
    assert len(told) == 150
    found = sorter.probabilities(texts, vectors)
    assert np.allclose(found.sum(axis=1), 1)
    assert found.shape[1] == len({"move", "green", "live", *labels} - {""})
    assert {one.first for one in told} <= set(sorter.classes)


def test_few_texts_one_field_and_none_work(words):
    one = FieldSorter.zero_shot(FIELDS[:1], words)
    (told,) = one.suggest(["bus"], words.encode(["bus"]))
    assert (told.first, told.probability, told.second) == ("move", 1.0, "")
    none = FieldSorter.zero_shot([], words)
    assert none.suggest(["bus"], words.encode(["bus"]))[0].first == ""
    none.learn(*_coded(words))
    assert none.suggest(["tram rail"], words.encode(["tram rail"]))[0].first in {"move", "green"}
    assert FieldSorter.zero_shot(FIELDS, words).suggest([], words.encode([])) == []


def _coded(words: Words):
    texts = ["bus tram", "rail stop", "bus rail", "tree park", "river shade", "tree shade"]
    return texts, words.encode(texts), ["move"] * 3 + ["green"] * 3


def test_the_same_codings_give_the_same_bytes(words):
    texts, truth = said(200)
    vectors = words.centred(texts)
    labels = [*truth[:40], *[""] * 160]
    found = []
    for _ in range(2):
        sorter = FieldSorter.zero_shot(FIELDS, words)
        sorter.learn(texts, vectors, labels)
        found.append(sorter.probabilities(texts, vectors).tobytes())
    assert found[0] == found[1]


def test_the_most_uncertain_comes_first(words, sorter):
    texts = ["tree park shade", "tree bus", *said(60)[0]]
    told = sorter.suggest(texts, words.centred(texts))
    order = most_uncertain(told)
    assert sorted(order) == list(range(62))
    margins = [told[row].probability - told[row].second_probability for row in order]
    assert margins == sorted(margins)
