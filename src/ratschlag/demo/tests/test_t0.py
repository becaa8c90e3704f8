"""At T0 the site says what the press release of 23 August 2016 says, and nothing that came later.

All public pages are read as a visitor would find them, from /de/ and /ar/ along every link.
"""

import re

import pytest
from django.db import transaction
from django.test import Client

from ratschlag.demo.tests.hands import Reader, load_at, walk

PROCESS = "/de/verfahren/integrationskonzept/"
KICK_OFF = f"{PROCESS}termine/auftakt/"
CONFERENCE = f"{PROCESS}termine/tagung/"
RELEASE = "/de/presse/2016/454/"
INVENTED = "für die Demo erfunden"

# As the press release prints them.
ORGANISATIONS = (
    "Bundesagentur für Arbeit",
    "Bundesamt für Migration und Flüchtlinge",
    "Chemnitzer Verkehrs-AG",
    "Grundstücks- und Gebäudewirtschafts-Gesellschaft m. b. H.",
    "Evangelisch-Lutherischer Kirchenbezirk",
    "Handwerkskammer",
    "Industrie- und Handelskammer",
    "Jobcenter",
    "Jüdische Gemeinde",
    "Kassenärztliche Vereinigung Sachsen",
    "Katholische Probstei",
    "Landesdirektion Sachsen",
    "Liga der freien Wohlfahrtspflege",
    "Polizeidirektion",
    "Sächsische Bildungsagentur",
    "Stadtelternrat",
    "Stadtsportbund",
    "Technische Universität",
)

# What the press release says, and the page that has to say it.
SAID = (
    (KICK_OFF, "Dienstag, 16. August 2016"),
    (KICK_OFF, "Oberbürgermeisterin Barbara Ludwig"),
    (KICK_OFF, "Uhrzeit keine Angabe"),
    (KICK_OFF, "Ort keine Angabe"),
    (KICK_OFF, "18 Organisationen"),
    (KICK_OFF, "Und als Gruppe: Quartiersmanager der Stadt Chemnitz"),
    (KICK_OFF, "Verabredet Die Grundzüge"),
    (KICK_OFF, "Besprochen Formen einer noch engeren Zusammenarbeit"),
    (KICK_OFF, "Gemeinsam das Integrationskonzept der Stadt erarbeiten"),
    (CONFERENCE, "Mittwoch, 24. August 2016"),
    (CONFERENCE, "Kammersaal der IHK"),
    (
        CONFERENCE,
        "Tagung zur Förderung der Integration von Migrantinnen und Migranten in der Stadt Chemnitz",
    ),
    (CONFERENCE, "Ausgabe 3"),
    (CONFERENCE, "Praktiker aus der Migrationssozialarbeit und der Asylbetreuung"),
    (CONFERENCE, "Informieren und austauschen"),
    (CONFERENCE, "konkrete Maßnahmen"),
    (CONFERENCE, "Uhrzeit keine Angabe"),
    ("/de/", "Dienstag, 23. August 2016"),
    ("/de/", "5. bis 25. September 2016 Bürgerbefragung"),
    ("/de/", "1. Quartal 2017"),
    ("/de/", "Gespräche und Workshops Geplant. Ein Datum gibt es noch nicht."),
    ("/de/", "2002 Integrationsnetzwerk in Chemnitz"),
    ("/de/", "Juni 2008 Rahmenplan zur Integration von Migrantinnen und Migranten"),
    ("/de/", "23. August 2016 Erarbeitung des Integrationskonzepts startet Pressemitteilung 454"),
    ("/de/", "Ideen haben Sie für Integration und Zusammenleben"),
    (PROCESS, "5. bis 25. September 2016 Bürgerbefragung"),
    (PROCESS, "24. August 2016"),
    (PROCESS, "1. Quartal 2017 Beschluss im Stadtrat"),
    (PROCESS, "Wer entscheidet Stadtrat"),
    (PROCESS, "18 Organisationen"),
    (PROCESS, "Und als Gruppe: Quartiersmanager der Stadt Chemnitz"),
    (PROCESS, "Pressemitteilung 454"),
    (PROCESS, "Institutionen, Behörden, freie Träger und Ehrenamtliche"),
    (f"{PROCESS}beteiligte/", "18 Organisationen waren bei einem Termin dabei"),
    (f"{PROCESS}beteiligte/", "Quartiersmanager der Stadt Chemnitz"),
    (f"{PROCESS}vorgaenger/rahmenplan/", "Rahmenplan zur Integration"),
    (f"{PROCESS}vorgaenger/rahmenplan/", "Beschlossen Juni 2008 Beschlossen von Stadtrat"),
    (f"{PROCESS}termine/", "24. August 2016"),
    (RELEASE, "Auftakt 16. August 2016, Leitung: Oberbürgermeisterin"),
    (RELEASE, "Tagung 24. August 2016, Kammersaal der IHK"),
    (RELEASE, "Befragung 5. bis 25. September 2016"),
    (RELEASE, "Ziel Beschluss im Stadtrat, 1. Quartal 2017"),
    (RELEASE, "18 Organisationen und die Quartiersmanager der Stadt"),
)

