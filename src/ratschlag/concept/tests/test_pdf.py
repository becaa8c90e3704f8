"""The PDF: our fonts, tagged tables, hostile words as words, the same bytes for the same edition."""

import io
from collections.abc import Iterator
from pathlib import Path

import outloud
import pikepdf
import pymupdf
import pytest

from ratschlag.concept import exports
from ratschlag.concept.exports import pdf_of
from ratschlag.concept.rules import Renders
from ratschlag.concept.tests.hands import HOSTILE, a_document, a_section, an_edition
from ratschlag.goals.models import Measure
from ratschlag.lib import pdf as typesetting
from ratschlag.lib.pdf import FontsMissing
from tests import cast

PAGE = "/de/verfahren/klima/konzept/0.9/pdf/"
# A word in each script that a city's text may quote.
QUOTES = "Łódź, Привіт, ґанок, Tiếng Việt, مرحبا بكم, پژوهش"


@pytest.fixture
def pdf(process) -> bytes:
    a_document(process)
    a_section(process, "7", HOSTILE[:100], f"{HOSTILE}\n\n{QUOTES}")
    Measure.objects.filter(code="M1-2").update(title=HOSTILE, description=HOSTILE)
    return pdf_of(an_edition(process, reason=HOSTILE))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All words, with lines and pages folded."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every element of the tag tree, from the top down."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


def attribute(element: pikepdf.Dictionary, name: str) -> str:
    owners = element.get("/A", pikepdf.Array())
    owners = owners if isinstance(owners, pikepdf.Array) else [owners]
    return next((str(owner[name]) for owner in owners if name in owner), "")


def test_the_edition_is_loaded_as_a_file(client, process):
    a_document(process)
    edition = an_edition(process)
    answer = client.get(PAGE)
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="klima-0.9.pdf"'
    assert answer["ETag"] == f'"{edition.sha256}"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_it_is_the_same_german_file_in_every_language(client, process):
    a_document(process)
    an_edition(process)
    assert client.get(PAGE).content == client.get(PAGE.replace("/de/", "/ar/")).content


def test_who_has_it_already_does_not_make_it_again(client, process, monkeypatch):
    a_section(process)
    edition = an_edition(process)
    monkeypatch.setattr(exports, "pdf_of", None)
    answer = client.get(PAGE, headers={"If-None-Match": f'"{edition.sha256}"'})
    assert (answer.status_code, answer.content) == (304, b"")


def test_outloud_finds_no_error_in_it(pdf, tmp_path):
    path = tmp_path / "concept.pdf"
    path.write_bytes(pdf)
    result = outloud.check(str(path))
    assert result.error is None
    assert [row.message for row in result.findings if row.severity == "error"] == []


def test_it_says_what_it_is(pdf, process):
    with opened(pdf) as file:
        assert str(file.Root.Lang) == "de"
        assert str(file.docinfo.Title).startswith("Klimakonzept, ")
        assert str(file.docinfo.Author) == "Stadt Musterstadt"
        assert bool(file.Root.MarkInfo.Marked)
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        metadata = file.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        with file.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
    assert any(title.startswith("1") and title.endswith("Vorwort") for title in titles)


def fonts_of(pdf: bytes) -> set[str]:
    """The names of the fonts in the file; each must be embedded."""
    names = set()
    with opened(pdf) as file:
        for part in file.objects:
            if isinstance(part, pikepdf.Dictionary) and part.get("/Type") == "/FontDescriptor":
                names.add(str(part.FontName).partition("+")[2])
                assert "/FontFile2" in part
    return names


def test_all_fonts_are_ours_and_inside(pdf):
    assert fonts_of(pdf) == {"FiraSans-Regular", "FiraSans-SemiBold", "NotoSansArabic-Regular"}


def test_every_script_is_written_with_letters_not_boxes(pdf):
    for page in pymupdf.open(stream=pdf, filetype="pdf"):
        assert "\ufffd" not in page.get_text()
    text = text_of(pdf)
    for word in ("Łódź", "Привіт", "ґанок", "Tiếng Việt"):
        assert word in text


@pytest.mark.parametrize(
    ("odd", "printed"),
    [
        ("😀", "[U+1F600]"),
        ("中", "[U+4E2D]"),
        ("א", "[U+05D0]"),
        ("a\x01b", "a[U+0001]b"),
        ("\ue000", "[U+E000]"),
        ("\uffff", "[U+FFFF]"),
        ("\U0010ffff", "[U+10FFFF]"),
        ("Ωμέγα", "Ωμέγα"),
        ("a\u2009b\u3000c\u2028d", "a b c d"),
        ("\u200b\u00ad\u202e\u200d\ufe0f\ufeffx", "x"),
        ("\u0300e\u0301", ""),
    ],
    ids=ascii,
)
def test_what_our_fonts_can_not_draw_is_named_instead(process, odd, printed):
    a_section(process, text=f"Wort {odd}")
    made = pdf_of(an_edition(process))
    assert printed in text_of(made)
    assert fonts_of(made) <= {"FiraSans-Regular", "FiraSans-SemiBold"}


def test_tables_have_headers_that_say_for_what(pdf):
    with opened(pdf) as file:
        tags = list(elements(file.Root.StructTreeRoot.K))
        tables = [tag for tag in tags if tag.S == "/Table"]
        assert len(tables) >= 3
        for table in tables:
            heads = [tag for tag in elements(table) if tag.S == "/TH"]
            assert len(heads) == 2
            assert {attribute(head, "/Scope") for head in heads} == {"/Column"}
        kinds = {str(tag.S) for tag in tags}
    assert {"/H1", "/H2", "/P", "/TOC", "/Table", "/TR", "/TH", "/TD"} <= kinds


def test_nothing_that_was_written_is_taken_for_a_command(pdf):
    text = text_of(pdf).replace("- ", "-")
    folded = "".join(text.split())
    assert folded.count("".join(HOSTILE.split())) >= 4
    assert "root:" not in text


def test_the_same_edition_gives_the_same_bytes(process):
    a_document(process)
    edition = an_edition(process)
    first = pdf_of(edition)
    typesetting._typeset.cache_clear()
    assert pdf_of(edition) == first


def test_its_date_is_the_day_of_freezing(process):
    a_section(process)
    edition = an_edition(process)
    with opened(pdf_of(edition)) as file:
        assert str(file.docinfo.CreationDate) == f"D:{edition.frozen_at:%Y%m%d%H%M%S}Z"


def test_a_text_longer_than_a_page_goes_on_on_the_next(process):
    field = cast.a_field(process)
    words = " ".join(f"Wort{number}" for number in range(3000))
    a_section(process, "1", text=words)
    a_section(process, "6", renders=Renders.FIELD, field=field)
    cast.a_measure(process, field, description=words)
    text = text_of(pdf_of(an_edition(process)))
    assert text.count("Wort2999") == 2


def test_lines_of_a_description_are_one_text(process):
    field = cast.a_field(process)
    a_section(process, "6", renders=Renders.FIELD, field=field)
    cast.a_measure(process, field, description="Erst graben,\r\n\tdann pflanzen.")
    assert "Erst graben, dann pflanzen." in text_of(pdf_of(an_edition(process)))


def test_without_the_fonts_it_says_what_to_do(process, monkeypatch, tmp_path: Path):
    a_section(process)
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    with pytest.raises(FontsMissing, match="setup"):
        pdf_of(an_edition(process))
