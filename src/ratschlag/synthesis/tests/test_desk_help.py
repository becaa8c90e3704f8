"""The coding desk with the machine's help: why, undo, order, keys, flags, a second reader."""

import sys
from datetime import date

import pytest
from django.urls import reverse

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Publication
from ratschlag.journal.models import Entry
from ratschlag.people.rules import Role
from ratschlag.synthesis import actions
from ratschlag.synthesis.models import (
    Coding,
    DeskAct,
    FieldCoding,
    Flag,
    Likeness,
    SecondReading,
    Theme,
)
from ratschlag.synthesis.queries.reading import Order, help_for, next_in
from ratschlag.synthesis.queries.second import agreement_of
from ratschlag.synthesis.rules import CodingState, Proposer, ThemeState
from tests import cast

TEXT = "Mehr Bäume am Markt. Und Bänke."
PRIVATE = "Rufen Sie mich an: 0371 4882345. Mehr Bäume!"
HUGE = str(2**70)


@pytest.fixture
def row(process):
    return cast.a_contribution(process, TEXT, publication=Publication.RECEIVED)


@pytest.fixture
def theme(process):
    return cast.a_theme(process, "Bäume")


@pytest.fixture
def coder(city):
    return cast.a_person("Cora Coder", Role.CODER)


def to(name: str, *args) -> str:
    return reverse(f"synthesis_desk:{name}", args=args)


def proposed(row, theme, **changes) -> Coding:
    return Coding.objects.create(
        contribution=row, theme=theme, proposer=Proposer.MACHINE, **changes
    )


def test_a_proposal_says_why_and_leads_to_its_neighbours(desk, row, theme, process):
    near = cast.a_contribution(process, "Schatten am Markt", language="de")
    proposed(row, theme, why={"words": ["Bäume"], "near": [near.pk]}, nearness=0.8)
    page = desk.get(to("contribution", row.pk)).content.decode()
    assert ">Bäume</mark>" in page
    assert "Schatten am Markt" in page
    assert 'accesskey="1"' in page


def test_a_neighbour_that_was_taken_back_is_not_shown(desk, row, theme, process):
    near = cast.a_contribution(process, "Schatten am Markt")
    proposed(row, theme, why={"words": [], "near": [near.pk]})
    Contribution.objects.filter(pk=near.pk).update(
        text="", publication=Publication.ERASED, taken_back_on=date(2016, 9, 9)
    )
    assert desk.get(to("contribution", row.pk)).status_code == 200
    assert help_for(row, "de").themes[0].why.near == ()


def test_the_page_takes_few_queries_however_much_is_proposed(
    desk, row, process, django_assert_max_num_queries
):
    field = cast.a_field(process)
    FieldCoding.objects.create(contribution=row, field=field, proposer="machine", probability=0.6)
    for number in range(8):
        other = cast.a_contribution(process, f"Nr. {number}")
        why = {"words": ["Bäume"], "near": [other.pk]}
        proposed(row, cast.a_theme(process, f"T {number}"), why=why)
        first, second = sorted((row, other), key=lambda one: one.pk)
        Likeness.objects.create(first=first, second=second, similarity=0.9, kind="lexical")
    with django_assert_max_num_queries(46):
        page = desk.get(to("contribution", row.pk)).content.decode()
    assert "60" in page


def test_words_that_tell_who_somebody_is_are_marked_before_publication(desk, process):
    row = cast.a_contribution(process, PRIVATE, publication=Publication.RECEIVED)
    page = desk.get(to("contribution", row.pk)).content.decode()
    assert '<mark class="doubt">0371 4882345' in page
    assert "0371 4882345" not in page.split('id="redact_text"')[1].split("</textarea>")[0]
    assert desk.post(to("publish", row.pk)).status_code == 302  # the clerk decides


def test_what_is_marked_is_escaped(desk, process):
    row = cast.a_contribution(process, "<script>alert(1)</script> 0371 4882345")
    page = desk.get(to("contribution", row.pk)).content.decode()
    assert "<script>alert(1)" not in page


def test_accepting_goes_on_to_the_next(desk, row, theme, process):
    coding = proposed(row, theme)
    answer = desk.post(to("accept", coding.pk), {"then": "next"})
    assert answer.url == to("next", process.slug) + f"?nach={row.pk}"
    coding.refresh_from_db()
    assert coding.state == CodingState.ACCEPTED