# What only later papers say, or nobody at all.
LATER = (
    r"Asylpraxis",
    r"\b488\b",
    r"\b8[:.]30\b",
    r"\b16[:.]30\b",
    r"\b150\b",
    r"\b180\b",
    r"Straße der Nationen",
    r"Was läuft beim Zusammenleben",
    r"Wo sehen Sie Schwierigkeiten",
    r"ganz konkret tun",
    r"\b115\b",
    r"Stadtteilzentrum",
    r"Workshop (Sprache|Wohnen|Gesundheit|Kultur|Teilhabe|Ausbildung)",
    r"Fachgespräch",
    r"Jugendwerkstatt",
    r"Gemeinschaftsunterkunft",
    r"Vorstellung des Entwurfs",
    r"Der Entwurf ist öffentlich",
    r"Dezember",
    r"Oktober",
    r"November",
    r"(März|Januar|Februar|April)\b",
    r"Sozialamt|Migrationsbeirat|Koordinierungsstelle|Sozialausschuss",
    r"Stimmen\b|Abstimmung|abgestimmt|einstimmig",
    r"\bB-\d+/20",
    r"\d+ (Antworten|Beiträge|Menschen haben|Personen)",
    r"\b2018\b|\b2019\b|\b202\d\b",
)
# It has a day of its own: that of the test.
STATEMENT = "/de/barrierefreiheit/"
QUARTER = re.compile(r"1\. Quartal 2017|Q1[ /]2017")


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> dict[str, Reader]:
    """All public pages in German and Arabic, and where the short address leads."""
    browser = Client()
    with django_db_blocker.unblock(), transaction.atomic():
        load_at("T0")
        pages = dict([*walk(browser, "/de/"), *walk(browser, "/ar/")])
        pages["/fluechtlinge"] = Reader(f'<a href="{browser.get("/fluechtlinge").url}">')
        transaction.set_rollback(True)
    return pages


@pytest.fixture(scope="module")
def german(site) -> dict[str, str]:
    return {address: page.text for address, page in site.items() if address.startswith("/de/")}


def test_the_walk_has_seen_every_kind_of_page(german):
    ends = ("", "handlungsfelder/", "handlungsfelder/sprache/", "termine/", "beteiligte/")
    expected = {f"{PROCESS}{end}" for end in ends}
    expected |= {"/de/", "/de/ueber/", "/de/cookies/", KICK_OFF, CONFERENCE}
    assert expected | {f"{PROCESS}vorgaenger/rahmenplan/"} <= set(german)
    assert len(german) == 37


@pytest.mark.parametrize(("address", "words"), SAID)
def test_the_page_says_what_the_press_release_says(german, address, words):
    assert words in german[address]


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_every_organisation_is_named_exactly_as_printed(german, name):
    for address in (PROCESS, KICK_OFF, f"{PROCESS}beteiligte/"):
        assert name in german[address]


def test_the_organisations_stand_in_the_order_of_the_press_release(german):
    for address in (PROCESS, KICK_OFF, f"{PROCESS}beteiligte/"):
        text = german[address][german[address].index(ORGANISATIONS[0]) :]
        places = [text.index(name) for name in ORGANISATIONS]
        assert places == sorted(places)


def test_no_other_number_of_organisations_is_said_anywhere(german):
    said = re.findall(r"(\d+) Organisation", " ".join(german.values()))
    assert set(said) == {"18"}


def test_the_publisher_is_named_on_every_page(german):
    for address, text in german.items():
        assert "Stadt Chemnitz Pressestelle" in text, address


@pytest.mark.parametrize("later", LATER)
def test_nothing_is_said_that_came_later(german, later):
    for address, text in german.items():
        found = re.search(later, text)
        assert not found, f"{address}: …{text[max(0, found.start() - 60) : found.end() + 60]}…"


