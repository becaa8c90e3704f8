"""Numbers that lead to a person: telephone, number plate, date of birth, account."""

import re

# Possessive (\d++) and bounded, here and elsewhere: no text may make a pattern run back and forth.
EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}+ ?(?:@|[(\[](?:at|ät)[)\]]) ?[\w-]{1,63}"
    r"(?: ?(?:\.|[(\[](?:dot|punkt)[)\]]) ?[\w-]{1,63}){0,5}(?:\.|[(\[](?:dot|punkt)[)\]]) ?[a-zA-Z]{2,24}"
)

_DIGIT = r"[\d٠-٩۰-۹]"
_PHONE = re.compile(
    rf"(?<![\w.,/+-])(?<!\d )(?:(?:\+|00) ?{_DIGIT}{{1,3}}+[ /.-]?(?:\(0\) ?)?\(?|\(?[0٠۰])"
    rf"{_DIGIT}{{1,6}}+\)?(?:[ /.–-]{{0,3}}+{_DIGIT}++){{1,6}}+(?![\w€%]|[.,:]\d| ?(?:%|€|[Ee]uro))"
)
_CALLED = re.compile(
    r"\b(?:[Tt]el(?:efon(?:nummer)?)?|[Hh]andy(?:nummer)?|[Mm]obil(?:nummer)?|[Rr]ufnummer|[Ff]ax|"
    r"[Pp]hone|WhatsApp|[Tt]él|[Тт]ел(?:ефон)?|هاتف|تلفن|[Đđ]iện thoại)[.:]*(?: ist| lautet)?[:. ]*"
    rf"(?P<number>\(?{_DIGIT}[{_DIGIT[1:-1]} /.()–-]{{3,18}}{_DIGIT})"
)
_FILE = re.compile(r"(?:Az|Aktenzeichen|Drucksache|Drs|Vorlage|Nr)\.?:? *$")
_DATE_LIKE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}/\d{4}|0?\d[.,]\d+")

_MONTH = (
    r"(?:Jan(?:uary?|\.)?|Jänner|Feb(?:ruary?|\.)?|März|Mär\.|March|Apr(?:il|\.)?|Mai|May|Jun[ie]|"
    r"Jul[iy]|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|O[kc]t(?:ober|\.)?|Nov(?:ember|\.)?|"
    r"De[zc](?:ember|\.)?)"
)
_DAY = (
    rf"(?:\d{{1,2}}[./-] ?\d{{1,2}}[./-] ?(?:(?:19|20)\d\d|\d\d)(?!\d)|(?:19|20)\d\d-\d\d-\d\d|"
    rf"\d{{1,2}}\.? {_MONTH},? (?:19|20)\d\d)"
)
_BIRTHS = (
    re.compile(
        r"(?:\b[Gg]eb(?:oren|\.)?|[Gg]eburts(?:datum|tag)|\*|\b[Bb]orn|[Dd]ate of birth|\bDOB|\b[Nn]ée?|"
        r"[Dd]oğum(?: tarihim?)?|\b[Рр]одил(?:ся|ась)|[Дд]ата рождения|[Нн]ароди(?:вся|лася)|"
        r"[Дд]ата народження|تاريخ الميلاد|تاریخ تولد|متولد|مواليد|[Ss]inh ngày)"
        rf"(?: ?(?:am|im|on|in|le|ist|:|der))*[ :]{{0,2}}(?P<day>{_DAY}|(?:19|20)\d\d\b)"
    ),
    # The whole date of a day in the last century is hardly anything else in what people write.
    re.compile(r"(?<![\d.])(?P<day>\d{1,2}\.\d{1,2}\.19[2-9]\d)(?!\d)"),
)

