"""The figures of the board: do themes follow language, who is quoted, what was said again."""

import pytest

from ratschlag.synthesis.compute.board import (
    by_chance,
    echoes,
    firsts,
    follows,
    in_proportion,
    in_words,
)


def test_themes_that_are_languages_follow_them_wholly():
    assert follows({("a", "de"): 5, ("b", "ar"): 5}) == pytest.approx(1)


def test_themes_that_are_spoken_of_alike_in_every_language_follow_none():
    assert follows({("a", "de"): 6, ("a", "ar"): 3, ("b", "de"): 4, ("b", "ar"): 2}) == (
        pytest.approx(0, abs=1e-9)
    )


@pytest.mark.parametrize(
    "counts", [{}, {("a", "de"): 3}, {("a", "de"): 3, ("b", "de"): 1}, {("a", "de"): 0}]
)
def test_where_nothing_divides_nothing_follows(counts):
    assert follows(counts) == 0


def test_the_figure_is_that_of_scikit_learn():
    """Computed there: normalized_mutual_info_score([a a a b b c], [de de ar ar ar tr])."""
    counts = {("a", "de"): 2, ("a", "ar"): 1, ("b", "ar"): 2, ("c", "tr"): 1}
    assert follows(counts) == pytest.approx(0.68533148, abs=1e-8)


@pytest.mark.parametrize(("figure", "word"), [(0.01, "hardly"), (0.1, "partly"), (0.7, "mostly")])
def test_a_figure_has_a_word(figure, word):
    assert in_words(figure) == word


def test_many_themes_of_few_texts_follow_language_by_chance_alone():
    counts = {(f"t{at}", ("de", "ar", "tr")[at % 3]): 1 for at in range(12)}
    assert by_chance(counts) == by_chance(counts) == pytest.approx(follows(counts))
    assert in_words(follows(counts), by_chance(counts)) == "hardly"
    assert by_chance({}) == 0


def test_beyond_chance_it_is_said():
    counts = {("a", "de"): 20, ("b", "ar"): 20}
    assert by_chance(counts) < 0.1
    assert in_words(follows(counts), by_chance(counts)) == "mostly"


def test_quotes_are_heard_in_proportion():
    groups = ["de"] * 6 + ["ar"] * 3 + ["tr"]
    assert in_proportion(groups, 3) == [0, 6, 1]
    assert in_proportion(groups, 20) == [*in_proportion(groups, 10)]
    assert sorted(in_proportion(groups, 10)) == list(range(10))
    assert in_proportion([], 2) == []


def test_what_was_said_again_is_found_the_most_often_said_first():
    assert echoes(["x", "y", "", "y", "x", "", "y", "z"]) == [[1, 3, 6], [0, 4]]


def test_what_belongs_together_over_several_steps_has_one_first():
    assert firsts([(5, 3), (7, 5), (9, 8)]) == {3: 3, 5: 3, 7: 3, 8: 8, 9: 8}
    assert firsts([]) == {}
