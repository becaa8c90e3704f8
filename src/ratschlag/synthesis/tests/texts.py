"""A small table as a city might hand it in: three concerns in two languages, with its oddities."""

import csv
from collections.abc import Sequence
from pathlib import Path

HEAD = ("Nr", "Idee", "Sprache", "Weg", "Name")
_PLACES = ("Bahnhof", "Markt", "Schloss", "Stadion", "Freibad", "Rathaus", "Theater", "Zoo")
_WISHES = (
    "Mehr Bäume und schattige Bänke am {place}, damit es im Sommer kühler wird",
    "Der Bus zum {place} soll abends und am Wochenende öfter fahren",
    "Sprachkurse für Eltern am {place}, mit Betreuung für kleine Kinder",
)
_ENGLISH = (
    "More trees and benches in the shade near {place} would cool the city in summer",
    "The bus to {place} should run more often in the evening and on weekends",
    "Language courses for parents near {place}, with care for small children",
)
CAMPAIGN = "Stoppt den Bau der Umgehungsstraße durch den Auwald, sofort und endgültig!"
PRIVATE = "Bitte rufen Sie Frau Erika Mustermann an, Telefon 0371 4711 0815, wegen der Bänke."
NASTY = "<script>alert(1)</script> Bänke & \u202eBäume"


def rows() -> list[list[str]]:
    found = []
    for turn, place in enumerate(_PLACES):
        for kind in range(3):
            found.append(
                [_WISHES[kind].format(place=place), "de", "Brief" if turn % 2 else "online"]
            )
            if turn < 6:
                found.append([_ENGLISH[kind].format(place=place), "English", "online"])
    found += [[CAMPAIGN, "de", "E-Mail"]] * 4
    found += [[PRIVATE, "de", "Brief"], [NASTY, "de", "online"]]
    return [[f"a{at}", *each, ""] for at, each in enumerate(found, start=1)]


def written(
    path: Path, table: Sequence[Sequence[str]], head: Sequence[str] = HEAD, encoding: str = "utf-8"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(head)
        writer.writerows(table)
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
