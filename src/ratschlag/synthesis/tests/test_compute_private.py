"""Personal data in free text is marked, in the words that people use for it."""

import json
import time
from pathlib import Path

import pytest

from ratschlag.synthesis.compute.private import Kind, private_words

# Beside the repository, or beside the folder of its worktrees.
_PLACES = [above / "shared" / "data" for above in Path(__file__).resolve().parents[5:7]]
SHARED = next((place for place in _PLACES if place.is_dir()), _PLACES[0])


def marked(text: str, language: str = "") -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in private_words(text, language)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Frau Müller vom Amt war unfreundlich.", "Müller"),
        ("Mit Herrn Dr. Schmidt-Rottluff gesprochen", "Schmidt-Rottluff"),
        ("Dr. med. Meier soll bleiben", "Meier"),
        ("Sehr geehrter Herr Prof. Dr. von der Leyen, so geht es nicht", "von der Leyen"),
        ("Familie Yıldız im Haus nebenan", "Yıldız"),
        ("Mein Name ist Ayşe Yılmaz.", "Ayşe Yılmaz"),
        ("Ich heiße Jörg O'Connor und finde", "Jörg O'Connor"),
        ("Danke.\nMit freundlichen Grüßen\nMax Mustermann", "Max Mustermann"),
        ("Bitte handeln! VG, Philipp Gerber", "Philipp Gerber"),
        ("gez. Prof. Kohlenbrenner", "Kohlenbrenner"),
        ("My name is John Smith", "John Smith"),
        ("Kind regards,\nMary O’Neill", "Mary O’Neill"),
        ("Madame Dubois habite ici", "Dubois"),
        ("Ahmet Bey söyledi", "Ahmet"),
        ("господин Иванов сказал", "Иванов"),
        ("Иван Петрович Сидоров", "Иван Петрович"),
        ("пані Шевченко допомогла", "Шевченко"),
        ("السيد محمد علي قال", "محمد علي"),
        ("خانم رضایی گفت", "رضایی گفت"),
    ],
)
def test_a_name_is_marked(text, name):
    assert marked(text) == [("name", name)]