def test_a_stale_page_gets_a_clear_message(desk, row, theme):
    coding = proposed(row, theme)
    stale = to("accept", coding.pk) + f"?beitrag={row.pk}"
    Contribution.objects.filter(pk=row.pk).update(
        text="", publication=Publication.ERASED, taken_back_on=date(2016, 9, 9)
    )
    assert not Coding.objects.exists()
    assert desk.post(stale).status_code == 422
    for wrong in ("", "?beitrag=x", f"?beitrag={HUGE}", "?beitrag=1"):
        assert desk.post(to("accept", coding.pk) + wrong).status_code == 404
    assert desk.post(to("assign", row.pk), {"themes": [theme.pk]}).status_code == 422


def test_what_is_put_off_comes_last(desk, process):
    texts = ("Eins", "Zwei", "Drei")
    rows = [cast.a_contribution(process, text, publication="received") for text in texts]
    rows.sort(key=lambda one: one.pk)
    seen, after = [], ""
    for _time in range(4):
        url = desk.get(to("next", process.slug) + after).url
        seen.append(int(url.rstrip("/").rsplit("/", 1)[1]))
        after = f"?nach={seen[-1]}"
    assert seen[:3] == [row.pk for row in rows]
    assert seen[3] == rows[0].pk
    for wrong in ("?nach=x", f"?nach={HUGE}", "?ordnung=quer", "?nach=-1"):
        assert desk.get(to("next", process.slug) + wrong).status_code == 302


def test_when_nothing_waits_the_desk_says_so(desk, process):
    answer = desk.get(to("next", process.slug))
    assert answer.url.startswith(to("contributions"))


def test_the_least_certain_come_first_if_one_likes(process):
    field = cast.a_field(process)
    rows = [cast.a_contribution(process, text, publication="received") for text in "ABC"]
    for row, sure in zip(rows, (0.9, 0.3, None), strict=True):
        if sure is not None:
            given = {"field": field, "proposer": "machine", "probability": sure}
            FieldCoding.objects.create(contribution=row, **given)
    assert next_in(process, Order.UNCERTAIN) == rows[1]
    assert next_in(process, Order.UNCERTAIN, [rows[1].pk]) == rows[0]
    assert next_in(process, Order.UNCERTAIN, [rows[1].pk, rows[0].pk]) == rows[2]


def test_single_keys_can_be_switched_off(desk, row):
    assert 'data-keys="an"' in desk.get(to("contribution", row.pk)).content.decode()
    desk.post(to("keys"), {"an": "0", "beitrag": row.pk})
    assert 'data-keys="aus"' in desk.get(to("contribution", row.pk)).content.decode()
    for wrong in ({}, {"beitrag": "x"}, {"beitrag": HUGE, "an": "1"}):
        assert desk.post(to("keys"), wrong).status_code == 302


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("choose_field", {}),
        ("choose_field", {"field": HUGE}),
        ("choose_field", {"field": "a\x00"}),
        ("flag", {"note": "a" * 301}),
        ("flag", {"note": "a\x00b"}),
        ("close_flag", {}),
        ("settle", {}),
        ("second", {}),
        ("second", {"themes": [HUGE]}),
        ("second", {"themes": ["a\x00"]}),
    ],
)
def test_wrong_input_is_answered_and_changes_nothing(desk, row, theme, name, typed):
    SecondReading.objects.create(contribution=row, on=date(2017, 1, 1), state="different")
    assert desk.post(to(name, row.pk), typed).status_code == 422
    assert not any((FieldCoding.objects.exists(), Flag.objects.exists(), Coding.objects.exists()))
    assert SecondReading.objects.get().state == "different"


@pytest.mark.parametrize("percent", ["", "x", "-1", "101", HUGE, "1.5", "a\x00"])
def test_a_share_is_a_share(desk, process, percent):
    assert desk.post(to("share", process.slug), {"percent": percent}).status_code == 422


def test_a_field_of_another_process_is_refused(desk, row):
    strange = cast.a_field(cast.a_process("verkehr"))
    assert desk.post(to("choose_field", row.pk), {"field": strange.pk}).status_code == 422


