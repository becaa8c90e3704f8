"""A language model drafts; only what can be proved is kept, and it counts when confirmed."""

import pytest
from django.db import IntegrityError, transaction

from ratschlag.contributions.actions import (
    issue_receipt,
    redact_contribution,
    take_back,
    withhold_contribution,
)
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Publication
from ratschlag.journal.models import Entry
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State
from ratschlag.synthesis import actions
from ratschlag.synthesis.models import Draft, DraftSource, Theme
from ratschlag.synthesis.queries.drafts import MOST_TEXTS, drafting_host, to_send
from ratschlag.synthesis.tasks import draft_theme
from tests import cast
from tests.models import said_by

pytest.importorskip("sklearn")

GOOD = """Schatten und Bäume [t1, t2]
Viele wollen „mehr Bäume“ [t1]. Am Spielplatz fehlt Schatten [t2]."""
MIXED = """Mehr [t9]
Viele wollen „weniger Bäume“ [t1]. 700 Menschen sagen das [t1]. Es fehlt Schatten [t2]. Ohne Beleg."""


@pytest.fixture
def drafting(models, monkeypatch):
    monkeypatch.setenv("RATSCHLAG_ENDPOINT_CHAT", "words-1")
    models.answer = said_by(GOOD)
    return models


@pytest.fixture
def said(process):
    """Two texts that may be sent, in the order in which they are."""
    receipt = issue_receipt(process, code="1" * 20, form_key_hash="f", content_hash="c")
    given = {"receipt": receipt, "received_on": cast.date(2016, 9, 4)}
    return [
        cast.a_contribution(process, "Bitte mehr Bäume am Markt.", **given),
        cast.a_contribution(process, "Am Spielplatz ist kein Schatten."),
    ]


@pytest.fixture
def theme(process, said) -> Theme:
    return cast.a_theme(process, "Grün", *said)


@pytest.fixture
def drafted(theme, drafting, coordinator) -> Draft:
    return worked_out(theme, coordinator)


def worked_out(theme, by) -> Draft:
    draft = actions.ask_for_draft(theme, by=by)
    draft_theme.func(draft.pk)
    draft.refresh_from_db()
    return draft


def page_of(theme) -> str:
    return f"/desk/themen/{theme.pk}/"


def test_what_can_be_proved_is_kept_with_its_contributions(drafted, said, desk, theme):
    one, two = (row.pk for row in said)
    assert (drafted.state, drafted.model, drafted.refused) == ("proposed", "words-1", {})
    assert (drafted.title, drafted.title_cites) == ("Schatten und Bäume", [one, two])
    assert drafted.sentences == [
        ["Viele wollen „mehr Bäume“.", [one]],
        ["Am Spielplatz fehlt Schatten.", [two]],
    ]
    assert dict(drafted.sources.values_list("contribution", "is_quoted")) == {one: True, two: False}
    html = desk.get(page_of(theme)).content.decode()
    assert "/entwurf/" in html and f"/desk/beitraege/{two}/" in html and "words-1" in html
    assert Entry.objects.first().verb == "draft.finished"
    assert "Bäume" not in str(Entry.objects.first().detail)


def test_what_cannot_be_proved_is_thrown_away_and_counted(theme, drafting, coordinator):
    drafting.answer = said_by(MIXED)
    draft = worked_out(theme, coordinator)
    assert (draft.title, draft.summary) == ("", "Es fehlt Schatten.")
    assert draft.refused == {
        "no_ids": 1, "not_a_quotation": 1, "unknown_id": 1, "unknown_number": 1
    }  # fmt: skip


@pytest.mark.parametrize(
    "first", ["Bäume " * 40 + "[t1]", "„mehr Bäume“ [t1]", "Bäume [t1]. Bänke [t1]."]
)
def test_a_title_that_is_none_is_not_kept(theme, drafting, coordinator, first):
    drafting.answer = said_by(f"{first}\nEs fehlt Schatten [t2].")
    draft = worked_out(theme, coordinator)
    assert (draft.title, draft.refused) == ("", {"title_unfit": 1})


def test_a_draft_of_which_nothing_passes_says_so_with_counts(desk, theme, drafting, coordinator):
    drafting.answer = said_by("Alles gut.\nMehr Bäume. Mehr Geld [t7].")
    draft = worked_out(theme, coordinator)
    assert (draft.state, draft.why_failed) == ("failed", "nothing_passed")
    assert draft.refused == {"no_ids": 2, "unknown_id": 1}
    html = desk.get(page_of(theme)).content.decode()
    assert str(draft.fault) in html and "(2)" in html
    assert worked_out(theme, coordinator).state == "failed"


