"""What is attached is told by its content, and nothing in it acts or says who made it."""

import io

import pikepdf
import pytest
from django.utils.translation import override
from PIL import Image

from ratschlag.files.imports import FileRefused, taken
from ratschlag.files.rules import LONGEST_SIDE, MOST_BYTES, Kind


@pytest.fixture(autouse=True)
def english():
    """Refusals are compared in the language in which they are written here."""
    with override("en"):
        yield


def a_picture(kind: str, size: tuple[int, int] = (6, 4), **more: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **more)
    return made.getvalue()


def a_pdf(change=lambda pdf: None, **saved: object) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        change(pdf)
        pdf.save(made, **saved)
    return made.getvalue()


def test_a_picture_is_drawn_anew():
    exif = Image.Exif()
    exif[0x010E] = "Geheim"
    content = a_picture("JPEG", exif=exif, comment=b"Geheim") + b"<script>alert(1)</script>"
    found = taken(content)
    assert found.kind is Kind.JPEG
    assert b"Geheim" not in found.content
    assert b"<script" not in found.content


def test_a_large_picture_becomes_as_large_as_a_page_needs():
    found = taken(a_picture("PNG", (3000, 10)))
    with Image.open(io.BytesIO(found.content)) as picture:
        assert max(picture.size) == LONGEST_SIDE


def test_a_pdf_loses_its_scripts_and_its_author():
    def arm(pdf: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.Root.Names = pikepdf.Dictionary(
            JavaScript=pikepdf.Dictionary(Names=["x", pdf.make_indirect(script)])
        )
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=script)
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=launch, Rect=[0, 0, 9, 9]
        )
        web, scripted = (
            pikepdf.Dictionary(S=pikepdf.Name.URI, URI=to)
            for to in ("https://example.org/", "javascript:alert(1)")
        )
        pdf.pages[0].obj.Annots = [link, pikepdf.Dictionary(A=web), pikepdf.Dictionary(A=scripted)]
        pdf.docinfo["/Author"] = "Geheim"
        pdf.attachments["x.exe"] = b"MZ"

    found = taken(a_pdf(arm))
    assert found.kind is Kind.PDF
    with pikepdf.open(io.BytesIO(found.content)) as pdf:
        said = " ".join(part.unparse(resolved=True).decode("latin-1") for part in pdf.objects)
        assert "/Author" not in pdf.docinfo
        assert "/OpenAction" not in pdf.Root
        assert not pdf.attachments
    assert "https://example.org/" in said
    for word in ("javascript:", "/JS", "/JavaScript", "/Launch", "/AA", "/EF"):
        assert word not in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script>", "none of them"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>', "none of them"),
        (b"", "none of them"),
        (b"GIF89a", "none of them"),
        (b"\x89PNG\r\n\x1a\n rubbish", "broken"),
        (b"\xff\xd8\xff rubbish", "broken"),
        (b"%PDF-1.7 rubbish", "broken"),
        (b"%PDF-" + b"x" * MOST_BYTES, "larger"),
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes, said: str):
    with pytest.raises(FileRefused, match=said):
        taken(content)


def test_a_bomb_is_refused_before_it_is_drawn():
    with pytest.raises(FileRefused, match="too many points"):
        taken(_claiming(a_picture("PNG"), 60_000))


def _claiming(png: bytes, side: int) -> bytes:
    """The same picture, whose head says that it is that high and wide."""
    import struct  # noqa: PLC0415  only this bomb needs both
    import zlib  # noqa: PLC0415

    head = b"IHDR" + struct.pack(">II", side, side) + png[24:29]
    return png[:12] + head + struct.pack(">I", zlib.crc32(head)) + png[33:]


def test_a_locked_pdf_is_refused():
    locked = a_pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(FileRefused, match="locked"):
        taken(locked)
