"""The database refuses what can't be of the machine's rows, and lets them go with the words."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from ratschlag.contributions.actions import (
    issue_receipt,
    receive_contribution,
    redact_contribution,
    split_contribution,
    take_back,
)
from ratschlag.contributions.rules import Channel
from ratschlag.synthesis.models import (
    Coding,
    DeskAct,
    FieldCoding,
    Flag,
    Likeness,
    Run,
    RunMember,
    RunTheme,
    SecondCoding,
    SecondReading,
    SecondShare,
    Space,
    Theme,
    Vector,
)
from ratschlag.synthesis.rules import CodingState, Proposer
from tests import cast

DAY, AT = date(2017, 1, 20), datetime(2017, 1, 20, 9, tzinfo=UTC)
TEXT = "Mehr Bäume am Markt. Und Bänke."


def a_space(process, **changes) -> Space:
    wanted = {"name": "fake", "version": "1", "hash": "a" * 64, "dimensions": 2, "made_on": DAY}
    return Space.objects.create(process=process, **(wanted | changes))


def a_run(process, **changes) -> Run:
    return Run.objects.create(process=process, **({"asked_at": AT, "beat_at": AT} | changes))


def a_run_theme(run, **changes) -> RunTheme:
    wanted = {"key": "t1", "people_count": 1, "text_count": 1}
    return RunTheme.objects.create(run=run, **(wanted | changes))


def refused(make, **row) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**row)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "lost"},
        {"state": "ready"},
        {"state": "taken_over", "finished_at": AT},
        {"state": "asked", "finished_at": AT},
        {"state": "asked", "decided_at": AT},
        {"done_count": 2, "text_count": 1},
        {"theme_count": 1},
        {"theme_count": 501},
    ],
)
def test_a_run_that_cannot_be(process, changes):
    refused(a_run, process=process, **changes)


def test_one_run_at_a_time(process):
    first = a_run(process)
    refused(a_run, process=process, state="running")
    Run.objects.filter(pk=first.pk).update(state="failed", finished_at=AT)
    a_run(process)
    a_run(cast.a_process("verkehr"))


def test_what_a_run_found_stands_there_once(process):
    run, row = a_run(process), cast.a_contribution(process, TEXT)
    theme = a_run_theme(run)
    refused(a_run_theme, run=run)
    refused(a_run_theme, run=run, key="")
    RunMember.objects.create(run=run, contribution=row, first=theme)
    refused(RunMember.objects.create, run=run, contribution=row)
    other = cast.a_contribution(process)
    refused(RunMember.objects.create, run=run, contribution=other, second=theme)


def test_a_space_names_its_model(process):
    a_space(process)
    refused(a_space, process=process)
    refused(a_space, process=process, hash="c" * 64)
    a_space(process, hash="c" * 64, is_current=False)
    for changes in ({"name": ""}, {"hash": ""}, {"dimensions": 0, "hash": "b" * 64}):
        refused(a_space, process=process, **{"is_current": False} | changes)


def test_a_text_has_one_vector(process):
    row = cast.a_contribution(process, TEXT)
    given = {"space": a_space(process), "contribution": row, "language": "de", "values": b"\0\0"}
    refused(Vector.objects.create, **given, words_hash="")
    Vector.objects.create(**given, words_hash="x")
    refused(Vector.objects.create, **given, words_hash="y")


@pytest.mark.parametrize(
    "changes",
    [
        {"similarity": 1.5},
        {"similarity": -0.1},
        {"kind": "felt"},
        {"state": "felt", "decided_on": DAY},
        {"state": "accepted"},
        {"decided_on": DAY},
    ],
)
def test_a_likeness_that_cannot_be(process, changes):
    refused(a_likeness, process=process, **changes)


def a_likeness(process, **changes) -> Likeness:
    rows = [cast.a_contribution(process, TEXT), cast.a_contribution(process, TEXT)]
    first, second = sorted(rows, key=lambda row: row.pk)
    wanted = {"first": first, "second": second, "similarity": 0.9, "kind": "lexical"}
    return Likeness.objects.create(**(wanted | changes))


def test_a_pair_is_there_once_and_in_order(process):
    one = a_likeness(process)
    given = {"similarity": 0.9, "kind": "lexical"}
    refused(Likeness.objects.create, first=one.first, second=one.second, **given)
    refused(Likeness.objects.create, first=one.second, second=one.first, **given)
    refused(Likeness.objects.create, first=one.first, second=one.first, **given)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "felt", "decided_on": DAY},
        {"proposer": "spirit"},
        {"probability": 1.2},
        {"state": "accepted"},
        {"decided_on": DAY},
    ],
)
def test_a_field_coding_that_cannot_be(process, changes):
    wanted = {"contribution": cast.a_contribution(process), "field": cast.a_field(process)}
    refused(FieldCoding.objects.create, **wanted | {"proposer": "machine"} | changes)


def test_a_field_is_named_once_for_a_text(process):
    given = {"contribution": cast.a_contribution(process), "field": cast.a_field(process)}
    FieldCoding.objects.create(**given, proposer="machine")
    refused(FieldCoding.objects.create, **given, proposer="person")


def test_acts_flags_and_shares_that_cannot_be(process, coordinator):
    row = cast.a_contribution(process)
    act = {"by": coordinator, "contribution": row, "at": AT, "place": 1}
    refused(DeskAct.objects.create, **act, verb="")
    DeskAct.objects.create(**act, verb="coding.accepted")
    refused(DeskAct.objects.create, **act, verb="coding.dismissed")
    refused(Flag.objects.create, contribution=row, on=DAY, closed_on=date(2017, 1, 19))
    Flag.objects.create(contribution=row, on=DAY)
    refused(Flag.objects.create, contribution=row, on=DAY)
    refused(SecondShare.objects.create, process=process, percent=101)


def test_second_readings_that_cannot_be(process):
    row, theme = cast.a_contribution(process), cast.a_theme(process)
    for changes in (
        {"state": "felt"},
        {"state": "settled", "verdict": "first"},
        {"state": "settled", "settled_on": DAY},
        {"state": "equal", "verdict": "first"},
    ):
        refused(SecondReading.objects.create, contribution=row, on=DAY, **changes)
    reading = SecondReading.objects.create(contribution=row, on=DAY, state="different")
    refused(
        SecondCoding.objects.create, reading=reading, theme=theme, by_first=False, by_second=False
    )
    SecondCoding.objects.create(reading=reading, theme=theme, by_first=True, by_second=False)
    refused(
        SecondCoding.objects.create, reading=reading, theme=theme, by_first=True, by_second=True
    )


def test_a_key_of_a_theme_is_one(process):
    Theme.objects.create(process=process, slug="a", title="A", key="t1")
    refused(Theme.objects.create, process=process, slug="b", title="B", key="t1")
    for slug in "cd":
        Theme.objects.create(process=process, slug=slug, title=slug)


@pytest.fixture
def read(process, coordinator):
    """A contribution of which the machine made all that it makes, beside another."""
    receipt = issue_receipt(process, code="1" * 20, form_key_hash="f", content_hash="c")
    given = {"language": "de", "channel": Channel.ONLINE, "received_on": DAY}
    row = receive_contribution(process, receipt=receipt, text=TEXT, **given)
    other = cast.a_contribution(process, "Ganz anders.")
    space, run, field = a_space(process), a_run(process), cast.a_field(process)
    for one in (row, other):
        Vector.objects.create(
            space=space, contribution=one, words_hash="x", values=b"\0\0", language="de"
        )
        RunMember.objects.create(run=run, contribution=one)
        for state, theme in (("proposed", "A"), ("accepted", "B")):
            decided = {} if state == "proposed" else {"decided_on": DAY}
            made = Theme.objects.get_or_create(process=process, slug=theme, title=theme)[0]
            Coding.objects.create(
                **{"contribution": one, "theme": made, "state": state, **decided},
                **{"proposer": "machine", "why": {"words": ["Bäume"]}, "reason": "Bäume"},
            )
        why = {"words": ["Bäume"]}
        FieldCoding.objects.create(
            contribution=one, field=field, proposer="machine", why=why, probability=0.5
        )
        Flag.objects.create(contribution=one, on=DAY, note="Bäume?", by=coordinator)
    first, second = sorted((row, other), key=lambda one: one.pk)
    Likeness.objects.create(first=first, second=second, similarity=0.9, kind="lexical")
    return row, other


def nothing_is_left_of(row) -> None:
    for model in (Vector, RunMember, FieldCoding):
        assert not model.objects.filter(contribution=row).exists(), model
    assert not Likeness.objects.exists()
    coding = Coding.objects.get(contribution=row)
    assert (coding.state, coding.why, coding.reason) == (CodingState.ACCEPTED, {}, "")


def test_what_was_made_of_words_goes_when_they_are_taken_back(read):
    row, other = read
    take_back(row.receipt, is_counted=True)
    nothing_is_left_of(row)
    assert Flag.objects.get(contribution=row).note == ""
    assert Vector.objects.filter(contribution=other).exists()
    assert Coding.objects.filter(contribution=other, why={"words": ["Bäume"]}).count() == 2


def test_and_when_words_are_taken_out_or_others_are(read, coordinator):
    row, _other = read
    redact_contribution(row, text="Mehr Bäume.", by=coordinator)
    nothing_is_left_of(row)
    vector = {"space": Space.objects.get(), "words_hash": "y", "values": b"\0\0"}
    Vector.objects.create(contribution=row, language="de", **vector)
    redact_contribution(row, text="Mehr Bäume.", by=coordinator)
    assert Vector.objects.filter(contribution=row).exists()
    redact_contribution(row, text="Bäume.", by=coordinator)
    assert not Vector.objects.filter(contribution=row).exists()


def test_a_part_takes_only_its_own_along(process, coordinator):
    row = cast.a_contribution(process, TEXT)
    parts = split_contribution(row, texts=["Mehr Bäume am Markt.", "Und Bänke."], by=coordinator)
    space, theme = a_space(process), cast.a_theme(process)
    for part in parts:
        vector = {"space": space, "words_hash": "y", "values": b"\0\0", "language": "de"}
        Vector.objects.create(contribution=row, part=part, **vector)
        Coding.objects.create(contribution=row, part=part, theme=theme, proposer=Proposer.MACHINE)
    type(parts[0]).objects.filter(pk=parts[0].pk).update(text="")
    assert [one.part for one in Vector.objects.all()] == [parts[1]]
    assert [one.part for one in Coding.objects.all()] == [parts[1]]
