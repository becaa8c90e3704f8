"""Summaries that can be proved: every sentence rests on texts, every quotation stands in one."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from ratschlag.synthesis.compute.fair import Turns
from ratschlag.synthesis.compute.spaces import Floats, unit
from ratschlag.synthesis.compute.steady import steady

SENTENCES = 5
READABLE = (30, 300)
ALIKE = 0.93  # two texts that near say the same: the second is named beside the first
READ_ROWS = 4_000


@dataclass(frozen=True)
class Sentence:
    """A sentence and the ids of the texts it rests on; the first is the one it is taken from."""

    text: str
    ids: tuple[str, ...]


class Refusal(StrEnum):
    """Why a drafted sentence is thrown away."""

    NO_IDS = "no_ids"
    UNKNOWN_ID = "unknown_id"
    NOT_A_QUOTATION = "not_a_quotation"
    OPEN_QUOTATION = "open_quotation"
    UNKNOWN_NUMBER = "unknown_number"
    EMPTY = "empty"


@dataclass(frozen=True)
class Checked:
    """What of a draft may be shown, and how many sentences were thrown away, and why."""

    sentences: list[Sentence] = field(default_factory=list)
    refused: Counter[Refusal] = field(default_factory=Counter)


def summary(
    texts: Sequence[str],
    vectors: Floats,
    ids: Sequence[str],
    *,
    languages: Sequence[str] | None = None,
    most: int = SENTENCES,
) -> list[Sentence]:
    """Sentences taken word by word from the texts: central, unlike each other, fairly by language.

    The texts are those of one theme. Maximal marginal relevance (Carbonell and Goldstein 1998):
    near to the middle of what is said, and not said yet. Equal texts stand behind one sentence.
    """
    rows = [row for row in range(len(texts)) if texts[row].strip()][:READ_ROWS]
    if not rows:
        return []
    own = vectors[rows]
    with steady():
        middle = unit(own.astype(np.float64).mean(axis=0, keepdims=True).astype(np.float32))
        central = (own @ middle.T).ravel()
    spoken = [languages[row] if languages else "" for row in rows]
    turns = Turns[str]()
    turns.add(spoken, most)
    chosen: list[int] = []
    left = _readable([texts[row] for row in rows])
    seen = np.full(len(rows), -1.0, np.float32)
    while left and len(chosen) < most:
        language = turns.next({spoken[at] for at in left})
        mine = [at for at in left if spoken[at] == language]
        score = 0.7 * central[mine] - 0.3 * np.maximum(seen[mine], 0)
        best = mine[int(np.argmax(score))]
        chosen.append(best)
        with steady():
            seen = np.maximum(seen, own @ own[best])
        left = [at for at in left if at != best and seen[at] < ALIKE]
    return [_sentence(texts, own, ids, rows, at) for at in chosen]


def _readable(texts: Sequence[str]) -> list[int]:
    """Texts that hold a sentence of readable length; all, if none does."""
    low, high = READABLE
    good = [at for at, text in enumerate(texts) if low <= len(_first(text)) <= high]
    return good or list(range(len(texts)))


def _sentence(
    texts: Sequence[str], vectors: Floats, ids: Sequence[str], rows: Sequence[int], at: int
) -> Sentence:
    """The first whole sentences of the text, with all texts that say nearly the same."""
    with steady():
        same = np.flatnonzero(vectors @ vectors[at] >= ALIKE)
    others = [ids[rows[int(one)]] for one in same if one != at]
    return Sentence(_first(texts[rows[at]]), (ids[rows[at]], *others))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, each an exact part of it."""
    found = re.finditer(
        r"\S(?:[^.!?…。！？؟\n]|[.](?=\S))*(?:[.!?…。！？؟]+[\"'”“»)]*|(?=\n)|$)", text
    )
    return [one.group().strip() for one in found if one.group().strip()]


def _first(text: str) -> str:
    """As many whole sentences from the beginning as are read at a glance; an exact part."""
    plain = text.strip()
    if len(plain) <= READABLE[1]:
        return plain
    end = 0
    for sentence in sentences_of(plain):
        at = plain.find(sentence, end) + len(sentence)
        if at > READABLE[1] and end >= READABLE[0]:
            break
        end = at
        if end > READABLE[1]:
            break
    return plain[:end] if 0 < end <= 2 * READABLE[1] else plain


