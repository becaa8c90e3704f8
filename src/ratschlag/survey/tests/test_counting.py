"""Counting: every kind of question, what is missing and what was not shown."""

from ratschlag.survey.compute.classes import classes_of_days, classes_of_numbers
from ratschlag.survey.compute.counted import as_json, figures_from
from ratschlag.survey.compute.results import Said, Tally
from ratschlag.survey.tests.test_answers import ONE_OF_EACH, a_question, a_questionnaire, options


def tallied(*answers: dict[str, object], questionnaire=ONE_OF_EACH, channel="online", **more):
    tally = Tally({1: questionnaire}, 5)
    for said in answers:
        tally.count(Said(1, channel, "de", said, **more))
    return {row.key: row for row in tally.figures()}


def lines(figures, row: int = 0) -> dict[str, int]:
    return {line.key: line.count for line in figures.parts[row].lines}


def test_choices_are_counted_with_n_and_missing():
    found = tallied({"one": "a"}, {"one": "b"}, {"one": "other", "one.other": "c"}, {"yes": "no"})
    one = found["one"]
    assert lines(one) == {"a": 1, "b": 1, "other": 1}
    assert (one.counted, one.not_shown, one.parts[0].answered, one.parts[0].missing) == (4, 0, 3, 1)
    assert one.parts[0].share(one.parts[0].lines[0]) == 1 / 3
    assert lines(found["yes"]) == {"yes": 0, "no": 1}


def test_several_ticks_of_one_answer_count_each_and_it_counts_once():
    some = tallied({"some": ["a", "b"]}, {"some": ["b"]}, {})["some"]
    assert lines(some) == {"a": 1, "b": 2, "c": 0, "other": 0}
    assert (some.parts[0].answered, some.parts[0].missing) == (2, 1)


def test_each_row_of_a_matrix_has_its_own_n():
    matrix = tallied({"matrix": {"r1": "good"}}, {"matrix": {"r1": "bad", "r2": "bad"}}, {})[
        "matrix"
    ]
    assert [part.key for part in matrix.parts] == ["r1", "r2"]
    assert lines(matrix) == {"good": 1, "bad": 1}
    assert lines(matrix, 1) == {"good": 0, "bad": 1}
    assert [(part.answered, part.missing) for part in matrix.parts] == [(2, 1), (1, 2)]


def test_a_ranking_has_first_places_and_sums_of_places():
    order = tallied(*[{"order": ["b", "a"]}] * 4, *[{"order": ["a", "b", "c"]}] * 2)["order"]
    assert lines(order) == {"a": 2, "b": 4, "c": 0}
    ranks = {rank.key: (rank.count, rank.total, rank.mean) for rank in order.ranks}
    assert ranks["a"] == (6, 10, 10 / 6)
    assert ranks["b"] == (6, 8, 8 / 6)
    # Two ranked it: the sum would tell at which place.
    assert ranks["c"] == (2, None, None)


def test_numbers_have_mean_and_median_and_stand_in_classes():
    number = tallied(*({"number": str(each)} for each in (1, 2, 3, 40, "12.5", 60)))["number"]
    assert number.mean == (1 + 2 + 3 + 40 + 12.5 + 60) / 6
    assert number.median == 7.75
    assert lines(number) == {"0..10": 3, "10..20": 1, "40..50": 1, "60..70": 1}
    assert tallied(*[{"number": "5"}] * 4)["number"].mean is None


def test_a_scale_has_all_its_steps():
    scale = tallied(*[{"scale": 0}] * 3, *[{"scale": 10}] * 3)["scale"]
    assert lines(scale) == {str(step): 3 if step in (0, 10) else 0 for step in range(11)}
    assert (scale.mean, scale.median) == (5, 5)


def test_days_are_counted_by_month_and_by_year_where_there_are_many():
    day = tallied({"day": "2016-09-05"}, {"day": "2016-09-25"}, {"day": "2016-01-01"})["day"]
    assert lines(day) == {"2016-01": 1, "2016-09": 2}
    many = [f"{year}-{month:02}-01" for year in (1980, 1990, 2000) for month in range(1, 10)]
    assert set(classes_of_days(many).values()) == {"1980", "1990", "2000"}


