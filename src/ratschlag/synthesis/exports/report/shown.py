"""Strangers' words as they may stand on a page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ratschlag.synthesis.exports.report.words import Words
from ratschlag.synthesis.exports.run import Run

LONGEST_QUOTE = 600
# Controls, and the marks that turn the direction of what follows: nobody means to write them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def seen(text: str) -> str:
    """The text, letter by letter, without what no page can show."""
    return _UNSEEN.sub("", text)


def clean(text: str) -> str:
    """A name or an id, on one line."""
    return " ".join(_UNSEEN.sub(" ", text).split())


@dataclass(frozen=True)
class Quote:
    """A text or its beginning, with where it can be found."""

    id: str
    text: str
    is_cut: bool
    language: str
    about: str
    is_held_back: bool


class Quotes:
    """Makes quotes of the texts of a run; none of a text that may hold personal data."""

    def __init__(self, run: Run, words: Words) -> None:
        self.run, self.words = run, words

    def of(self, row: int, times: int = 1) -> Quote:
        result, words = self.run.result, self.words
        about = [f"{words['text_id']}\u00a0{clean(self.run.ids[row])}"]
        language, channel = result.languages[row], clean(self.run.texts.rows[row].channel)
        if len(set(result.languages)) > 1:
            about.append(words.language_name(language))
        if channel:
            about.append(channel)
        if times > 1:
            about.append(words.pick(f"{times}-mal gesagt", f"said {times} times"))
        is_held_back = row in result.private
        text, is_cut = ("", False) if is_held_back else cut(self.run.texts.rows[row].text)
        if is_cut:
            about.append(words["cut"])
        code = "" if language == "und" else language
        return Quote(clean(self.run.ids[row]), text, is_cut, code, ", ".join(about), is_held_back)


def cut(text: str, most: int = LONGEST_QUOTE) -> tuple[str, bool]:
    """The text, or its beginning up to the end of a word."""
    text = seen(text)
    if len(text) <= most:
        return text, False
    at = max(text.rfind(" ", 0, most + 1), text.rfind("\n", 0, most + 1))
    return text[: at if at > most // 2 else most], True


def listed(counts: Mapping[str, int], names: dict[str, str], words: Words, most: int = 8) -> str:
    """ "Deutsch 120, Englisch 4": the largest first, the rest by number."""
    parts = [f"{names[key]}\u00a0{words.number(count)}" for key, count in counts.items()]
    if len(parts) > most:
        rest = len(parts) - most + 1
        parts = [*parts[: most - 1], words.pick(f"und {rest} weitere", f"and {rest} more")]
    return ", ".join(parts)
