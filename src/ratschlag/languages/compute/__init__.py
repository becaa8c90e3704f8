"""Fingerprints of sources and of what an editor saw, and words that stand in a text."""

import hashlib
import re


def source_hash(text: str) -> str:
    """32 hex digits of SHA-256 over the text with its white space folded."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:32]


def fingerprint(source: str, said: str) -> str:
    """What somebody sees who translates: changes as soon as the source or the translation does."""
    return hashlib.sha256(f"{source_hash(source)}\n{said}".encode()).hexdigest()[:32]


def names(text: str, word: str) -> bool:
    """Whether a German text uses a word, also in another case: "Gremien" is not "Gremium", but
    "des Stadtrates" is "Stadtrat"."""
    if not word.strip():
        return False
    ending = "(?:e|en|er|ern|es|n|s)?"
    return bool(re.search(rf"(?<!\w){re.escape(word.strip())}{ending}(?!\w)", text, re.I))
