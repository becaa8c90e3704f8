"""A summary can be proved: every sentence rests on texts, every quotation stands in one."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.synthesis.compute.spaces import unit
from ratschlag.synthesis.compute.summary import (
    Refusal,
    Sentence,
    check_draft,
    sentences_of,
    summary,
)

SAID = {
    "c1": "Wir wollen eine Bank am Platz. Bitte 3 Bänke!",
    "c7": "Eine Bank wäre schön.",
    "c9": 'Er sagte: „Nein“, und ging. He said "no".',
}


def some(count: int, *, seed: int = 2):
    rng = np.random.default_rng(seed)
    texts = [f"Das hier ist der ganze Wunsch von jemandem, Nummer {at}." for at in range(count)]
    return texts, unit(rng.normal(size=(count, 12)) + 1), [f"c{at}" for at in range(count)]


def test_every_sentence_is_an_exact_part_of_the_text_it_cites_first():
    texts, vectors, ids = some(40)
    texts[3] += " Und noch ein Satz, der lang ist. " * 20
    told = summary(texts, vectors, ids)
    assert len(told) == 5
    by_id = dict(zip(ids, texts, strict=True))
    assert all(one.text and one.text in by_id[one.ids[0]] for one in told)
    assert len({one.ids[0] for one in told}) == 5


def test_equal_texts_stand_behind_one_sentence():
    texts, vectors, ids = some(10)
    texts[2:6], vectors[2:6] = [texts[2]] * 4, vectors[2]
    told = summary(texts, vectors, ids)
    assert len({one.text for one in told}) == len(told)
    cited = [one.ids for one in told if "c2" in one.ids or "c3" in one.ids]
    assert len(cited) == 1
    assert set(cited[0]) >= {"c2", "c3", "c4", "c5"}


def test_each_language_is_in_the_summary_by_its_share():
    texts, vectors, ids = some(40)
    languages = ["uk" if at < 16 else "de" for at in range(40)]
    told = summary(texts, vectors, ids, languages=languages)
    spoken = Counter(languages[int(one.ids[0][1:])] for one in told)
    assert spoken == {"de": 3, "uk": 2}


def test_little_or_nothing_to_sum_up():
    assert summary([], np.zeros((0, 3), np.float32), []) == []
    assert summary(["  "], np.zeros((1, 3), np.float32), ["c1"]) == []
    (one,) = summary(["Ja"], np.eye(1, 3, dtype=np.float32), ["c1"])
    assert one == Sentence("Ja", ("c1",))


@given(st.text(alphabet="aB .!?\n…„“\"'。1", max_size=60))
def test_sentences_are_exact_parts_and_leave_nothing_out(text):
    told = sentences_of(text)
    assert all(one in text for one in told)
    assert "".join("".join(told).split()) == "".join(text.split())


def test_what_can_be_proved_is_kept():
    told = check_draft(
        'Viele wünschen eine Bank [c1, c7]. Sie sagen „eine Bank am Platz“ [c1]. "Eine Bank wäre '
        'schön." [c7] Sie wollen 3 Bänke; das sagen 2 [c1; c7].',
        SAID,
    )
    assert told.sentences == [
        Sentence("Viele wünschen eine Bank.", ("c1", "c7")),
        Sentence("Sie sagen „eine Bank am Platz“.", ("c1",)),
        Sentence('"Eine Bank wäre schön."', ("c7",)),
        Sentence("Sie wollen 3 Bänke; das sagen 2.", ("c1", "c7")),
    ]
    assert not told.refused


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        ("Alle wollen eine Bank.", Refusal.NO_IDS),
        ("Alle wollen eine Bank [].", Refusal.NO_IDS),
        ("Alle wollen eine Bank [c2].", Refusal.UNKNOWN_ID),
        ("Alle wollen eine Bank [c1, c2].", Refusal.UNKNOWN_ID),
        ("Sie sagen „zwei Bänke am Platz“ [c1].", Refusal.NOT_A_QUOTATION),
        ("Sie sagen „eine bank am Platz“ [c1].", Refusal.NOT_A_QUOTATION),
        ("Sie sagen „eine Bank am Platz“ [c7].", Refusal.NOT_A_QUOTATION),
        ("Sie sagen „“ [c1].", Refusal.NOT_A_QUOTATION),
        ("Sie sagen «Bank am Park» [c1].", Refusal.NOT_A_QUOTATION),
        ("Sie sagen ‚eine Parkbank‘ [c1].", Refusal.NOT_A_QUOTATION),
        ('Sie sagen "eine Bank [c1].', Refusal.OPEN_QUOTATION),
        ("Sie sagen eine Bank“ [c1].", Refusal.OPEN_QUOTATION),
        ("Sie wollen 30 Bänke [c1].", Refusal.UNKNOWN_NUMBER),
        ("[c1].", Refusal.EMPTY),
    ],
)
def test_what_cannot_be_proved_is_thrown_away_and_counted(draft, why):
    told = check_draft(draft, SAID)
    assert told.sentences == []
    assert told.refused == {why: 1}


def test_one_false_sentence_does_not_take_the_others_with_it():
    told = check_draft("Bänke [c1]. Erfunden [c99]. Ohne alles. Noch eine Bank. [c7]", SAID)
    assert [one.ids for one in told.sentences] == [("c1",), ("c7",)]
    assert told.refused == {Refusal.UNKNOWN_ID: 1, Refusal.NO_IDS: 1}


@given(st.text(alphabet="aäB 3[]c1,;7.!?\n„“”\"«»‚‘'", max_size=80))
def test_whatever_is_drafted_what_is_kept_is_proved(draft):
    told = check_draft(draft, SAID)
    for one in told.sentences:
        assert one.ids
        assert set(one.ids) <= set(SAID)
        assert "[" not in one.text
