"""An e-mail address as it is kept: one way to write it, and nothing in it that ends a header."""

import re
import unicodedata

LONGEST = 254  # RFC 5321, 4.5.3.1.3, without its angle brackets
_LOCAL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def normalised(typed: str) -> str:
    """The address in small letters, its domain as mail servers write it ("xn--…").

    Raises ValueError where no mail could be sent to it. Big letters before the @ differ by the
    letter of the standard; no server that people use tells them apart.
    """
    text = unicodedata.normalize("NFKC", typed.strip(" \t")).lower()
    local, at, domain = text.rpartition("@")
    if not at or not _is_local(local):
        raise ValueError("no address")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError("no domain") from error
    labels = domain.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise ValueError("no domain")
    if len(local) + 1 + len(domain) > LONGEST:
        raise ValueError("too long")
    return f"{local}@{domain}"


def _is_local(local: str) -> bool:
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return False
    return bool(_LOCAL.fullmatch(local))


def has_line_end(text: str) -> bool:
    """Whether it would begin a new header: what mail programs take for the end of a line."""
    return len(text.splitlines()) > 1 or bool(re.search(r"[\r\n\x00]", text))