def test_a_field_is_chosen_and_the_other_one_dismissed(desk, row, process):
    field, other = cast.a_field(process), cast.a_field(process, "Wasser")
    FieldCoding.objects.create(contribution=row, field=other, proposer="machine", probability=0.9)
    assert desk.post(to("choose_field", row.pk), {"field": field.pk}).status_code == 302
    states = dict(FieldCoding.objects.values_list("field", "state"))
    assert states == {field.pk: "accepted", other.pk: "dismissed"}
    assert desk.post(to("choose_field", row.pk), {"field": field.pk}).status_code == 422
    desk.post(to("undo", process.slug))
    assert dict(FieldCoding.objects.values_list("field", "state")) == {other.pk: "proposed"}


def undo(desk, process) -> None:
    desk.post(to("undo", process.slug))


def test_each_act_is_undone_in_turn_and_the_journal_keeps_both(desk, row, theme, process):
    desk.post(to("publish", row.pk))
    desk.post(to("assign", row.pk), {"themes": [theme.pk]})
    desk.post(to("open_theme", row.pk), {"title": "Bänke"})
    desk.post(to("flag", row.pk), {"note": "Bitte ansehen"})
    desk.post(to("name_language", row.pk), {"language": "tr"})
    desk.post(to("translate", row.pk), {"language": "en", "text": "More trees"})
    desk.post(to("split", row.pk), {"part_1": "Mehr Bäume am Markt.", "part_2": "Und Bänke."})
    lines = Entry.objects.count()
    undo(desk, process)
    assert not row.parts.exists()
    undo(desk, process)
    assert not row.translations.exists()
    undo(desk, process)
    row.refresh_from_db()
    assert row.language == "de"
    undo(desk, process)
    assert not Flag.objects.exists()
    undo(desk, process)
    assert Theme.objects.get(title="Bänke").state == ThemeState.PROPOSED
    undo(desk, process)
    assert not Coding.objects.exists()
    undo(desk, process)
    row.refresh_from_db()
    assert (row.publication, row.read_on) == (Publication.RECEIVED, None)
    undo(desk, process)  # there is nothing left
    assert DeskAct.objects.filter(is_undone=True).count() == 7
    assert Entry.objects.count() == lines + 7
    assert Entry.objects.filter(verb="desk_act.undone").count() == 7


def test_redacting_is_undone_and_redacting_anew_is_not(desk, row, process):
    desk.post(to("redact", row.pk), {"text": "Mehr Bäume."})
    undo(desk, process)
    row.refresh_from_db()
    assert row.publication == Publication.RECEIVED
    assert not hasattr(row, "redaction")
    desk.post(to("redact", row.pk), {"text": "Mehr Bäume."})
    desk.post(to("redact", row.pk), {"text": "Bäume."})
    undo(desk, process)
    row = Contribution.objects.get(pk=row.pk)
    assert row.redaction.text == "Bäume."


def test_what_somebody_went_on_from_is_not_undone(desk, row, theme, process, coder):
    coding = proposed(row, theme)
    desk.post(to("accept", coding.pk))
    coding.refresh_from_db()
    actions.dismiss_coding(coding, by=coder)
    undo(desk, process)
    coding.refresh_from_db()
    assert (coding.state, coding.decided_by) == (CodingState.DISMISSED, coder)


def test_nobody_undoes_what_another_person_did(browser_of, row, theme, process, coder, coordinator):
    actions.assign_contribution(row, theme, by=coordinator)
    undo(browser_of(coder), process)
    assert Coding.objects.get().state == CodingState.ACCEPTED


def test_what_was_taken_back_is_not_undone(row, theme, process, coordinator):
    actions.assign_contribution(row, theme, by=coordinator)
    Contribution.objects.filter(pk=row.pk).update(
        text="", publication=Publication.ERASED, taken_back_on=date(2016, 9, 9)
    )
    with pytest.raises(actions.CodingRefused):
        actions.undo_last(process, by=coordinator)
    assert Coding.objects.get().state == CodingState.ACCEPTED


