"""Themes last from run to run, and what people decided always holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from ratschlag.synthesis.compute.spaces import unit
from ratschlag.synthesis.compute.steady import BLOCK
from ratschlag.synthesis.compute.themes import (
    Before,
    Themes,
    difference,
    find_themes,
    names,
    picture,
    place,
    quotes,
)
from ratschlag.synthesis.compute.themes.find import themes_for


def topics(count: int, texts: int, *, spread: float = 0.6, seed: int = 7, dimensions: int = 24):
    """Vectors around so many directions, and which direction each belongs to."""
    rng = np.random.default_rng(seed)
    centres = unit(rng.normal(size=(count, dimensions)))
    own = rng.integers(0, count, texts)
    noise = rng.normal(size=(texts, dimensions)) * spread / np.sqrt(dimensions)
    return unit(centres[own] + noise), own


def bytes_of(themes: Themes) -> bytes:
    arrays = (themes.centres, themes.first, themes.second, themes.nearness, themes.sizes)
    return b"".join(array.tobytes() for array in arrays) + repr(themes.ids).encode()


def test_texts_about_the_same_share_a_theme():
    vectors, own = topics(6, 300)
    themes = find_themes(vectors, count=6)
    assert themes.ids == ["t1", "t2", "t3", "t4", "t5", "t6"]
    assert adjusted_rand_score(own, themes.first) > 0.98
    assert list(themes.sizes) == sorted(themes.sizes, reverse=True)
    assert themes.new == themes.ids


def test_the_same_texts_give_the_same_bytes_on_any_number_of_cores(monkeypatch):
    vectors, _ = topics(9, BLOCK + 500)
    said = bytes_of(find_themes(vectors))
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert bytes_of(find_themes(vectors)) == said
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    assert bytes_of(find_themes(vectors)) == said


def test_a_run_without_news_changes_nothing():
    vectors, _ = topics(6, 300)
    once = find_themes(vectors)
    again = find_themes(vectors, before=once)
    assert again.ids == once.ids
    assert np.array_equal(again.first, once.first)
    assert (again.new, again.gone) == ([], [])


def test_a_tenth_more_texts_leaves_the_others_where_they_were():
    # Topics that run into each other, as what people say does.
    vectors, _ = topics(25, 1100, spread=1.6)
    old = find_themes(vectors[:1000])
    new = find_themes(vectors, before=old)
    assert adjusted_rand_score(old.first, new.first[:1000]) >= 0.95
    assert new.ids[: len(old.ids)] == old.ids
    cold = find_themes(vectors)
    assert adjusted_rand_score(old.first, cold.first[:1000]) < 0.9  # else this shows nothing


def test_what_nobody_spoke_of_before_becomes_a_theme_of_its_own():
    vectors, own = topics(6, 600, seed=3)
    known = own != 5
    old = find_themes(vectors[known], count=5)
    assert place(vectors[~known], old)[0].max() == -1, "it is far from all that was said"
    new = find_themes(vectors, before=old)
    assert new.new == ["t6"]
    assert set(np.flatnonzero(new.first == new.ids.index("t6"))) == set(np.flatnonzero(~known))


def test_an_id_that_is_gone_is_never_given_again():
    vectors, own = topics(6, 600, seed=3)
    old = find_themes(vectors, count=6)
    silenced = old.ids[-1]
    left = vectors[old.first != 5]
    without = find_themes(left, before=old)
    assert without.gone == [silenced]
    again = find_themes(vectors, before=without)
    assert again.new == ["t7"]
    assert silenced not in again.ids


def test_what_is_stored_is_enough_for_the_next_run():
    vectors, _ = topics(8, 400)
    old = find_themes(vectors)
    stored = Before.of({key: np.array(value) for key, value in old.before().state().items()})
    assert bytes_of(find_themes(vectors, before=stored)) == bytes_of(
        find_themes(vectors, before=old)
    )


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_pinned_and_forbidden_always_hold(data):
    vectors, _ = topics(5, 120, spread=1.2)
    old = find_themes(vectors[:90], count=5)
    row, theme = st.integers(0, 119), st.sampled_from([*old.ids, "t40"])
    pinned = data.draw(st.dictionaries(row, theme, max_size=12))
    never = data.draw(st.sets(st.tuples(row, theme), max_size=40))
    forbidden = sorted(pair for pair in never if pinned.get(pair[0]) != pair[1])
    count = data.draw(st.sampled_from([None, 2, 7]))
    themes = find_themes(vectors, before=old, pinned=pinned, forbidden=forbidden, count=count)
    assert all(themes.theme_of(at) == theme for at, theme in pinned.items())
    for at, theme in forbidden:
        held = {themes.ids[one] for one in (themes.first[at], themes.second[at]) if one >= 0}
        assert theme not in held
    assert {"t40", *themes.ids} == set(themes.ids) or "t40" not in pinned.values()


def test_a_pinned_theme_never_vanishes():
    vectors, _ = topics(4, 200)
    old = find_themes(vectors, count=4)
    kept = find_themes(vectors[old.first == 0], before=old, pinned={3: "t4"})
    assert "t4" in kept.ids
    assert kept.gone == ["t2", "t3"]


def test_a_contradiction_is_named():
    vectors, _ = topics(3, 60)
    with pytest.raises(ValueError, match="pinned to t1 and forbidden"):
        find_themes(vectors, pinned={4: "t1"}, forbidden=[(4, "t1")])
    with pytest.raises(ValueError, match="not there"):
        find_themes(vectors, pinned={60: "t1"})
    with pytest.raises(ValueError, match="24 and centres of 8"):
        find_themes(vectors, before=find_themes(vectors[:, :8]))


def test_empty_texts_have_no_theme_and_are_listed():
    vectors, _ = topics(3, 60)
    vectors[[7, 20]] = 0
    themes = find_themes(vectors)
    assert set(themes.without()) >= {7, 20}
    assert place(np.zeros(24), themes)[0][0] == -1
    nothing = find_themes(np.zeros((0, 24), np.float32))
    assert (nothing.ids, len(nothing.first)) == ([], 0)
    silent = find_themes(np.zeros((4, 24), np.float32))
    assert (silent.ids, list(silent.without())) == ([], [0, 1, 2, 3])


@pytest.mark.parametrize("texts", [1, 2, 3, 5, 9])
def test_a_handful_of_texts_has_themes_too(texts):
    vectors, _ = topics(3, texts)
    themes = find_themes(vectors)
    assert (themes.first >= 0).all()
    assert themes.sizes.sum() == texts


@pytest.mark.parametrize("spread", [0.3, 1.5, 4])
def test_at_most_a_tenth_is_without_a_theme(spread):
    vectors, _ = topics(8, 500, spread=spread)
    assert len(find_themes(vectors).without()) <= 50


def test_noise_far_from_everything_has_no_theme():
    vectors, _ = topics(5, 400, spread=0.4)
    rng = np.random.default_rng(1)
    noise = unit(rng.normal(size=(6, 24)))
    themes = find_themes(np.vstack([vectors, noise]), count=5)
    assert set(range(400, 406)) <= set(themes.without())


def test_a_text_between_two_themes_has_both():
    vectors, own = topics(2, 100, spread=0.3)
    middle = unit((vectors[own == 0].mean(axis=0) + vectors[own == 1].mean(axis=0))[None])
    themes = find_themes(np.vstack([vectors, middle]), count=2)
    assert {int(themes.first[-1]), int(themes.second[-1])} == {0, 1}
    assert (themes.second[:100] == -1).all()


def test_people_count_not_texts():
    vectors, own = topics(2, 100, spread=0.3)
    weights = np.where(own == 0, 0.1, 1.0).astype(np.float32)
    themes = find_themes(vectors, count=2, weights=weights)
    assert themes.sizes[0] == pytest.approx(weights[own == 1].sum())
    assert adjusted_rand_score(own, themes.first) == 1.0


def test_more_voices_never_mean_fewer_themes():
    counts = [themes_for(people) for people in range(0, 20_000, 7)]
    assert counts == sorted(counts)
    assert (themes_for(30), themes_for(1000), themes_for(10**6)) == (4, 22, 60)


def test_the_difference_names_every_text_that_moved():
    told = difference(
        {"a": "t1", "b": "t1", "c": "t2", "d": "t9", "e": ""},
        {"a": "t1", "b": "t2", "c": "t2", "e": "t1", "f": "t3"},
    )
    assert told.moved == [("b", "t1", "t2"), ("e", "", "t1")]
    assert told.gained == {"t2": ["b"], "t1": ["e"], "t3": ["f"]}
    assert told.lost == {"t1": ["b"], "": ["e"], "t9": ["d"]}
    assert (told.new, told.gone) == (["t3"], ["t9"])
    assert (told.came, told.went) == (["f"], ["d"])


def test_names_are_words_that_tell_themes_apart():
    bench = ["Wir wollen eine Bank am Fluss.", "Die Bank an der Ecke ist kaputt."] * 4
    bus = ["Der Bus kommt zu spät.", "Wir wollen den BUS am Abend.", "Die fahren den Bus nie."] * 3
    trees = ["Die Bäume an der Ecke gießen.", "Wir wollen Bäume.", "Unter Bäumen sitzen."] * 4
    first = np.array([0] * 8 + [1] * 9 + [2] * 12 + [-1])
    texts = [*bench, *bus, *trees, "Quatsch"]
    told = names(texts, first, ["t1", "t2", "t3"], ["de"] * 30)
    assert "Bank" in told[0].split(", ")
    assert "Bus" in told[1].split(", "), "as most people write it"
    assert told[2].count("Bäume") == 1, "one form of a word is enough"
    shared = {"wir", "wollen", "am", "die", "der"}
    assert not shared & {word.casefold() for word in ", ".join(told).split(", ")}


def test_a_theme_is_named_in_the_language_of_most_of_its_texts():
    texts = ["Bänke im Park", "Bänke fehlen", "benches please", "автобус ночью", "автобус"]
    first = np.array([0, 0, 0, 1, 1])
    told = names(texts, first, ["t1", "t2"], ["de", "de", "en", "uk", "uk"])
    assert "Bänke" in told[0]
    assert "автобус" in told[1]


def test_no_two_names_are_alike_and_none_is_empty():
    texts = ["Bus", "Bus", "123", "!"]
    told = names(texts, np.array([0, 1, 2, 2]), ["t1", "t2", "t3"], ["de"] * 4)
    assert len(set(told)) == 3
    assert all(told)
    assert told[2] == "t3"


def test_quotes_are_central_and_different_and_of_different_people():
    vectors, _ = topics(2, 80)
    texts = [f"Das ist ein ganzer Satz, den jemand schrieb, Nummer {at}." for at in range(80)]
    persons = [f"p{at // 2}" for at in range(80)]
    themes = find_themes(vectors, count=2)
    for theme, shown in enumerate(quotes(vectors, themes, texts=texts, persons=persons)):
        assert len({persons[row] for row in shown}) == 4
        assert all(themes.first[row] == theme for row in shown)
        near = themes.nearness[themes.first == theme]
        assert themes.nearness[shown[0]] == near.max()
        assert (themes.nearness[shown[2:]] >= np.median(near)).all(), "different, but of the theme"


def test_a_campaign_is_quoted_once():
    vectors, _ = topics(1, 40)
    vectors[:30] = vectors[0]
    texts = ["Rettet den Wald an der Ecke, jetzt und hier!"] * 30 + [
        f"Eigene Worte, und zwar die mit der Nummer {at}." for at in range(10)
    ]
    themes = find_themes(vectors, count=1)
    (shown,) = quotes(vectors, themes, texts=texts)
    assert len({texts[row] for row in shown}) == 4


def test_a_small_language_is_heard_over_all_themes_by_its_share():
    vectors, _ = topics(20, 2000)
    languages = ["uk" if at % 10 == 0 else "de" for at in range(2000)]
    themes = find_themes(vectors, count=20)
    shown = [row for rows in quotes(vectors, themes, languages=languages) for row in rows]
    assert len(shown) == 80
    assert sum(languages[row] == "uk" for row in shown) in (7, 8, 9)


def test_the_picture_is_flat_and_always_the_same():
    vectors, _ = topics(4, 200)
    flat = picture(vectors)
    assert flat.shape == (200, 2)
    assert np.abs(flat).max() == pytest.approx(1)
    assert picture(vectors).tobytes() == flat.tobytes()
    assert picture(np.zeros((0, 24), np.float32)).shape == (0, 2)
    assert np.isfinite(picture(vectors[:1])).all()
