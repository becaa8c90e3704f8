"""The texts to measure with: real ones from `../shared/data`, and edits planted among them.

There are no pairs of contributions that people marked as saying the same. The edits are
made by a program from real sentences: light is 10 % of the words dropped and 4 % of the
letters mistyped, heavy is the halves swapped and 35 % of the words dropped.
"""

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

# Beside the repository, or beside the folder of its worktrees.
_PLACES = [above / "shared" / "data" for above in Path(__file__).resolve().parents[3:5]]
DATA = next((place for place in _PLACES if place.is_dir()), _PLACES[0])
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
_SHORTEST = 40


class NoTexts(Exception):
    """The folder with the real texts is not there."""


def contributions(name: str) -> list[dict[str, object]]:
    path = DATA / name / "contributions.jsonl"
    if not path.exists():
        raise NoTexts(f"skipped: {path.parent.name} is not in ../shared/data")
    # Not by splitlines(): contributions hold line separators of their own.
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def aligned_strings() -> list[tuple[str, str, str]]:
    """Interface strings of Django: language, English source, text; the source is English's text."""
    path = DATA / "language" / "aligned-strings.json"
    if not path.exists():
        raise NoTexts("skipped: language is not in ../shared/data")
    found = json.loads(path.read_text("utf-8"))
    sources = sorted({source for texts in found.values() for source in texts})
    found["en"] = {source: _PLACEHOLDER.sub("", source).strip() for source in sources}
    return [
        (language, source, text)
        for language in sorted(found)
        for source, text in sorted(found[language].items())
    ]


def sentences() -> list[str]:
    """Real comments and sentences of at least 40 letters, each once, in a fixed order."""
    found: dict[str, None] = {}
    for name in ("klimarat", "cycling"):
        for row in contributions(name):
            text = str(row["text"])
            parts = [text] if name == "klimarat" else _SENTENCE.split(text)
            found.update((part.strip(), None) for part in parts if len(part.strip()) >= _SHORTEST)
    texts = list(found)
    random.Random(2016).shuffle(texts)
    return texts


@dataclass(frozen=True)
class Planted:
    """Texts, and for each planted edit the index of the edit and of what it was made from."""

    texts: list[str]
    light: list[tuple[int, int]]
    heavy: list[tuple[int, int]]
    recombined: int


def light_edit(text: str, chance: random.Random) -> str:
    words = [word for word in text.split() if chance.random() >= 0.10]
    letters = []
    for letter in " ".join(words):
        kind = chance.randrange(3) if letter.isalpha() and chance.random() < 0.04 else 3
        if kind == 0:
            continue
        letters.append(chance.choice("enirstahdu") if kind == 1 else letter)
        if kind == 2:
            letters.append(letter)
    return "".join(letters)


def heavy_edit(text: str, chance: random.Random) -> str:
    words = text.split()
    half = len(words) // 2
    return " ".join(word for word in words[half:] + words[:half] if chance.random() >= 0.35)


def planted(count: int, seed: int = 2016) -> Planted:
    """As many texts as asked, a tenth of them edits of others: half light, half heavy.

    Where the real texts do not suffice, halves of two real ones are put together: such
    texts are made up, and share their halves with others, which real ones rarely do.
    """
    chance = random.Random(seed)
    real = sentences()
    originals = count - count // 10
    base = real[:originals]
    known = set(base)
    while len(base) < originals:
        one, other = chance.choice(real).split(), chance.choice(real).split()
        text = " ".join(one[: len(one) // 2 + 1] + other[len(other) // 2 :])
        if text not in known:
            known.add(text)
            base.append(text)
    edits = [
        (source, (light_edit if number % 2 else heavy_edit)(base[source], chance), number % 2)
        for number, source in enumerate(chance.sample(range(originals), count // 10))
    ]
    order = chance.sample(range(count), count)
    texts = [""] * count
    for place, text in zip(order, [*base, *(edit for _, edit, _ in edits)], strict=True):
        texts[place] = text
    pairs: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for number, (source, _, is_light) in enumerate(edits):
        pairs[is_light].append((order[originals + number], order[source]))
    return Planted(texts, pairs[1], pairs[0], max(0, originals - len(real)))