def test_two_say_the_same_and_both_voices_count(desk, row, process):
    other = cast.a_contribution(process, "Mehr Bäume vor dem Markt.")
    first, second = sorted((row, other), key=lambda one: one.pk)
    pair = Likeness.objects.create(first=first, second=second, similarity=0.9, kind="lexical")
    assert desk.post(to("same", row.pk, pair.pk)).status_code == 302
    assert desk.post(to("same", row.pk, pair.pk)).status_code == 422
    pair.refresh_from_db()
    assert pair.state == CodingState.ACCEPTED
    undo(desk, process)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_on) == (CodingState.PROPOSED, None)
    assert desk.post(to("different", row.pk, pair.pk)).status_code == 302
    assert desk.post(to("same", row.pk, 1)).status_code == 404
    assert Contribution.objects.counted().count() == 2


@pytest.fixture
def twice(process, coordinator):
    """All that is coded is read a second time."""
    actions.set_second_share(process, percent=100, by=coordinator)


def test_the_second_reader_does_not_see_what_the_first_said(
    browser_of, row, theme, process, coordinator, coder, twice
):
    actions.assign_contribution(row, theme, reason="Grünes", by=coordinator)
    browser = browser_of(coder)
    assert browser.get(to("contribution", row.pk)).url == to("second", row.pk)
    page = browser.get(to("second", row.pk)).content.decode()
    assert TEXT in page and "checked" not in page and "Grünes" not in page
    answer = browser.post(to("second", row.pk), {"themes": [theme.pk]})
    assert answer.url == to("seconds", process.slug)
    assert SecondReading.objects.get().state == "equal"
    assert browser.post(to("second", row.pk), {"themes": [theme.pk]}).status_code == 422
    assert browser.get(to("contribution", row.pk)).status_code == 200


def test_nobody_reads_twice_alone(desk, row, theme, coordinator, twice):
    actions.assign_contribution(row, theme, by=coordinator)
    assert desk.post(to("second", row.pk), {"themes": [theme.pk]}).status_code == 422
    assert not SecondReading.objects.exists()


def test_outside_the_sample_nothing_is_read_twice(browser_of, row, theme, coordinator, coder):
    actions.assign_contribution(row, theme, by=coordinator)
    browser = browser_of(coder)
    assert browser.get(to("contribution", row.pk)).status_code == 200
    assert browser.post(to("second", row.pk), {"themes": [theme.pk]}).status_code == 422


@pytest.mark.parametrize(
    ("verdict", "counts"),
    [("first", {"Bäume"}), ("second", {"Bänke"}), ("both", {"Bäume", "Bänke"})],
)
def test_a_difference_is_settled_and_recorded(
    desk, row, theme, process, coordinator, coder, twice, verdict, counts
):
    other = cast.a_theme(process, "Bänke")
    actions.assign_contribution(row, theme, by=coordinator)
    actions.read_second(row, themes=[other], by=coder)
    page = desk.get(to("seconds", process.slug)).content.decode()
    assert TEXT in page
    assert desk.post(to("settle", row.pk), {"verdict": verdict, "reason": " "}).status_code == 422
    typed = {"verdict": verdict, "reason": "So steht es da."}
    assert desk.post(to("settle", row.pk), typed).status_code == 302
    accepted = Coding.objects.filter(state=CodingState.ACCEPTED)
    assert set(accepted.values_list("theme__title", flat=True)) == counts
    reading = SecondReading.objects.get()
    assert (reading.verdict, reading.settled_by) == (verdict, coordinator)
    assert Entry.objects.first().verb == "second_reading.settled"
    assert desk.post(to("settle", row.pk), typed).status_code == 422


def test_agreement_is_kappa_over_all_decisions(process, theme, coordinator, coder, twice):
    pytest.importorskip("sklearn")
    other = cast.a_theme(process, "Bänke")
    for at, (first, second) in enumerate(((theme, theme), (theme, other), (other, other))):
        row = cast.a_contribution(process, f"Nr. {at}")
        actions.assign_contribution(row, first, by=coordinator)
        actions.read_second(row, themes=[second], by=coder)
    told = agreement_of(process)
    assert (told.count, told.equal, round(told.kappa, 3)) == (3, 2, 0.333)


def test_without_the_extra_agreement_is_only_counted(
    process, row, theme, coordinator, coder, twice, monkeypatch
):
    actions.assign_contribution(row, theme, by=coordinator)
    actions.read_second(row, themes=[theme], by=coder)
    monkeypatch.setitem(sys.modules, "ratschlag.synthesis.compute.fair", None)
    told = agreement_of(process)
    assert (told.count, told.equal, told.kappa) == (1, 1, None)