@pytest.mark.parametrize("answer", [b"<html>", [], {"choices": []}])
def test_an_answer_that_is_none_keeps_nothing(theme, drafting, coordinator, answer):
    drafting.answer = answer
    assert worked_out(theme, coordinator).why_failed == "endpoint"


def test_an_endpoint_that_is_down_is_said(desk, theme, drafting, coordinator, monkeypatch):
    monkeypatch.setenv("RATSCHLAG_ENDPOINT_URL", "http://127.0.0.1:9/v1")
    draft = worked_out(theme, coordinator)
    assert (draft.state, draft.why_failed) == ("failed", "endpoint")
    assert str(draft.fault) in desk.get(page_of(theme)).content.decode()
    assert drafting.asked == []


def test_only_public_words_without_personal_data_are_sent_and_no_key(
    process, theme, drafting, coordinator
):
    for text, changes in (
        ("Geheimes Wort.", {"publication": Publication.INTERNAL}),
        ("Noch ungelesen.", {"publication": Publication.RECEIVED}),
        ("Rufen Sie mich an: 0345 1234567, Bäume!", {}),
    ):
        row = cast.a_contribution(process, text, **changes)
        actions.assign_contribution(row, theme, by=coordinator)
    hidden = cast.a_contribution(process, "Frau Geheim will Bäume.")
    redact_contribution(hidden, text="Eine Nachbarin will Bäume.", by=coordinator)
    actions.assign_contribution(hidden, theme, by=coordinator)
    draft = worked_out(theme, coordinator)
    assert draft.state == "proposed"
    ((_path, body, _key),) = drafting.asked
    sent = body["messages"][1]["content"].splitlines()
    assert sorted(line.partition(": ")[2] for line in sent) == [
        "Am Spielplatz ist kein Schatten.", "Bitte mehr Bäume am Markt.", "Eine Nachbarin will Bäume.",
    ]  # fmt: skip
    assert [line.partition(":")[0] for line in sent] == ["t1", "t2", "t3"]


def test_of_many_texts_some_are_sent_in_proportion(process, theme):
    for number in range(90):
        row = cast.a_contribution(process, f"Baum {number}", language="tr" if number % 3 else "de")
        actions.assign_contribution(row, theme, by=None)
    sent = to_send(theme)
    assert len(sent) == MOST_TEXTS
    languages = [Contribution.objects.get(pk=one.contribution).language for one in sent]
    assert 37 <= languages.count("tr") <= 41


def test_without_texts_nothing_is_sent(process, drafting, coordinator):
    draft = worked_out(cast.a_theme(process, "Leer"), coordinator)
    assert draft.why_failed == "no_texts" and drafting.asked == []


def test_confirmed_it_is_the_themes_and_its_origin_stays(desk, theme, drafted, coordinator):
    assert desk.post(f"/desk/themen/entwurf/{drafted.pk}/bestaetigen/").status_code == 302
    theme.refresh_from_db()
    assert (theme.title, theme.summary) == ("Schatten und Bäume", drafted.summary)
    assert theme.former_titles.get().title == "Grün"
    drafted.refresh_from_db()
    assert (drafted.state, drafted.decided_by) == ("confirmed", coordinator)
    html = desk.get(page_of(theme)).content.decode()
    assert coordinator.name in html and "words-1" in html
    assert desk.post(f"/desk/themen/entwurf/{drafted.pk}/bestaetigen/").status_code == 422


def test_dismissed_nothing_changes_and_nothing_stays(desk, theme, drafted):
    assert desk.post(f"/desk/themen/entwurf/{drafted.pk}/verwerfen/").status_code == 302
    drafted.refresh_from_db()
    assert (drafted.state, drafted.title, drafted.sentences) == ("dismissed", "", [])
    theme.refresh_from_db()
    assert theme.title == "Grün" and not DraftSource.objects.exists()
    assert desk.post(f"/desk/themen/entwurf/{drafted.pk}/verwerfen/").status_code == 422


def test_one_that_is_stopped_while_it_is_written_is_not_kept(theme, drafting, coordinator):
    draft = actions.ask_for_draft(theme, by=coordinator)

    def stopped(_body):
        return said_by(GOOD)

    drafting.answer = stopped
    actions.dismiss_draft(draft, by=coordinator)
    assert not draft_theme.func(draft.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.title, drafting.asked) == ("dismissed", "", [])


