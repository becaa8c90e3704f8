"""In which language a text is written: one of the process's, or one of a few others.

The model is py3langid's. Its walk over the letters is done here for many texts at once, so
that a million texts take seconds; what it says of a text is the same.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from scipy.sparse import csr_array

from ratschlag.synthesis.compute.grams import in_turn

# Below this many letters the form's language knows better than the letters do.
_TOO_SHORT = 20
# How much more often a text is in the form's language than in another one: a factor.
_FORM_COUNTS = np.float32(np.log(20))
# The language of a longer text shows in its beginning.
_BYTES_READ = 1200
_TEXTS_AT_ONCE = 4096
MORE = ("en", "fr", "es", "pl")


@cache
def _model() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE)


@cache
def known_languages() -> frozenset[str]:
    return frozenset(_model().labels)


@cache
def _walk() -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """The automaton: where each state's row begins, the next state, the feature a state shows."""
    model = _model()
    rows = np.asarray(model.tk_row, dtype=np.int32) << 8
    return rows, np.asarray(model.tk_nextmove, np.int32), np.asarray(model.tk_output, np.int32)


class Languages:
    """Tells the languages a process offers, and a few more, from each other."""

    def __init__(self, offered: Sequence[str], *, more: Sequence[str] = MORE) -> None:
        # "de-easy" and "pt-BR" are written in "de" and "pt".
        wanted = {_plain(code) for code in [*offered, *more]} & known_languages()
        model = _model()
        columns = [i for i, code in enumerate(model.nb_classes) if code in wanted]
        self.offered = tuple(offered)
        self._codes = sorted(wanted)
        self._column_of = [self._codes.index(model.nb_classes[i]) for i in columns]
        self._table = np.ascontiguousarray(model.nb_ptc[:, columns], dtype=np.float32)
        self._prior = np.asarray(model.nb_pc[columns], dtype=np.float32)

    def of(self, text: str, form: str = "") -> str:
        """The language of one text that came by the form in the language `form`."""
        return self.all([text], [form])[0]

    def all(self, texts: Sequence[str], forms: Sequence[str] | None = None) -> list[str]:
        """The language of each text; "" where nothing tells it."""
        forms = [""] * len(texts) if forms is None else forms
        portions = [
            (texts[first : first + _TEXTS_AT_ONCE], forms[first : first + _TEXTS_AT_ONCE])
            for first in range(0, len(texts), _TEXTS_AT_ONCE)
        ]
        return [code for found in in_turn(self._portion, portions) for code in found]

    def _portion(self, portion: tuple[Sequence[str], Sequence[str]]) -> list[str]:
        texts, forms = portion
        scores, has_features = self._scores([_read(text) for text in texts])
        found = []
        for index, (text, form) in enumerate(zip(texts, forms, strict=True)):
            if form and _is_short(text):
                found.append(form)
                continue
            if not has_features[index]:
                found.append(form)
                continue
            row = scores[index]
            if (plain := _plain(form)) in self._codes:
                row = row.copy()
                row[self._codes.index(plain)] += _FORM_COUNTS
            best = self._codes[int(row.argmax())]
            found.append(form if best == plain else best)
        return found

    def _scores(self, read: list[bytes]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """For each text the log likelihood of each language, and whether anything was seen."""
        rows, features, times = _seen(read)
        seen = csr_array(
            (np.log1p(times).astype(np.float32), (rows, features)),
            shape=(len(read), self._table.shape[0]),
        )
        raw = seen @ self._table + self._prior
        scores = np.full((len(read), len(self._codes)), -np.inf, dtype=np.float32)
        # Serbian stands in the model once for each of its scripts.
        for column, language in enumerate(self._column_of):
            np.maximum(scores[:, language], raw[:, column], out=scores[:, language])
        return scores, np.bincount(rows, minlength=len(read)) > 0


def _plain(code: str) -> str:
    return code.partition("-")[0].lower()


def _is_short(text: str) -> bool:
    if len(text) >= 3 * _TOO_SHORT:
        text = text[: 6 * _TOO_SHORT]
    return sum(letter.isalpha() for letter in text) < _TOO_SHORT


def _read(text: str) -> bytes:
    """The bytes that the model reads: as py3langid makes them, of the text's beginning."""
    encoded: bytes = LanguageIdentifier._encode(text[:_BYTES_READ])
    return encoded[:_BYTES_READ]


def _seen(read: list[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Which features each text shows, and how often: all texts walk a letter at the same time."""
    begins, moves, shown = _walk()
    lengths = np.fromiter((len(text) for text in read), dtype=np.int64, count=len(read))
    order = np.argsort(-lengths, kind="stable")
    letters = np.frombuffer(b"".join(read) or b"\0", dtype=np.uint8)
    starts = (np.cumsum(lengths) - lengths)[order]
    # How many texts are still walking at each step: the longest come first.
    walking = len(read) - np.searchsorted(np.sort(lengths), np.arange(lengths.max(initial=0)) + 1)
    states = np.zeros(len(read), dtype=np.int32)
    keys = []
    for step, count in enumerate(walking.tolist()):
        places = begins[states[:count]] + letters[starts[:count] + step]
        states[:count] = moves[places]
        features = shown[states[:count]]
        hits = np.flatnonzero(features >= 0)
        keys.append(order[hits] * len(shown) + features[hits])
    joined, times = np.unique(np.concatenate(keys or [np.zeros(0, np.int64)]), return_counts=True)
    return joined // len(shown), joined % len(shown), times
