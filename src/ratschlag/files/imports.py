"""Takes in a file that somebody attached: told by its content, drawn anew or freed of scripts."""

import hashlib
import io
import struct
from dataclasses import dataclass
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from ratschlag.files.rules import LONGEST_SIDE, MOST_BYTES, MOST_POINTS, Kind, kind_of
from ratschlag.lib.errors import DomainError
from ratschlag.lib.markdown import may_lead

# What acts in a PDF by itself or on a click, and leads elsewhere than to a page of the web.
_KEYS_THAT_ACT = ("/JS", "/AA", "/OpenAction", "/XFA", "/EF", "/RichMediaContent")
_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"),
    *("/Movie", "/Sound", "/RichMediaExecute"),
}
_NOTES_THAT_ACT = {"/FileAttachment", "/Movie", "/Sound", "/Screen", "/RichMedia", "/3D"}
_DEEPEST = 60


class FileRefused(DomainError):
    """This file can't be attached."""


@dataclass(frozen=True)
class Taken:
    """A file as it will be handed out."""

    kind: Kind
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def taken(content: bytes) -> Taken:
    """The file without anything that acts, or that says who made it. Raises FileRefused."""
    if len(content) > MOST_BYTES:
        raise FileRefused(_("This file is larger than 8 MB. Please make it smaller."))
    kind = kind_of(content)
    if kind is None:
        raise FileRefused(_("Only PDF, PNG and JPEG can be attached; this file is none of them."))
    clean = _clean_pdf(content) if kind is Kind.PDF else _drawn_anew(content, kind)
    if len(clean) > MOST_BYTES:
        raise FileRefused(_("This file is larger than 8 MB. Please make it smaller."))
    return Taken(kind, clean)


def _drawn_anew(content: bytes, kind: Kind) -> bytes:
    """The picture alone: upright, no larger than a page needs, without what a camera wrote."""
    broken = _("This picture is broken. Please save it anew and try again.")
    try:
        with Image.open(io.BytesIO(content), formats=[kind.name]) as found:
            if found.width * found.height > MOST_POINTS:
                raise FileRefused(_("This picture has too many points. Please make it smaller."))
            upright = ImageOps.exif_transpose(found)
            has_holes = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
            mode = "RGBA" if kind is Kind.PNG and has_holes else "RGB"
            plain = upright.convert(mode)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        many = _("This picture has too many points. Please make it smaller.")
        raise FileRefused(many) from error
    except (OSError, ValueError, TypeError, SyntaxError, KeyError, struct.error) as error:
        raise FileRefused(broken) from error
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    alone = Image.new(plain.mode, plain.size)
    alone.paste(plain)
    made = io.BytesIO()
    alone.save(made, kind.name, **({"quality": 88} if kind is Kind.JPEG else {"optimize": True}))
    return made.getvalue()


def _clean_pdf(content: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise FileRefused(_("This PDF is locked. Please save it without a password."))
            if not pdf.pages:
                raise FileRefused(_("This PDF is broken. Please save it anew and try again."))
            for part in pdf.objects:
                _disarm(part)
            names = pdf.Root.get("/Names")
            for name in ("/JavaScript", "/EmbeddedFiles"):
                if names is not None and name in names:
                    del names[name]
            _forget_author(pdf)
            made = io.BytesIO()
            pdf.save(made)
            return made.getvalue()
    except pikepdf.PasswordError as error:
        raise FileRefused(_("This PDF is locked. Please save it without a password.")) from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError) as error:
        broken = _("This PDF is broken. Please save it anew and try again.")
        raise FileRefused(broken) from error


def _disarm(part: Any, depth: int = 0) -> None:
    """Take out of an object, and of what lies in it, all that acts."""
    if depth > _DEEPEST:
        raise ValueError("a PDF nested like that is no document")
    if isinstance(part, pikepdf.Array):
        inside = list(part)
    elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        _take_out(part)
        inside = [part[key] for key in list(part.keys())]
    else:
        return
    for inner in inside:
        # What stands elsewhere in the file is visited there.
        if not getattr(inner, "is_indirect", False):
            _disarm(inner, depth + 1)


def _take_out(part: Any) -> None:
    wanted = [key for key in _KEYS_THAT_ACT if key in part]
    if str(part.get("/S", "")) in _ACTIONS:
        wanted.append("/S")
    if "/FS" in part and str(part.get("/Subtype", "")) in _NOTES_THAT_ACT:
        wanted.append("/FS")
    if isinstance(to := part.get("/URI"), pikepdf.String) and not may_lead(str(to)):
        wanted.append("/URI")
    for key in wanted:
        del part[key]


def _forget_author(pdf: pikepdf.Pdf) -> None:
    for key in ("/Author", "/Creator"):
        if key in pdf.docinfo:
            del pdf.docinfo[key]
    if "/Metadata" in pdf.Root:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
            for key in ("dc:creator", "xmp:CreatorTool"):
                if key in about:
                    del about[key]
