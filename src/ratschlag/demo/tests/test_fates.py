"""The model case through the eyes of those who spoke: what each of them sees, at each point."""

import re

import pytest

from ratschlag.contributions.queries import domain_day, receipt_of
from ratschlag.council.queries import open_contributions
from ratschlag.demo.receipts import receipts_to_try
from ratschlag.demo.tests.hands import load_at
from ratschlag.demo.voices import case_receipt
from ratschlag.monitoring.rules import Status
from ratschlag.portal.queries.coverage import coverage_of
from ratschlag.portal.queries.fate import fate_of
from ratschlag.process.models import Process

pytestmark = pytest.mark.django_db

READ = ["received", "read"]
THEME = [*READ, "grouped"]
DRAFT = [*THEME, "handed_over", "drafted"]
COUNCIL = ["decided", "submitted", "put_off", "resolved"]
REPORT = ["answered", "state"]
# What each path of a contribution has seen by then, and why something is still to come.
SEEN = {
    "T1": {
        "C11": [(THEME, "outcome")],
        "C05": [(THEME, "outcome"), (THEME, "outcome")],
        "X3": [(READ, "order")],
        "X4": [([*READ, "decided"], None)],
        "X10": [([*READ, "decided"], None)],
    },
    "T2": {
        "C11": [(DRAFT, "outcome")],
        "C05": [(DRAFT, "outcome"), (DRAFT, "outcome")],
        "X1": [(READ, "order")],
        "X3": [([*READ, "decided", "joined", "handed_over", "drafted"], "council")],
        "X6": [([*READ, "decided"], None)],
    },
    "T3": {
        "C11": [([*DRAFT, *COUNCIL], "report")],
        "X1": [([*READ, "decided"], None)],
    },
    "T4": {
        "C11": [([*DRAFT, *COUNCIL, *REPORT], "next_report")],
        "C05": [([*DRAFT, *COUNCIL, *REPORT], "next_report")] * 2,
        "X1": [([*READ, "decided"], None)],
        "X3": [
            (
                [*READ, "decided", "joined", "handed_over", "drafted", *COUNCIL, *REPORT],
                "next_report",
            )
        ],
        "X4": [([*READ, "decided"], None)],
        "X6": [([*READ, "decided"], None)],
        "X9": [([*READ, "drafted", *COUNCIL, "state"], "next_report")],
        "X10": [([*READ, "decided"], None)],
    },
}


def process_at(point: str) -> Process:
    load_at(point)
    return Process.objects.get()


def fate(key: str):
    return fate_of(receipt_of(case_receipt(key)), domain_day())


def look_up(client, key: str, language: str) -> str:
    typed = {"receipt": case_receipt(key)}
    response = client.post(
        f"/{language}/beitrag/", typed, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize("point", SEEN)
def test_everyone_sees_what_there_is_by_then_and_nothing_that_comes_later(client, point):
    process = process_at(point)
    seen = {
        key: [
            ([stop.kind for stop in path.stops], path.coming and path.coming.why)
            for mine in fate(key).contributions
            for path in mine.paths
        ]
        for key in SEEN[point]
    }
    # An edition, an outcome and a paper can follow one another in another order; all are there.
    assert {key: [(sorted(kinds), why) for kinds, why in paths] for key, paths in seen.items()} == {
        key: [(sorted(kinds), why) for kinds, why in paths] for key, paths in SEEN[point].items()
    }
    for key in SEEN[point]:
        for path in fate(key).contributions[0].paths:
            days = [stop.on for stop in path.stops]
            assert days == sorted(days) and days[-1] <= domain_day()
        assert look_up(client, key, "de").count("<h1") == 1
    coverage = coverage_of(process, domain_day())
    for line in (*coverage.channels, coverage.total):
        assert line.received == line.with_fate + line.open
    assert coverage.total.open == len(open_contributions(process))
    _numbers_to_try_are_true(point)


def _numbers_to_try_are_true(point: str) -> None:
    words = [word for _code, word in receipts_to_try()]
    assert (
        words
        == {
            "T1": ["open", "passed on"],
            "T2": ["open", "passed on"],
            "T3": ["adopted", "not adopted, with the reason", "passed on"],
            "T4": words,
        }[point]
    )
    assert len(set(words)) == len(words) <= 3


def test_before_anyone_has_spoken_there_is_no_number_to_try():
    process_at("T0")
    assert receipts_to_try() == []
    assert coverage_of(Process.objects.get(), domain_day()).total.received == 0


def test_in_the_end_everyone_has_a_fate(client):
    coverage = coverage_of(process_at("T4"), domain_day())
    total = coverage.total
    assert (total.received, total.open, total.answered, total.withdrawn) == (50, 0, 40, 0)
    words = [word for _code, word in receipts_to_try()]
    assert words[:2] == ["adopted", "not adopted, with the reason"]
    assert words[2] in ("adopted, no report yet", "adopted, its measure is planned")
    _arabic_voice(client)
    _voice_of_two_parts(client)
    _voice_that_was_never_public(client)


def _arabic_voice(client) -> None:
    page = look_up(client, "C11", "ar")
    words = "نحتاج إلى دورات لغة مسائية قريبة من السكن مع رعاية للأطفال أثناء الدرس."
    assert f'<blockquote class="mywords" lang="ar" dir="rtl">{words}</blockquote>' in page
    for code in ("M02-1", "M02-5"):
        assert f'href="/ar/verfahren/integrationskonzept/massnahmen/{code}/"' in page
    assert re.search(r'datetime="2017-03-22"', page)
    states = fate("C11").contributions[0].paths[0].stops[-1]
    assert {row.status for row in states.measures} == {Status.RUNNING}
    grouped = fate("C11").contributions[0].paths[0].stops[2]
    assert (grouped.assigned.former_name, grouped.others) == ("Deutschkurse am Abend", 1)


def _voice_of_two_parts(client) -> None:
    first, second = fate("C05").contributions[0].paths
    assert (first.part.position, second.part.position) == (1, 2)
    codes = [[row.code for row in path.verdicts[0].measures] for path in (first, second)]
    assert codes == [["M03-1", "M03-3"], ["M04-1", "M04-2"]]
    page = look_up(client, "C05", "de")
    assert "Herr Beispiel aus dem Musterweg 12" in page  # the owner sees the original
    assert "Mein Nachbar, [Name entfernt]" in page  # and what everyone sees instead


def _voice_that_was_never_public(client) -> None:
    assert "Hinweis auf akute Notlage" in look_up(client, "X10", "de")
    (path,) = fate("X1").contributions[0].paths
    assert path.verdicts[0].outcome.value == "not_adopted"
    assert "Bänke plant das Grünflächenamt" in look_up(client, "X1", "de")
