"""Reading a city's spreadsheet: every row is taken, or refused with its line and why."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from ratschlag.synthesis.compute.rows import Reason, Row
from ratschlag.synthesis.imports import tables
from ratschlag.synthesis.imports.tables import WrongFile
from ratschlag.synthesis.imports.texts import Names, language_code, read_texts

NAMES = Names(text="Idee", id="Nr")


def _file(tmp_path: Path, content: bytes | str, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _refused(path: Path, names: Names = NAMES) -> list[tuple[int, Reason]]:
    texts = read_texts(path, names)
    assert texts.row_count == len(texts.rows) + len(texts.refused)
    return [(each.line, each.reason) for each in texts.refused]


def test_a_table_is_read_with_all_that_is_known_of_each_text(tmp_path: Path):
    path = _file(
        tmp_path, "Nr;Idee;Sprache;Weg;Wer\n7; Mehr  Bäume ;Deutsch;Brief;x\n8;More;en-GB;;\n"
    )
    names = Names("Idee", "Nr", "Sprache", "Weg", "Wer")
    assert read_texts(path, names).rows == [
        Row("7", "Mehr  Bäume", "x", "de", "Brief"),
        Row("8", "More", "", "en", ""),
    ]


def test_without_ids_rows_count_and_refused_ones_too(tmp_path: Path):
    path = _file(tmp_path, "Idee,x\nBäume,\n,y\nBänke,\n")
    texts = read_texts(path, Names("Idee"))
    assert [row.id for row in texts.rows] == ["1", "3"]
    assert [(each.line, each.id) for each in texts.refused] == [(3, "2")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1;", Reason.NO_TEXT),
        ("1;  \t", Reason.NO_TEXT),
        ("1;" + "Wort " * 1_000_000, Reason.TOO_LONG),
        (";Bänke", Reason.NO_ID),
        ("0;Bänke", Reason.TWICE),
        ("x" * 201 + ";Bänke", Reason.LONG_ID),
        ("1;Bänke; im Schatten", Reason.TOO_MANY_CELLS),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_its_line(tmp_path: Path, row, reason):
    path = _file(tmp_path, f'Nr;Idee\n0;"Bäume\nund Wiesen"\n{row}\n2;Busse\n')
    assert _refused(path) == [(4, reason)]


def test_a_line_in_another_encoding_is_refused_and_the_others_are_right(tmp_path: Path):
    lines = ["Nr;Idee\n", "1;Bäume\n", "2;Bänke\n"]
    path = _file(tmp_path, "".join(lines).encode() + "3;Straße\n".encode("cp1252"))
    assert _refused(path) == [(4, Reason.ENCODING)]
    assert [row.text for row in read_texts(path, NAMES).rows] == ["Bäume", "Bänke"]


def test_an_id_holds_no_control_that_could_move_a_cursor(tmp_path: Path):
    path = _file(tmp_path, "Nr;Idee\n1\x1b[2J\x00;Bäume\n")
    with pytest.raises(WrongFile, match="no table"):  # NUL: no text file
        read_texts(path, NAMES)
    path = _file(tmp_path, "Nr;Idee\n1\x1b[2J;Bäume\n")
    assert read_texts(path, NAMES).rows[0].id == "1 [2J"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("\n", "is empty"),
        ("Nr;Idee\n", "no row under it"),
        ("Nr;Ideen\n1;Bäume\n", "no column “Idee” .line 1.: “Nr”, “Ideen”"),
        ("Nr;Idee;Idee\n1;a;b\n", "two columns called “Idee”"),
        ("Nr;Idee\n1;\n2;\n", "all 2 rows are refused; the first on line 2: no text"),
        ('Nr;Idee\n1;gut\n2;"offen\n3;verloren\n', "line 3: the file is broken: a quotation"),
        (b"PK\x03\x04 broken", "is broken"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, content, says: str):
    with pytest.raises(WrongFile, match=says):
        read_texts(_file(tmp_path, content), NAMES)


def test_there_is_no_file(tmp_path: Path):
    with pytest.raises(WrongFile, match="can't be opened: No such file"):
        read_texts(tmp_path / "nothing.csv", NAMES)


def _book(write) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nr", "Idee"])
        write(sheet)
    return made.getvalue()


def test_a_workbook_is_read_and_blank_rows_under_it_are_none(tmp_path: Path):
    def write(sheet):
        sheet.write_number(1, 0, 1)
        sheet.write_string(1, 1, "=> Bäume")
        sheet.write_row(3, 0, [3, "Bänke"])
        sheet.write_row(4, 0, [4, "", "wer"])
        sheet.write_string(9, 0, " ")

    path = _file(tmp_path, _book(write), "a.xlsx")
    texts = read_texts(path, NAMES)
    assert [(row.id, row.text) for row in texts.rows] == [("1", "=> Bäume"), ("3", "Bänke")]
    assert [(each.line, each.reason) for each in texts.refused] == [(5, Reason.NO_TEXT)]


def test_a_formula_in_a_workbook_is_told_by_its_row(tmp_path: Path):
    content = _book(lambda sheet: sheet.write_formula(4, 1, '=HYPERLINK("http://x")'))
    with pytest.raises(WrongFile, match="line 5: the file holds formulas"):
        read_texts(_file(tmp_path, content, "a.xlsx"), NAMES)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "LIMITS", replace(tables.LIMITS, unpacked=1_000_000))
    path = tmp_path / "a.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        part.write(b"0" * 2_000_000)
    with pytest.raises(WrongFile, match="unpacks to far more"):
        read_texts(path, NAMES)


def test_languages_are_known_as_people_write_them():
    words = ("de", "DE-at", "Deutsch", "Українська", "en_GB", "Leichte Sprache", "", "Klingonisch")
    assert [language_code(word) for word in words] == ["de", "de", "de", "uk", "en", "de", "", ""]
