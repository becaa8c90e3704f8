"""What the columns of a stranger's table can mean, and by which names they are known."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ratschlag.survey.compute.private import folded_name
from ratschlag.survey.compute.questionnaire import Option, Question, Questionnaire, Words
from ratschlag.survey.rules import OTHER, Kind


class Source(StrEnum):
    """The tool that a table was made with."""

    LIMESURVEY = "limesurvey"
    KOBO = "kobo"
    OWN = "own"
    TABLE = "table"


class Part(StrEnum):
    """What of a question stands in a column."""

    WHOLE = "whole"
    OTHER = "other"
    OPTION = "option"
    ROW = "row"
    PLACE_OF = "place_of"
    AT_PLACE = "at_place"
    DETAIL = "detail"


# What a column can say about the answer as a whole.
CHANNEL, LANGUAGE, DAY, POSTMARK = "@channel", "@language", "@day", "@postmark"
FACTS = (CHANNEL, LANGUAGE, DAY, POSTMARK)


@dataclass(frozen=True)
class Target:
    """Where the cells of a column go; `token` names it in mappings that are kept."""

    token: str
    part: Part
    key: str
    which: str = ""
    label: Words = field(default_factory=dict)


def targets_of(questionnaire: Questionnaire) -> dict[str, Target]:
    """All that a column can go to, by token, in the order of the questionnaire."""
    found = [each for question in questionnaire.questions for each in _targets(question)]
    found += [
        Target(detail.key, Part.DETAIL, detail.key, label=detail.label)
        for detail in questionnaire.details
    ]
    return {target.token: target for target in found}


def _targets(question: Question) -> Iterator[Target]:
    key = question.key
    if question.kind is not Kind.MATRIX:
        yield Target(key, Part.WHOLE, key, label=question.text)
    for row in question.rows:
        yield Target(f"{key}.{row.key}", Part.ROW, key, row.key, row.label)
    if question.kind is Kind.MULTIPLE:
        for option in question.options:
            yield Target(f"{key}.{option.key}", Part.OPTION, key, option.key, option.label)
        if question.has_other:
            yield Target(f"{key}.{OTHER}", Part.OPTION, key, OTHER)
    if question.kind is Kind.RANKING:
        for at, option in enumerate(question.options, start=1):
            yield Target(f"{key}.{option.key}", Part.PLACE_OF, key, option.key, option.label)
            yield Target(f"{key}#{at}", Part.AT_PLACE, key, str(at))
    if question.has_other:
        yield Target(f"{key}.{OTHER}_text", Part.OTHER, key, OTHER)


def names_of(questionnaire: Questionnaire) -> dict[str, str]:
    """Tokens by the folded names under which columns are known in LimeSurvey, KoBo and here.

    A name that could mean two columns means none.
    """
    found: dict[str, str] = {}
    doubtful: set[str] = set()
    weak: dict[str, str] = {}
    for page in questionnaire.pages:
        for question in page.questions:
            for name, token, is_weak in _names(question):
                name = folded_column(name)
                into = weak if is_weak else found
                if into.setdefault(name, token) != token:
                    doubtful.add(name)
    for detail in questionnaire.details:
        for name in (detail.key, f"details/{detail.key}", *detail.label.values()):
            if found.setdefault(folded_column(name), detail.key) != detail.key:
                doubtful.add(folded_column(name))
    all_names = {**weak, **found}
    return {name: token for name, token in all_names.items() if name not in doubtful}


def folded_column(name: str) -> str:
    return " ".join(name.replace("\ufeff", "").split()).casefold()


def token_of(column: str, names: dict[str, str]) -> str:
    """What a column is taken for: by its name, also behind the path of its groups; "" for none."""
    name = folded_column(column)
    while True:
        if name in names:
            return names[name]
        # "q1. What works?": LimeSurvey's code and text
        code, point, rest = name.partition(". ")
        if point and code in names and rest:
            return names[code]
        group, slash, name = name.partition("/")
        if not slash:
            return ""


def _names(question: Question) -> Iterator[tuple[str, str, bool]]:
    """Name, token, and whether a key says it better: parts that are only counted are weak."""
    key = question.key
    texts = [key, *question.text.values()]
    if question.kind is not Kind.MATRIX:
        for text in texts:
            yield text, key, False
    for at, row in enumerate(question.rows, start=1):
        yield from _part_names(texts, key, row, at, f"{key}.{row.key}")
    if question.kind in (Kind.MULTIPLE, Kind.RANKING):
        for at, option in enumerate(question.options, start=1):
            yield from _part_names(texts, key, option, at, f"{key}.{option.key}")
    if question.kind is Kind.RANKING:
        yield from _place_names(question, texts)
    if question.has_other:
        yield from _other_names(question, texts)


def _place_names(question: Question, texts: list[str]) -> Iterator[tuple[str, str, bool]]:
    for at in range(1, len(question.options) + 1):
        places = (
            f"[{at}]",
            f" [{at}]",
            f" [rang {at}]",
            f" [rank {at}]",
            f" [ranking {at}]",
            f"_{at}",
        )
        for place in places:
            for text in texts:
                yield f"{text}{place}", f"{question.key}#{at}", False


def _part_names(
    texts: list[str], key: str, part: Option, at: int, token: str
) -> Iterator[tuple[str, str, bool]]:
    for text in texts:
        for said in (part.key, *part.label.values()):
            for name in (f"{text}.{said}", f"{text}[{said}]", f"{text} [{said}]",
                         f"{text}/{said}", f"{text}/{key}_{said}"):  # fmt: skip
                yield name, token, False
    yield f"{key}_{part.key}", token, False
    # LimeSurvey counts subquestions when nobody names them.
    for code in (f"SQ{at:03}", str(at)):
        yield f"{key}[{code}]", token, True
        yield f"{key}_{code}", token, True


def _other_names(question: Question, texts: list[str]) -> Iterator[tuple[str, str, bool]]:
    key, token = question.key, f"{question.key}.{OTHER}_text"
    for text in texts:
        for name in (f"{text}[other]", f"{text} [other]", f"{text} [sonstiges]",
                     f"{text} [andere]", f"{text}_other", f"{text}.other_text"):  # fmt: skip
            yield name, token, False
    if question.kind is Kind.MULTIPLE:
        for text in texts:
            yield f"{text}/other", f"{key}.{OTHER}", False
            yield f"{text}.other", f"{key}.{OTHER}", False


_LIME = {"submitdate", "lastpage", "startlanguage", "seed", "date-submitted", "last-page",
         "start-language", "datum-abgeschickt", "letzte-seite", "start-sprache"}  # fmt: skip
_KOBO = {"_id", "_uuid", "_submission_time", "__version__", "_index", "_submitted_by", "_tags",
         "_validation_status", "meta/instanceid", "formhub/uuid", "_status"}  # fmt: skip
_FACT_NAMES = {
    CHANNEL: ("channel", "kanal", "weg"),
    LANGUAGE: ("startlanguage", "start-language", "start-sprache", "language", "sprache"),
    DAY: ("submitdate", "date-submitted", "datum-abgeschickt", "submission_time",
          "submissiondate", "received_on", "day", "tag", "datum", "eingang", "eingegangen-am",
          "date"),
    POSTMARK: ("postmarked_on", "poststempel", "postmark"),
}  # fmt: skip
FACT_BY_NAME = {name: fact for fact, names in _FACT_NAMES.items() for name in names}


def source_of(columns: list[str], names: dict[str, str]) -> Source:
    """The tool, by the columns that only it has."""
    bare = {" ".join(column.split()).casefold() for column in columns}
    if len(bare & _KOBO) >= 2:
        return Source.KOBO
    if len({folded_name(column) for column in columns} & _LIME) >= 2:
        return Source.LIMESURVEY
    if {"channel", "language", "received_on"} <= bare and bare & set(names):
        return Source.OWN
    return Source.TABLE


def proposed(columns: list[str], questionnaire: Questionnaire) -> list[str]:
    """A token for each column, or ""; no two columns go to the same place.

    Where each answer of a list has a column of its own, the one that has all in it is left out:
    it may have been joined by blanks, and labels hold blanks too.
    """
    names = names_of(questionnaire)
    found: list[str] = []
    for column in columns:
        token = token_of(column, names) or FACT_BY_NAME.get(folded_name(column), "")
        found.append("" if token in found else token)
    parts: dict[str, set[str]] = {}
    for token in found:
        if "." in token or "#" in token:
            parts.setdefault(token.replace("#", ".").split(".")[0], set()).add(token)
    for question in questionnaire.questions:
        own = {f"{question.key}.{option.key}" for option in question.options}
        if question.kind is Kind.MULTIPLE and own and own <= parts.get(question.key, set()):
            found = ["" if token == question.key else token for token in found]
    return found
