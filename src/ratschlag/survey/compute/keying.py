"""What two people typed in from one paper: where it differs, and what is true in the end."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ratschlag.survey.compute.answers import Fault, Wrong, fault_in_words, words_in
from ratschlag.survey.compute.questionnaire import Questionnaire
from ratschlag.survey.rules import ILLEGIBLE, ILLEGIBLE_TYPED

# An entry: {"texts": {"q1": "…"}, "chosen": {"q2": "yes"}, "about": {"language": "de"}}; "chosen"
# as in answers.py. Without answers it is a paper that nobody could read.
Entry = Mapping[str, Any]
FIRST, SECOND, OWN = "1", "2", "own"
# Facts about a paper stand among the answers under names that no question can have.
_ABOUT = ":"


def folded(text: str) -> str:
    """A text without what tells two copies of it apart: capitals, white space, ways to write ä."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def marked(text: str) -> str:
    """The text with the whole mark where the short one was typed for what can't be read."""
    return text.replace(ILLEGIBLE_TYPED, ILLEGIBLE)


@dataclass(frozen=True)
class Difference:
    """One answer or fact that two people typed in differently; None is nothing at all."""

    name: str
    first: Any
    second: Any
    is_text: bool

    @property
    def key(self) -> str:
        """The question, or the fact."""
        return self.name.partition(".")[0]

    @property
    def is_about(self) -> bool:
        return self.name.startswith(_ABOUT)

    @property
    def fact(self) -> str:
        return self.name.removeprefix(_ABOUT)


def differences(first: Entry, second: Entry) -> list[Difference]:
    """What is not the same, in the order in which it was typed."""
    one, other = _said(first), _said(second)
    texts = {*first["texts"], *second["texts"]}
    return [
        Difference(name, one.get(name), other.get(name), name in texts)
        for name in dict.fromkeys([*one, *other])
        if _plain(one.get(name)) != _plain(other.get(name))
    ]


def count_compared(first: Entry, second: Entry) -> int:
    """How many answers and facts there are to compare."""
    return len({*_said(first), *_said(second)})


def _said(entry: Entry) -> dict[str, Any]:
    about = {f"{_ABOUT}{name}": said for name, said in entry["about"].items() if said is not None}
    return {**entry["texts"], **entry["chosen"], **about}


def _plain(said: Any) -> Any:
    """Where a line ends is a matter of the paper's width; everything else counts."""
    return " ".join(unicodedata.normalize("NFC", said).split()) if isinstance(said, str) else said


def settled(first: Entry, second: Entry, truth: Mapping[str, Any]) -> dict[str, Any]:
    """The entry that counts: what both typed, and where they differ what was said to be true."""
    said = _said(first)
    for difference in differences(first, second):
        said[difference.name] = truth[difference.name]
    texts = {*first["texts"], *second["texts"]}
    left = {name: value for name, value in said.items() if value not in (None, "", [], {})}
    about = {name: value for name, value in left.items() if name.startswith(_ABOUT)}
    return {
        "texts": {name: left[name] for name in left if name in texts},
        "chosen": {name: left[name] for name in left if name not in texts and name not in about},
        "about": {name.removeprefix(_ABOUT): value for name, value in about.items()},
    }


def truth_in(
    found: Sequence[Difference], questionnaire: Questionnaire, value: Callable[[str], str]
) -> tuple[dict[str, Any], dict[str, Fault]]:
    """Read the third look: of each difference the first, the second, or words of its own."""
    truth: dict[str, Any] = {}
    faults: dict[str, Fault] = {}
    for difference in found:
        name, chosen = difference.name, value(difference.name)
        if chosen in (FIRST, SECOND):
            truth[name] = difference.first if chosen == FIRST else difference.second
        elif chosen == OWN and difference.is_text:
            text = marked(words_in(value(f"{name}.{OWN}")))
            fault = fault_in_words(text, questionnaire.by_key[name].limit)
            if fault or not text:
                faults[name] = fault or Fault(Wrong.MISSING)
            truth[name] = text
        else:
            faults[name] = Fault(Wrong.MISSING)
    return truth, faults
