"""The questions of an XLSForm, one by one."""

import re
from collections.abc import Sequence
from typing import Any

from ratschlag.contributions.rules import LONGEST_TEXT
from ratschlag.survey.compute.xlsform.cells import Say, Texts, is_true, key_from, media_in
from ratschlag.survey.compute.xlsform.words import OWN, YES_NO_LIST, Lost, Row
from ratschlag.survey.rules import (
    IN_WORDS,
    LONGEST_SHORT,
    MOST_STEPS,
    NO,
    OTHER,
    RESERVED_KEYS,
    WITH_OPTIONS,
    YES,
    Kind,
)

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_BOUND = re.compile(
    rf"(\.|count-selected\(\s*\.\s*\)|string-length\(\s*\.\s*\))\s*([<>]=?)\s*{_NUMBER}"
)
_STEP = re.compile(r"(-?\d+)(?:\s*[–:.-]\s*(.+))?", re.DOTALL)
_MOST_BOUND = 10**11


class Listed:
    """The lists of choices of a form."""

    def __init__(self, rows: Sequence[Row], texts: Texts, say: Say) -> None:
        self._texts, self._say = texts, say
        self._rows: dict[str, list[tuple[int, Row]]] = {}
        for number, row in enumerate(rows, start=2):
            name = row.get("list_name", "") or row.get("list name", "")
            self._rows.setdefault(name.strip(), []).append((number, row))

    def names(self, listed: str) -> list[str]:
        return [row.get("name", "") for _number, row in self._rows.get(listed, ())]

    def options(self, listed: str, *, longest: int = 200) -> list[dict[str, Any]]:
        """The options of a list, without the one for "other": that one has its own line."""
        found: list[dict[str, Any]] = []
        for number, row in self._rows.get(listed, ()):
            name = row.get("name", "").strip()
            at = ("choices", number, name)
            if media_in(row):
                self._say(Lost.MEDIA, media_in(row), at=at)
            label = self._texts.of(row, "label", longest=longest)
            if not label:
                self._say(Lost.NO_LABEL, at=at)
            elif name != OTHER:
                key = key_from(name, {OTHER, *(each["key"] for each in found)}, longest=40)
                if key != name:
                    self._say(Lost.RENAMED, key, at=at)
                found.append({"key": key, "label": label})
        return found