_PLATES = (
    # Germany: "BN-AB 123", "K AB 1234E"; two to eight characters in all.
    re.compile(
        r"(?<![\w-])(?P<place>[A-ZÄÖÜ]{1,3})(?:-| - | )[A-Z]{1,2}[ -]?[1-9]\d{0,3}[EH]?(?![\w-]|[.,:/]\d)"
    ),
    # Austria: "W-12345 A", "GU-123 AB". Switzerland: "ZH 123456", "BE 123'456".
    re.compile(r"(?<![\w-])(?P<place>[A-Z]{1,2})-\d{1,5} ?[A-Z]{1,3}(?![\w-])"),
    re.compile(
        r"(?<![\w-])(?P<place>A[GIR]|B[ELS]|FR|G[ELR]|JU|LU|N[EW]|OW|S[GHOZ]|T[GI]|UR|V[DS]|Z[GH])"
        r"[ -]?(?:\d{5,6}|\d{1,3}['’]\d{3})(?![\w-])"
    ),
    re.compile(
        r"(?:[Kk]ennzeichen|[Aa]utonummer|[Nn]ummernschild|number plate|[Pp]laka(?:sı)?)[:. ]+(?:ist |lautet )?"
        r"(?P<plate>[A-ZÄÖÜ\d]{1,3}[ -]?[A-Z\d]{1,3}[ -]?\d{1,6}[A-Z]{0,3})(?!\w)"
    ),
)
# Standards, laws, motorways and the like, which are written as plates are.
_NO_PLATES = frozenset(
    [
        "DIN",
        "ISO",
        "EN",
        "EU",
        "EG",
        "VO",
        "CO",
        "VDE",
        "VDI",
        "BAB",
        "ERA",
        "RAS",
        "FGS",
        "VWV",
        "UN",
        "US",
        "USB",
        "PKW",
        "LKW",
        "KFZ",
        "DB",
        "RE",
        "RB",
        "IC",
        "ICE",
        "TOP",
        "NR",
        "KM",
        "CD",
        "PC",
        "TV",
        "WC",
        "OK",
        "PV",
        "LED",
        "CHF",
        "EUR",
    ]
)

_IBAN = re.compile(r"(?<!\w)[A-Z]{2} ?\d{2}(?:[ -]?[A-Z0-9]){11,30}")


def emails(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in EMAIL.finditer(text)]


def phones(text: str) -> list[tuple[int, int]]:
    """With a trunk zero or a country's code anywhere; any other after "Tel." and the like."""
    told = []
    for found in _PHONE.finditer(text):
        digits = sum(letter.isdecimal() for letter in found.group())
        is_file = _FILE.search(text, max(0, found.start() - 20), found.start())
        if 7 <= digits <= 15 and not is_file and not _DATE_LIKE.match(found.group().lstrip("(")):
            told.append(found.span())
    for found in _CALLED.finditer(text):
        if sum(letter.isdecimal() for letter in found["number"]) >= 4:
            told.append(found.span("number"))
    return told


def births(text: str) -> list[tuple[int, int]]:
    return [found.span("day") for pattern in _BIRTHS for found in pattern.finditer(text)]


def plates(text: str) -> list[tuple[int, int]]:
    told = []
    for pattern in _PLATES:
        for found in pattern.finditer(text):
            named = found.groupdict()
            if named.get("plate"):
                told.append(found.span("plate"))
            elif named["place"] not in _NO_PLATES:
                told.append(found.span())
    return told


def ibans(text: str) -> list[tuple[int, int]]:
    """Account numbers whose check digits are right (ISO 13616, remainder 1 by 97)."""
    told = []
    for found in _IBAN.finditer(text):
        end = found.end()
        # The pattern may have run on into the next word: the longest that is right counts.
        while end - found.start() >= 15:
            if _is_iban(text[found.start() : end]):
                told.append((found.start(), end))
                break
            end -= 1
    return told


def _is_iban(written: str) -> bool:
    plain = written.replace(" ", "").replace("-", "")
    if not 15 <= len(plain) <= 34 or not plain.isalnum() or not plain.isascii():
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1
