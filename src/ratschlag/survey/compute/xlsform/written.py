"""A questionnaire as the rows of an XLSForm."""

import re
from collections.abc import Mapping
from typing import Any

from ratschlag.survey.compute.xlsform.relevant import relevant_of
from ratschlag.survey.compute.xlsform.words import (
    ABOUT,
    DETAILS,
    OWN,
    OWN_MACHINE,
    YES_NO_LIST,
    Form,
    Lost,
    Remark,
    header,
    language_name,
)
from ratschlag.survey.rules import NO, YES, Kind

_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_FIRST_ROW = 2


def form_of(
    definition: Mapping[str, Any], *, name: str, version: str, yes_no: Mapping[str, dict[str, str]]
) -> Form:
    """All three sheets; `yes_no` holds the words for "yes" and "no" by language."""
    return _Writer(definition, yes_no).form(name, version)


class _Writer:
    def __init__(self, definition: Mapping[str, Any], yes_no: Mapping[str, dict[str, str]]) -> None:
        self.definition = definition
        self.languages = definition["languages"]
        self.yes_no = yes_no
        self.made = Form()
        questions = [each for page in definition["pages"] for each in page["questions"]]
        self.kinds = {each["key"]: Kind(each["kind"]) for each in questions}
        self.names = {key: _name(key) for key in self.kinds}

    def form(self, name: str, version: str) -> Form:
        self._about()
        for page in self.definition["pages"]:
            self._page(page)
        self._details()
        if Kind.YES_NO in self.kinds.values():
            for key in (YES, NO):
                self._choice(YES_NO_LIST, key, self.yes_no[key])
        self.made.settings = {
            "form_title": self.definition["title"].get("de", ""),
            "form_id": name,
            "version": version,
            "default_language": language_name("de"),
            "style": "pages" if self.definition["is_paged"] else "",
            OWN_MACHINE: " ".join(self.definition["machine"]),
        }
        return self.made

    def _add(
        self, kind: str, name: str, words: Mapping[str, Mapping[str, str]], **cells: str
    ) -> None:
        row = {"type": kind, "name": name, **cells}
        for field, by_language in words.items():
            row |= {header(field, each): by_language.get(each, "") for each in self.languages}
        self.made.survey.append(row)

    def _choice(self, listed: str, key: str, label: Mapping[str, str]) -> None:
        labels = {header("label", each): label.get(each, "") for each in self.languages}
        self.made.choices.append({"list_name": listed, "name": key, **labels})

    def _lost(self, key: str, lost: Lost, detail: str = "") -> None:
        row = len(self.made.survey) + _FIRST_ROW
        self.made.remarks.append(Remark("survey", row, key, lost, detail))

    def _about(self) -> None:
        """What stands above the questions, as notes: people see it, and it comes back."""
        self._add("begin_group", ABOUT, {"label": {}}, appearance="field-list", **{OWN: ABOUT})
        for field in ("title", "purpose", "rule"):
            if words := self.definition[field]:
                self._add("note", f"{ABOUT}_{field}", {"label": words}, **{OWN: field})
        self._add("end_group", "", {})

    def _page(self, page: Mapping[str, Any]) -> None:
        name = _name(page["key"]) if page["key"] else ""
        if name in self.names.values():
            self._lost(name, Lost.RENAMED, f"{name}_page")
            name = f"{name}_page"
        if name:
            relevant = self._relevant(page)
            self._add("begin_group", name, {"label": page["title"]}, appearance="field-list",
                      relevant=relevant)  # fmt: skip
            if page["help"]:
                self._add("note", f"{name}_help", {"label": page["help"]}, **{OWN: "help"})
        for question in page["questions"]:
            self._question(question)
        if name:
            self._add("end_group", "", {})

    def _relevant(self, part: Mapping[str, Any]) -> str:
        relevant = relevant_of(part["show_if"], self.kinds, self.names)
        if relevant is None:
            self._lost(part["key"], Lost.CONDITION)
        return relevant or ""

    def _question(self, question: Mapping[str, Any]) -> None:
        kind, name = Kind(question["kind"]), self.names[question["key"]]
        if name != question["key"]:
            self._lost(question["key"], Lost.RENAMED, name)
        cells = {
            "relevant": self._relevant(question),
            "required": "yes" if question["is_required"] else "",
            OWN: str(kind),
        }
        words = {"label": question["text"], "hint": question["hint"]}
        if kind is Kind.MATRIX:
            self._matrix(question, name, words, cells)
            return
        self._add(
            self._type(question, kind, name), name, words, **_constraints(question, kind), **cells
        )

    def _type(self, question: Mapping[str, Any], kind: Kind, name: str) -> str:
        other = " or_other" if question["has_other"] else ""
        if kind is Kind.YES_NO:
            return f"select_one {YES_NO_LIST}"
        if kind is Kind.SCALE:
            return self._scale(question, name)
        if kind is Kind.RANKING and question["most"] is not None:
            self._lost(question["key"], Lost.PLACES, question["most"])
        for option in question["options"]:
            self._choice(name, option["key"], option["label"])
        bare = {Kind.SINGLE: "select_one", Kind.MULTIPLE: "select_multiple", Kind.RANKING: "rank"}
        if kind in bare:
            return f"{bare[kind]} {name}{other}"
        return {Kind.NUMBER: "decimal", Kind.DATE: "date"}.get(kind, "text")

    def _scale(self, question: Mapping[str, Any], name: str) -> str:
        """A range has no words for its ends; with them it is a list of its steps."""
        if not question["low"] and not question["high"]:
            return "range"
        least, most = _ends(question)
        for step in range(least, most + 1):
            end = {least: question["low"], most: question["high"]}.get(step, {})
            label = {
                each: f"{step} – {end[each]}" if each in end else str(step)
                for each in self.languages
            }
            self._choice(name, str(step), label)
        return f"select_one {name}"

    def _matrix(
        self,
        question: Mapping[str, Any],
        name: str,
        words: Mapping[str, Mapping[str, str]],
        cells: dict[str, str],
    ) -> None:
        required = cells.pop("required")
        if required:
            self._lost(question["key"], Lost.ROWS_REQUIRED)
        self._add("begin_group", name, words, appearance="table-list", **cells)
        for option in question["options"]:
            self._choice(name, option["key"], option["label"])
        for row in question["rows"]:
            self._add(f"select_one {name}", f"{name}_{row['key']}", {"label": row["label"]},
                      required=required)  # fmt: skip
        self._add("end_group", "", {})

    def _details(self) -> None:
        if not self.definition["details"]:
            return
        self._add("begin_group", DETAILS, {"label": {}}, appearance="field-list", **{OWN: DETAILS})
        for detail in self.definition["details"]:
            name = _name(detail["key"])
            self._add(f"select_one {name}", name, {"label": detail["label"]}, **{OWN: "detail"})
            for option in detail["options"]:
                self._choice(name, option["key"], option["label"])
        self._add("end_group", "", {})


def _name(key: str) -> str:
    """A key of ours may begin with a digit, a name of XLSForm may not."""
    return key if _NAME.fullmatch(key) else f"_{key}"


def _ends(question: Mapping[str, Any]) -> tuple[int, int]:
    return int(question["least"] or 1), int(question["most"] or 5)


def _constraints(question: Mapping[str, Any], kind: Kind) -> dict[str, str]:
    least, most = question["least"], question["most"]
    if kind in (Kind.LONG, Kind.SHORT):
        lines = {"appearance": "multiline"} if kind is Kind.LONG else {}
        return {"constraint": f"string-length(.) <= {question['limit']}", **lines}
    if kind is Kind.SCALE:
        if question["low"] or question["high"]:
            return {"appearance": "likert"}
        first, last = _ends(question)
        return {"parameters": f"start={first} end={last} step=1"}
    counted = {Kind.NUMBER: ".", Kind.MULTIPLE: "count-selected(.)"}.get(kind)
    bounds = [f"{counted} >= {least}"] if least is not None else []
    bounds += [f"{counted} <= {most}"] if most is not None else []
    return {"constraint": " and ".join(bounds)} if counted and bounds else {}
