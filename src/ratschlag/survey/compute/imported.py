"""One row of a stranger's table as answers of ours, or the reason why it is refused."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ratschlag.survey.compute.answers import Answers, Wrong, answers_in, day_in, digits_in
from ratschlag.survey.compute.columns import CHANNEL, DAY, LANGUAGE, POSTMARK, Part, Target
from ratschlag.survey.compute.private import day_of
from ratschlag.survey.compute.questionnaire import Option, Question, Questionnaire
from ratschlag.survey.rules import IN_WORDS, NO, OTHER, YES, Kind

# As LimeSurvey, KoBo and people write it; in the languages of most exports.
_TRUE = {"y", "yes", "ja", "1", "1.0", "true", "wahr", "x", "checked", "selected", "ausgewählt"}
_FALSE = {"n", "no", "nein", "0", "0.0", "false", "falsch", "not selected", "nicht gewählt"}
_NOTHING = {"", "n/a", "-"}
_OTHERS = {"other", "-oth-", "sonstiges", "sonstige", "andere", "anderes", "or_other"}
# LimeSurvey writes this where a survey keeps no days.
_NO_DAY = "1980-01-01"


class Refused(StrEnum):
    """Why a row does not come in, besides what can be wrong with an answer (Wrong)."""

    NOT_SENT = "not_sent"
    NOTHING_SAID = "nothing_said"
    NO_DAY = "no_day"
    FUTURE = "future"
    POSTMARK = "postmark"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Fault:
    """Which column, why, and what stood there as far as that is nobody's words."""

    column: int | None
    why: str
    value: str = ""


@dataclass(frozen=True)
class Imported:
    """A row that comes in."""

    answers: Answers
    language: str
    channel: str
    received_on: date
    postmarked_on: date | None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """How a table is read: a token for each column, and what holds for every row."""

    tokens: Sequence[str]
    channel: str
    language: str
    received_on: date | None
    today: date
    must_be_sent: bool = False


# What a cell says, as names and values of the fields of a form.
_Reads = Callable[[str], Iterable[tuple[str, str]]]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


class Reader:
    """Reads row after row; what every row needs is looked up once."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        plan: Plan,
        targets: Mapping[str, Target],
        *,
        channels: Mapping[str, str],
        languages: Mapping[str, str],
    ) -> None:
        """`channels` and `languages` hold ours by the names (folded) that may stand in a cell."""
        self.questionnaire, self.plan = questionnaire, plan
        self.channels, self.languages = channels, languages
        self.facts = {token: at for at, token in enumerate(plan.tokens) if token.startswith("@")}
        self.columns: list[tuple[int, str, _Reads]] = []
        for at, token in enumerate(plan.tokens):
            if target := targets.get(token):
                self.columns.append((at, target.key, self._reads(target)))
        # In people's own words a dash is an answer too.
        self.words = {each.key for each in questionnaire.questions if each.is_in_words}

    def _reads(self, target: Target) -> _Reads:
        if target.part is Part.DETAIL:
            details = {each.key: each for each in self.questionnaire.details}
            return _Choice(target.key, details[target.key].options)
        question = self.questionnaire.by_key[target.key]
        if target.part is Part.OTHER:
            return lambda cell: [(f"{target.key}.{OTHER}", cell)]
        if target.part is Part.ROW:
            return _Choice(f"{target.key}.{target.which}", question.options)
        if target.part is Part.OPTION:
            return _Tick(question, target.which)
        if target.part is Part.PLACE_OF:
            name = f"{target.key}.{target.which}"
            return lambda cell: [(name, cell.strip().removesuffix(".0"))]
        if target.part is Part.AT_PLACE:
            return _AtPlace(question, target.which)
        return _whole(question)

    def read(self, cells: Sequence[str]) -> Imported | list[Fault]:
        if len(cells) < len(self.plan.tokens):
            cells = [*cells, *[""] * (len(self.plan.tokens) - len(cells))]
        said: dict[str, list[str]] = {}
        for at, key, reads in self.columns:
            cell = cells[at]
            if cell and (key in self.words or _folded(cell[:8]) not in _NOTHING):
                for name, value in reads(cell):
                    said.setdefault(name, []).append(value)
        if self.plan.must_be_sent and DAY in self.facts and not cells[self.facts[DAY]].strip():
            return [Fault(self.facts[DAY], Refused.NOT_SENT)]
        # Nothing is required here: who answered half of a form elsewhere has answered that half.
        answers = answers_in(self.questionnaire, lambda name: said.get(name, ()), only=())
        faults = [self._fault(key, fault.wrong, cells) for key, fault in answers.faults.items()]
        if not faults and answers.is_empty:
            faults = [Fault(None, Refused.NOTHING_SAID)]
        return faults or self._with_facts(answers, said, cells)

    def _fault(self, key: str, wrong: Wrong, cells: Sequence[str]) -> Fault:
        """With what stood there, unless it is in somebody's own words."""
        at = next((at for at, own, _reads in self.columns if own == key and cells[at]), None)
        question = self.questionnaire.by_key.get(key)
        is_words = at is None or (question and question.kind in IN_WORDS) or wrong is Wrong.TOO_LONG
        return Fault(at, wrong, "" if is_words or at is None else cells[at].strip()[:20])

    def _with_facts(
        self, answers: Answers, said: Mapping[str, list[str]], cells: Sequence[str]
    ) -> Imported | list[Fault]:
        fact = {token: cells[at].strip() for token, at in self.facts.items()}
        channel = self.plan.channel
        if fact.get(CHANNEL):
            channel = self.channels.get(_folded(fact[CHANNEL]), "")
        if not channel:
            return [Fault(self.facts.get(CHANNEL), Refused.CHANNEL, fact.get(CHANNEL, "")[:20])]
        days = {}
        for token in (DAY, POSTMARK):
            try:
                days[token] = _day(fact.get(token, ""))
            except ValueError:
                return [Fault(self.facts[token], Wrong.NOT_A_DAY, fact[token][:20])]
        received_on = days[DAY] or self.plan.received_on
        if received_on is None or received_on > self.plan.today:
            why = Refused.FUTURE if received_on else Refused.NO_DAY
            return [Fault(self.facts.get(DAY), why, fact.get(DAY, "")[:20])]
        posted_on = days[POSTMARK]
        if posted_on and posted_on > received_on:
            return [Fault(self.facts[POSTMARK], Refused.POSTMARK, fact[POSTMARK][:20])]
        language = self.languages.get(_folded(fact.get(LANGUAGE, "")), self.plan.language)
        answered = {name.partition(".")[0] for name in said}
        left_out = tuple(
            key for key in self.questionnaire.by_key
            if key in answered and key not in answers.shown and key not in answers.texts
        )  # fmt: skip
        return Imported(answers, language, channel, received_on, posted_on, left_out)


