"""The report's words in its two languages: a file that stands alone takes no catalogue along."""

from babel import Locale
from babel.core import UnknownLocaleError

from ratschlag.synthesis.compute.rows import Reason

REPORT_LANGUAGES = ("de", "en")

# By what they are for: German, English.
_WORDS: dict[str, tuple[str, str]] = {
    "skip": ("Zum Inhalt", "Skip to content"),
    "kicker": ("Auswertung freier Texte", "Free texts, read and sorted"),
    "title": ("Was die Beiträge sagen", "What the contributions say"),
    "contents": ("Inhalt", "Contents"),
    "overview": ("Überblick", "Overview"),
    "map": ("Die Themen auf einen Blick", "The themes at a glance"),
    "map_title": ("Bild der Themen", "Picture of the themes"),
    "map_says": (
        "Nur ein Bild, um sich zurechtzufinden: Was nah beieinander liegt, klingt ähnlich. Kreise "
        "wurden auseinandergerückt, wo sie sich überdeckten. Es ist keine Grundlage für eine "
        "Entscheidung; sortiert wurde nicht nach diesem Bild. Alle Zahlen stehen in der Tabelle.",
        "Only a picture to find one's way: what lies close together sounds alike. Circles were "
        "moved apart where they covered each other. It is no ground for a decision, and nothing "
        "was sorted by it. All figures stand in the table.",
    ),
    "map_header": (
        "Das größte Thema zuerst. Die Größe entscheidet nichts.",
        "The largest theme first. Size decides nothing.",
    ),
    "theme": ("Thema", "Theme"),
    "themes": ("Themen", "Themes"),
    "number": ("Nr.", "No."),
    "people": ("Menschen", "People"),
    "texts": ("Texte", "Texts"),
    "share": ("Anteil", "Share"),
    "languages": ("Sprachen", "Languages"),
    "language": ("Sprache", "Language"),
    "channels": ("Wege", "Channels"),
    "channel": ("Weg", "Channel"),
    "field": ("Handlungsfeld", "Field of action"),
    "fields": ("Handlungsfelder", "Fields of action"),
    "unknown": ("keine Angabe", "not given"),
    "each_theme": ("Thema für Thema", "Theme by theme"),
    "each_theme_says": (
        "Namen sind Wörter, die in diesem Thema oft und in anderen selten stehen. Gezeigt werden "
        "die Texte, die dem Thema am nächsten sind, und die verschiedensten; Sprachen und Wege "
        "kommen anteilig zu Wort. Themen mit bis zu vier Texten stehen ganz da.",
        "Names are words that are frequent in a theme and rare in others. Shown are the texts "
        "nearest to the theme and the most different ones; languages and channels are heard in "
        "proportion. Themes of up to four texts are shown whole.",
    ),
    "summed_up": ("Außerdem gesagt", "Also said"),
    "voices": ("Stimmen", "Voices"),
    "text_id": ("Text", "Text"),
    "cut": ("Auszug", "excerpt"),
    "not_quoted": (
        "Texte mit möglichen persönlichen Angaben werden hier nicht gezeigt.",
        "Texts that may hold personal data are not shown here.",
    ),
    "held_back": (
        "(wird nicht gezeigt: mögliche persönliche Angaben)",
        "(not shown: may hold personal data)",
    ),
    "duplicates": ("Mehrfach Gesagtes", "Said several times"),
    "duplicates_says": (
        "Nichts wurde zusammengelegt oder gelöscht. Gleichlautende Texte sind gezählt, und dass "
        "es sie gibt, ist zu sehen.",
        "Nothing was merged or deleted. Equal texts are counted, and that there are some is "
        "plain to see.",
    ),
    "campaigns": ("Gleichlautend, dreimal oder öfter", "Word for word, three times or more"),
    "campaign_text": ("Wortlaut", "Wording"),
    "times": ("wie oft", "how often"),
    "pairs_file": (
        "Alle Paare stehen in duplicates.csv.",
        "All pairs stand in duplicates.csv.",
    ),
    "across": (
        "Dasselbe in verschiedenen Sprachen? Vorschläge, von Menschen zu prüfen",
        "The same in different languages? Proposals for people to check",
    ),
    "similarity": ("Ähnlichkeit", "Similarity"),
    "no_campaigns": (
        "Kein Wortlaut kommt dreimal oder öfter vor.",
        "No wording occurs three times or more.",
    ),
    "fields_says": (
        "Vorschläge der Maschine, von Menschen zu bestätigen. Bestätigtes ist nie überschrieben.",
        "Proposed by a machine, for people to confirm. What is confirmed is never overwritten.",
    ),
    "proposed": ("vorgeschlagen", "proposed"),
    "confirmed": ("bestätigt", "confirmed"),
    "probability": ("mittlere Wahrscheinlichkeit", "mean probability"),
    "heard": ("Wer gehört wird", "Who is heard"),
    "heard_says": (
        "Ist eine Sprache oder ein Weg seltener einem Thema zugeordnet oder gezeigt als andere, "
        "ist das hier zu sehen.",
        "Where a language or a channel is placed or shown less often than others, it is seen here.",
    ),
    "placed": ("mit Thema", "with a theme"),
    "in_themes": ("in Themen", "in themes"),
    "shown": ("gezeigt", "shown"),
    "unplaced": ("Ohne Thema", "Without a theme"),
    "unplaced_says": (
        "Diese Texte sind zu weit von jedem Thema entfernt. Sie gehen nicht verloren: Hier sind "
        "sie, und Menschen lesen sie.",
        "These texts are too far from every theme. They are not lost: here they are, and people "
        "read them.",
    ),
    "none_unplaced": ("Jeder Text hat ein Thema.", "Every text has a theme."),
    "changed": ("Was sich geändert hat", "What has changed"),
    "changed_says": (
        "Gegenüber der vorigen Auswertung. Themen behalten ihre Nummer.",
        "Against the run before. Themes keep their number.",
    ),
    "gained": ("gewonnen", "gained"),
    "lost": ("verloren", "lost"),
    "new": ("neu", "new"),
    "gone": ("verschwunden", "gone"),
    "unchanged": ("Kein Text steht anders als zuvor.", "No text stands elsewhere than before."),
    "carried_over": (
        "Die vorige Auswertung hat die Texte mit einem anderen Modell gelesen. Vektoren zweier "
        "Modelle werden nie gemischt: Ihre Themen wurden über die Texte weitergeführt, die in "
        "beiden stehen.",
        "The run before read the texts by another model. Vectors of two models are never mixed: "
        "its themes were carried over by the texts that stand in both.",
    ),
    "refused": ("Was nicht gelesen wurde", "What was not read"),
    "refused_says": (
        "Jede Zeile der Tabelle ist gelesen oder steht hier.",
        "Every row of the table is read or stands here.",
    ),
    "none_refused": ("Jede Zeile wurde gelesen.", "Every row was read."),
    "file": ("Datei", "File"),
    "line": ("Zeile", "Line"),
    "why": ("Warum", "Why"),
    "method": ("Wie gerechnet wurde", "How it was computed"),
    "record": ("Zum Nachrechnen", "To compute it again"),
    "record_says": (
        "Dieselbe Datei, dieselben Versionen und Einstellungen ergeben dieselben Bytes.",
        "The same file, versions and settings give the same bytes.",
    ),
    "what": ("Was", "What"),
    "value": ("Wert", "Value"),
    "record_may_differ": (
        "Dieselbe Datei ergibt dasselbe, solange das Modell hinter dem Endpunkt dasselbe bleibt.",
        "The same file gives the same as long as the model behind the endpoint stays the same.",
    ),
    "made_by_endpoint": (
        "Gerechnet mit Ratschlag. Die Texte wurden dafür an ein Sprachmodell hinter einem Endpunkt "
        "gesendet, den die Stadt eingestellt hat.",
        "Computed with Ratschlag. For that the texts were sent to a language model behind an "
        "endpoint that the city has set.",
    ),
    "made_by": (
        "Gerechnet mit Ratschlag, auf einem eigenen Rechner, ohne fremde Dienste.",
        "Computed with Ratschlag on a machine of one's own, without outside services.",
    ),
}

