"""The chain of seals: a digest over a batch of entries and the digest before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping

FIRST = "0" * 64


def digest_of(entries: Iterable[Mapping[str, object]], *, before: str) -> str:
    """SHA-256, in hex, over the digest before and each entry as JSON with sorted keys, a line
    each. Entries are mappings of plain values, in the order of the journal."""
    sha = hashlib.sha256(before.encode())
    for entry in entries:
        line = json.dumps(entry, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        sha.update(b"\n" + line.encode())
    return sha.hexdigest()
