"""Answers sealed to a survey's key: whoever seals one can't open it again (docs/decisions/0009).

ECDH on P-256 with a fresh key for each answer, HKDF-SHA-256, AES-256-GCM: what every browser has
built in (WebCrypto), so that a tablet needs no program of somebody else's.
"""

import base64
import binascii
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

_CURVE = ec.SECP256R1()
_INFO = b"ratschlag/tablet/1"
_POINT, _NONCE, _COORDINATE = 65, 12, 32
# A filled-in form of fifty long answers fits; more is nothing that our page sends.
LONGEST_SEALED = 600_000


class NotOpened(ValueError):
    """It was sealed for another survey or tablet, was changed on the way, or is no sealed answer."""


@dataclass(frozen=True)
class Envelope:
    """A sealed answer as it lies on a tablet: the one-time public key, the nonce, the rest."""

    point: bytes
    nonce: bytes
    sealed: bytes


def new_pair(secret: bytes, scope: str) -> tuple[dict[str, str], str]:
    """A key to seal with, as browsers read it (JWK), and the one to open with, locked away.

    Locked by `secret` (32 bytes) and for this scope only: copied to another row it opens nothing.
    """
    private = ec.generate_private_key(_CURVE)
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    nonce = secrets.token_bytes(_NONCE)
    locked = nonce + AESGCM(secret).encrypt(nonce, plain, scope.encode())
    point = private.public_key().public_numbers()
    public = {
        "kty": "EC",
        "crv": "P-256",
        "x": _encoded(point.x.to_bytes(_COORDINATE)),
        "y": _encoded(point.y.to_bytes(_COORDINATE)),
    }
    return public, _encoded(locked)


def unlocked(locked: str, secret: bytes, scope: str) -> ec.EllipticCurvePrivateKey:
    """The key to open with. Raises NotOpened when the secret or the scope is another."""
    raw = _decoded(locked)
    try:
        plain = AESGCM(secret).decrypt(raw[:_NONCE], raw[_NONCE:], scope.encode())
    except InvalidTag as error:
        raise NotOpened("locked with another secret") from error
    found = load_der_private_key(plain, password=None)
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise NotOpened("not a key for sealed answers")
    return found


def label_of(scope: str, version: int, tablet: str, key: str) -> bytes:
    """What a sealed answer belongs to: put under another label it can't be opened.

    Written as JavaScript's JSON.stringify writes it.
    """
    return json.dumps([scope, version, tablet, key], separators=(",", ":")).encode()


def opened(private: ec.EllipticCurvePrivateKey, envelope: Envelope, label: bytes) -> bytes:
    """What was sealed. Raises NotOpened."""
    try:
        sender = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, envelope.point)
        shared = private.exchange(ec.ECDH(), sender)
        return _cipher(shared, envelope.point).decrypt(envelope.nonce, envelope.sealed, label)
    except (InvalidTag, ValueError) as error:
        raise NotOpened("not sealed for this survey and tablet") from error


def sealed_for(public: Mapping[str, str], plain: bytes, label: bytes) -> Envelope:
    """Seal as a tablet does; the key that could open it again is thrown away here."""
    x, y = (int.from_bytes(_decoded(public[name])) for name in ("x", "y"))
    once = ec.generate_private_key(_CURVE)
    shared = once.exchange(ec.ECDH(), ec.EllipticCurvePublicNumbers(x, y, _CURVE).public_key())
    numbers = once.public_key().public_numbers()
    point = b"\x04" + numbers.x.to_bytes(_COORDINATE) + numbers.y.to_bytes(_COORDINATE)
    nonce = secrets.token_bytes(_NONCE)
    return Envelope(point, nonce, _cipher(shared, point).encrypt(nonce, plain, label))


def _cipher(shared: bytes, point: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=point, info=_INFO).derive(shared))


def envelope_from(read: Mapping[str, Any]) -> Envelope:
    """An envelope as it is sent. Raises NotOpened when it is none."""
    parts = [read.get(name) for name in ("point", "nonce", "sealed")]
    if not all(isinstance(part, str) and len(part) <= LONGEST_SEALED for part in parts):
        raise NotOpened("not a sealed answer")
    point, nonce, sealed = (_decoded(str(part)) for part in parts)
    if (len(point), len(nonce)) != (_POINT, _NONCE):
        raise NotOpened("not a sealed answer")
    return Envelope(point, nonce, sealed)


def as_sent(envelope: Envelope) -> dict[str, str]:
    """What `envelope_from` reads."""
    return {name: _encoded(getattr(envelope, name)) for name in ("point", "nonce", "sealed")}


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotOpened("not base64url") from error
