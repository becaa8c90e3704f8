"""An XLSForm as a questionnaire of ours, and a report of what could not be carried over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.survey.compute.xlsform.asked import Asking, Listed
from ratschlag.survey.compute.xlsform.cells import Texts, is_true, key_from, kind_of
from ratschlag.survey.compute.xlsform.relevant import condition_in
from ratschlag.survey.compute.xlsform.words import (
    ABOUT,
    DETAILS,
    MOST_CHOICES,
    MOST_ROWS,
    OWN,
    OWN_MACHINE,
    Form,
    Found,
    Lost,
    NotAForm,
    Remark,
    Row,
)
from ratschlag.survey.rules import Kind

_FIRST_ROW = 2
# What a phone notes by itself: nobody is asked, and we don't keep it.
_METADATA = {
    *("start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit"),
    *("simserial", "subscriberid", "start-geopoint", "background-audio", "xml-external"),
}
_CALCULATED = {"calculate", "hidden"}


def definition_in(form: Form) -> Found:
    """Raises NotAForm when there is nothing in it that people could be asked."""
    if not form.survey or not any("type" in row for row in form.survey[:1]):
        raise NotAForm(Lost.NO_SURVEY)
    if len(form.survey) > MOST_ROWS or len(form.choices) > MOST_CHOICES:
        raise NotAForm(Lost.TOO_LARGE)
    return _Reader(form).found()


@dataclass
class _Group:
    """A group that is open: what it is to us, and the row with which it began."""

    is_a: str
    row: int = 0
    matrix: dict[str, Any] = field(default_factory=dict)


class _Reader:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.remarks: list[Remark] = []
        self.texts = Texts(form, self._lost)
        self.lists = Listed(form.choices, self.texts, self._lost)
        self.asking = Asking(self.texts, self.lists, self._lost)
        self.pages: list[dict[str, Any]] = []
        self.loose = _page("", {})
        self.details: list[dict[str, Any]] = []
        self.about: dict[str, dict[str, str]] = {}
        self.groups: list[_Group] = []
        self.at = ("survey", 0, "")

    def found(self) -> Found:
        for number, row in enumerate(self.form.survey, start=_FIRST_ROW):
            self.at = ("survey", number, row.get("name", ""))
            if row.get("type", "").strip():
                self._row(row, " ".join(row["type"].split()).replace("begin ", "begin_"))
        if self.groups:
            raise NotAForm(Lost.UNBALANCED)
        if not self.asking.known:
            raise NotAForm(Lost.NO_QUESTION)
        return self._whole()

    def _whole(self) -> Found:
        self.at = ("settings", _FIRST_ROW, "")
        settings = self.form.settings
        title = self.about.get("title") or {SOURCE_LANGUAGE: settings.get("form_title", "")[:160]}
        if not self.about.get("purpose"):
            self._lost(Lost.NO_PURPOSE)
        pages = [page for page in self.pages if page["questions"]]
        loose = [self.loose] if self.loose["questions"] else []
        definition = {
            "title": title if any(title.values()) else {},
            "purpose": self.about.get("purpose", {}),
            "rule": self.about.get("rule", {}),
            "languages": self.texts.languages,
            "machine": sorted({*settings.get(OWN_MACHINE, "").split()} & {*self.texts.languages}),
            "is_paged": "pages" in settings.get("style", ""),
            "pages": loose + pages,
            "details": self.details,
        }
        return Found(definition, settings.get("form_id", ""), self.remarks)

    def _lost(
        self, lost: Lost, detail: str = "", *, at: tuple[str, int, str] | None = None
    ) -> None:
        remark = Remark(*(at or self.at), lost, detail[:80])
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _row(self, row: Row, kind: str) -> None:
        if kind.startswith("begin_"):
            self._begin(row, kind)
        elif kind.startswith(("end ", "end_")):
            self._end()
        elif any(group.is_a == "repeat" for group in self.groups):
            self._lost(Lost.REPEAT)
        elif kind == "note":
            self._note(row)
        else:
            self._asked(row, kind)

    def _begin(self, row: Row, kind: str) -> None:
        name, own = row.get("name", ""), row.get(OWN, "")
        is_bare = not self.groups
        number = self.at[1]
        if kind == "begin_repeat":
            self._lost(Lost.REPEAT)
            self.groups.append(_Group("repeat", number))
        elif "table-list" in row.get("appearance", ""):
            matrix = self.asking.question(row, Kind.MATRIX, self._condition(row))
            self.groups.append(_Group("matrix", number, matrix))
        elif is_bare and (own == ABOUT or name == ABOUT):
            self.groups.append(_Group(ABOUT, number))
        elif is_bare and (own == DETAILS or name == DETAILS):
            self.groups.append(_Group(DETAILS, number))
        elif is_bare:
            self._begin_page(row)
        else:
            self._lost(Lost.NESTED)
            if row.get("relevant"):
                self._lost(Lost.CONDITION, row["relevant"])
            self.groups.append(_Group("nested", number))

    def _begin_page(self, row: Row) -> None:
        name = row.get("name", "")
        title = self.texts.of(row, "label", longest=160)
        if not title:
            self._lost(Lost.NO_LABEL)
            title = {SOURCE_LANGUAGE: name or "?"}
        key = key_from(name, {page["key"] for page in self.pages})
        self.pages.append(_page(key, title) | {"show_if": self._condition(row)})
        self.groups.append(_Group("page", self.at[1]))

    def _end(self) -> None:
        if not self.groups:
            raise NotAForm(Lost.UNBALANCED)
        group = self.groups.pop()
        if group.is_a == "matrix":
            self._end_matrix(group)
        elif group.is_a == "page" and not self.pages[-1]["questions"]:
            name = self.pages[-1]["key"]
            self._lost(Lost.EMPTY_GROUP, at=("survey", group.row, name))

    def _end_matrix(self, group: _Group) -> None:
        matrix = group.matrix
        if not matrix["rows"]:
            self._lost(Lost.EMPTY_GROUP, at=("survey", group.row, matrix["key"]))
            return
        required = matrix.pop("required")
        matrix["is_required"] = all(required)
        if any(required) and not all(required):
            self._lost(Lost.REQUIRED, at=("survey", group.row, matrix["key"]))
        self._put(matrix)

    def _put(self, question: dict[str, Any]) -> None:
        if any(group.is_a == "page" for group in self.groups):
            self.pages[-1]["questions"].append(question)
            return
        if self.pages:  # questions on no page come first with us
            self._lost(Lost.MOVED)
        self.loose["questions"].append(question)

    def _note(self, row: Row) -> None:
        """Above all others: what the survey is about. First on a page: its help."""
        words, own = self.texts.of(row, "label"), row.get(OWN, "")
        group = self.groups[-1] if self.groups else None
        if group and group.is_a == ABOUT and own in ("title", "purpose", "rule"):
            self.about[own] = words
        elif group and group.is_a == ABOUT and row.get("name", "").startswith(f"{ABOUT}_"):
            self.about[row["name"].removeprefix(f"{ABOUT}_")] = words
        elif (
            group and group.is_a == "page"
            and not self.pages[-1]["questions"] and not self.pages[-1]["help"]
        ):  # fmt: skip
            self.pages[-1]["help"] = words
            if row.get("relevant"):
                self._lost(Lost.CONDITION, row["relevant"])
        else:
            self._lost(Lost.NOTE)

    def _asked(self, row: Row, kind: str) -> None:
        if kind in _METADATA:
            self._lost(Lost.METADATA, kind)
        elif kind in _CALCULATED:
            self._lost(Lost.CALCULATION, row.get("calculation", ""))
        elif self.asking.is_other_line(row):
            return  # "other" has its own line with us
        elif (found := kind_of(kind)) is None:
            self._lost(Lost.TYPE, kind)
        elif self.groups and self.groups[-1].is_a == "matrix" and found is Kind.SINGLE:
            self._matrix_row(row, kind)
        elif self.groups and self.groups[-1].is_a == DETAILS and found is Kind.SINGLE:
            self._detail(row, kind)
        elif not self.texts.of(row, "label"):
            self._lost(Lost.NO_LABEL)
        elif question := self.asking.asked(row, found, kind, self._condition(row)):
            self._put(question)

    def _matrix_row(self, row: Row, kind: str) -> None:
        matrix = self.groups[-1].matrix
        options = self.lists.options(kind.split()[1])
        label = self.texts.of(row, "label", longest=200)
        if not label or (matrix["options"] and matrix["options"] != options) or not options:
            self._lost(Lost.NO_LIST if label else Lost.NO_LABEL)
            return
        matrix["options"] = options
        named = row.get("name", "").removeprefix(f"{matrix['key']}_")
        key = key_from(named, {each["key"] for each in matrix["rows"]}, longest=40)
        matrix["rows"].append({"key": key, "label": label})
        matrix.setdefault("required", []).append(is_true(row.get("required", "")))

    def _detail(self, row: Row, kind: str) -> None:
        options = self.lists.options(kind.split()[1], longest=120)
        label = self.texts.of(row, "label", longest=160)
        if not options or not label:
            self._lost(Lost.NO_LIST if label else Lost.NO_LABEL)
            return
        if row.get("relevant"):
            self._lost(Lost.CONDITION, row["relevant"])
        if is_true(row.get("required", "")):
            self._lost(Lost.REQUIRED)
        key = self.asking.new_key(row.get("name", ""))
        self.details.append({"key": key, "label": label, "options": options})

    def _condition(self, row: Row) -> dict[str, Any]:
        relevant = row.get("relevant", "").strip()
        if not relevant:
            return {}
        found = condition_in(relevant, self.asking.known)
        if found is None:
            self._lost(Lost.CONDITION, relevant)
        return found or {}


def _page(key: str, title: Mapping[str, str]) -> dict[str, Any]:
    return {"key": key, "title": dict(title), "help": {}, "show_if": {}, "questions": []}
