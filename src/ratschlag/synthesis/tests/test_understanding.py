"""New texts are understood within seconds, one by one; what was taken back gets nothing."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from ratschlag.contributions.actions import redact_contribution, split_contribution
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Publication
from ratschlag.synthesis import actions, tasks
from ratschlag.synthesis.models import Coding, FieldCoding, Likeness, Space, Vector
from ratschlag.synthesis.queries.machine import waiting
from ratschlag.synthesis.rules import CodingState, LikenessKind, Proposer
from ratschlag.synthesis.tasks import is_anything_new, understand_new
from tests import cast

# By their names: the schedule and what runs it know the rooms above this one.
worker, schedule = map(import_module, ("ratschlag.cli.worker", "ratschlag.schedule"))


def themes_of(row) -> list[str]:
    found = Coding.objects.filter(contribution=row, state=CodingState.PROPOSED)
    return sorted(found.values_list("theme__title", flat=True))


@pytest.fixture
def coded(process, voices, coordinator):
    """The first three of each thing are assigned by a person."""
    for title, rows in (("Bäume", voices[:3]), ("Busse", voices[4:7]), ("Schulen", voices[8:11])):
        theme = cast.a_theme(process, title)
        for row in rows:
            actions.assign_contribution(row, theme, by=coordinator)
    return voices


def test_every_text_gets_its_vector_in_one_space(process, voices, machine):
    assert is_anything_new()
    understand_new.func()
    assert Vector.objects.count() == len(voices)
    space = Space.objects.get()
    assert (space.name, space.version, space.hash) == ("fake", "1", "f" * 64)
    assert Vector.objects.get(contribution=voices[3]).language == "tr"
    assert not waiting(process).exists()
    assert not is_anything_new()
    asked = len(machine.asked)
    understand_new.func()
    assert (len(machine.asked), Vector.objects.count()) == (asked, len(voices))


def test_no_row_of_the_queue_tells_when_a_text_came(voices, machine, monkeypatch):
    monkeypatch.setattr(tasks, "_asked", {})
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's transaction goes on

    def enough(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(worker.time, "sleep", enough)
    with pytest.raises(KeyboardInterrupt):
        worker._keep_unlisted()
    assert Vector.objects.count() == len(voices)
    assert not DBTaskResult.objects.exists()
    assert understand_new not in {periodic.task for periodic in schedule.SCHEDULE}


def test_a_new_text_gets_a_theme_with_why_and_nothing_public(process, coded, machine):
    understand_new.func()
    new = cast.a_contribution(process, "Noch mehr Bäume und Schatten am Markt.")
    understand_new.func()
    coding = Coding.objects.get(contribution=new)
    assert (coding.theme.title, coding.state, coding.proposer) == (
        "Bäume",
        CodingState.PROPOSED,
        Proposer.MACHINE,
    )
    assert set(coding.why["near"]) <= {row.pk for row in coded[:4]}
    assert "Schatten" in coding.why["words"]
    assert coding.nearness > 0.5


def test_what_a_person_decided_is_neither_proposed_again_nor_changed(
    process, coded, machine, coordinator
):
    new = cast.a_contribution(process, "Noch mehr Bäume am Markt.")
    trees = process.themes.get(title="Bäume")
    dismissed = actions.propose_coding(new, theme=trees, by=coordinator)
    actions.dismiss_coding(dismissed, by=coordinator)
    understand_new.func()
    assert themes_of(new) == []
    assert Coding.objects.get(contribution=new, theme=trees).state == CodingState.DISMISSED
    assert not Coding.objects.filter(contribution=coded[0], state=CodingState.PROPOSED).exists()


def test_what_says_the_same_is_linked_by_words_and_across_languages(process, voices, machine):
    twin = cast.a_contribution(process, "Mehr Bäume am Markt, bitte sehr viel Schatten.")
    understand_new.func()
    pairs = {frozenset((one.first_id, one.second_id)): one.kind for one in Likeness.objects.all()}
    assert pairs[frozenset((voices[0].pk, twin.pk))] == LikenessKind.LEXICAL
    assert LikenessKind.ACROSS in pairs.values()
    count = Likeness.objects.count()
    Vector.objects.filter(contribution=twin).delete()
    understand_new.func()
    assert Likeness.objects.count() == count


def test_a_pair_that_a_person_denied_stays_denied(process, voices, machine, coordinator):
    cast.a_contribution(process, "Mehr Bäume am Markt, bitte sehr viel Schatten.")
    understand_new.func()
    pair = Likeness.objects.filter(kind=LikenessKind.LEXICAL).first()
    given = {"seen_at": pair.first, "state": CodingState.DISMISSED}
    actions.decide_likeness(pair, **given, by=coordinator)
    Vector.objects.all().delete()
    understand_new.func()
    assert Likeness.objects.get(pk=pair.pk).state == CodingState.DISMISSED


def test_fields_are_proposed_from_the_first_day(process, voices, machine):
    for title in ("Bäume und Schatten", "Bus und Fahrplan", "Schule und Kita"):
        cast.a_field(process, title)
    understand_new.func()
    best = FieldCoding.objects.filter(contribution=voices[0]).order_by("-probability")
    assert best[0].field.title == "Bäume und Schatten"
    assert best.count() == 2
    assert 0 <= best[1].probability <= best[0].probability <= 1


@pytest.mark.parametrize("publication", [Publication.WITHDRAWN, Publication.ERASED])
def test_a_text_that_is_taken_back_while_it_is_read_gets_nothing(
    process, voices, machine, publication, monkeypatch
):
    row, encode = voices[0], machine.encode

    def and_meanwhile(texts, progress=None):
        Contribution.objects.filter(pk=row.pk).update(
            text="", publication=publication, taken_back_on=row.received_on
        )
        return encode(texts, progress)

    monkeypatch.setattr(machine, "encode", and_meanwhile)
    understand_new.func()
    assert not Vector.objects.filter(contribution=row).exists()
    assert not Coding.objects.filter(contribution=row).exists()
    assert not Likeness.objects.of(row).exists()
    assert Vector.objects.count() == len(voices) - 1


def test_held_texts_are_not_read(process, voices, machine):
    Contribution.objects.filter(pk=voices[0].pk).update(publication=Publication.HELD)
    understand_new.func()
    assert voices[0].text not in machine.asked


def test_words_that_were_taken_out_are_read_no_more(process, voices, machine, coordinator):
    understand_new.func()
    redact_contribution(voices[0], text="Mehr Bäume am Markt.", by=coordinator)
    assert not Vector.objects.filter(contribution=voices[0]).exists()
    understand_new.func()
    assert "Mehr Bäume am Markt." in machine.asked
    assert Vector.objects.filter(contribution=voices[0]).exists()


def test_what_is_split_is_read_part_by_part(process, coded, machine, coordinator):
    row = cast.a_contribution(process, "Mehr Bäume und Schatten. Der Bus fährt zu selten.")
    understand_new.func()
    parts = ["Mehr Bäume und Schatten.", "Der Bus fährt zu selten."]
    split_contribution(row, texts=parts, by=coordinator)
    understand_new.func()
    found = Coding.objects.filter(contribution=row).order_by("part__position")
    assert [(one.part.position, one.theme.title) for one in found] == [(1, "Bäume"), (2, "Busse")]
    assert [one.part.position for one in row.vectors.order_by("part__position")] == [1, 2]


def test_personal_data_is_noted_by_kind_never_by_word(process, machine):
    row = cast.a_contribution(process, "Bitte rufen Sie mich an: 0371 4882345, mehr Bäume!")
    understand_new.func()
    assert Vector.objects.get(contribution=row).private == ["phone"]


def test_with_another_encoder_all_is_read_anew_and_spaces_stay_apart(
    process, voices, machine, monkeypatch
):
    understand_new.func()
    other = replace(machine.mark, version="2", hash="e" * 64)
    monkeypatch.setattr(machine, "mark", other)
    assert waiting(process).count() == 0
    new = cast.a_contribution(process, "Mehr Schatten.")
    understand_new.func()
    understand_new.func()
    assert Space.objects.get(is_current=True).version == "2"
    assert set(Vector.objects.values_list("space__version", flat=True)) == {"2"}
    assert Vector.objects.filter(contribution=new).exists()


def test_without_the_extra_the_desk_works_by_hand(process, voices, monkeypatch, desk):
    monkeypatch.setattr(tasks, "is_there", lambda: False)
    monkeypatch.setattr("ratschlag.synthesis.desk.coding.is_there", lambda: False)
    assert not is_anything_new()
    understand_new.func()
    assert not Vector.objects.exists()
    page = desk.get("/desk/beitraege/").content.decode()
    assert "ratschlag[synthesis]" in page
