"""Which words of a result answer the question, and the passage that shows them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ratschlag.search.compute.asked import Asked, Term
from ratschlag.search.compute.entries import others_of
from ratschlag.search.compute.fold import Word, words_in

# So many characters are shown of a text.
PASSAGE = 220
_BEFORE = 60
# So far a text is looked through for its best passage.
_LOOKED_AT = 100_000


@dataclass(frozen=True)
class Piece:
    """A run of plain text; whether it answers the question."""

    text: str
    is_hit: bool = False


def marked(text: str, language: str, asked: Asked) -> tuple[Piece, ...]:
    """The whole text in pieces."""
    hits = _hits(text, language, asked)
    return tuple(_pieces(text, 0, len(text), hits))


def passage(text: str, language: str, asked: Asked) -> tuple[Piece, ...]:
    """Where most of the words stand near to each other; the beginning where none stands."""
    lines = (" ".join(line.split()) for line in text[:_LOOKED_AT].splitlines())
    text = " · ".join(filter(None, lines))
    hits = _hits(text, language, asked)
    start, end = _window(text, hits)
    inside = [word for word in hits if start <= word.start and word.end <= end]
    pieces = list(_pieces(text, start, end, inside))
    if start > 0:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return tuple(pieces)


def _hits(text: str, language: str, asked: Asked) -> list[Word]:
    answers = _answering(asked, language)
    return [word for word in words_in(text) if answers(word.text)]


def _answering(asked: Asked, language: str) -> Callable[[str], bool]:
    seen: dict[str, bool] = {}

    def answers(word: str) -> bool:
        if word not in seen:
            others = others_of(word, language)
            seen[word] = any(_answers(term, word, others) for term in asked.terms)
        return seen[word]

    return answers


def _answers(term: Term, word: str, others: frozenset[str]) -> bool:
    if word in term.words or others.intersection(term.stems):
        return True
    if any(entry.startswith(inside) for entry in others for inside in term.insides):
        return True
    halves = [half for pair in term.pairs for half in pair]
    return any(entry.startswith(half) for entry in others for half in halves)


def _window(text: str, hits: Sequence[Word]) -> tuple[int, int]:
    if len(text) <= PASSAGE:
        return 0, len(text)
    best, most = 0, 0
    for at, word in enumerate(hits):
        near = {each.text for each in hits[at:] if each.end <= word.start + PASSAGE - _BEFORE}
        if len(near) > most:
            best, most = word.start, len(near)
    start = _at_a_word(text, max(0, best - _BEFORE), 1) if best > _BEFORE else 0
    end = min(len(text), start + PASSAGE)
    return start, end if end == len(text) else _at_a_word(text, end, -1)


def _at_a_word(text: str, at: int, step: int) -> int:
    """The nearest place between two words; `at` itself where a word is as long as the passage."""
    for place in range(at, at + 40 * step, step):
        if 0 < place < len(text) and text[place - (step > 0)] == " ":
            return place
    return at


def _pieces(text: str, start: int, end: int, hits: Iterable[Word]) -> Iterable[Piece]:
    for word in hits:
        if start < word.start:
            yield Piece(text[start : word.start])
        yield Piece(text[word.start : word.end], is_hit=True)
        start = word.end
    if start < end:
        yield Piece(text[start:end])