def test_words_that_change_while_it_is_written_are_not_kept(
    theme, said, drafting, coordinator, monkeypatch
):
    from ratschlag.synthesis.tasks import drafting as worker  # noqa: PLC0415  needs the extra

    ask = worker._ask

    def and_meanwhile(sent):
        redact_contribution(said[0], text="Bitte mehr.", by=coordinator)
        return ask(sent)

    monkeypatch.setattr(worker, "_ask", and_meanwhile)
    draft = worked_out(theme, coordinator)
    assert (draft.why_failed, draft.summary) == ("changed", "")


def test_there_is_one_at_a_time_and_none_of_a_merged_theme(
    desk, process, theme, drafted, coordinator
):
    assert desk.post(f"{page_of(theme)}entwurf/").status_code == 422
    actions.merge_theme(theme, into=cast.a_theme(process, "Ziel"), by=coordinator)
    actions.dismiss_draft(drafted, by=coordinator)
    assert desk.post(f"{page_of(theme)}entwurf/").status_code == 422
    assert Draft.objects.count() == 1


def test_with_an_endpoint_there_is_a_button_and_without_there_is_nothing(
    desk, theme, drafting, monkeypatch
):
    assert "/entwurf/" in desk.get(page_of(theme)).content.decode()
    for name, value in (("URL", "http://models.example/v1"), ("CHAT", ""), ("URL", "")):
        monkeypatch.setenv(f"RATSCHLAG_ENDPOINT_{name}", value)
        assert drafting_host() == ""
        assert "/entwurf/" not in desk.get(page_of(theme)).content.decode()
        assert desk.post(f"{page_of(theme)}entwurf/").status_code == 422
    assert not Draft.objects.exists() and drafting.asked == []


def _withheld(row, by):
    withhold_contribution(row, publication=Publication.INTERNAL, by=by)


def _redacted(row, by):
    redact_contribution(row, text="Bitte mehr.", by=by)


def _taken_back(row, _by):
    take_back(row.receipt, is_counted=True)


@pytest.mark.parametrize("go", [_withheld, _redacted, _taken_back])
def test_a_draft_goes_with_the_words_that_it_rests_on(drafted, said, coordinator, go):
    go(said[0], coordinator)
    assert not Draft.objects.exists() and not DraftSource.objects.exists()


@pytest.mark.parametrize("go", [_withheld, _redacted, _taken_back])
def test_and_so_does_a_summary_that_quotes_them(theme, drafted, said, coordinator, go):
    actions.confirm_draft(drafted, by=coordinator)
    theme.refresh_from_db()
    put_translation(theme, "summary", language="en", text="More “Bäume”.", state=State.CHECKED)
    redact_contribution(said[1], text="Kein Schatten.", by=coordinator)
    assert Draft.objects.exists()  # it rests on that one and quotes nothing of it
    go(said[0], coordinator)
    theme.refresh_from_db()
    assert (theme.title, theme.summary) == ("Schatten und Bäume", "")
    assert not Draft.objects.exists() and not DraftSource.objects.exists()
    assert not Translation.objects.filter(kind="synthesis.theme", field="summary").exists()


def test_a_summary_that_a_person_has_written_since_stays(theme, drafted, said, coordinator):
    actions.confirm_draft(drafted, by=coordinator)
    theme.refresh_from_db()
    theme.summary = "Mehr Grün."
    actions.revise_theme(theme, ["summary"], by=coordinator)
    _redacted(said[0], coordinator)
    theme.refresh_from_db()
    assert theme.summary == "Mehr Grün." and not Draft.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "felt"},
        {"state": "proposed", "model": "m"},
        {"state": "proposed", "title": "T"},
        {"state": "dismissed"},
        {"decided_at": "now"},
        {"state": "failed"},
        {"why_failed": "endpoint"},
    ],
)
def test_a_draft_that_cannot_be(process, changes):
    at = domain_now()
    changes = {name: at if value == "now" else value for name, value in changes.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(**{"theme": cast.a_theme(process), "asked_at": at} | changes)


def test_an_open_draft_and_a_source_are_there_once(process):
    theme, row = cast.a_theme(process), cast.a_contribution(process)
    draft = Draft.objects.create(theme=theme, asked_at=domain_now())
    DraftSource.objects.create(draft=draft, contribution=row)
    for model, given in (
        (Draft, {"theme": theme, "asked_at": domain_now()}),
        (DraftSource, {"draft": draft, "contribution": row}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**given)
