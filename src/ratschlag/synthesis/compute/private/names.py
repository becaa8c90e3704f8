"""How people are named in free text: after a title, where they introduce themselves, or sign."""

import re

UPPER = (
    "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚ"
    "ỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸА-ЯЁІЇЄҐ"
)
LETTER = r"[^\W\d_]"
NAME = rf"[{UPPER}]{LETTER}*(?:[-'’]{LETTER}+)*"
_PARTICLE = r"(?:von der|von dem|von|van der|van|zu|de la|de|del|di|da|al|el|bin|ten|ter)"
_FULL = rf"(?:[{UPPER}]\. ?)?(?:{_PARTICLE} )?{NAME}(?: (?:{_PARTICLE} )?{NAME}){{0,2}}"

_SCHOLARLY = r"(?:(?:Dr|Prof|Mag|Ing|Dipl\.-?Ing)\.(?: ?(?:med|phil|jur|rer|nat|h\.c|Dr)\.)* ?)"
_TITLES = (
    r"Herrn?|Frau|Fr\.|Hr\.|Familie|Fam\.|Doktor|Professorin|Professor|"
    r"(?:Ober)?[Bb]ürgermeister(?:in|s)?|OB|Stadtrat|Stadträtin|Pfarrer(?:in)?|Pastor(?:in)?|"
    r"Nachbar(?:in|n)?|Sachbearbeiter(?:in)?|Hausmeister(?:in)?|Lehrer(?:in)?|"
    r"Mrs?\.?|Ms\.?|Miss|Mme|Madame|Monsieur|"
    r"[Гг]осподин[ау]?|[Гг]осп[оі]ж[аеуиі]|г-н|г-жа|[Пп]ан(?:[іе]|ом|у)?|[Пп]анн?[іиу]"
)
# Words that are a title in one language and something else in another.
_TITLES_OF = {"fr": r"M\.|Mlle", "tr": r"Bay|Bayan|Sayın", "vi": r"Ông|Bà|Anh|Chị|Cô"}
_INTRODUCED = (
    r"[Ii]ch hei(?:ß|ss)e|[Ii]ch bin (?:der|die)|[Mm]ein Name(?: ist|:)|[Mm]ein (?:Mann|Sohn|Vater|"
    r"Bruder|Chef)|[Mm]eine (?:Frau|Tochter|Mutter|Schwester|Chefin)|[Gg]ezeichnet|[Gg]ez\.|"
    r"[Mm]y name is|[Jj]e m['’]appelle|[Bb]enim adım|[Bb]en adım|[Аа]дым|[Мм]еня зовут|"
    r"[Мм]ене звати|[Tt]ên tôi là|[Nn]azywam się|[Mm]e llamo|[Mm]i chiamo"
)
_SIGNED = (
    r"[Mm]it (?:freundlich|best|herzlich|lieb)(?:em|en) Gr(?:u|ü|ue)(?:ß|ss)(?:en)?|"
    r"(?:[Vv]iele|[Ll]iebe|[Bb]este|[Ff]reundliche|[Hh]erzliche) Gr(?:ü|ue)(?:ß|ss)e|[Mm][Ff][Gg]|"
    r"[LV]G|[Kk]ind regards|[Bb]est regards|[Yy]ours sincerely|[Cc]ordialement|[Ss]aygılarımla|"
    r"[Сс] уважением|[Зз] повагою|[Tt]rân trọng"
)
# What follows a title, written large, and is no name.
NO_NAMES = frozenset(
    [
        "präsident",
        "präsidentin",
        "minister",
        "ministerin",
        "kanzler",
        "kanzlerin",
        "bürgermeister",
        "bürgermeisterin",
        "oberbürgermeister",
        "oberbürgermeisterin",
        "stadtrat",
        "stadträtin",
        "doktor",
        "professor",
        "kind",
        "kinder",
        "mann",
        "sie",
        "ihr",
        "ihre",
        "ihren",
        "wir",
        "ich",
        "er",
        "es",
        "das",
        "die",
        "der",
        "den",
        "dem",
        "und",
        "oder",
        "in",
        "im",
        "am",
        "auf",
        "bei",
        "mit",
        "für",
        "von",
        "zu",
        "ist",
        "sind",
        "war",
        "hat",
        "haben",
        "kann",
        "soll",
        "sollte",
        "muss",
        "wird",
        "werden",
        "als",
        "wenn",
        "dass",
        "nicht",
        "auch",
        "aber",
        "meinung",
        "ansicht",
        "auffassung",
        "erste",
        "erster",
        "einzige",
        "einzig",
        "gleichen",
        "landeshauptmann",
        "landesrat",
        "landesrätin",
        "nationalrat",
        "abgeordnete",
        "abgeordneter",
        "vorsitzende",
    ]
)
# "Professor-Neu-Allee", written in three words, is a place.
IN_A_STREET = re.compile(
    r"(?:\S+[ -]){1,3}(?:Allee|Stra(?:ß|ss)e|Str|Platz|Weg|Brücke|Ring|Schule)\b"
)
_ARABIC_WORD = r"[\u0621-\u064a\u066e-\u06d3\u200c]{2,}"
_ARABIC_TITLES = (
    r"السيد|السيدة|الدكتور|الدكتورة|الأستاذ|الأستاذة|اسمي|"
    r"آقای|خانم|دکتر|اسم من|نام من"
)

_ALWAYS = (
    re.compile(rf"\b(?:{_TITLES}) {{1,2}}(?:{_SCHOLARLY})*(?P<name>{_FULL})"),
    re.compile(rf"\b{_SCHOLARLY}+(?P<name>{_FULL})"),
    re.compile(rf"\b(?:{_INTRODUCED}),? (?:{_SCHOLARLY})*(?P<name>{_FULL})"),
    re.compile(rf"\b(?:{_SIGNED})[\s,.!:–-]{{1,6}}(?P<name>{_FULL})(?=\s*(?:$|[\n,.(]))"),
    re.compile(rf"\b(?P<name>{NAME}) (?:Bey|Hanım|Hanim)\b"),
    # A Russian or Ukrainian name with the father's is a name wherever it stands.
    re.compile(rf"\b(?P<name>(?:{NAME} )?{NAME} {NAME}(?:ович|евич|йович|овна|евна|івна|ївна))\b"),
    re.compile(rf"(?<![\u0621-\u06d3])(?:{_ARABIC_TITLES})[ :]{{1,2}}"
               rf"(?P<name>{_ARABIC_WORD}(?: {_ARABIC_WORD})?)"),
)  # fmt: skip
_IN_ONE_LANGUAGE = {
    language: re.compile(rf"(?<!\w)(?:{titles}) (?P<name>{_FULL})")
    for language, titles in _TITLES_OF.items()
}


def name_patterns(language: str) -> list[re.Pattern[str]]:
    """The patterns that hold everywhere, and those of this language."""
    own = _IN_ONE_LANGUAGE.get(language)
    return [*_ALWAYS, own] if own else list(_ALWAYS)