# Where a number stands before it: one, many (German), one, many (English).
_COUNTED: dict[str, tuple[str, str, str, str]] = {
    "people": ("Mensch", "Menschen", "person", "people"),
    "texts": ("Text", "Texte", "text", "texts"),
    "themes": ("Thema", "Themen", "theme", "themes"),
    "languages": ("Sprache", "Sprachen", "language", "languages"),
    "unplaced": ("Text ohne Thema", "Texte ohne Thema", "text without a theme",
                 "texts without a theme"),
    "said_again": (
        "Text wiederholt schon Gesagtes",
        "Texte wiederholen schon Gesagtes",
        "text repeats what was said before",
        "texts repeat what was said before",
    ),
    "campaigns": ("Wortlaut dreimal oder öfter", "Wortlaute dreimal oder öfter",
                  "wording three times or more", "wordings three times or more"),
    "refused": ("Zeile nicht gelesen", "Zeilen nicht gelesen", "row not read", "rows not read"),
    "private": ("Text mit möglichen persönlichen Angaben",
                "Texte mit möglichen persönlichen Angaben",
                "text that may hold personal data", "texts that may hold personal data"),
}  # fmt: skip

# In English a reason says itself.
_REASONS = {
    Reason.NO_TEXT: "kein Text",
    Reason.TOO_LONG: "Text mit mehr als 32 768 Zeichen",
    Reason.ENCODING: "Buchstaben in anderer Kodierung als der Rest der Datei",
    Reason.TOO_MANY_CELLS: "mehr Zellen als die Kopfzeile (ein Trennzeichen im Text, ohne "
    "Anführungszeichen?)",
    Reason.NO_ID: "keine Nummer",
    Reason.LONG_ID: "Nummer mit mehr als 200 Zeichen",
    Reason.TWICE: "die Nummer steht schon in einer früheren Zeile",
    Reason.NO_FIELD: "kein Handlungsfeld",
    Reason.UNKNOWN_ID: "die Nummer gehört zu keinem der Texte",
    Reason.UNKNOWN_FIELD: "dieses Handlungsfeld gibt es nicht",
}