def test_of_2017_only_the_quarter_is_known(site, german):
    for address, text in german.items():
        assert "2017" not in QUARTER.sub("", text), address
    assert not [page.times for page in site.values() if any("2017" in at for at in page.times)]


def test_the_only_days_of_2016_are_those_of_the_press_release(german):
    texts = [text for address, text in german.items() if address != STATEMENT]
    days = re.findall(r"(\d{1,2}\. \w+) 2016", " ".join(texts))
    assert set(days) == {"16. August", "23. August", "24. August", "25. September"}


def test_machines_read_the_same_dates(site):
    pages = [page for address, page in site.items() if not address.endswith(STATEMENT[3:])]
    times = {at for page in pages for at in page.times if at}
    days = {"2016-08-16", "2016-08-23", "2016-08-24", "2016-09-25"}
    assert times == days | {"2008-06", "2002"}


def test_nobody_has_said_anything_and_no_goal_or_measure_is_there(german):
    fields = [text for address, text in german.items() if "/handlungsfelder/" in address]
    assert len(fields) == 11
    for text in fields:
        if "Wer die Gruppe leitet" in text:
            assert "Hier hat noch niemand etwas gesagt." in text
            assert "Hier werden Ziele und Maßnahmen stehen." in text
            assert "Wer die Gruppe leitet Noch keine Angabe." in text


def test_what_is_made_up_is_marked(german):
    for address, text in german.items():
        assert "Demo: was erfunden ist" in text.replace("Was", "was"), address
        if re.search(r"/handlungsfelder/.+/$", address):
            assert INVENTED in text, address
    assert "Die Felder sind für die Demo erfunden." in german[PROCESS]
    assert "Die Felder sind für die Demo erfunden." in german[f"{PROCESS}handlungsfelder/"]
    for phase in ("Redaktion und öffentlicher Entwurf", "Beratung in den Gremien", "Umsetzung"):
        assert re.search(rf"noch kein Datum {phase}[\w ]* {INVENTED}", german[PROCESS])


def test_what_the_press_release_says_is_not_marked_as_made_up(german):
    for phase in ("Auftakt", "Bürgerbefragung", "Gespräche und Workshops", "Beschluss im Stadtrat"):
        assert not re.search(rf"{phase} {INVENTED}", german[PROCESS])
    assert INVENTED not in german[KICK_OFF]
    assert INVENTED not in german[CONFERENCE]
    assert INVENTED not in german["/de/"]


def test_we_are_at_the_first_step_and_the_survey_is_thirteen_days_away(german):
    assert "Schritt 1 von 8: Auftakt" in german[PROCESS]
    assert german[PROCESS].count("Sie sind hier") == 1
    assert "13 Tage bis zum Beginn Bürgerbefragung" in german["/de/"]
    assert "1 Tag bis dahin" in german[CONFERENCE]


def test_arabic_has_the_same_pages_and_says_the_same_numbers(site, german):
    """Days, years and counts; the cookie table and the page about the site are prose."""
    for address in german:
        assert address.replace("/de/", "/ar/", 1) in site
    for address in (PROCESS, KICK_OFF, CONFERENCE, f"{PROCESS}termine/", "/de/"):
        arabic = site[address.replace("/de/", "/ar/", 1)]
        assert set(arabic.times) == set(site[address].times)
        assert numbers(arabic.text) == numbers(german[address])


def numbers(text: str) -> set[str]:
    """The numbers of a text; Arabic says "one", "two" and "the third" in words."""
    return set(re.findall(r"\d+", text)) - {"1", "2", "3"}


def test_arabic_writes_its_months_in_words_and_names_what_stays_german(site):
    text = site[KICK_OFF.replace("/de/", "/ar/", 1)].text
    assert "16 أغسطس 2016" in text
    for name in ORGANISATIONS:
        assert name in text
    assert "Barbara Ludwig" in text


@pytest.mark.parametrize("later", ["Asylpraxis", r"\b488\b", r"\b150\b", r"\b180\b", "Nationen"])
def test_arabic_says_nothing_that_came_later_either(site, later):
    for address, page in site.items():
        if address.startswith("/ar/"):
            assert not re.search(later, page.text), address


def test_the_short_address_of_the_press_release_leads_to_the_process(site):
    assert site["/fluechtlinge"].links == [PROCESS]