def test_titles_of_one_language_hold_only_there():
    assert marked("Ông Nguyễn Văn An nói", "vi") == [("name", "Nguyễn Văn An")]
    assert marked("Bay Demir geldi", "tr") == [("name", "Demir")]
    assert marked("The Bay Area is far", "en") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ruf an: 0228/77-1234", "0228/77-1234"),
        ("mobil 0171 1234567 abends", "0171 1234567"),
        ("01711234567", "01711234567"),
        ("+49 (0)228 771234", "+49 (0)228 771234"),
        ("(0228) 77 12 34", "(0228) 77 12 34"),
        ("+43 664 1234567", "+43 664 1234567"),
        ("0041 44 668 18 00", "0041 44 668 18 00"),
        ("Tel.: 771234", "771234"),
        ("Meine Handynummer ist 1717654321", "1717654321"),
        ("هاتف: 0912 345 6789", "0912 345 6789"),
    ],
)
def test_a_telephone_number_is_marked(text, number):
    assert marked(text) == [("phone", number)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("an max.muster+x@web.de bitte", Kind.EMAIL, "max.muster+x@web.de"),
        ("max (at) web.de", Kind.EMAIL, "max (at) web.de"),
        ("max[ät]web(punkt)de", Kind.EMAIL, "max[ät]web(punkt)de"),
        ("Ich wohne Kölnstraße 123a im Hof", Kind.ADDRESS, "Kölnstraße 123a"),
        ("in der Adenauerallee 12-14", Kind.ADDRESS, "Adenauerallee 12-14"),
        ("Konrad-Adenauer-Str. 5", Kind.ADDRESS, "Konrad-Adenauer-Str. 5"),
        ("Vogelsanger Straße 250 ist laut", Kind.ADDRESS, "Vogelsanger Straße 250"),
        ("Am Hofgarten 7, 53113 Bonn", Kind.ADDRESS, "Am Hofgarten 7"),
        ("12 rue de la Paix", Kind.ADDRESS, "12 rue de la Paix"),
        ("Atatürk Caddesi No: 5", Kind.ADDRESS, "Atatürk Caddesi No: 5"),
        ("ул. Ленина, д. 5", Kind.ADDRESS, "ул. Ленина, д. 5"),
        ("вул. Шевченка 12", Kind.ADDRESS, "вул. Шевченка 12"),
        ("Der Wagen BN-AB 123 parkt", Kind.PLATE, "BN-AB 123"),
        ("K AB 1234 steht da", Kind.PLATE, "K AB 1234"),
        ("B-MW 7E lädt", Kind.PLATE, "B-MW 7E"),
        ("W-12345A", Kind.PLATE, "W-12345A"),
        ("ZH 123456", Kind.PLATE, "ZH 123456"),
        ("Kennzeichen: SU XY 99", Kind.PLATE, "SU XY 99"),
        ("geb. 12.3.1956", Kind.BIRTH, "12.3.1956"),
        ("geboren am 3. Mai 1980 in Bonn", Kind.BIRTH, "3. Mai 1980"),
        ("Ich, 12.03.1956, finde", Kind.BIRTH, "12.03.1956"),
        ("born on 4 July 1990", Kind.BIRTH, "4 July 1990"),
        ("родился 01.02.1984", Kind.BIRTH, "01.02.1984"),
        ("IBAN DE89 3704 0044 0532 0130 00 bitte", Kind.IBAN, "DE89 3704 0044 0532 0130 00"),
        ("AT611904300234573201", Kind.IBAN, "AT611904300234573201"),
        ("CH93 0076 2011 6238 5295 7", Kind.IBAN, "CH93 0076 2011 6238 5295 7"),
    ],
)
def test_what_leads_to_a_person_is_marked(text, kind, words):
    assert marked(text) == [(kind.value, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Tempo 30 auf der Kölnstraße",
        "Reuterstraße 50 km/h",
        "A 565 und B 9 sind laut",
        "DIN EN 1176 gilt auf dem Spielplatz 2",
        "CO2 und EU-VO 123",
        "am 12.03.2020 um 10:30 Uhr",
        "05/2021-06/2022",
        "Der Radweg 2 ist 1,5 m breit, ab 2030 sind es 100.000 Räder",
        "Frau und Mann sind gleich, jede Frau Und jeder Herr.",
        "Ich bin der Meinung, dass",
        "an der Professor-Neu-Allee, also der Professor Neu Allee",
        "Im Jahr 2020. Am Montag 3, danach nicht",
        "Az.: 02-1600-40/15",
        "DE89 3704 0044 0532 0130 01 hat falsche Prüfziffern",
        "Es kostet 0,30 €, in Summe 01234567 €",
        "",
    ],
)
def test_what_is_nobodys_is_left_alone(text):
    assert marked(text) == []


def test_several_finds_lie_beside_each_other_in_order():
    text = "Frau Kaya, Kölnstraße 7, Tel. 0228 123456, kaya@web.de"
    found = private_words(text)
    assert [one.kind for one in found] == [Kind.NAME, Kind.ADDRESS, Kind.PHONE, Kind.EMAIL]
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


@pytest.mark.parametrize(
    "text",
    ["0" * 50_000, "A" * 50_000, "a.b" * 20_000, "Frau " * 10_000, "1 " * 30_000, "DE12 " * 10_000],
    ids=["zeros", "letters", "dots", "titles", "digits", "accounts"],
)
def test_no_text_makes_it_slow(text):
    began = time.process_time()
    private_words(text)
    assert time.process_time() - began < 2


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not here")
def test_of_real_texts_few_are_marked():
    for name in ("klimarat", "cycling"):
        path = SHARED / name / "contributions.jsonl"
        texts = [json.loads(line)["text"] for line in path.read_text("utf-8").split("\n")[:600]]
        assert sum(bool(private_words(text, "de")) for text in texts) <= 0.04 * len(texts)
