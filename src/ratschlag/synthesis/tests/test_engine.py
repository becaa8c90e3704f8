"""The whole engine in one call, with an encoder that knows three concerns."""

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import pytest

from ratschlag.synthesis.compute.engine import Before, Row, Settings, synthesise
from ratschlag.synthesis.compute.vectors import Mark
from ratschlag.synthesis.exports.report.sections import _Sections
from ratschlag.synthesis.exports.report.words import Words

_WORDS = {"baum": 0, "tree": 0, "bus": 1, "kurs": 2, "course": 2}


class Concerns:
    """A text is about what it names; the rest of it is a little noise of its own."""

    dimensions = 8

    def __init__(self, turned: int = 0) -> None:
        self.turned = turned
        self.mark = Mark("concerns", str(turned), "0" * 64)
        self.read: list[str] = []

    def encode(self, texts: Sequence[str], progress=None) -> np.ndarray:
        self.read += texts
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for word, at in _WORDS.items():
                vectors[row, (at + self.turned) % 8] += word in text.lower()
            vectors[row, 3 + sum(map(ord, text)) % 5] += 0.1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _rows(start: int = 0, count: int = 10) -> list[Row]:
    wishes = ("Ein Baum für Platz {}", "Der Bus nach Dorf {}", "Ein Kurs in Haus {}")
    return [
        Row(f"{kind}-{number}", wish.format("abcdefghijklmnopqrst"[number] * 4), language="de")
        for number in range(start, start + count)
        for kind, wish in zip(("tree", "bus", "course"), wishes, strict=True)
    ]


def _settings(encoder: Concerns, **more) -> Settings:
    return Settings(["de", "en"], encoder=encoder, themes=3, **more)


def _theme_of(rows: Sequence[Row], result) -> dict[str, str]:
    return {row.id: result.themes.theme_of(at) for at, row in enumerate(rows)}


def _before(rows: Sequence[Row], result) -> Before:
    return Before(result.themes.before(), _theme_of(rows, result), result.mark)


@pytest.fixture(scope="module")
def first():
    return synthesise(_rows(), _settings(Concerns()))


def test_themes_are_the_concerns_and_everything_is_told_of_them(first):
    themes = _theme_of(_rows(), first)
    assert {len({themes[f"{kind}-{at}"] for at in range(10)}) for kind in ("tree", "bus")} == {1}
    assert len(set(themes.values())) == 3
    for told in first.told:
        assert told.people == len(told.rows) == 10
        assert set(told.quotes) <= set(told.rows.tolist()) and told.quotes
        assert told.languages == {"de": 10}
    assert first.people == 30 and first.difference is None


def test_every_sentence_of_a_summary_stands_in_the_texts_it_names(first):
    texts = {row.id: row.text for row in _rows()}
    for told in first.told:
        assert told.summary
        assert all(each.text in texts[each.ids[0]] for each in told.summary)
        assert all(key in texts for each in told.summary for key in each.ids)


def test_what_is_said_several_times_is_read_once_and_counted_by_person():
    encoder = Concerns()
    rows = [*_rows(), *(Row(f"again-{at}", "Ein Baum für alle", "p1") for at in range(5))]
    result = synthesise(rows, _settings(encoder))
    assert encoder.read.count("Ein Baum für alle") == 1
    assert result.duplicates.campaigns == [[30, 31, 32, 33, 34]]
    assert result.people == 31
    told = next(told for told in result.told if 30 in told.rows)
    assert (told.people, len(told.rows)) == (11, 15)


def test_what_people_decided_holds(first):
    themes = _theme_of(_rows(), first)
    elsewhere = themes["bus-0"]
    decided = {"pinned": {"tree-0": elsewhere}, "forbidden": [("course-0", themes["course-0"])]}
    again = synthesise(_rows(), _settings(Concerns(), **decided), _before(_rows(), first))
    after = _theme_of(_rows(), again)
    assert after["tree-0"] == elsewhere and after["course-0"] != themes["course-0"]
    assert {key for key in after if after[key] != themes[key]} == {"tree-0", "course-0"}


def test_the_next_run_keeps_ids_and_tells_what_came(first):
    rows = [*_rows(), *_rows(10, 2)]
    result = synthesise(rows, _settings(Concerns()), _before(_rows(), first))
    before, after = _theme_of(_rows(), first), _theme_of(rows, result)
    assert {key: after[key] for key in before} == before
    assert len(result.difference.came) == 6 and not result.difference.moved
    assert not result.is_carried_over


def test_vectors_of_another_model_are_never_mixed_but_themes_keep_their_ids(first):
    result = synthesise(_rows(), _settings(Concerns(turned=1)), _before(_rows(), first))
    assert result.is_carried_over
    assert _theme_of(_rows(), result) == _theme_of(_rows(), first)


def test_texts_that_may_hold_personal_data_are_counted_and_neither_quoted_nor_named_after(first):
    rows = [Row(f"p{at}", f"Baum: Tel. 0371 4711 08{at:02}, Frau Zwackelmann") for at in range(6)]
    result = synthesise([*_rows(), *rows], _settings(Concerns()))
    assert set(result.private) == set(range(30, 36))
    for told in result.told:
        assert not set(told.quotes) & set(result.private)
        assert "Zwackelmann" not in told.name
        assert not any("Zwackelmann" in each.text for each in told.summary)
    assert sum(len(told.rows) for told in result.told) == 36


def test_a_theme_is_named_in_the_language_of_the_reader_if_enough_speak_it():
    rows = [
        *(Row(f"d{at}", f"Mehr Baum und Schatten in {'abcdef'[at] * 5}", language="de") for at in range(6)),
        *(Row(f"e{at}", f"More tree and shade around {'abcdefghi'[at] * 5}", language="en") for at in range(9)),
        *_rows(),
    ]  # fmt: skip
    names = {}
    for language in ("de", "en"):
        result = synthesise(rows, _settings(Concerns(), named_in=language))
        names[language] = next(told.name for told in result.told if 0 in told.rows)
    assert "Schatten" in names["de"] and "shade" in names["en"]


@pytest.mark.parametrize(
    ("figure", "chance", "said"),
    [(0.3, 0.29, "almost nothing"), (0.3, 0.2, "Some themes"), (0.3, 0.0, "clearly follow")],
)
def test_the_report_says_what_chance_alone_would_give(figure, chance, said):
    """Few texts in many themes agree by chance with anything, so with their languages, too."""
    result = SimpleNamespace(
        languages=["de", "uk"], follows_language=figure, follows_by_chance=chance
    )
    shown = _Sections.follows(SimpleNamespace(words=Words("en"), result=result))
    assert said in shown
    assert f"give {chance:.2f}" in shown


def test_one_text_stands_alone_and_stages_are_told():
    stages: list[str] = []

    def progress(stage: str, done: int, of: int) -> None:
        stages.append(stage)

    result = synthesise([Row("1", "Baum")], Settings(["de"], Concerns()), progress=progress)
    # What all texts of a language have in common is the text itself: nothing is left to sort by.
    assert not result.told and result.themes.without().tolist() == [0]
    assert list(dict.fromkeys(stages)) == [
        *("language", "duplicates", "private", "vectors", "themes", "report")
    ]
