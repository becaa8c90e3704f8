"""Answers to choose from as they are typed: one on each line, with the key of those there are."""

import re
from collections.abc import Iterable, Mapping

_KEYED = re.compile(r"(.*\S)\s+#([a-z0-9_-]{1,40})")


def as_lines(options: Iterable[tuple[str, str]]) -> str:
    """ "Mit dem Bus #bus" for each: what stands behind # stays when the words change."""
    return "\n".join(f"{label} #{key}" for key, label in options)


def lines_in(text: str, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Key and label of each line; a new one has no key yet, unless somebody gave it one.

    `labels` holds the labels there are by key: a line without a key that reads just the same
    keeps it, if no other line has it.
    """
    typed = [line.strip() for line in text.splitlines() if line.strip()]
    found = [
        (match[2], match[1]) if (match := _KEYED.fullmatch(line)) else ("", line) for line in typed
    ]
    used = {key for key, _label in found}
    free = {label: key for key, label in labels.items() if key not in used}
    return [(key or free.pop(label, ""), label) for key, label in found]
