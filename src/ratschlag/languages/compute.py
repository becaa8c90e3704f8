"""The fingerprint by which a translation knows its source."""

import hashlib


def source_hash(text: str) -> str:
    """32 hex digits of SHA-256 over the text with its white space folded."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:32]