def _day(cell: str) -> date | None:
    day = day_of(digits_in(cell))
    return None if not day or day.startswith(_NO_DAY) else day_in(day)


def _by_said(options: Sequence[Option]) -> dict[str, str]:
    """Keys by all that may stand in a cell: the key itself, and each label; doubtful ones not."""
    found: dict[str, str] = {}
    doubtful = set()
    for option in options:
        for label in option.label.values():
            if found.setdefault(_folded(label), option.key) != option.key:
                doubtful.add(_folded(label))
    kept = {said: key for said, key in found.items() if said not in doubtful}
    return {**kept, **{_folded(option.key): option.key for option in options}}


class _Choice:
    """A cell that holds one of a list."""

    def __init__(self, name: str, options: Sequence[Option], *, has_other: bool = False) -> None:
        self.name = name
        others = dict.fromkeys(_OTHERS, OTHER) if has_other else {}
        self.keys = {**others, **_by_said(options)}

    def __call__(self, cell: str) -> Iterable[tuple[str, str]]:
        return [(self.name, self.keys.get(_folded(cell), cell))]


class _Tick:
    """A column of its own for one answer of many; LimeSurvey writes "Y", others 1 or the label."""

    def __init__(self, question: Question, which: str) -> None:
        self.key, self.which = question.key, which
        option = [each for each in question.options if each.key == which]
        self.true = _TRUE | set(_by_said(option)) | (_OTHERS if which == OTHER else set())

    def __call__(self, cell: str) -> Iterable[tuple[str, str]]:
        said = _folded(cell)
        if said in _FALSE and said not in self.true - _TRUE:
            return []
        return [(self.key, self.which if said in self.true else cell)]


class _AtPlace:
    """LimeSurvey's ranking: the first column holds what is first."""

    def __init__(self, question: Question, place: str) -> None:
        self.key, self.place = question.key, place
        self.keys = _by_said(question.options)

    def __call__(self, cell: str) -> Iterable[tuple[str, str]]:
        key = self.keys.get(_folded(cell))
        # What is none of the options is put where it is refused.
        return [(f"{self.key}.{key}", self.place)] if key else _no_option(self.key, self.keys, cell)


def _no_option(key: str, keys: Mapping[str, str], cell: str) -> Iterable[tuple[str, str]]:
    return [(f"{key}.{next(iter(keys.values()), '')}", cell[:60])]


def _whole(question: Question) -> _Reads:
    key = question.key
    if question.kind is Kind.SINGLE:
        return _Choice(key, question.options, has_other=question.has_other)
    if question.kind is Kind.MULTIPLE:
        return _Joined(question)
    if question.kind is Kind.RANKING:
        joined = _Joined(question)
        return lambda cell: [
            (f"{key}.{value}", str(place))
            for place, (_name, value) in enumerate(joined(cell), start=1)
        ]
    if question.kind is Kind.YES_NO:
        said = {**dict.fromkeys(_TRUE, YES), **dict.fromkeys(_FALSE, NO)}
        return lambda cell: [(key, said.get(_folded(cell), cell))]
    if question.kind is Kind.DATE:
        return lambda cell: [(key, day_of(cell))]
    if question.kind is Kind.SCALE:
        return lambda cell: [(key, _step(cell))]
    return lambda cell: [(key, cell)]


def _step(cell: str) -> str:
    """The number of a step: 4, 4.0, "4 – good"."""
    found = re.fullmatch(r"(-?\d+)(?:\.0+)?(?:\s*[–:.-]\s.*)?", digits_in(cell), re.DOTALL)
    return found[1] if found else cell


class _Joined:
    """A cell that holds several of a list: keys with blanks between, or labels with ; | , ."""

    def __init__(self, question: Question) -> None:
        self.key = question.key
        others = dict.fromkeys(_OTHERS, OTHER) if question.has_other else {}
        self.keys = {**others, **_by_said(question.options)}

    def __call__(self, cell: str) -> list[tuple[str, str]]:
        if _folded(cell) in self.keys:
            return [(self.key, self.keys[_folded(cell)])]
        for sign in (r"[;|\n]", r"[;|,\n]", r"\s"):
            parts = [_folded(part) for part in re.split(sign, cell) if part.strip()]
            if all(part in self.keys for part in parts):
                return [(self.key, self.keys[part]) for part in parts]
        return [(self.key, cell)]
