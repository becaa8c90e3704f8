"""`ratschlag synthesise`: a spreadsheet in, tables and a report out, without a database."""

import html
import json
import re
from pathlib import Path

import pytest

from ratschlag.cli import main
from ratschlag.cli import synthesise as command
from ratschlag.synthesis.compute.rows import Reason
from ratschlag.synthesis.exports.report.words import Words
from ratschlag.synthesis.tests import texts
from ratschlag.synthesis.tests.texts import CAMPAIGN, NASTY, PRIVATE, read, written
from tests.models import serving, settings_for

COLUMNS = ("--text", "Idee", "--id", "Nr", "--language", "Sprache", "--channel", "Weg")
FILES = {
    *("assignments.csv", "themes.csv", "duplicates.csv", "across_languages.csv", "refused.csv"),
    *("run.json", "run.npz", "report.html"),
}


def _run(table: Path, out: Path, *more: str) -> int:
    words = ["synthesise", str(table), *COLUMNS, "--encoder", "floor", "--out", str(out), *more]
    return main(words)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over the small table, with fields and labels, and one more with five rows besides."""
    place = tmp_path_factory.mktemp("run")
    rows = texts.rows()
    table = written(place / "ideen.csv", [*rows, ["", "Ohne Nummer", "", "", ""]])
    (place / "fields.csv").write_text(
        'field,title,description\ngrün,Stadtgrün,"Bäume, Bänke, Schatten"\n'
        'bus,Nahverkehr,"Bus, Takt, Wochenende"\nlernen,Bildung,"Sprachkurse, Kinder"\n'
    )
    (place / "labels.csv").write_text("id,field\na1,grün\na3,bus\nzz,bus\na5,nichts\n")
    beside = ("--fields", str(place / "fields.csv"), "--labels", str(place / "labels.csv"))
    assert _run(table, place / "one", *beside, "--title", "Ideen <für> alle", "--themes", "4") == 0
    assert _run(table, place / "same", *beside, "--title", "Ideen <für> alle", "--themes", "4") == 0
    late = [[f"b{at}", *row[1:]] for at, row in enumerate(rows[:5])]
    written(place / "mehr.csv", [*rows[1:], *late])
    assert _run(place / "mehr.csv", place / "next", "--previous", str(place / "one"),
                "--report-language", "en") == 0  # fmt: skip
    return place


def test_every_row_is_taken_or_refused_and_every_file_is_there(place: Path):
    assert {path.name for path in (place / "one").iterdir()} == FILES
    record = json.loads((place / "one" / "run.json").read_text("utf-8"))
    assignments = read(place / "one" / "assignments.csv")
    given = record["input"]
    assert given["rows"] == given["taken"] + given["refused"] == len(texts.rows()) + 1
    assert [row["id"] for row in assignments] == [row[0] for row in texts.rows()]
    refused = read(place / "one" / "refused.csv")
    assert [(row["file"], row["line"], row["id"]) for row in refused] == [
        ("ideen.csv", str(len(texts.rows()) + 2), ""),
        ("labels.csv", "4", "zz"),
        ("labels.csv", "5", "a5"),
    ]
    assert record["seed"] == 2016 and record["model"]["name"] == "floor"
    assert record["duration_seconds"] > 0 and record["peak_memory_mb"] > 0
    assert set(record["files"]) == FILES - {"run.json"}


def test_tables_hold_what_was_found(place: Path):
    rows = {row["id"]: row for row in read(place / "one" / "assignments.csv")}
    themes = read(place / "one" / "themes.csv")
    assert len(themes) == 4 and sum(int(row["texts"]) for row in themes) == sum(
        1 for row in rows.values() if row["theme"]
    )
    assert all(row["theme"] or "no-theme" in row["flags"] for row in rows.values())
    ids = {text: row[0] for row in texts.rows() for text in [row[1]]}
    same = [row for row in rows.values() if "campaign" in row["flags"].split()]
    assert len(same) == 4 and len({row["duplicate_group"] for row in same}) == 1
    assert same[-1]["id"] == ids[CAMPAIGN]
    assert "private-phone" in rows[ids[PRIVATE]]["flags"]
    assert {row["language"] for row in rows.values()} == {"de", "en"}
    assert (rows["a1"]["field"], rows["a1"]["field_probability"]) == ("grün", "")
    assert "field-confirmed" in rows["a1"]["flags"] and rows["a1"]["field_2"] != "grün"
    proposed = [row for row in rows.values() if row["field_probability"]]
    assert len(proposed) == len(rows) - 2
    assert all(0 < float(row["field_probability"]) <= 1 for row in proposed)
    for theme in themes:
        assert all(each in rows for each in theme["quote_ids"].split("|"))


def test_two_runs_give_the_same_bytes(place: Path):
    for name in FILES - {"run.json"}:
        assert (place / "one" / name).read_bytes() == (place / "same" / name).read_bytes(), name
    one, same = (json.loads((place / run / "run.json").read_text()) for run in ("one", "same"))
    for each in (one, same):
        del each["duration_seconds"], each["peak_memory_mb"]
    assert one == same


def test_the_next_run_keeps_the_themes_and_shows_its_difference(place: Path):
    before = {row["id"]: row["theme"] for row in read(place / "one" / "assignments.csv")}
    after = {row["id"]: row["theme"] for row in read(place / "next" / "assignments.csv")}
    both = before.keys() & after.keys()
    assert len(both) == len(texts.rows()) - 1
    assert sum(before[key] == after[key] for key in both) >= 0.9 * len(both)
    found = json.loads((place / "next" / "run.json").read_text())["difference"]
    assert (found["texts_that_came"], found["texts_that_went"]) == (5, 1)
    assert sum(each["gained"] for each in found["themes"].values()) >= 5
    assert "What has changed" in (place / "next" / "report.html").read_text("utf-8")


def test_the_report_stands_alone_and_says_nothing_that_is_not_in_the_texts(place: Path):
    page = (place / "one" / "report.html").read_text("utf-8")
    assert "<script" not in page and "NaN" not in page and "None" not in page
    assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?!#)[a-z]*:?//", page)
    assert page.count("<h1") == 1 and "Ideen &lt;für&gt; alle" in page
    said = {row[1] for row in texts.rows()}
    quotes = re.findall(r"<blockquote[^>]*><p>(.*?)</p></blockquote>", page, re.DOTALL)
    assert quotes
    for quote in quotes:
        plain = html.unescape(re.sub(r"<[^>]+>", "", quote))
        assert any(plain in text.replace("\u202e", "") for text in said), plain
    assert "Mustermann" not in page and "4711" not in page
    assert html.escape(CAMPAIGN) in page
    assert "keine Nummer" in page and "gehört zu keinem der Texte" in page
    assert "\u202e" not in page and NASTY[:8] not in page


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--text", "Ideen"), "no column “Ideen”"),
        (("--out", "{place}/one"), "is not empty"),
        (("--out", "{place}/ideen.csv"), "is a file"),
        (("--previous", "{place}"), "holds no run"),
        (("--fields", "{place}/labels.csv"), "no column “field”|no column “title”"),
        (("--labels", "{place}/fields.csv"), "no column “id”"),
        (("--fields", "{place}/nothing.csv"), "can't be opened"),
    ],
)
def test_wrong_input_is_a_sentence_and_leaves_nothing(place: Path, tmp_path, capsys, words, says):
    words = [word.format(place=place) for word in words]
    assert _run(place / "ideen.csv", tmp_path / "out", *words) == 1
    assert re.search(says, capsys.readouterr().err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [("--themes", "0"), ("--themes", "x"), ("--languages", "d3")])
def test_wrong_words_end_with_two(place: Path, tmp_path: Path, capsys, words):
    with pytest.raises(SystemExit) as ended:
        _run(place / "ideen.csv", tmp_path / "out", *words)
    assert ended.value.code == 2 and words[1] in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(place: Path, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("ratschlag.cli.synthesise.find_spec", lambda name: None)
    assert _run(place / "ideen.csv", tmp_path / "out") == 1
    assert "pip install 'ratschlag[synthesis]'" in capsys.readouterr().err


def test_every_reason_has_german_words():
    assert all(Words("de").reason(why) != Words("en").reason(why) for why in Reason)


def test_a_folder_that_is_no_one_s_to_write_is_told_before_the_work(
    place, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr("ratschlag.cli.synthesise.os.access", lambda path, mode: False)
    assert _run(place / "ideen.csv", tmp_path / "out") == 1
    assert "can't be written" in capsys.readouterr().err


def test_a_run_that_was_cut_off_is_not_taken_for_the_one_before(place: Path, tmp_path, capsys):
    broken = tmp_path / "before"
    broken.mkdir()
    (broken / "run.json").write_bytes((place / "one" / "run.json").read_bytes())
    (broken / "run.npz").write_bytes((place / "one" / "run.npz").read_bytes()[:5000])
    assert _run(place / "ideen.csv", tmp_path / "out", "--previous", str(broken)) == 1
    assert "can't be read" in capsys.readouterr().err


def test_a_run_of_another_table_is_not_taken_for_the_one_before(place: Path, tmp_path, capsys):
    other = written(tmp_path / "other.csv", [["x1", "Mehr Bänke", "de", "", ""]])
    assert _run(other, tmp_path / "out", "--previous", str(place / "one")) == 1
    assert "no text in common" in capsys.readouterr().err


def test_a_bar_is_drawn_where_somebody_watches_and_a_long_wait_is_told(capsys, monkeypatch):
    times = iter((0.0, 0.0, 30.0, 31.0, 31.0, 40.0))
    monkeypatch.setattr("ratschlag.cli.synthesise.time.monotonic", lambda: next(times))
    progress = command._Progress()
    progress("vectors", 0, 100)
    progress("vectors", 20, 100)
    progress("vectors", 21, 100)
    assert capsys.readouterr().err == "Reading 100 texts takes about 2 min more.\n"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    watched = command._Progress()
    watched("themes", 5, 10)
    assert "Finding themes [############............] 5 of 10" in capsys.readouterr().err


def test_an_endpoint_reads_the_texts_and_the_report_says_so(tmp_path, monkeypatch):
    table = written(tmp_path / "ideen.csv", texts.rows()[:12])
    with serving() as server:
        for name, value in settings_for(server).items():
            monkeypatch.setenv(name, value)
        assert _run(table, tmp_path / "out", "--encoder", "endpoint", "--themes", "2") == 0
        asked = len(server.asked)
        server.status = 500
        assert _run(table, tmp_path / "failed", "--encoder", "endpoint") == 1
    assert asked and not (tmp_path / "failed").exists()
    model = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["model"]
    assert (model["name"], model["version"]) == ("endpoint", "vectors-1")
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "hinter einem Endpunkt" in report and "ohne fremde Dienste" not in report


def test_an_endpoint_that_is_not_set_is_said_and_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("RATSCHLAG_ENDPOINT_URL", raising=False)
    table = written(tmp_path / "ideen.csv", texts.rows()[:12])
    assert _run(table, tmp_path / "out", "--encoder", "endpoint") == 1
    assert "RATSCHLAG_ENDPOINT_URL" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