_CITED = re.compile(r"\[([^\[\]]*)\]")
_CITATION = re.compile(r"\s*\[[^\[\]]*\]")
_PAIRS = {"„": '“”"', "“": "”", "»": "«", "«": "»", "”": "”", "‚": "‘’", "‹": "›", "›": "‹"}
_CLOSING = frozenset('"“”»«›‹’‘')
_STOPS = frozenset(".!?…。！？؟")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def check_draft(draft: str, texts_by_id: Mapping[str, str]) -> Checked:
    """Keep of a machine's draft only what can be proved; nothing is repaired.

    A sentence ends with the ids it rests on: "Many want a bench [c1, c7]." Every id must exist,
    every quotation must stand word for word in one of the texts cited, and so must every number.
    """
    checked = Checked()
    for sentence in _drafted(draft):
        plain, ids = _cited(sentence)
        if why := _refusal(plain, ids, texts_by_id):
            checked.refused[why] += 1
        else:
            checked.sentences.append(Sentence(plain, tuple(ids)))
    return checked


def quotations(sentence: str) -> list[str]:
    """What stands in quotation marks."""
    return _quotations(sentence)[0]


def _drafted(draft: str) -> list[str]:
    """Sentences with their citations, which may stand before or behind the full stop.

    A full stop within quotation marks or brackets ends nothing.
    """
    told, start, waits = [], 0, ""
    for at, letter in enumerate(draft):
        if waits:
            waits = "" if letter in waits else waits
            if letter == "]" and _closes(draft[start:at]) and draft[at + 1 : at + 2] not in _STOPS:
                told.append(draft[start : at + 1])
                start = at + 1
        elif letter in _PAIRS or letter in '"[':
            waits = _PAIRS.get(letter, {"[": "]", '"': '"'}.get(letter, ""))
        elif letter == "\n" or (letter in _STOPS and _ends(draft, at)):
            told.append(draft[start : at + 1])
            start = at + 1
    told.append(draft[start:])
    return _with_their_ids([one.strip() for one in told if one.strip()])


def _ends(draft: str, at: int) -> bool:
    return at + 1 == len(draft) or draft[at + 1].isspace() or draft[at + 1] == "["


def _closes(cited: str) -> bool:
    """Whether the ids stand behind a quotation that is a whole sentence: „Yes, please.“ [c1]"""
    before = cited[: cited.rfind("[")].rstrip()
    return before[-1:] in _CLOSING and before[:-1].rstrip()[-1:] in _STOPS


def _with_their_ids(parts: Sequence[str]) -> list[str]:
    """Ids behind the full stop belong to the sentence before it."""
    told: list[str] = []
    for part in parts:
        while told and (found := _CITED.match(part)) and not _CITED.search(told[-1]):
            told[-1] += " " + found.group()
            part = part[found.end() :].lstrip(" .")
        if part:
            told.append(part)
    return told


def _cited(sentence: str) -> tuple[str, list[str]]:
    """The sentence without its citations, and the ids."""
    groups = _CITED.findall(sentence)
    ids = [one.strip() for group in groups for one in re.split(r"[,;]", group)]
    # Nothing else is touched: a quotation keeps its every space.
    plain = _CITATION.sub("", sentence).strip()
    return plain, list(dict.fromkeys(one for one in ids if one))


def _refusal(plain: str, ids: Sequence[str], texts_by_id: Mapping[str, str]) -> Refusal | None:
    if not any(letter.isalpha() for letter in plain):
        return Refusal.EMPTY
    if not ids:
        return Refusal.NO_IDS
    if any(one not in texts_by_id for one in ids):
        return Refusal.UNKNOWN_ID
    said = [texts_by_id[one] for one in ids]
    quoted, rest, is_open = _quotations(plain)
    if is_open:
        return Refusal.OPEN_QUOTATION
    if any(not quotation or not any(quotation in text for text in said) for quotation in quoted):
        return Refusal.NOT_A_QUOTATION
    known = {number for text in said for number in _NUMBER.findall(text)} | {str(len(ids))}
    if any(number not in known for number in _NUMBER.findall(rest)):
        return Refusal.UNKNOWN_NUMBER
    return None


def _quotations(plain: str) -> tuple[list[str], str, bool]:
    """What stands in quotation marks, what stands outside, and whether a mark is left open."""
    quoted, rest, start, waits = [], [], 0, ""
    for at, letter in enumerate(plain):
        if waits and letter in waits:
            quoted.append(plain[start:at])
            waits, start = "", at + 1
        elif not waits and (letter in _PAIRS or letter == '"'):
            rest.append(plain[start:at])
            waits, start = _PAIRS.get(letter, '"'), at + 1
        elif not waits and letter in "“”«»›‹":
            return quoted, plain, True
    rest.append("" if waits else plain[start:])
    return quoted, " ".join(rest), bool(waits)
