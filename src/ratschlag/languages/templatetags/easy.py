"""What the checker of easy German finds in a text, in the words of the desk."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.compute.easy import Rule, marks

register = template.Library()

_NAMES: dict[Rule, Promise] = {
    Rule.LONG: _("Long sentence"),
    Rule.PASSIVE: _("Passive"),
    Rule.GENITIVE: _("Genitive"),
    Rule.NEGATION: _("Negation"),
    Rule.COMPOUND: _("Long word"),
    Rule.ABBREVIATION: _("Abbreviation"),
    Rule.NUMBER: _("Number"),
    Rule.IDEAS: _("Several ideas in one line"),
}
_ADVICE: dict[Rule, Promise] = {
    Rule.LONG: _("Make two sentences of it: at most 15 words each."),
    Rule.PASSIVE: _("Say who does it: not “wird geprüft” but “Die Stadt prüft”."),
    Rule.GENITIVE: _("Use “von”: not “das Haus des Lehrers” but “das Haus von dem Lehrer”."),
    Rule.NEGATION: _("Say what is so, not what is not so. If it must stay, set “nicht” in bold."),
    Rule.COMPOUND: _("Part it with a middle dot (Wohn·heim) or choose a shorter word."),
    Rule.ABBREVIATION: _("Write it out: “zum Beispiel”."),
    Rule.NUMBER: _("Digits for small numbers; for large ones and per cent “viele” or “wenige”."),
    Rule.IDEAS: _("One idea, one sentence, one line."),
}


@dataclass(frozen=True)
class Finding:
    """A marked place with its surroundings, and what helps."""

    line: int
    before: str
    marked: str
    after: str
    name: Promise
    advice: Promise


_AROUND = 40


def findings(text: str) -> list[Finding]:
    """What seems to break a rule of easy German, in reading order."""
    text = text.replace("\r\n", "\n")
    found = []
    for mark in marks(text):
        start = text.rfind("\n", 0, mark.start) + 1
        end = text.find("\n", mark.end)
        end = len(text) if end < 0 else end
        before, after = text[start : mark.start], text[mark.end : end]
        found.append(
            Finding(
                line=text.count("\n", 0, mark.start) + 1,
                before=f"… {before[-_AROUND:]}" if len(before) > _AROUND else before,
                marked=text[mark.start : mark.end],
                after=f"{after[:_AROUND]} …" if len(after) > _AROUND else after,
                name=_NAMES[mark.rule],
                advice=_ADVICE[mark.rule],
            )
        )
    return found


@register.inclusion_tag("languages/_easy.html")
def easy_findings(text: str) -> dict[str, Any]:
    """The checker's findings in a text that shall be easy German, with advice."""
    return {"findings": findings(text)}
