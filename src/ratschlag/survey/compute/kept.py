"""A page kept as bytes, with gaps for what is one person's: rendered once, filled for each.

The gaps are marked by signs that no text holds (Unicode's private use area), so that what is
filled in can neither be left out somewhere nor stand where it does not belong.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

# What the page is rendered with in place of a form's key, and of a receipt's twenty digits
# (in groups of four, each with a sign of its own).
BLANK_KEY = "\ue000" * 8
_GROUPS = tuple(sign * 4 for sign in "\ue001\ue002\ue003\ue004\ue005")
BLANK_CODE = "".join(_GROUPS)

_KEY = slice(None)
_PARTS: dict[bytes, slice] = {
    BLANK_KEY.encode(): _KEY,
    BLANK_CODE.encode(): _KEY,
    **{group.encode(): slice(at * 4, at * 4 + 4) for at, group in enumerate(_GROUPS)},
}
# In this order: a receipt is found whole before its groups are.
_GAP = re.compile(b"|".join(_PARTS))

# RFC 1952: magic, deflate, no flags, no time, best compression, system unknown.
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


# Under this name the door hands the view a `Blank`; no header of a request can have it.
BLANK = "ratschlag.survey.blank"


@dataclass
class Blank:
    """What the door asks the view for: the page with gaps; and what the view made it from."""

    is_receipt: bool = False
    survey: Any = None
    version: Any = None
    city: Any = None
    at: Any = None


@dataclass(frozen=True)
class Kept:
    """The parts between the gaps, and which part of the word each gap takes."""

    parts: Sequence[bytes]
    gaps: Sequence[slice]

    def plain(self, word: bytes) -> bytes:
        """The page with the word in its gaps."""
        if len(self.gaps) == 1:
            return self.parts[0] + word + self.parts[1]
        found = [self.parts[0]]
        for gap, part in zip(self.gaps, self.parts[1:], strict=True):
            found += (word[gap], part)
        return b"".join(found)

    def packed(self, word: bytes) -> bytes:
        """The same in gzip: the parts were packed once, the word lies between them as it is.

        Each part is packed for itself, so that nothing in it refers to a word; a word is a
        stored block (RFC 1951, 3.2.4). Only the checksum is computed anew.
        """
        packed, found, crc, size = self._packed, [_GZIP_HEAD, self._packed[0]], 0, 0
        crc, size = zlib.crc32(self.parts[0]), len(self.parts[0])
        for at, gap in enumerate(self.gaps, start=1):
            own, part = word[gap], self.parts[at]
            length = len(own)
            found += (
                b"\x00" + length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little"),
                own,
                packed[at],
            )
            crc, size = zlib.crc32(part, zlib.crc32(own, crc)), size + length + len(part)
        return b"".join((*found, crc.to_bytes(4, "little"), size.to_bytes(4, "little")))

    @cached_property
    def _packed(self) -> list[bytes]:
        last = len(self.parts) - 1
        return [_deflated(part, is_last=at == last) for at, part in enumerate(self.parts)]


def _deflated(part: bytes, *, is_last: bool) -> bytes:
    """Ends on a whole byte, so that the next block can follow."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(part) + packer.flush(zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH)


def kept(page: bytes) -> Kept | None:
    """The page with its gaps; None where it has none: then it is not a page to be filled."""
    found = list(_GAP.finditer(page))
    if not found:
        return None
    parts, at = [], 0
    for match in found:
        parts.append(page[at : match.start()])
        at = match.end()
    parts.append(page[at:])
    return Kept(tuple(parts), tuple(_PARTS[match[0]] for match in found))
