"""Receipts: a code that rests on a secret, with a digit that catches slips of the pen."""

import hmac
import unicodedata
from dataclasses import dataclass

import segno

CODE_LENGTH = 20
_GROUP = 4
# Nobody types more than this for twenty digits.
_LONGEST_TYPED = 200

# A totally anti-symmetric quasigroup (H. M. Damm, 2004): its check digit catches every wrong
# digit and every two neighbours that changed places.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_ZEROS = (ord("0"), ord("٠"), ord("۰"))
_DIGITS = {chr(zero + digit): str(digit) for zero in _ZEROS for digit in range(10)}
# Blanks, marks of direction, dashes; the minus is a sign of arithmetic to Unicode.
_LEFT_OUT = {"Zs", "Zl", "Zp", "Cf", "Pd"}


def receipt_code(secret: bytes, *, scope: str, form_key: str) -> str:
    """Twenty digits for a form that was filled in; the same form gives the same code.

    Nobody without the secret can tell a code that exists from one that doesn't.
    """
    digest = _digest(secret, scope, form_key)
    # 256 bits over 10**19 numbers: no number is likelier than another by more than 2**-192.
    digits = f"{int.from_bytes(digest) % 10 ** (CODE_LENGTH - 1):0{CODE_LENGTH - 1}}"
    return digits + damm_digit(digits)


def keyed_hash(secret: bytes, purpose: str, value: str) -> str:
    """64 hex digits; of one value there is another hash for each purpose."""
    return _digest(secret, purpose, value).hex()


def _digest(secret: bytes, *parts: str) -> bytes:
    """HMAC-SHA-256 over the parts, each behind its length, so that no two lists look alike."""
    encoded = (part.encode("utf-8", "surrogatepass") for part in parts)
    message = b"".join(len(part).to_bytes(8) + part for part in encoded)
    return hmac.digest(secret, message, "sha256")


def damm_digit(digits: str) -> str:
    """The check digit of a row of digits; of digits with their check digit it is 0."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def is_receipt(code: str) -> bool:
    """Whether a code can be one, before anything is looked up."""
    is_whole = len(code) == CODE_LENGTH and code.isascii() and code.isdigit()
    return is_whole and damm_digit(code) == "0"


def digits_typed(text: str) -> str:
    """The code that somebody typed or pasted: in groups, with dashes, in Arabic or Persian digits.

    Raises ValueError when it holds anything else, or not twenty digits.
    """
    if len(text) > _LONGEST_TYPED:
        raise ValueError("too long for a receipt")
    found = "".join(_digit(sign) for sign in text)
    if len(found) != CODE_LENGTH:
        raise ValueError(f"a receipt has {CODE_LENGTH} digits, not {len(found)}")
    return found


def _digit(sign: str) -> str:
    if sign in _DIGITS:
        return _DIGITS[sign]
    if sign.isspace() or sign == "−" or unicodedata.category(sign) in _LEFT_OUT:
        return ""
    raise ValueError("not a digit of a receipt")


def groups_of(code: str) -> list[str]:
    return [code[at : at + _GROUP] for at in range(0, len(code), _GROUP)]


def grouped(code: str) -> str:
    """1234 5678 9012 3456 7890: as it is printed and read out."""
    return " ".join(groups_of(code))


@dataclass(frozen=True)
class Qr:
    """A QR code to be drawn: its size in modules with the quiet zone, and its dark squares."""

    size: int
    path: str


_QUIET = 4  # modules around the code (ISO/IEC 18004)


def qr_of(code: str) -> Qr:
    """The QR code of a receipt: its digits and nothing else, so that no address gives it away."""
    rows = [list(row) for row in segno.make_qr(code, error="m").matrix]
    squares = (
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return Qr(len(rows) + 2 * _QUIET, "".join(squares))
