"""Conditions as XLSForm says them ("relevant"), and the simple ones of those as ours."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ratschlag.survey.rules import Kind

# What is known of an earlier question: its key with us, and its kind.
Known = Mapping[str, tuple[str, Kind]]
Json = dict[str, Any]

_LISTS = (Kind.MULTIPLE, Kind.RANKING)
_COUNTED = (Kind.NUMBER, Kind.SCALE)
_NAME = r"\$\{\s*([\w.-]+)\s*\}"
_VALUE = r"""('[^']*'|"[^"]*"|-?\d+(?:\.\d+)?|date\(\s*'[^']*'\s*\))"""
_COMPARES = re.compile(rf"{_NAME}\s*(=|!=|>=|<=|>|<)\s*{_VALUE}")
_SELECTED = re.compile(rf"(not\()?\s*selected\(\s*{_NAME}\s*,\s*{_VALUE}\s*\)\s*(\))?")
_WRITTEN = re.compile(rf"string-length\(\s*{_NAME}\s*\)\s*(?:>\s*0|>=\s*1)")
_TOKEN = re.compile(r"""('[^']*'|"[^"]*")""")


def relevant_of(condition: Json, kinds: Mapping[str, Kind], names: Mapping[str, str]) -> str | None:
    """Our condition in XLSForm's words; None for what can't be said there."""
    tests = [_said(test, kinds, names) for test in condition.get("tests", ())]
    if any(test is None for test in tests):
        return None
    return (" and " if condition.get("join") == "all" else " or ").join(filter(None, tests))


def _said(test: list[str], kinds: Mapping[str, Kind], names: Mapping[str, str]) -> str | None:
    key, operator, value = test
    kind, name = kinds.get(key), f"${{{names.get(key, key)}}}"
    if kind is None or kind is Kind.MATRIX or ("'" in value and '"' in value):
        return None
    text = f'"{value}"' if "'" in value else f"'{value}'"
    if operator == "answered":
        return f"{name} != ''"
    if kind in _LISTS:
        chosen = f"selected({name}, {text})"
        return {"is": chosen, "is_not": f"not({chosen})"}.get(operator)
    if kind in _COUNTED and re.fullmatch(r"-?\d+(\.\d+)?", value):
        text = value
    elif operator in ("at_least", "at_most"):
        text = f"date({text})" if kind is Kind.DATE else text
    sign = {"is": "=", "is_not": "!=", "at_least": ">=", "at_most": "<="}[operator]
    return f"{name} {sign} {text}"


def condition_in(relevant: str, known: Known) -> Json | None:
    """What XLSForm says as a condition of ours; None where it says more than ours can.

    Ours are a few tests of earlier answers, all joined by "and" or all by "or".
    """
    for join, word in (("all", "and"), ("any", "or")):
        parts = _split(_bare(relevant), word)
        tests = [_test(part, known) for part in parts]
        if all(tests):
            return {"join": join if len(parts) > 1 else "all", "tests": tests}
    return None


def _split(expression: str, word: str) -> list[str]:
    """At each "and" that stands in no text; brackets are looked at part by part."""
    pieces = _TOKEN.split(expression)
    parts = [""]
    for at, piece in enumerate(pieces):
        if at % 2:
            parts[-1] += piece
            continue
        first, *more = re.split(rf"\b{word}\b", piece)
        parts[-1] += first
        parts += more
    return parts


def _bare(part: str) -> str:
    """Without blanks and brackets around the whole."""
    part = part.strip()
    while part.startswith("(") and part.endswith(")") and _encloses(part):
        part = part[1:-1].strip()
    return part


def _encloses(part: str) -> bool:
    depth = 0
    for at, sign in enumerate(part):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at == len(part) - 1
    return False


def _test(part: str, known: Known) -> list[str] | None:
    part = _bare(part)
    for pattern, read in _READERS.items():
        if found := pattern.fullmatch(part):
            return read(found, known)
    return None


def _selected(found: re.Match[str], known: Known) -> list[str] | None:
    turned, name, value, closed = found.groups()
    if name not in known or bool(turned) != bool(closed):
        return None
    key, kind = known[name]
    is_choice = kind in (*_LISTS, Kind.SINGLE, Kind.YES_NO)
    return [key, "is_not" if turned else "is", _plain(value)] if is_choice else None


def _written(found: re.Match[str], known: Known) -> list[str] | None:
    return [known[found[1]][0], "answered", ""] if found[1] in known else None


def _compares(found: re.Match[str], known: Known) -> list[str] | None:
    name, sign, value = found.groups()
    if name not in known:
        return None
    key, kind = known[name]
    said = _plain(value)
    if said == "":
        return [key, "answered", ""] if sign == "!=" else None
    if kind in _LISTS or kind is Kind.MATRIX:
        return None
    if sign in (">", "<"):
        # Only on a scale there is a next whole number.
        if kind is not Kind.SCALE or not re.fullmatch(r"-?\d+", said):
            return None
        said, sign = str(int(said) + (1 if sign == ">" else -1)), f"{sign}="
    return [key, {"=": "is", "!=": "is_not", ">=": "at_least", "<=": "at_most"}[sign], said]


def _plain(value: str) -> str:
    value = value.removeprefix("date(").removesuffix(")").strip()
    return value[1:-1] if value[:1] in "'\"" and len(value) > 1 else value


_READERS: dict[re.Pattern[str], Callable[[re.Match[str], Known], list[str] | None]] = {
    _SELECTED: _selected,
    _WRITTEN: _written,
    _COMPARES: _compares,
}
