"""Workbooks for the tests: good ones, and such as somebody made to do harm."""

import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

Table = Sequence[Sequence[str]]
SHEET = "xl/worksheets/sheet1.xml"


def workbook(**sheets: Table) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for at, cell in enumerate(cells):
                    sheet.write_string(number, at, cell)
    return made.getvalue()


def with_formula() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("survey").write_formula(0, 0, "=1+1")
    return made.getvalue()


def changed(book: bytes, **parts: bytes) -> bytes:
    """The same file with parts of it put in the place of others (`sheet`), or beside them."""
    names = {"sheet": SHEET, "outside": "../../outside.xml", "macro": "xl/vbaProject.bin"}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w", 8) as new:
        put = {names[key]: content for key, content in parts.items()}
        for name in old.namelist():
            if name not in put:
                new.writestr(name, old.read(name))
        for name, content in put.items():
            new.writestr(name, content)
    return made.getvalue()


def bomb(book: bytes, size: int = 1 << 30) -> bytes:
    """A sheet of a gigabyte in a file of a megabyte."""
    made, zeros = io.BytesIO(), b" " * (1 << 20)
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(made, "w", 8, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w") as sheet:
            for _piece in range(size >> 20):
                sheet.write(zeros)
    return made.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
)
OUTSIDER = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    b"<worksheet>&x;</worksheet>"
)
