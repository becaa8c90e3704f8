"""Language of short strings in eleven languages, without the help of a form."""

import argparse
import random

from figures import Figure
from texts import aligned_strings

from ratschlag.synthesis.compute.language import Languages

_SHORTEST, _SHORT = 20, 45


def measure(options: argparse.Namespace) -> list[Figure]:
    rows = [(code, text) for code, _, text in aligned_strings() if len(text) >= _SHORTEST]
    codes = sorted({code for code, _ in rows})
    languages = Languages(codes)
    found = languages.all([text for _, text in rows])
    chance = random.Random(2016)
    forms = [chance.choice(codes) for _ in rows]
    astray = languages.all([text for _, text in rows], forms)
    short = [index for index, (_, text) in enumerate(rows) if len(text) < _SHORT]

    def share(guesses: list[str], of: list[int]) -> float:
        return sum(guesses[index] == rows[index][0] for index in of) / len(of)

    return [
        Figure(f"right, {len(short)} strings of 20 to 44 letters", share(found, short), 0.98),
        Figure(f"right, {len(rows)} strings from 20 letters", share(found, [*range(len(rows))])),
        Figure("right, short, and the form in a language drawn at random", share(astray, short)),
    ]