class Words:
    """The words of one language, and how it writes numbers."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._at = REPORT_LANGUAGES.index(language)
        self._locale = Locale.parse(language)
        self.plain = {key: both[self._at] for key, both in _WORDS.items()}

    def __getitem__(self, key: str) -> str:
        return self.plain[key]

    def pick(self, german: str, english: str) -> str:
        return (german, english)[self._at]

    def number(self, value: int) -> str:
        return f"{value:,}".replace(",", "\u202f" if self.language == "de" else ",")

    def decimal(self, value: float, places: int = 2) -> str:
        text = f"{value:.{places}f}"
        return text.replace(".", ",") if self.language == "de" else text

    def percent(self, share: float) -> str:
        return f"{self.decimal(100 * share, 0)}\u202f%" if self._at == 0 else f"{100 * share:.0f}%"

    def counted(self, value: int, what: str) -> str:
        return f"{self.number(value)}\u00a0{self.noun(value, what)}"

    def noun(self, value: int, what: str) -> str:
        return _COUNTED[what][2 * self._at + (value != 1)]

    def reason(self, why: Reason) -> str:
        return self.pick(_REASONS[why], str(why))

    def language_name(self, code: str) -> str:
        if code in ("", "und"):
            return self["unknown"]
        try:
            name = self._locale.languages.get(code) or Locale.parse(code).english_name
        except (UnknownLocaleError, ValueError):
            name = None
        return name or code
