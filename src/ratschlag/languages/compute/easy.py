"""Whether a German text keeps the rules of easy language, with the place and what helps.

It marks, it does not judge: a person decides. It knows no grammar, only words and their endings
(rules of DIN SPEC 33429 and of the Netzwerk Leichte Sprache that words can show).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    LONG = "long"
    PASSIVE = "passive"
    GENITIVE = "genitive"
    NEGATION = "negation"
    COMPOUND = "compound"
    ABBREVIATION = "abbreviation"
    NUMBER = "number"
    IDEAS = "ideas"


@dataclass(frozen=True)
class Mark:
    """A rule that seems broken, from character `start` up to `end`."""

    rule: Rule
    start: int
    end: int


MOST_WORDS = 15
_LONGEST_WORD = 15

_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]+(?:[·\u00b7-][A-Za-zÄÖÜäöüß]+)*")
_ABBREVIATION = re.compile(
    r"\b(?:z\.\s?B|d\.\s?h|u\.\s?a|i\.\s?d\.\s?R|o\.\s?ä|v\.\s?a|usw|bzw|ca|ggf|evtl|etc|inkl|max|min"
    r"|Nr|Str|Abs|Art|Tel|Dr|Prof|vgl|sog|zzgl|gem|lt|Mio|Mrd|Std)\.|§"
)
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_NEGATIONS = re.compile(
    r"\b(?:nicht|nichts|nie|niemals|niemand(?:em|en)?|nirgends|nirgendwo|weder|ohne"
    r"|kein(?:e|en|em|er|es)?)\b",
    re.I,
)
_UN = re.compile(
    r"\bun(?:möglich|klar|gültig|nötig|wichtig|sicher|bekannt|abhängig|zufrieden|fair|gerecht|gern"
    r"|freundlich|gleich|vollständig|zulässig|verändert|begrenzt|begleitet|entgeltlich|bedingt"
    r"|brauchbar|angenehm|günstig|ruhig|richtig)\w*",
    re.I,
)
_BECOMES = r"(?:wird|werden|wurde|wurden|wirst|werdet|worden)"
_PARTICIPLE = (
    r"(?:\b(?:ab|an|auf|aus|bei|ein|fest|fort|her|hin|mit|nach|um|vor|weg|weiter|zu|zurück|zusammen"
    r"|vorbei|frei)?ge\w{2,}(?:t|en)\b|\b(?:be|ent|er|ver|zer|miss|über|unter|wider)\w{3,}(?:t|en)\b"
    r"|\b\w{3,}iert\b)"
)
# The two stand in one sentence, so not far apart.
_PASSIVE = re.compile(
    rf"\b(?:{_BECOMES}\b[^.!?;\n]{{0,150}}?{_PARTICIPLE}|{_PARTICIPLE}[^.!?;\n]{{0,12}}\b{_BECOMES})\b"
)
_STEM = re.compile(_PARTICIPLE)
_GENITIVES = re.compile(
    r"\b(?:(?:[Dd]es|[Ee]ines|[Mm]eines|[Ii]hres|[Ss]eines|[Uu]nseres|[Dd]ieses|[Jj]edes)"
    r"(?:\s+[a-zäöüß]+en)?\s+[A-ZÄÖÜ]\w*(?:s|en|n)\b"
    # A thing of somebody: a noun with its article, and right after it "der" and another noun.
    r"|(?:[Dd](?:er|ie|as|en|em)|[Ee]ine?[mn]?|[Aa]lle|[Vv]iele|[Dd]iese[rsmn]?|[Ii]hre?[nm]?)\s+"
    r"[A-ZÄÖÜ]\w+\s+(?:der|einer|ihrer|unserer|dieser|aller|vieler)\s+(?:[a-zäöüß]+en\s+)?[A-ZÄÖÜ]\w+"
    r"|(?:[Ww]egen|[Tt]rotz|[Ww]ährend|[Aa]nstatt|[Ss]tatt|[Aa]ufgrund|[Ii]nnerhalb|[Aa]ußerhalb"
    r"|[Mm]ithilfe|[Ii]nfolge)\s+(?:der|des|einer|eines)\s+[A-ZÄÖÜ]\w+)"
)
# Verbs that have somebody as their second object, so that "der Frau" behind a noun is no genitive.
_GIVES = re.compile(
    r"\b(?:hilft|helfen|hilf|gibt|geben|gab|dankt|danken|antwortet|antworten|zeigt|zeigen|sagt|sagen"
    r"|gehört|gehören|schenkt|schenken|schickt|schicken|bringt|bringen|erklärt|erklären)\b"
)
_NUMBERS = re.compile(
    r"\b\d+(?:[.,]\d+)?\s?(?:%|Prozent\b)|\b\d{1,3}(?:\.\d{3})+\b|(?<![\d ])\b\d{5,}\b|\b(?:1[0-8]\d\d|19[0-9]\d)\b"
    r"|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|hundert|tausend)\b"
    r"|\b(?=[IVX]{2,}\b)[IVX]+\b"
)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w.-]+\w|https?://\S+|www\.\S+")
_PHONE = re.compile(r"\b0\d{2,4}[ /\d-]{4,}")
_JOINS = re.compile(
    r",\s+(?:und\s+|oder\s+|aber\s+)?(?:weil|dass|ob|obwohl|damit|wenn|falls|während|nachdem|bevor|sobald|soweit"
    r"|sofern|indem|sodass|denn|was|wer|wie|wo|warum|wann|(?:in|mit|von|zu|bei|für|an|auf)\s+d(?:em|er|en|as)"
    r"|d(?:er|ie|as|en|em|essen|eren))\s|;",
)


def marks(text: str) -> list[Mark]:
    """What seems to break a rule, in reading order."""
    found = [mark for check in _CHECKS for mark in check(text)]
    return sorted(found, key=lambda mark: (mark.start, mark.end, mark.rule))


def _long(text: str) -> Iterator[Mark]:
    for sentence in _SENTENCE.finditer(_without_dots(text)):
        if len(_WORD.findall(sentence[0])) > MOST_WORDS:
            yield _mark(Rule.LONG, text, sentence)


def _passive(text: str) -> Iterator[Mark]:
    for found in _PASSIVE.finditer(text):
        # "wird neue Wege bauen" is the future, not the passive: no participle stands there.
        if any(not _is_infinitive(stem, found[0]) for stem in _STEM.findall(found[0])):
            yield Mark(Rule.PASSIVE, found.start(), found.end())


def _is_infinitive(stem: str, around: str) -> bool:
    """Whether a word such as "bekommen" or "verstehen" is more likely what somebody will do."""
    if (
        stem.endswith("t")
        or re.match(r"\w*ge\w+en$", stem)
        and not stem.startswith(("gehen", "geben"))
    ):
        return stem[:1].isupper()
    is_with_auxiliary = re.search(rf"{re.escape(stem)}\s+(?:werden|worden)\b", around)
    # "wird ... beschlossen": its vowel has changed, which an infinitive's never does.
    has_changed = re.search(
        r"(?:oss|ieb|och|unk|und|ung|omm|oren|and|olf|orf|ossen|oben|oten|aten)en?$", stem
    )
    return stem[:1].isupper() or not (is_with_auxiliary or has_changed)


def _genitive(text: str) -> Iterator[Mark]:
    for found in _GENITIVES.finditer(text):
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if not _GIVES.search(line + found[0]):
            yield Mark(Rule.GENITIVE, found.start(), found.end())


def _negation(text: str) -> Iterator[Mark]:
    for pattern in (_NEGATIONS, _UN):
        for found in pattern.finditer(text):
            yield Mark(Rule.NEGATION, found.start(), found.end())


def _compound(text: str) -> Iterator[Mark]:
    for found in _WORD.finditer(text):
        # Parts that a hyphen or a middle dot keeps apart are read one by one.
        if any(len(part) > _LONGEST_WORD - 1 for part in re.split(r"[·\u00b7-]", found[0])):
            yield Mark(Rule.COMPOUND, found.start(), found.end())


def _abbreviation(text: str) -> Iterator[Mark]:
    for found in _ABBREVIATION.finditer(text):
        yield Mark(Rule.ABBREVIATION, found.start(), found.end())


def _number(text: str) -> Iterator[Mark]:
    phones = [found.span() for found in _PHONE.finditer(text)]
    for found in _NUMBERS.finditer(text):
        if not any(start <= found.start() < end for start, end in phones):
            yield Mark(Rule.NUMBER, found.start(), found.end())


def _ideas(text: str) -> Iterator[Mark]:
    """More than one sentence in a line, or one that hangs on another."""
    whole = _without_dots(text)
    for line in _LINE.finditer(whole):
        sentences = [s for s in _SENTENCE.finditer(line[0]) if _WORD.search(s[0])]
        if len(sentences) > 1:
            yield Mark(Rule.IDEAS, line.start() + sentences[1].start(), line.end())
        for found in _JOINS.finditer(line[0]):
            yield Mark(Rule.IDEAS, line.start() + found.start(), line.start() + found.end())


def _without_dots(text: str) -> str:
    """The text with dots that end no sentence put away; every place stays where it is."""
    text = _ABBREVIATION.sub(lambda found: found[0].replace(".", "_"), text)
    text = re.sub(r"(?<=\d)\.(?=\s?[A-ZÄÖÜ\d])", "_", text)
    return _ADDRESS.sub(lambda found: "_" * len(found[0]), text)


def _mark(rule: Rule, text: str, found: "re.Match[str]") -> Mark:
    start, end = found.span()
    while start < end and text[start].isspace():
        start += 1
    return Mark(rule, start, end)


_CHECKS: tuple[Callable[[str], Iterator[Mark]], ...] = (
    _long,
    _passive,
    _genitive,
    _negation,
    _compound,
    _abbreviation,
    _number,
    _ideas,
)
