"""Weekdays, words that age, names with a slip, and the facts that a text names."""

from datetime import date

import pytest

from ratschlag.press.compute.placeholders import fact_lines, filled, named_in, unknown_in
from ratschlag.press.compute.wording import ageing_words, misspelt_names, wrong_weekdays


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("Dienstag, 16. August 2016", None),
        ("Mittwoch, 16. August 2016", 1),
        ("am Mittwoch, den 24. August", None),
        ("am Donnerstag, dem 24. August", 2),
        ("Freitag, 24.8.2016", 2),
        ("Sonnabend, 27. August 2016", None),
        ("Tuesday 16 August 2016", None),
        ("Montag, 31. Juni 2016", -1),
        ("Montag, 9. Januar", None),
        ("Samstag, 9. Januar", 0),
        ("Samstag, 9. Januar 2016", None),
        ("Montag, 29. Februar 2017", -1),
    ],
)
def test_a_weekday_fits_its_day(text: str, weekday: int | None):
    found = wrong_weekdays(text, date(2016, 12, 1))
    assert [one.is_number for one in found] == ([] if weekday is None else [weekday])


def test_words_that_age():
    text = (
        "Die Tagung findet am 24. August statt. Sie wird in der IHK stattfinden. Heute ist frei, "
        "nächste Woche nicht. The survey will take place in September."
    )
    assert ageing_words(text) == [
        "findet am 24. August statt",
        "wird in der IHK stattfinden",
        "Heute",
        "nächste Woche",
        "will take place",
    ]
    assert ageing_words("Vom 5. bis 25. September fragt die Stadt. Sie findet Gehör.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die Katholische Propstei war da.", [("Katholische Propstei", "Katholische Probstei")]),
        ("Die Katholische Probstei war da.", []),
        ("Der Stadtsportbundes Wunsch", []),
        ("Der Stadsportbund lädt ein.", [("Stadsportbund", "Stadtsportbund")]),
        ("Sport im Stadtpark", []),
    ],
)
def test_names_stand_as_their_bearers_write_them(text: str, found: list[tuple[str, str]]):
    assert misspelt_names(text, ["Katholische Probstei", "Stadtsportbund"]) == found


def test_facts_stand_where_they_are_named():
    text = "Am {{ event:x:date }} und {{event:x:date}} in {{ place }}."
    assert named_in(text) == ["event:x:date", "place"]
    assert unknown_in({"place"}, text) == ["event:x:date"]
    values = {"event:x:date": "16. August", "place": "A*B_[x](y)<b>"}
    assert filled(text, values) == "Am 16. August und 16. August in A*B_[x](y)<b>."
    assert filled(text, values, is_markdown=True).endswith(r"A\*B\_\[x\](y)\<b\>.")
    with pytest.raises(KeyError):
        filled("{{ nie }}", values)


def test_lines_of_facts():
    assert fact_lines("Auftakt: 16. August\nLeitung: OB\n\n weiter") == [
        ("Auftakt", "16. August"),
        ("Leitung", "OB weiter"),
    ]
