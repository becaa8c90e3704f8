"""Streets with a house number, in the ways they are written in Germany and some other places."""

import re

from ratschlag.synthesis.compute.private.names import LETTER, NAME, UPPER

_END = (
    r"(?:stra(?:ß|ss)e|str\.|str|gasse|weg|allee|platz|ring|damm|ufer|chaussee|steig|stieg|pfad|"
    r"markt|promenade|graben|zeile|hof|wall|twiete|kamp|steinweg)"
)
_OWN_WORD = (
    r"(?:Stra(?:ß|ss)e|Str\.|Gasse|Weg|Allee|Platz|Ring|Damm|Ufer|Chaussee|Steig|Pfad|Markt|"
    r"Promenade|Graben|Zeile|Wall)"
)
# "12", "12a", "12 - 14", "Nr. 12"; no speed, no distance, no time, no sum, no part of a number.
_HOUSE = (
    r"(?:(?:[Hh]aus)?[Nn](?:r\.?|ummer) ?)?[1-9]\d{0,2}(?: ?[a-h])?(?: ?[-/–+] ?\d{1,3}(?: ?[a-h])?)*"
    r"(?![\w/]|[.,:]\d| ?(?:%|€|°|[Mm]eter|km|cm|m\b|[Uu]hr|[Ee]uro|[Jj]ahre|[Mm]inuten|[Ss]tunden|"
    r"[Pp]rozent|[Mm]al\b))"
)
_NOT_STREETS = (
    r"(?:Rad|Fahrrad|Fu(?:ß|ss)|Geh|Park|Spiel|Sport|Stell|Arbeits|Bau|Schul|Bolz|Camping|Studien|"
    r"Sitz|Steh|Bahn|Hauptbahn|Innen|Hinter|Bauern|Fried|Bürger|Bundes|Land|Landes|Kreis|Einbahn|"
    r"Ausfall|Umgehungs|Super|Floh|Wochen|Weihnachts|Arbeitsmarkt|Um|Schutz|Feld|Wald|Wander)"
)
_NO_PLACE = (
    r"(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Jahr|Alter|Januar|Jänner|Februar|"
    r"März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Beispiel|Schnitt|"
    r"Durchschnitt|Moment|Umkreis|Abstand|Vergleich|Artikel|Punkt|Schritt|Ende|Anfang|Sommer|Winter)"
)

ADDRESSES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"\b(?!{_NOT_STREETS}{_END}\b)[{UPPER}]{LETTER}{{2,}}(?:-{LETTER}+)*-?{_END},? {_HOUSE}",
        rf"\b(?!Haus |Ecke |Höhe )[{UPPER}][\w'’]*(?:[ -][{UPPER}][\w'’]*){{0,3}}[ -]{_OWN_WORD},? {_HOUSE}",
        # "Am Hofgarten 7": only where the line or the address ends behind it.
        rf"\b(?:Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den|Hinter der|"
        rf"Vor dem|Beim) (?!{_NO_PLACE}\b)[{UPPER}]{LETTER}{{2,}}(?:-{LETTER}+)*,? {_HOUSE}"
        rf"(?=\s*(?:$|[,;.\n]| in \d{{4,5}} ))",
        rf"(?<![\d-])(?:D-|A-|CH-)?\d{{4,5}} {NAME}(?:[ -]{NAME})?,? {NAME}-?{_END} {_HOUSE}",
        rf"\b\d{{1,4}},? (?:bis |ter )?(?:rue|avenue|boulevard|place|impasse|chemin) "
        rf"(?:de la |de l['’]|du |des |de )?{NAME}(?:[ -]{NAME})*",
        rf"\b\d{{1,4}}[a-z]? {NAME}(?: {NAME})? (?:Street|Road|Avenue|Lane|Drive|Square|St\.|Rd\.)",
        rf"\b{NAME}(?: {NAME})? (?:Caddesi|Cad\.|Sokak|Sokağı|Sok\.)(?:,? ?[Nn]o:? ?\d+|,? \d+)",
        rf"(?:\bул(?:ица|\.)|\bвул(?:иця|\.)|\bпр(?:оспект|\.)) ?{NAME}(?: {NAME})?,? "
        rf"(?:д(?:ом|\.)? ?|буд(?:инок|\.)? ?)?\d{{1,4}}",
        rf"\b(?:[đĐ]ường|[pP]hố) {NAME}(?: {NAME}){{0,3}},? (?:[sS]ố )?\d{{1,4}}",
        rf"\b[sS]ố \d{{1,4}},? (?:đường|phố) {NAME}(?: {NAME}){{0,3}}",
        r"(?:شارع|خیابان|کوچه) [\u0621-\u06d3\u200c]{2,}(?: [\u0621-\u06d3\u200c]{2,})?،? "
        r"(?:رقم |پلاک |شماره )?[\d٠-٩۰-۹]{1,4}",
    )
)
