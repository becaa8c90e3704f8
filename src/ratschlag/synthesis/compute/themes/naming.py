"""Names of themes: the words that their texts use and other themes do not."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ratschlag.synthesis.compute.themes.centres import spread_rows

WORDS = 3
READ_TEXTS = 100_000
READ_CHARACTERS = 5_000
# Letters with what joins or marks them: "Co-Working", "l’été", Persian with its joiner.
_WORD = re.compile(r"[^\W\d_]+(?:[-'’\u200c][^\W\d_]+)*")
_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u0640]")  # Arabic vowel signs, the stretch


def words_of(text: str) -> Iterator[tuple[str, str]]:
    """Each word, folded and as written; numbers and fragments of addresses are none."""
    for folded, written, _ in _words(text):
        yield folded, written


def _words(text: str) -> Iterator[tuple[str, str, bool]]:
    """Also whether it begins a sentence, where its capital says nothing."""
    plain = _MARKS.sub("", unicodedata.normalize("NFC", text[:READ_CHARACTERS]))
    end = 0
    for found in _WORD.finditer(plain):
        is_first = end == 0 or any(mark in plain[end : found.start()] for mark in '.!?:\n"„“*-')
        end = found.end()
        written = found.group()
        folded = written.casefold()
        if len(folded) > 2 or ord(folded[0]) > 0x2E00:
            yield folded, written, is_first


def names(
    texts: Sequence[str],
    first: NDArray[np.int64],
    ids: Sequence[str],
    languages: Sequence[str],
) -> list[str]:
    """A name for each theme, in the language of most of its texts; no two are equal.

    Class-based TF-IDF: how often a theme's texts have the word, times how few themes share it.
    A word that all themes use alike weighs nothing, so no list of stop words is needed.
    """
    own = np.asarray(first)
    placed = np.flatnonzero(own >= 0)
    placed = placed[spread_rows(len(placed), READ_TEXTS)]
    told = [""] * len(ids)
    for language, themes in _languages(own, placed, languages, len(ids)).items():
        rows = [int(row) for row in placed if languages[int(row)] == language]
        table = _Table.of([texts[row] for row in rows], own[rows], len(ids))
        for theme in themes:
            told[theme] = table.name(theme)
    return _distinct(told, ids)


def _languages(
    first: NDArray[np.int64], placed: NDArray[np.int64], languages: Sequence[str], count: int
) -> dict[str, list[int]]:
    """Which themes are named in which language."""
    spoken = [Counter[str]() for _ in range(count)]
    for row in placed:
        spoken[first[row]][languages[int(row)]] += 1
    chosen: dict[str, list[int]] = {}
    for theme, counted in enumerate(spoken):
        if counted:
            language = min(counted, key=lambda one: (-counted[one], one))
            chosen.setdefault(language, []).append(theme)
    return chosen


class _Counted:
    """The words of some texts: how often each is in a theme's texts, and how it is written."""

    def __init__(self, texts: Sequence[str], themes: NDArray[np.int64], count: int) -> None:
        self.column: dict[str, int] = {}
        self.spellings: list[Counter[str]] = []
        self.inside: list[Counter[str]] = []  # where no sentence begins
        rows: list[int] = []
        columns: list[int] = []
        for at, text in enumerate(texts):
            seen = {self._take(*word) for word in _words(text)}
            rows.extend([int(themes[at])] * len(seen))
            columns.extend(sorted(seen))
        shape = (count, len(self.column))
        self.held = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)

    def _take(self, folded: str, written: str, is_first: bool) -> int:
        at = self.column.setdefault(folded, len(self.column))
        if at == len(self.spellings):
            self.spellings.append(Counter())
            self.inside.append(Counter())
        self.spellings[at][written] += 1
        if not is_first:
            self.inside[at][written] += 1
        return at

    def nouns(self) -> NDArray[np.float64]:
        """1 for what is written large within a sentence, 1/2 for the rest.

        Only in a language that writes its nouns large, which shows in how many words are.
        """
        large = [sum(n for one, n in each.items() if one[0].isupper()) for each in self.inside]
        total = [each.total() for each in self.inside]
        if sum(large) < 0.15 * sum(total):
            return np.ones(len(large))
        is_noun = np.array(large) * 2 > np.array(total)
        return np.where(is_noun | (np.array(total) == 0), 1.0, 0.5)


@dataclass(frozen=True)
class _Table:
    words: list[str]  # as they are written most often
    folded: list[str]
    scores: NDArray[np.float64]  # themes × words

    @classmethod
    def of(cls, texts: Sequence[str], themes: NDArray[np.int64], count: int) -> "_Table":
        counted = _Counted(texts, themes, count)
        # A word of one or two texts names nothing where there are texts enough to compare.
        total = np.asarray(counted.held.sum(axis=0)).ravel()
        kept = np.flatnonzero(total >= 1 + (len(texts) > 20) + (len(texts) > 500))
        every = list(counted.column)
        sizes = np.bincount(themes, minlength=count).astype(np.float64)
        # Short words are the small change of every language.
        length = np.sqrt([min(len(every[at]), 8) for at in kept])
        scores = _scores(counted.held[:, kept].toarray(), sizes) * length * counted.nouns()[kept]
        spelt = [_spelling(counted.inside[at] or counted.spellings[at]) for at in kept]
        return cls(spelt, [every[at] for at in kept], scores)

    def name(self, theme: int) -> str:
        chosen: list[int] = []
        order = np.argsort(-self.scores[theme], kind="stable")
        for at in itertools.islice(order, 200):
            if self.scores[theme, at] <= 0:
                break
            if not any(_is_kin(self.folded[at], self.folded[other]) for other in chosen):
                chosen.append(int(at))
            if len(chosen) == WORDS:
                break
        return ", ".join(self.words[at] for at in chosen)


def _scores(counts: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    present = sizes > 0
    total = counts.sum(axis=0)
    share = total / max(sizes.sum(), 1)
    # A theme of few texts is drawn towards the share in all texts, or chance would name it.
    rates = (counts + 5 * share) / (sizes[:, None] + 5)
    if present.sum() < 2:
        return np.asarray(counts * np.log(1 + sizes.sum() / np.maximum(total, 1)))
    part = rates[present] / rates[present].sum(axis=0, keepdims=True)
    # Over how many themes the word is spread: 1 to all of them (exponential of the entropy).
    spread = np.exp(-(part * np.log(np.maximum(part, 1e-12))).sum(axis=0))
    rare = np.log(present.sum() / np.minimum(spread, present.sum()))
    return np.asarray(rates * rare * (counts > 0) * (rates > share))


def _spelling(counted: Counter[str]) -> str:
    """As most write it; SHOUTED only if all shout."""
    calm = {one: number for one, number in counted.items() if not one.isupper()} or counted
    return min(calm, key=lambda one: (-calm[one], one))


def _is_kin(one: str, other: str) -> bool:
    """Forms of one word: "Radweg" and "Radwege"."""
    short, long = sorted((one, other), key=len)
    if short in long:
        return True
    same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))  # noqa: B905
    return same >= 4 and same >= 0.7 * len(short)


def _distinct(told: list[str], ids: Sequence[str]) -> list[str]:
    """No two alike, none empty: where words do not tell themes apart, their ids do."""
    counted = Counter(told)
    return [
        name if name and counted[name] == 1 else f"{name} ({theme})" if name else theme
        for name, theme in zip(told, ids, strict=True)
    ]
