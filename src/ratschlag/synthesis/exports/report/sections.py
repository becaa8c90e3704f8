"""What stands in each section of the report, as plain values for the template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ratschlag.synthesis.compute.board import in_words
from ratschlag.synthesis.compute.engine import Told
from ratschlag.synthesis.exports.report.map import SIDE, circles
from ratschlag.synthesis.exports.report.method import made_by, method_of, record_rows
from ratschlag.synthesis.exports.report.shown import Quotes, clean, cut, listed, seen
from ratschlag.synthesis.exports.report.words import Words
from ratschlag.synthesis.exports.run import Run, in_order

# The rest stands in the tables beside the report.
_MOST_LISTED = 200
_MOST_CAMPAIGNS = 60
_MOST_PAIRS = 30
_LONGEST_LISTED = 280
_MOST_IDS = 12


@dataclass(frozen=True)
class More:
    """How many of a list are shown, and where all of them stand."""

    shown: int
    of: int
    sentence: str


def sections_of(run: Run, record: dict[str, Any], words: Words) -> dict[str, Any]:
    sections = _Sections(run, words)
    return {
        "title": clean(run.title) or words["title"],
        "lead": sections.lead(),
        "numbers": sections.numbers(),
        "map": sections.map(),
        "side": int(SIDE),
        "glance": sections.glance(),
        "themes": [sections.theme(theme) for theme in sections.ordered],
        "campaigns": sections.campaigns(),
        "across": sections.across(),
        "fields": sections.fields(),
        "coverage": sections.coverage(),
        "follows": sections.follows(),
        "unplaced": sections.unplaced(),
        "change": sections.change(),
        "refused": sections.refused(),
        "method": method_of(run, words),
        "made_by": made_by(run, words),
        "record": record_rows(record, words),
    }


class _Sections:
    def __init__(self, run: Run, words: Words) -> None:
        self.run, self.words, self.result = run, words, run.result
        self.quotes = Quotes(run, words)
        self.ordered = sorted(
            run.result.told, key=lambda told: (-told.people, -len(told.rows), in_order(told.id))
        )
        self.names = {told.id: clean(told.name) for told in self.ordered}
        if run.before:
            self.names = {**run.before.names, **self.names}
        codes = {each for told in self.ordered for each in told.languages}
        self.language_names = {code: words.language_name(code) for code in codes}
        self.field_names = {each.key: clean(each.title) for each in run.settings.fields}
        self.said: dict[int, int] = {}
        for group in self.result.duplicates.groups[self.result.duplicates.groups >= 0].tolist():
            self.said[group] = self.said.get(group, 0) + 1

    def lead(self) -> str:
        words, count = self.words, len(self.run.ids)
        texts, themes = words.counted(count, "texts"), words.counted(len(self.ordered), "themes")
        spoken = words.counted(len(set(self.result.languages)), "languages")
        people = words.counted(self.result.people, "people")
        if self.run.is_known_who:
            who = words.pick(f"{texts} von {people}", f"{texts} by {people}")
            known = ""
        else:
            who = texts
            known = words.pick(
                " Wer sie schrieb, ist nicht bekannt; jeder zählt als ein Mensch.",
                " Who wrote them is not known; each counts as one person.",
            )
        return words.pick(
            f"{who}, in {spoken}, zu {themes} geordnet. Jede Aussage hier führt zu den Texten, "
            f"auf denen sie beruht.{known}",
            f"{who}, in {spoken}, sorted into {themes}. Every statement here leads to the texts "
            f"on which it rests.{known}",
        )

    def numbers(self) -> list[tuple[str, str]]:
        run, result = self.run, self.result
        values = {
            "people": result.people if run.is_known_who else 0,
            "texts": len(run.ids),
            "themes": len(result.told),
            "languages": len(set(result.languages)),
            "unplaced": len(result.themes.without()),
            "said_again": run.said_again,
            "campaigns": len(result.duplicates.campaigns),
            "private": len(result.private),
            "refused": len(run.texts.refused),
        }
        return [
            (self.words.number(value), self.words.noun(value, what))
            for what, value in values.items()
            # That nothing was left out is worth saying; that nobody ran a campaign is not.
            if value or what in ("unplaced", "refused")
        ]

    def map(self) -> list[Any]:
        at = {theme: place for place, theme in enumerate(self.result.themes.ids)}
        places = [
            (float(across), float(down))
            for across, down in (self.result.picture[at[told.id]] for told in self.ordered)
        ]
        labels = [(told.id.removeprefix("t"), self.names[told.id]) for told in self.ordered]
        return circles(places, [told.people for told in self.ordered], labels)

    def glance(self) -> list[dict[str, Any]]:
        most = max((told.people for told in self.ordered), default=1)
        return [
            {
                "id": told.id,
                "number": told.id.removeprefix("t"),
                "name": self.names[told.id],
                "people": self.words.number(told.people),
                "texts": self.words.number(len(told.rows)),
                "bar": max(1, round(100 * told.people / max(most, 1))),
            }
            for told in self.ordered
        ]

    def theme(self, told: Told) -> dict[str, Any]:
        words, difference = self.words, self.result.difference
        change = ""
        if difference:
            gained, lost = (len(each.get(told.id, ())) for each in (difference.gained,
                                                                     difference.lost))  # fmt: skip
            change = words["new"] if told.id in difference.new else f"+{gained} −{lost}"
        facts = [
            (words["languages"], listed(told.languages, self.language_names, words)),
            (words["channels"], self._listed(told.channels)),
            (words["fields"], self._listed(told.fields, self.field_names)),
            (words["duplicates"], self._repeated(told)),
            (words["changed"], change),
        ]
        return {
            "id": told.id,
            "number": told.id.removeprefix("t"),
            "name": self.names[told.id],
            "size": f"{words.counted(told.people, 'people')}, "
            f"{words.counted(len(told.rows), 'texts')}",
            "facts": [(name, value) for name, value in facts if value],
            "summary": self._summary(told),
            "quotes": [self.quotes.of(row, self._times(row)) for row in told.quotes],
        }

    def _summary(self, told: Told) -> list[dict[str, str]]:
        """Sentences beside the texts that are shown whole."""
        shown = {self.run.ids[row] for row in told.quotes}
        return [
            {"text": seen(each.text), "ids": self._ids(each.ids)}
            for each in told.summary
            if each.ids[0] not in shown
        ]

    def _ids(self, ids: Sequence[str]) -> str:
        told = ", ".join(clean(key) for key in ids[:_MOST_IDS])
        rest = self.words.number(len(ids) - _MOST_IDS)
        if len(ids) <= _MOST_IDS:
            return told
        return told + self.words.pick(f" und {rest} weitere", f" and {rest} more")

    def _times(self, row: int) -> int:
        return self.said.get(int(self.result.duplicates.groups[row]), 1)

    def _repeated(self, told: Told) -> str:
        groups = self.result.duplicates.groups[told.rows]
        grouped = groups[groups >= 0].tolist()
        again = len(grouped) - len(set(grouped))
        word_for_word = {
            int(self.result.duplicates.groups[row])
            for row in told.rows.tolist()
            if row in self.run.in_campaigns
        }
        parts = [(again, "said_again"), (len(word_for_word), "campaigns")]
        return ", ".join(self.words.counted(value, what) for value, what in parts if value)

    def _listed(self, counts: Any, names: dict[str, str] | None = None) -> str:
        if not any(counts):
            return ""
        told = names or {}
        shown = {key: told.get(key) or clean(key) or self.words["unknown"] for key in counts}
        return listed(counts, shown, self.words)

    def campaigns(self) -> dict[str, Any]:
        groups = sorted(self.result.duplicates.campaigns, key=lambda rows: (-len(rows), rows[0]))
        first = self.result.themes.first
        rows = [
            {
                "quote": self.quotes.of(group[0]),
                "times": self.words.number(len(group)),
                "theme": self.result.themes.ids[first[group[0]]] if first[group[0]] >= 0 else "",
            }
            for group in groups[:_MOST_CAMPAIGNS]
        ]
        return {"rows": rows, "more": self._more(len(rows), len(groups), "assignments.csv")}

    def across(self) -> dict[str, Any]:
        pairs = sorted(self.result.across, key=lambda pair: (-pair[2], pair[0], pair[1]))
        shown = [pair for pair in pairs if not {pair[0], pair[1]} & self.result.private.keys()][
            :_MOST_PAIRS
        ]
        rows = [
            {
                "one": self.quotes.of(one),
                "other": self.quotes.of(other),
                "similarity": self.words.decimal(similarity),
            }
            for one, other, similarity in shown
        ]
        return {"rows": rows, "more": self._more(len(rows), len(pairs), "across_languages.csv")}

    def fields(self) -> list[dict[str, Any]]:
        told = self.result.suggestions
        if told is None:
            return []
        labels = self.run.settings.labels
        lines = []
        for each in self.run.settings.fields:
            proposed = [
                one.probability
                for key, one in zip(self.run.ids, told, strict=True)
                if one.first == each.key and key not in labels
            ]
            mean = sum(proposed) / len(proposed) if proposed else None
            lines.append(
                {
                    "name": self.field_names[each.key],
                    "key": clean(each.key),
                    "proposed": self.words.number(len(proposed)),
                    "confirmed": self.words.number(
                        sum(1 for field in labels.values() if field == each.key)
                    ),
                    "probability": "–" if mean is None else self.words.percent(mean),
                }
            )
        return lines

    def coverage(self) -> list[dict[str, Any]]:
        tables = []
        for kind in ("language", "channel", "field"):
            lines = [each for each in self.result.coverage if each.kind == kind]
            if not lines or (len(lines) == 1 and not lines[0].value):
                continue
            tables.append({"kind": self.words[kind], "lines": [self._line(each) for each in lines]})
        return tables

    def _line(self, each: Any) -> dict[str, str]:
        number = self.words.number
        name = clean(each.value) or self.words["unknown"]
        if each.kind == "language":
            name = self.words.language_name(each.value)
        if each.kind == "field":
            name = self.field_names.get(each.value, name)
        return {
            "name": name,
            "people": number(each.people),
            "texts": number(each.texts),
            "placed": self.words.percent(each.share_placed),
            "themes": number(each.themes),
            "shown": number(each.shown),
        }

    def follows(self) -> str:
        """The figure in plain words: normalised mutual information, 0 to 1."""
        words, value, chance = (
            self.words, self.result.follows_language, self.result.follows_by_chance
        )  # fmt: skip
        if len(set(self.result.languages)) < 2:
            return words.pick(
                "Alle Texte sind in einer Sprache; die Themen können ihr nicht bloß folgen.",
                "All texts are in one language; the themes can't merely follow it.",
            )
        meaning = in_words(value, chance)
        if meaning == "hardly":
            said = ("Themen und Sprachen haben fast nichts miteinander zu tun: In den Themen "
                    "sprechen alle Sprachen miteinander.",
                    "Themes and languages have almost nothing to do with each other: in the "
                    "themes all languages speak together.")  # fmt: skip
        elif meaning == "partly":
            said = ("Einige Themen werden in manchen Sprachen häufiger angesprochen als in "
                    "anderen.",
                    "Some themes are spoken of more often in some languages than in others.")  # fmt: skip
        else:
            said = ("Die Themen folgen deutlich den Sprachen. Vor einem Schluss ist zu lesen, ob "
                    "die Anliegen oder nur die Worte verschieden sind.",
                    "The themes clearly follow the languages. Before concluding anything, read "
                    "whether the concerns differ or only the words.")  # fmt: skip
        scale = words.pick(
            f"Ob Themen bloß den Sprachen folgen: {words.decimal(value)} auf einer Skala von 0 "
            "(gar nicht) bis 1 (ganz; normalisierte Transinformation); durch Zufall allein wären "
            f"es {words.decimal(chance)}. ",
            f"Whether themes merely follow languages: {words.decimal(value)} on a scale from 0 "
            "(not at all) to 1 (entirely; normalised mutual information); chance alone would "
            f"give {words.decimal(chance)}. ",
        )
        return scale + words.pick(*said)

    def unplaced(self) -> dict[str, Any]:
        rows = self.result.themes.without().tolist()
        shown = [
            {
                "id": clean(self.run.ids[row]),
                "language": "" if self.result.languages[row] == "und" else
                self.result.languages[row],
                "text": cut(self.run.texts.rows[row].text, _LONGEST_LISTED),
                "is_held_back": row in self.result.private,
            }
            for row in rows[:_MOST_LISTED]
        ]  # fmt: skip
        return {"rows": shown, "more": self._more(len(shown), len(rows), "assignments.csv")}

    def change(self) -> dict[str, Any] | None:
        found = self.result.difference
        if found is None:
            return None
        themes = sorted({*found.gained, *found.lost, *found.new, *found.gone}, key=in_order)
        words = self.words
        rows = [
            {
                "number": theme.removeprefix("t") or "–",
                "name": self.names.get(theme, "") if theme else words["unplaced"],
                "state": words["new"] if theme in found.new else
                words["gone"] if theme in found.gone else "",
                "gained": words.number(len(found.gained.get(theme, ()))),
                "lost": words.number(len(found.lost.get(theme, ()))),
            }
            for theme in themes
        ]  # fmt: skip
        sentence = words.pick(
            f"{words.counted(len(found.came), 'texts')} kamen hinzu, "
            f"{words.number(len(found.went))} fielen weg, "
            f"{words.number(len(found.moved))} stehen nun in einem anderen Thema.",
            f"{words.counted(len(found.came), 'texts')} came, {words.number(len(found.went))} "
            f"went, {words.number(len(found.moved))} now stand in another theme.",
        )
        carried = words["carried_over"] if self.result.is_carried_over else ""
        return {"rows": rows, "sentence": sentence, "carried_over": carried}

    def refused(self) -> dict[str, Any]:
        every = self.run.refused
        rows = [
            {"file": clean(each.file), "line": each.line, "id": clean(each.id),
             "why": self.words.reason(each.reason)}
            for each in every[:_MOST_LISTED]
        ]  # fmt: skip
        counts = {"in": self.run.texts.row_count, "taken": len(self.run.ids),
                  "refused": len(self.run.texts.refused)}  # fmt: skip
        number = self.words.number
        sentence = self.words.pick(
            f"{number(counts['in'])} Zeilen hatte die Tabelle: {number(counts['taken'])} wurden "
            f"gelesen, {number(counts['refused'])} nicht.",
            f"The table had {number(counts['in'])} rows: {number(counts['taken'])} were read, "
            f"{number(counts['refused'])} were not.",
        )
        return {
            "rows": rows,
            "sentence": sentence,
            "more": self._more(len(rows), len(every), "refused.csv"),
        }

    def _more(self, shown: int, of: int, file: str) -> More | None:
        if shown >= of:
            return None
        number = self.words.number
        return More(
            shown,
            of,
            self.words.pick(
                f"{number(shown)} von {number(of)} stehen hier, alle in {file}.",
                f"{number(shown)} of {number(of)} stand here, all of them in {file}.",
            ),
        )
