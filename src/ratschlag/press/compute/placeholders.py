"""Facts that a text names as {{ event:x:date }}, and the text with the facts in their place."""

import re
from collections.abc import Collection, Mapping

_NAMED = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
# What Markdown would take for markup.
_MARKUP = re.compile(r"[\\`*_\[\]<>#|~]")


def named_in(*texts: str) -> list[str]:
    """The keys that the texts name, each once."""
    found = (one.strip() for text in texts for one in _NAMED.findall(text))
    return list(dict.fromkeys(found))


def unknown_in(known: Collection[str], *texts: str) -> list[str]:
    """What the texts name and nobody knows."""
    return [key for key in named_in(*texts) if key not in known]


def filled(text: str, values: Mapping[str, str], *, is_markdown: bool = False) -> str:
    """The text with the facts in their place. Raises KeyError for one that there isn't."""

    def put(found: re.Match[str]) -> str:
        value = values[found[1].strip()]
        return _MARKUP.sub(r"\\\g<0>", value) if is_markdown else value

    return _NAMED.sub(put, text)


def fact_lines(text: str) -> list[tuple[str, str]]:
    """The lines of the facts as label and text; a line without a label belongs to the one before."""
    rows: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        label, colon, rest = line.partition(": ")
        if colon and rest.strip():
            rows.append((label.strip(), rest.strip()))
        elif rows:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {line}")
        else:
            rows.append(("", line))
    return rows
