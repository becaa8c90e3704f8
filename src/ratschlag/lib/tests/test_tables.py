"""Tables of strangers: by line, in mixed encodings, with formulas, and what is a bomb."""

import io
import zipfile

import pytest
import xlsxwriter

from ratschlag.lib.tables import Form, Limits, Table, Unreadable, Why, safe

LIMITS = Limits(
    file_bytes=None, unpacked=1_000_000, unpacked_times=60, rows=None, cell=2_000, is_exact=True
)


def _table(content: bytes, name: str = "a.csv", limits: Limits = LIMITS) -> Table:
    return Table(io.BytesIO(content), name, limits)


def _rows(content: bytes) -> list[tuple[int, list[str]]]:
    return list(_table(content).rows())


def _book(write) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        write(book.add_worksheet("Ideen"))
    return made.getvalue()


def test_each_row_says_on_which_line_it_begins():
    assert _rows(b'id;text\n1;"two\nlines"\n2;one\n') == [
        (1, ["id", "text"]),
        (2, ["1", "two\nlines"]),
        (4, ["2", "one"]),
    ]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("id;text\n1;Bäume\n".encode(), Form("csv", "utf-8", ";")),
        ("id\ttext\n1\tBäume\n".encode("utf-8-sig"), Form("csv", "utf-8-sig", "\t")),
        ("id,text\n1,Bäume\n".encode("cp1252"), Form("csv", "cp1252", ",")),
        ("id,text\n1,Bäume\n".encode("utf-16"), Form("csv", "utf-16", ",")),
        (_book(lambda s: s.write_row(0, 0, ["id", "text"])), Form("xlsx", sheet="Ideen")),
    ],
)
def test_encoding_and_delimiter_are_found(content: bytes, form: Form):
    table = _table(content)
    assert table.form == form
    rows = list(table.rows())
    assert rows[0] == (1, ["id", "text"])
    assert [cells for _line, cells in rows[1:]] == ([["1", "Bäume"]] if rows[1:] else [])


@pytest.mark.parametrize("most", ["utf-8", "cp1252"])
def test_lines_in_another_encoding_than_most_are_told(most: str):
    other = {"utf-8": "cp1252", "cp1252": "utf-8"}[most]
    lines = [("Bäume\n", most), ("Straße\n", most), ("Grün\n", other), ("plain\n", "ascii")]
    table = _table(b"".join(line.encode(encoding) for line, encoding in lines))
    assert table.form.encoding == most
    words = [cells[0] for _line, cells in table.rows()]
    assert words[:2] == ["Bäume", "Straße"] and words[3] == "plain"
    assert any("\udc80" <= letter <= "\udcff" for letter in words[2])


def test_a_quotation_that_never_ends_says_where_it_began():
    with pytest.raises(Unreadable) as refused:
        _rows(b'id,text\n1,fine\n2,"open\n' + b"x\n" * 2_000)
    assert (refused.value.why, refused.value.row) == (Why.BROKEN, 3)


def test_a_quotation_open_at_the_end_does_not_swallow_rows():
    with pytest.raises(Unreadable) as refused:
        _rows(b'id,text\n1,fine\n2,"open\n3,lost\n')
    assert (refused.value.why, refused.value.row) == (Why.BROKEN, 3)
    assert _rows(b'id,text\n1,a 5" pipe\n')[1] == (2, ["1", 'a 5" pipe'])


def test_a_formula_in_a_workbook_says_its_row():
    def write(sheet):
        sheet.write_string(0, 0, "text")
        sheet.write_string(1, 0, "=> more trees")
        sheet.write_formula(2, 0, "=1+1")

    with pytest.raises(Unreadable) as refused:
        _table(_book(write), "a.xlsx")
    assert (refused.value.why, refused.value.row) == (Why.FORMULAS, 3)


def test_what_unpacks_to_many_times_its_size_is_a_bomb_and_a_large_table_is_not():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    with pytest.raises(Unreadable) as refused:
        _table(packed.getvalue(), "a.xlsx")
    assert refused.value.why == Why.TOO_LARGE

    def write(sheet):
        for row in range(3_000):
            sheet.write_string(row, 0, f"{row * 7919 % 100_003} {row * 104_729 % 1_000_003}" * 9)

    large = _book(write)
    assert len(list(_table(large, "a.xlsx").rows())) == 3_000
    strict = Limits(file_bytes=None, unpacked=100_000, unpacked_times=0, rows=None)
    with pytest.raises(Unreadable):
        _table(large, "a.xlsx", strict)


def test_words_that_would_be_a_formula_are_marked_as_text():
    assert [safe(each) for each in ("=1+1", "Bäume", 5)] == ["'=1+1", "Bäume", 5]
