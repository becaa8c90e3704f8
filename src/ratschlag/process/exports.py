"""QR codes of short addresses, for posters and letters."""

import io

import segno

# A quarter of the code may be torn off or dirty, as posters are.
_ERROR = "q"


def as_svg(address: str) -> bytes:
    """The code as a picture that can be printed at any size."""
    return _saved(address, "svg", scale=8, xmldecl=False, omitsize=True)


def as_png(address: str) -> bytes:
    """The code as a picture of about 800 points."""
    return _saved(address, "png", scale=24)


def _saved(address: str, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    segno.make_qr(address, error=_ERROR).save(file, kind=kind, border=4, **options)
    return file.getvalue()
