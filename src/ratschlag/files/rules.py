"""Which files staff may attach, how large, and how they are handed out."""

from enum import StrEnum

from ratschlag.lib.retention import Kept, Lives
from ratschlag.lib.retention import marked as _

MOST_BYTES = 8_000_000
# A picture of more points than this is no picture for a page, or a bomb.
MOST_POINTS = 40_000_000
# What is shown is never wider or higher than this.
LONGEST_SIDE = 2400


class Kind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
}
ENDINGS = {Kind.PDF: "pdf", Kind.PNG: "png", Kind.JPEG: "jpg"}
_SIGNS = ((b"%PDF-", Kind.PDF), (b"\x89PNG\r\n\x1a\n", Kind.PNG), (b"\xff\xd8\xff", Kind.JPEG))


def kind_of(content: bytes) -> Kind | None:
    """What a file is by its first bytes, whatever its name says; None for what nobody may attach."""
    return next((kind for sign, kind in _SIGNS if content.startswith(sign)), None)


# Pictures lose what a camera wrote into them; PDFs their scripts and the names of who made them.
PERSONAL_DATA: dict[str, str] = {}


# What the room keeps, and how long (lib/retention.py).
KEPT = (
    Kept("files", _("What the city decides and publishes"), Lives.FOR_GOOD, ("files.*",)),
)  # fmt: skip
