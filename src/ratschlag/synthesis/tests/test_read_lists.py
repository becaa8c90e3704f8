"""Fields and labels as files: what is unknown is refused by its line, never guessed."""

from pathlib import Path

import pytest

from ratschlag.synthesis.compute.fields import Field
from ratschlag.synthesis.compute.rows import Reason
from ratschlag.synthesis.imports.lists import fields_named, read_fields, read_labels
from ratschlag.synthesis.imports.tables import WrongFile

FIELDS = [Field("a", "Arbeit", "Löhne"), Field("b", "Bildung", "Schule")]


def _file(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_fields_are_read_with_or_without_a_description(tmp_path: Path):
    path = _file(tmp_path, "field,title,description\na,Arbeit,Löhne\nb,Bildung,Schule\n")
    assert read_fields(path) == FIELDS
    assert read_fields(_file(tmp_path, "title;field\n;x\nY;y\n"))[0] == Field("x", "x", "")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("field,description\na,b\n", "no column “title”"),
        ("field,title\na,Arbeit\n", "names 1 fields"),
        ("field,title\na,Arbeit\n,Bildung\n", "line 3: the column “field” is empty"),
        ("field,title\na,Arbeit\nb,B\na,Bildung\n", "line 4: the field “a” stands there twice"),
    ],
)
def test_wrong_fields_are_refused_as_a_whole(tmp_path: Path, content: str, says: str):
    with pytest.raises(WrongFile, match=says):
        read_fields(_file(tmp_path, content))


def test_labels_that_name_nothing_known_are_refused_by_line(tmp_path: Path):
    path = _file(tmp_path, "id,field\n1,a\n9,a\n2,x\n3,\n,a\n1,b\n2,b\n")
    labels = read_labels(path, {"1", "2", "3"}, FIELDS)
    assert labels.by_id == {"1": "a", "2": "b"}
    assert [(each.line, each.reason) for each in labels.refused] == [
        (3, Reason.UNKNOWN_ID),
        (4, Reason.UNKNOWN_FIELD),
        (5, Reason.NO_FIELD),
        (6, Reason.NO_ID),
        (7, Reason.TWICE),
    ]


def test_without_a_file_of_fields_the_labels_name_them(tmp_path: Path):
    labels = read_labels(_file(tmp_path, "id,field\n1,y\n2,x\n"), {"1", "2"}, [])
    assert fields_named(labels) == [Field("x", "x", ""), Field("y", "y", "")]


def test_labels_of_another_table_are_refused(tmp_path: Path):
    with pytest.raises(WrongFile, match="no row that can be used: the first on line 2: id is not"):
        read_labels(_file(tmp_path, "id,field\n7,a\n"), {"1"}, FIELDS)
