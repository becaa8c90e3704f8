"""The coding desk of the model case: voices become themes, themes get an outcome and an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from ratschlag.contributions.models import Contribution, Part
from ratschlag.demo.case import Act, Case, data
from ratschlag.demo.moments import ZONE, at
from ratschlag.lib.slugs import free_slug
from ratschlag.people.models import Person
from ratschlag.people.rules import Role
from ratschlag.synthesis import actions
from ratschlag.synthesis.models import Theme
from ratschlag.synthesis.rules import OutcomeValue

# Later than what came on the same day was read.
_CODED, _DECIDED = time(19, 30), time(18)
_DECISIONS = date(2017, 1, 20)
# How two themes came to be what they are: one was renamed, one was merged.
_FIRST_TITLE = {"K05": "Fahrplan in Bildern"}
_MERGED = "Deutschkurse am Abend"
_FIRST_THEME = {"C11": _MERGED}


def acts(case: Case) -> Iterator[Act]:
    desk = _Desk(case)
    for row in data("contributions")["contribution"]:
        if "coded_on" in row:
            yield Act(_moment(row["coded_on"], _CODED), partial(desk.code, row))
        if "outcome" in row:
            decided = _moment(row["outcome"]["on"], _DECIDED)
            yield Act(decided, partial(desk.decide_own_outcome, row))
    yield Act(at(2016, 9, 20, 17), desk.merge)
    yield Act(at(2016, 9, 22, 17), desk.rename)
    yield Act(at(2016, 9, 30, 10), desk.hand_over)
    yield Act(at(2016, 10, 4, 9), desk.hand_over_the_last)
    for number, row in enumerate(data("themes")["theme"]):
        yield Act(_moment(_DECISIONS, time(10)), partial(desk.decide, row))
        # Four answers a day from the first of February on.
        yield Act(at(2017, 2, 1 + number // 4, 14), partial(desk.answer, row))
    yield Act(at(2017, 4, 3, 11), desk.publish)


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE)


@dataclass
class _Desk:
    """Those who read, order and answer."""

    case: Case

    def __post_init__(self) -> None:
        self.themes = {row["key"]: row for row in data("themes")["theme"]}

    @property
    def coder(self) -> Person:
        return self.case.people[Role.CODER]

    def code(self, row: dict[str, Any]) -> None:
        """Assign a contribution, or each of its parts, to the themes it speaks of."""
        if "split" in row:
            parts = {part.text: part for part in self.contribution(row).parts.all()}
            for passage in row["split"]:
                self.assign(row, passage["cluster"], parts[passage["text"]])
        else:
            for key in row["clusters"]:
                self.assign(row, _FIRST_THEME.get(row["key"], key))

    def contribution(self, row: dict[str, Any]) -> Contribution:
        return self.case.contributions[row["key"]]

    def assign(self, row: dict[str, Any], key: str, part: Part | None = None) -> None:
        contribution = self.contribution(row)
        if key in self.case.themes:
            theme = self.case.themes[key]
            actions.assign_contribution(contribution, theme, part=part, by=self.coder)
            return
        theme = self.new_theme(key)
        actions.open_theme(theme, contribution=contribution, part=part, by=self.coder)
        self.case.themes[key] = theme
        if key in self.themes and key not in _FIRST_TITLE:
            self.case.translate(theme, f"theme.{key}")

    def new_theme(self, key: str) -> Theme:
        row = self.themes.get(key, {"title": key, "summary": "", "field": "sprache"})
        title = _FIRST_TITLE.get(key, row["title"])
        return Theme(
            process=self.case.process,
            slug=free_slug(title, ()),
            title=title,
            summary=row["summary"],
            field=self.case.fields[row["field"]],
        )

    def merge(self) -> None:
        """Courses in the evening: two themes that turned out to be one."""
        actions.merge_theme(self.case.themes[_MERGED], into=self.case.themes["K01"], by=self.coder)

    def rename(self) -> None:
        for key in _FIRST_TITLE:
            theme = self.case.themes[key]
            theme.title = self.themes[key]["title"]
            actions.revise_theme(theme, ["title"], by=self.coder)
            self.case.translate(theme, f"theme.{key}")

    def hand_over(self) -> None:
        actions.hand_over_themes(self.case.process, by=self.case.by)

    def hand_over_the_last(self) -> None:
        """The theme that was opened after the others had been handed over."""
        actions.hand_over_theme(self.case.themes["K20"], by=self.case.by)

    def decide_own_outcome(self, row: dict[str, Any]) -> None:
        outcome = actions.decide_outcome(
            contribution=self.contribution(row),
            value=OutcomeValue(row["outcome"]["value"]),
            reason=row["outcome"]["reason"],
            by=self.case.by,
        )
        self.case.translate(outcome, f"outcome.{row['key']}")

    def decide(self, row: dict[str, Any]) -> None:
        outcome = actions.decide_outcome(
            theme=self.case.themes[row["key"]],
            value=OutcomeValue(row["outcome"]),
            reason=row["reason"],
            by=self.case.by,
        )
        self.case.translate(outcome, f"outcome.{row['key']}")

    def answer(self, row: dict[str, Any]) -> None:
        answer = actions.write_answer(
            self.case.themes[row["key"]].outcome,
            text=row["answer"],
            due_on=row["answered_on"],
            by=self.case.by,
        )
        self.case.translate(answer, f"answer.{row['key']}")

    def publish(self) -> None:
        actions.publish_answers(self.case.process, by=self.case.by)
