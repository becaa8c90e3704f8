"""XLIFF goes out whole and comes back judged; a hostile file is refused as one."""

import pytest

from ratschlag.languages.exports import Unit, xliff
from ratschlag.languages.imports import MOST_BYTES, FileRefused, doubled, read_xliff

UNIT = Unit(
    key="process.process-5-title", source="Klima & <b>\n{name}", said="", seen="a" * 32,
    note="Process: title", is_checked=False, is_machine=False,
)  # fmt: skip
HEAD = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">'
    '<file original="x" datatype="plaintext" source-language="de" target-language="ar"><body>'
)
TAIL = "</body></file></xliff>"


def out(*units):
    return xliff(units, source_language="de", language="ar", original="ratschlag")


def test_what_goes_out_comes_back_as_it_was():
    said = Unit(**(UNIT.__dict__ | {"said": "المناخ {name}", "is_checked": True}))
    delivery = read_xliff(out(UNIT, said))
    assert delivery.language == "ar"
    first, second = delivery.rows
    assert (first.key, first.source, first.said, first.seen) == (
        UNIT.key,
        UNIT.source,
        "",
        UNIT.seen,
    )
    assert (second.said, second.is_unfinished, second.is_machine) == ("المناخ {name}", False, False)
    assert list(doubled(delivery.rows)) == [UNIT.key]


def test_a_machine_s_words_are_marked_as_such():
    machine = Unit(**(UNIT.__dict__ | {"said": "x", "is_machine": True}))
    (row,) = read_xliff(out(machine)).rows
    assert row.is_machine
    assert row.is_unfinished


def test_control_characters_do_not_break_the_file():
    odd = Unit(**(UNIT.__dict__ | {"source": "a\x00b\x1b\uffffc"}))
    (row,) = read_xliff(out(odd)).rows
    assert row.source == "abc"


def test_what_programs_wrap_around_words_is_read_through():
    unit = '<trans-unit id="k"><source>A <g id="1">B</g></source><target><mrk mid="0" mtype="seg">X</mrk> Y</target></trans-unit>'
    (row,) = read_xliff(f"{HEAD}{unit}{TAIL}".encode()).rows
    assert (row.source, row.said) == ("A B", "X Y")


def test_groups_are_read_and_an_empty_target_is_empty():
    unit = '<group><trans-unit id="k"><source>A</source><target/></trans-unit></group>'
    (row,) = read_xliff(f"{HEAD}{unit}{TAIL}".encode()).rows
    assert row.said == ""


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
HOSTILE = {
    "entities": f"{BOMB}{HEAD}<trans-unit id='k'><source>&b;</source></trans-unit>{TAIL}",
    "a file of this machine": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{HEAD}{TAIL}',
    "a document type": f'<!DOCTYPE xliff SYSTEM "http://a.example/x.dtd">{HEAD}{TAIL}',
    "deep": HEAD + "<group>" * 5000 + "</group>" * 5000 + TAIL,
    "cut off": HEAD,
    "nothing": "",
    "no XML": "PK\x03\x04",
    "another XML": "<html/>",
    "an unknown entity": f"{HEAD}&nbsp;{TAIL}",
    "version 2": HEAD.replace('"1.2"', '"2.0"') + TAIL,
    "no language": HEAD.replace(' target-language="ar"', ' target-language=""').replace(
        "<file", "<file"
    )
    + "</body></file><file source-language='de' target-language='ar'><body>"
    + TAIL,
    "another source": HEAD.replace('"de"', '"fr"') + TAIL,
    "too large": "x" * (MOST_BYTES + 1),
    "an unknown encoding": f'<?xml version="1.0" encoding="klingon"?>{HEAD}{TAIL}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_none_is_refused_as_a_whole(name):
    with pytest.raises(FileRefused) as caught:
        read_xliff(HOSTILE[name].encode())
    assert str(caught.value).endswith(".")


def test_letters_in_utf_16_are_read():
    unit = "<trans-unit id='k'><source>Ä</source><target>ج</target></trans-unit>"
    text = f'<?xml version="1.0" encoding="utf-16"?>{HEAD}{unit}{TAIL}'
    (row,) = read_xliff(text.encode("utf-16")).rows
    assert (row.source, row.said) == ("Ä", "ج")