class Asking:
    """Makes questions of rows, and knows those that came before."""

    def __init__(self, texts: Texts, lists: Listed, say: Say) -> None:
        self._texts, self._lists, self._say = texts, lists, say
        # What conditions can name: the key with us, and the kind.
        self.known: dict[str, tuple[str, Kind]] = {}
        self._keys: set[str] = set(RESERVED_KEYS)
        self._with_other: set[str] = set()

    def new_key(self, name: str) -> str:
        key = key_from(name.strip(), self._keys)
        if key != name.strip().removeprefix("_"):
            self._say(Lost.RENAMED, key)
        self._keys.add(key)
        return key

    def is_other_line(self, row: Row) -> bool:
        """The line "please say which" that XLSForm puts behind a list with "other"."""
        name = row.get("name", "")
        return name.endswith(f"_{OTHER}") and name.removesuffix(f"_{OTHER}") in self._with_other

    def question(self, row: Row, kind: Kind, show_if: dict[str, Any]) -> dict[str, Any]:
        """What every question has; the rest is filled in by its kind."""
        key = self.new_key(row.get("name", ""))
        self._say_what_is_lost(row)
        text = self._texts.of(row, "label")
        if not text:
            self._say(Lost.NO_LABEL)
            text = {"de": row.get("name", "") or "?"}
        self.known[row.get("name", "")] = (key, kind)
        return {
            **{"key": key, "kind": str(kind), "limit": LONGEST_TEXT, "show_if": show_if},
            **{"is_required": is_true(row.get("required", "")), "has_other": False},
            **{"least": None, "most": None, "low": {}, "high": {}, "options": [], "rows": []},
            **{"text": text, "hint": self._texts.of(row, "hint", longest=300)},
        }

    def _say_what_is_lost(self, row: Row) -> None:
        required = row.get("required", "").strip()
        if (
            required
            and not is_true(required)
            and required.casefold() not in ("no", "false", "false()")
        ):
            self._say(Lost.REQUIRED, required)
        lost = {
            Lost.MEDIA: media_in(row),
            Lost.CALCULATION: row.get("calculation", ""),
            Lost.CHOICE_FILTER: row.get("choice_filter", ""),
            Lost.DEFAULT: row.get("default", ""),
            Lost.READ_ONLY: row.get("readonly", "") or row.get("read_only", ""),
        }
        for what, detail in lost.items():
            if detail.strip():
                self._say(what, detail)

    def asked(
        self, row: Row, kind: Kind, written: str, show_if: dict[str, Any]
    ) -> dict[str, Any] | None:
        """A question of its own; None when its list is missing."""
        words = written.split()
        listed = words[1] if len(words) > 1 else ""
        if words[0] == "range":
            kind = self._range_kind(row)
        elif kind is Kind.SINGLE and (steps := self._steps(listed)):
            return self._with_steps(self.question(row, Kind.SCALE, show_if), listed, steps)
        elif kind is Kind.SINGLE and self._is_yes_no(listed, row):
            return self.question(row, Kind.YES_NO, show_if)
        elif kind is Kind.SHORT and "multiline" in row.get("appearance", ""):
            kind = Kind.LONG
        options = self._lists.options(listed) if kind in WITH_OPTIONS else []
        if kind in WITH_OPTIONS and not options:
            self._say(Lost.NO_LIST, listed)
            return None
        question = self.question(row, kind, show_if)
        question["options"] = options
        if words[0] in ("integer", "int"):
            self._say(Lost.WHOLE_NUMBER)
        has_other = "or_other" in words or (listed and OTHER in self._lists.names(listed))
        if has_other and kind in (Kind.SINGLE, Kind.MULTIPLE):
            question["has_other"] = True
            self._with_other.add(row.get("name", ""))
        self._bind(question, row, kind, words[0])
        return question

    def _is_yes_no(self, listed: str, row: Row) -> bool:
        said = row.get(OWN, "")
        is_yes_no = listed == YES_NO_LIST or said == Kind.YES_NO
        return is_yes_no and set(self._lists.names(listed)) == {YES, NO}

    def _steps(self, listed: str) -> list[int]:
        """The steps of a list that is a scale: numbers in a row, words at the ends only."""
        names = self._lists.names(listed)
        if not 2 < len(names) <= MOST_STEPS or not all(
            re.fullmatch(r"\d{1,3}", each) for each in names
        ):
            return []
        steps = [int(each) for each in names]
        if steps != list(range(steps[0], steps[0] + len(steps))):
            return []
        labels = [option["label"] for option in self._lists.options(listed)]
        if len(labels) != len(steps):
            return []
        middle = zip(names[1:-1], labels[1:-1], strict=True)
        return steps if all({*label.values()} == {name} for name, label in middle) else []

    def _with_steps(
        self, question: dict[str, Any], listed: str, steps: list[int]
    ) -> dict[str, Any]:
        labels = [option["label"] for option in self._lists.options(listed)]
        question["least"], question["most"] = str(steps[0]), str(steps[-1])
        for end, label in (("low", labels[0]), ("high", labels[-1])):
            for language, text in label.items():
                found = _STEP.fullmatch(text)
                words = (found[2] or "") if found else text
                if words:
                    question[end][language] = words.strip()[:80]
        return question

    def _range_kind(self, row: Row) -> Kind:
        """A range of a few whole steps is a scale; any other is a number with bounds."""
        start, end, step = _parameters(row)
        is_whole = all(re.fullmatch(r"-?\d+", each) for each in (start, end, step))
        if is_whole and step == "1" and 0 <= int(start) < int(end) < int(start) + MOST_STEPS:
            return Kind.SCALE
        self._say(Lost.SCALE, f"{start}–{end}")
        return Kind.NUMBER

    def _bind(self, question: dict[str, Any], row: Row, kind: Kind, written: str) -> None:
        """The bounds of an answer."""
        if kind is Kind.SHORT:
            question["limit"] = LONGEST_SHORT
        if written == "range":
            start, end, _step = _parameters(row)
            question["least"], question["most"] = _plain(start), _plain(end)
        constraint = row.get("constraint", "").strip()
        bounds = [_BOUND.fullmatch(each.strip()) for each in re.split(r"\band\b", constraint)]
        for found in filter(None, bounds):
            if not _take_bound(question, kind, *found.groups()):
                self._say(Lost.CONSTRAINT, constraint)
        if constraint and not all(bounds):
            self._say(Lost.CONSTRAINT, constraint)


def _take_bound(question: dict[str, Any], kind: Kind, what: str, sign: str, number: str) -> bool:
    """Carry over one bound; False where our kind of question has no such bound."""
    name = "least" if sign.startswith(">") else "most"
    if what.startswith("string"):
        if kind not in IN_WORDS or name == "least" or "." in number:
            return False
        limit = int(number) - (sign == "<")
        question["limit"] = min(max(limit, 1), LONGEST_TEXT)
        return 1 <= limit <= LONGEST_TEXT
    is_count = what.startswith("count")
    if is_count != (kind is Kind.MULTIPLE) or kind not in (Kind.MULTIPLE, Kind.NUMBER):
        return False
    if is_count and "." not in number and len(sign) == 1:
        number, sign = str(int(number) + (1 if sign == ">" else -1)), f"{sign}="
    if len(sign) == 1 or abs(float(number)) > _MOST_BOUND or len(number.partition(".")[2]) > 4:
        return False
    question[name] = _plain(number)
    least, most = question["least"], question["most"]
    if least is not None and most is not None and float(least) > float(most):
        question[name] = None
        return False
    return True


def _parameters(row: Row) -> tuple[str, str, str]:
    """Where a range begins and ends, and its step; XLSForm's own where nothing is said."""
    said = dict(
        re.findall(
            r"(start|end|step)\s*=\s*(-?\d{1,11}(?:\.\d{1,4})?)(?![\d.])", row.get("parameters", "")
        )
    )
    return said.get("start", "0"), said.get("end", "10"), said.get("step", "1")


def _plain(number: str) -> str:
    whole, _point, rest = number.partition(".")
    rest = rest[:4].rstrip("0")
    return (
        f"{int(whole) if not whole.startswith('-0') else whole}.{rest}" if rest else str(int(whole))
    )
