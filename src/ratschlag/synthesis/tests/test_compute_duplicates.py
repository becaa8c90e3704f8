"""Near-duplicates: every pair that an edit makes, no twins, and no explosion."""

import random
import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("scipy")

from ratschlag.synthesis.compute import grams, pairs
from ratschlag.synthesis.compute.duplicates import (
    AT_LEAST,
    Lookup,
    across_languages,
    near_duplicates,
)
from ratschlag.synthesis.compute.folding import Folding
from ratschlag.synthesis.compute.guard import Guard
from ratschlag.synthesis.compute.twins import are_spellings, are_twins, wording
from ratschlag.synthesis.compute.weights import grams_of, rarity_of

CHANCE = random.Random(1)  # noqa: S311  made-up words keep no secret
WORDS = ["".join(CHANCE.choices(string.ascii_lowercase, k=4 + n % 6)) for n in range(900)]


def said(count: int, seed: int = 1) -> list[str]:
    """Made-up texts of twelve words; every tenth has an edit of it at the end."""
    chance = random.Random(seed)  # noqa: S311  nor do texts
    texts = [" ".join(chance.choices(WORDS, k=12)) for _ in range(count)]
    edited = [" ".join(w for w in t.split() if chance.random() > 0.2) for t in texts[::10]]
    return texts + edited


def rows_of(texts):
    found = grams_of(texts)
    return found, found.weighed(rarity_of(found.seen_in(), len(found)))


def test_an_edit_is_linked_with_what_it_was_made_from():
    found = near_duplicates(said(100))
    linked = {(one, other) for one, other, _ in found.pairs}
    assert linked == {(10 * n, 100 + n) for n in range(10)}
    assert (found.method, found.recall) == ("exact", None)
    assert found.groups[:100:10].tolist() == found.groups[100:].tolist() == list(range(10))
    assert (found.groups[1:10] == -1).all()


def test_the_search_in_blocks_finds_exactly_the_pairs_of_the_whole_product(monkeypatch):
    _, rows = rows_of(said(300, 2) + said(50, 2))
    whole = (rows @ rows.T).toarray()
    one, other = np.nonzero(np.triu(whole >= np.float32(0.3), 1))
    monkeypatch.setattr(pairs, "_BLOCK", 32)
    monkeypatch.setattr(pairs, "_STRETCH", 100)
    for shares in ((0.01,), (0.03, 1.0), (1.0,)):
        monkeypatch.setattr(pairs, "_SHARES", shares)
        found = pairs.all_pairs(rows, 0.3)
        assert list(zip(found.first, found.second, strict=True)) == list(
            zip(one, other, strict=True)
        )
        assert np.allclose(found.cosine, whole[one, other], atol=1e-5)


def test_the_number_of_hands_changes_no_byte(monkeypatch):
    texts = said(200, 3)
    many = near_duplicates(texts)
    in_blocks = near_duplicates(texts, exact_up_to=10)
    monkeypatch.setattr(grams, "hands", lambda: 1)
    assert near_duplicates(texts).pairs == many.pairs
    assert near_duplicates(texts, exact_up_to=10).pairs == in_blocks.pairs


def test_beyond_the_exact_search_blocks_find_nearly_all_and_say_how_much():
    texts = said(600, 4)
    found = near_duplicates(texts, exact_up_to=100)
    exact = near_duplicates(texts)
    assert found.method == "blocks"
    assert found.recall is not None
    assert found.recall >= 0.9
    assert set(found.pairs) <= set(exact.pairs)
    assert len(found.pairs) >= 0.9 * len(exact.pairs)


def test_equal_texts_are_chained_and_shown_as_a_campaign():
    texts = ["Rettet den Park!", "etwas ganz anderes", "rettet  den PARK"] * 700
    found = near_duplicates(texts)
    assert len(found.pairs) == 1399 + 699
    assert [len(members) for members in found.campaigns] == [1400, 700]
    assert found.groups.tolist() == [0, 1, 0] * 700
    assert {cosine for _, _, cosine in found.pairs} == {1.0}


def test_very_many_partners_are_bounded(monkeypatch):
    monkeypatch.setattr(pairs, "MOST_PARTNERS", 5)
    base = "wir wollen mehr grün und weniger lärm in unserem viertel"
    texts = [f"{base} {word}" for word in WORDS[:60]] + said(200, 6)
    found = near_duplicates(texts, at_least=0.3)
    assert len([pair for pair in found.pairs + found.apart if pair[1] < 60]) <= 60 * 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Eine Bank in der Lindenstraße, bitte", "Eine Bank in der Rosenstraße, bitte"),
        ("Tempo 30 in der Innenstadt bitte", "Tempo 50 in der Innenstadt bitte"),
        ("Köln braucht mehr Bänke am Rhein", "Bonn braucht mehr Bänke am Rhein"),
        ("We need a bench at Oak Street", "We need a bench at Elm Street"),
        ("نريد مقعدا في شارع النيل من فضلكم", "نريد مقعدا في شارع الاردن من فضلكم"),
        ("Потрібна лавка на вулиці Шевченка", "Потрібна лавка на вулиці Франка"),
        ("bitte eine bank am goetheplatz bauen", "bitte eine bank am schillerplatz bauen"),
    ],
)
def test_two_places_or_numbers_are_twins_and_not_the_same(one, other):
    found = near_duplicates([one, other, *said(20)], at_least=0.25)
    assert [pair[:2] for pair in found.apart] == [(0, 1)]
    assert (0, 1) not in [pair[:2] for pair in found.pairs]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Eine Bank in der Lindenstraße, bitte", "eine bank in der lindenstrasse bitte"),
        ("Eine Bank in der Lindenstraße, bitte", "Eine Bnak in der Lindenstrase, bitte"),
        ("Mehr Bäume im Stadtpark pflanzen", "Mehr Bäume pflanzen"),
        (
            "Wir fordern den Erhalt des alten Hallenbads. Grüße, Anna Vogt",
            "Wir fordern den Erhalt des alten Hallenbads. Grüße, Peter Lang",
        ),
    ],
)
def test_slips_omissions_and_signatures_make_no_twins(one, other):
    found = near_duplicates([one, other, *said(20)], at_least=0.25)
    assert [pair[:2] for pair in found.pairs if pair[1] == 1] == [(0, 1)]


