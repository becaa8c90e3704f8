"""What a translation must not change: placeholders, addresses and the marks of Markdown."""

import html
import re
from collections import Counter

# What stands for something else: {name}, {{name}}, %(name)s, %s.
_PLACEHOLDERS = r"\{\{[^{}\n]*\}\}|\{[^{}\s]*\}|%\(\w+\)[sd]|%[sd](?!\w)"
_ADDRESSES = r"https?://[^\s<>)\]]+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w"
_MARKDOWN = (
    r"\]\([^)\n]*\)|\]\[[^\]\n]*\]"  # the end of a link, with its target
    r"|`[^`\n]+`|\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)|!?\["
)
# What a line begins with, and the end of a line: their order is the text's shape.
_SHAPE = r"(?:[ \t]*\n)+[ \t]*|^[ \t]*(?:#{1,6}|[-+*]|>|\d{1,3}[.)])[ \t]+"
_PROTECTED = re.compile(
    f"(?P<shape>{_SHAPE})|(?P<rest>{_PLACEHOLDERS}|{_ADDRESSES}|{_MARKDOWN})", re.M
)
_TOKEN = re.compile(r'<x\s+id="(\d+)"\s*/?>(?:\s*</x>)?')
_PLACEHOLDER = re.compile(_PLACEHOLDERS)


class Lost(Exception):
    """A service lost, doubled or moved what it should have left alone."""


def protect(text: str) -> tuple[str, list[tuple[str, bool]]]:
    """The text as XML with an empty element for each protected piece, and the pieces: each with
    whether it gives the text its shape and so may not change places."""
    pieces: list[tuple[str, bool]] = []
    parts, at = [], 0
    for found in _PROTECTED.finditer(text):
        parts += [html.escape(text[at : found.start()], quote=False), f'<x id="{len(pieces)}"/>']
        pieces.append((found[0], found["shape"] is not None))
        at = found.end()
    return "".join(parts) + html.escape(text[at:], quote=False), pieces


def restore(answer: str, pieces: list[tuple[str, bool]]) -> str:
    """The translation with each piece back in its place. Raises Lost."""
    order = [int(number) for number in _TOKEN.findall(answer)]
    if sorted(order) != list(range(len(pieces))):
        raise Lost("a piece is lost or doubled")
    shape = [number for number in order if pieces[number][1]]
    if shape != sorted(shape):
        raise Lost("the lines stand in another order")
    parts = _TOKEN.split(answer)
    if any("<x" in part for part in parts[::2]):
        raise Lost("more came back than was asked")
    words = [html.unescape(part) for part in parts[::2]]
    marks = [pieces[int(number)][0] for number in parts[1::2]]
    text = words[0] + "".join(mark + word for mark, word in zip(marks, words[1:], strict=True))
    if not text.strip():
        raise Lost("nothing came back")
    return text.strip()


def lost_placeholders(source: str, said: str) -> list[str]:
    """Placeholders of the source that a translation lacks, and those that only it has."""
    there, here = Counter(_PLACEHOLDER.findall(source)), Counter(_PLACEHOLDER.findall(said))
    return sorted(((there - here) + (here - there)).keys())


def new_placeholders(source: str, said: str) -> list[str]:
    """Placeholders that only the translation has."""
    return sorted(set(_PLACEHOLDER.findall(said)) - set(_PLACEHOLDER.findall(source)))