def test_whole_numbers_stand_in_whole_classes():
    assert classes_of_numbers(["3", "1", "7"]) == {"1": "1", "3": "3", "7": "7"}
    ages = classes_of_numbers([str(age) for age in range(18, 99)])
    assert list(dict.fromkeys(ages.values()))[:2] == ["10..19", "20..29"]
    assert len(set(ages.values())) <= 10
    assert classes_of_numbers(["-5", "0", "2000000"])["-5"] == "-500000..-1"
    assert classes_of_numbers([]) == {}
    assert classes_of_numbers(["0.5"]) == {"0.5": "0..1"}


def test_words_are_counted_as_said_and_not_by_what_they_say():
    words = tallied({}, {}, worded=frozenset({"words"}))["words"]
    assert (words.parts[0].answered, words.parts[0].missing, words.parts[0].lines) == (2, 0, ())


CONDITION = {"join": "all", "tests": [["bike", "is", "yes"]]}


def test_not_shown_is_not_missing_and_is_never_crossed():
    asked = a_questionnaire(
        a_question("bike", "yes_no"),
        a_question("where", "single", options=options("a", "b"), show_if=CONDITION),
    )
    said = [{"bike": "yes", "where": "a"}] * 20 + [{"bike": "yes"}] * 6 + [{"bike": "no"}] * 20
    tally = Tally({1: asked}, 5)
    for number, answers in enumerate(said):
        tally.count(Said(1, "letter" if number % 2 else "online", "de", answers))
    bike, where = tally.figures()
    assert (where.not_shown, where.parts[0].answered, where.parts[0].missing) == (20, 20, 6)
    assert bike.is_crossed
    # Crossed it would tell how many of a channel said yes before.
    assert not where.is_crossed


def test_a_question_of_a_later_version_was_not_shown_to_those_before():
    first = a_questionnaire(a_question("one", "single", options=options("a", "old")))
    second = a_questionnaire(
        a_question("new", "yes_no"), a_question("one", "single", options=options("b", "a"))
    )
    tally = Tally({1: first, 2: second}, 5)
    tally.count(Said(1, "online", "de", {"one": "old"}))
    tally.count(Said(2, "online", "de", {"one": "b", "new": "yes"}))
    new, one = tally.figures()
    assert (new.key, new.not_shown, new.parts[0].answered) == ("new", 1, 1)
    assert lines(one) == {"b": 1, "a": 0, "old": 1}


def test_figures_are_crossed_by_channel_and_by_language():
    tally = Tally({1: ONE_OF_EACH}, 5)
    for channel, language in (("online", "de"), ("online", "ar"), ("letter", "de"), ("fax", "de")):
        for at in range(20 if channel != "fax" else 2):
            tally.count(Said(1, channel, language, {"one": "a" if at % 2 else "b"}))
    one = next(row for row in tally.figures() if row.key == "one")
    assert one.parts[0].tables["channel"].columns == (("online",), ("fax", "letter"))
    assert one.parts[0].tables["channel"].cells[:2] == ((20, 11), (20, 11))
    assert one.parts[0].tables["language"].columns == (("ar",), ("de",))


def test_figures_come_back_from_json_as_they_were():
    tally = Tally({1: ONE_OF_EACH}, 5)
    for channel in ("online", "letter"):
        for at in range(30):
            said = {"one": "a" if at % 3 else "b", "some": ["a", "b"][: 1 + at % 2]}
            more = {"order": ["a", "c"], "number": str(at), "scale": at % 11, "yes": "yes"}
            tally.count(Said(1, channel, "de", said | more | {"matrix": {"r1": "good"}}))
    for figures in tally.figures():
        assert figures_from(as_json(figures)) == figures
    assert any(figures.is_crossed for figures in tally.figures())
