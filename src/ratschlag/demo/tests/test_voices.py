"""The voices of the model case: who said what when, by which channel, and who may read it."""

from collections import Counter
from datetime import date

import pytest

from ratschlag.contributions.compute import is_receipt
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import (
    count_by_channel,
    receipt_of,
    shown_text,
    translation_for,
)
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.demo.case import data
from ratschlag.demo.tests.hands import load_at
from ratschlag.demo.voices import case_receipt
from ratschlag.journal.models import Entry
from ratschlag.process.models import Process
from ratschlag.survey.models import DetailRecord, Survey, WaitingDetails

pytestmark = pytest.mark.django_db
ROWS = data("contributions")["contribution"]


def voice(key: str) -> Contribution:
    return receipt_of(case_receipt(key)).contributions.get()


def test_before_the_survey_nobody_has_spoken():
    load_at("2016-08-30")
    assert Survey.objects.get().questions.count() == 3
    assert Contribution.objects.count() == 0


def test_in_the_middle_there_is_what_had_come_in_by_then():
    load_at("2016-09-12")
    came = [
        row["key"] for row in ROWS
        if row["channel"] == "online" and row["received"] <= date(2016, 9, 12)
        or row.get("typed_in", date.max) <= date(2016, 9, 12)
    ]  # fmt: skip
    assert {voice(key).pk for key in came} == set(Contribution.objects.values_list("pk", flat=True))
    assert 0 < WaitingDetails.objects.count() < 20
    assert DetailRecord.objects.count() == 0


def test_in_the_end_all_fifty_have_been_read():
    load_at("T2")
    assert Contribution.objects.count() == len(ROWS) == 50
    assert not Contribution.objects.unread().exists()
    assert not Contribution.objects.filter(read_on=None).exists()
    shown = Counter(Contribution.objects.values_list("publication", flat=True))
    assert shown == Counter(row["public"] for row in ROWS)
    counts = count_by_channel(Process.objects.get())
    assert counts == Counter(Channel(row["channel"]) for row in ROWS)
    assert WaitingDetails.objects.count() == 0
    for row in ROWS:
        found = voice(row["key"])
        assert (found.text, found.language) == (row["text"], row["language"]), row["key"]
        assert found.received_on == row["received"]
        assert is_receipt(case_receipt(row["key"]))


def test_those_that_need_special_care_have_had_it():
    load_at("T2")
    assert voice("X3").duplicate_of == voice("C16")
    assert voice("X6").publication == Publication.UNREADABLE
    assert voice("X6").read_on == date(2016, 9, 29)
    assert voice("X1").postmarked_on == date(2016, 9, 24)
    assert (voice("X5").supporters, voice("X5").organisation.slug) == (12, "ikn")
    assert voice("C05").publication == Publication.REDACTED
    assert "Beispiel" not in shown_text(voice("C05"))
    assert [part.position for part in voice("C05").parts.all()] == [1, 2]
    assert translation_for(voice("C05"), "en").text.startswith("My neighbour")
    assert translation_for(voice("X9"), "tr").language == "de"


def test_the_journal_counts_what_came_in_online_by_the_day():
    load_at("T2")
    lines = [entry.detail for entry in Entry.objects.filter(verb="survey.answered")]
    online = Counter(row["received"].isoformat() for row in ROWS if row["channel"] == "online")
    assert {line["day"]: line["count"] for line in lines} == online
    papers = Entry.objects.filter(verb="contribution.typed_in").count()
    assert papers == len(ROWS) - sum(online.values())