def test_a_text_between_two_twins_does_not_join_them():
    texts = [
        "Bitte eine Bank in der Lindenstraße aufstellen",
        "Bitte eine Bank in der Rosenstraße aufstellen",
        "Bitte eine Bank aufstellen",
    ]
    groups = near_duplicates([*texts, *said(20)]).groups
    assert groups[0] != groups[1] or groups[0] == -1


def test_words_with_a_slip_are_one_word():
    assert are_spellings("radweg", "radewg")
    assert are_spellings("hallenbad", "halenbad")
    assert not are_spellings("lindenstraße", "rosenstraße")
    assert not are_spellings("bus", "bank")


@pytest.mark.parametrize(
    "texts",
    [[], [""], ["", " ", "\x00"], ["a"], ["\ud800", "\ud800"], ["😀😀😀😀"], ["!", "?"], ["ab"]],
)
def test_texts_without_letters_are_duplicates_of_nothing(texts):
    found = near_duplicates(texts)
    assert found.pairs == []
    assert found.groups.tolist() == [-1] * len(texts)


def test_a_text_of_five_megabytes_is_compared_like_any_other():
    found = near_duplicates(["Lärm " * 1_000_000, "lärm " * 1_000_000, "Ruhe im Park"])
    assert found.pairs == [(0, 1, 1.0)]


@settings(deadline=None, max_examples=15)
@given(st.lists(st.text(alphabet=st.characters(), max_size=40), max_size=6))
def test_any_texts_are_compared_and_folded_alike_alone_and_together(texts):
    found = near_duplicates(texts)
    assert len(found.groups) == len(texts)
    assert all(0 <= one < other < len(texts) for one, other, _ in found.pairs)
    folded = Folding().fold(texts)
    assert [folded.text(n) for n in range(len(texts))] == [
        Folding().fold([text]).text(0) for text in texts
    ]


def test_only_texts_of_one_language_are_duplicates_here():
    texts = ["Mehr Bäume im Stadtpark pflanzen", "Mehr Bäume im Stadtpark pflanzen bitte"]
    assert near_duplicates(texts, languages=["de", "nl"]).pairs == []
    assert len(near_duplicates(texts, languages=["de", "de"]).pairs) == 1


def test_across_languages_near_vectors_are_candidates():
    vectors = np.eye(3, dtype=np.float32)[[0, 0, 0, 1]]
    assert across_languages(vectors, ["de", "de", "ar", "ar"]) == [(0, 2, 1.0), (1, 2, 1.0)]


def test_while_it_is_typed_the_like_is_found_from_the_third_word_on():
    lookup = Lookup(["Mehr Bäume im Stadtpark pflanzen, bitte bald", *said(50)])
    assert lookup.similar("Mehr Bäume") == []
    assert [index for index, _ in lookup.similar("mehr bäume im")] == [0]
    place = lookup.add("Ein Zwergkaninchen für das Rathaus wäre schön")
    assert [index for index, _ in lookup.similar("ein zwergkaninchen für d")] == [place]
    for number in range(300):
        lookup.add(f"Noch etwas anderes {number}")
    assert lookup.similar("ein zwergkaninchen für das")[0][0] == place
    assert len(lookup) == 1 + 55 + 1 + 300


def test_a_whole_text_is_looked_up_as_near_duplicates_are_and_without_twins():
    lookup = Lookup(["Eine Bank in der Lindenstraße", "Mehr Bäume im Stadtpark", *said(30)])
    found = lookup.similar("Mehr Bäume im Stadtpark bitte", is_whole=True)
    assert found[0][0] == 1
    assert found[0][1] >= AT_LEAST
    assert lookup.similar("Eine Bank in der Rosenstraße", is_whole=True) == []
    assert Lookup([]).similar("eins zwei drei vier") == []
    assert lookup.similar("\ud800 \x00 😀") == []


def test_all_pairs_at_once_are_guarded_as_each_pair_alone():
    chance = random.Random(7)  # noqa: S311  made-up texts keep no secret
    streets = ["Lindenstraße", "lindenstrasse", "Rosenstr", "Rosenweg", "Oak Street", "شارع النيل"]
    words = ["Bank", "Bnak", "bänke", "Park", "park", "krap", "30", "50", "m²", "im", "für", "ab"]
    texts = [
        " ".join(chance.choices([*words, *streets, *WORDS[:4]], k=chance.randrange(7)))
        for _ in range(150)
    ]
    wordings = [wording(text) for text in texts]
    one, other = np.triu_indices(len(texts), 1)
    alone = [are_twins(wordings[a], wordings[b]) for a, b in zip(one, other, strict=True)]
    assert Guard(wordings).twins(one, other).tolist() == alone
    assert 0.1 < np.mean(alone) < 0.9
