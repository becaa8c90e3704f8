"""What is public is found, within one run; what is not is never in the index."""

from datetime import date

import pytest
from django.test import Client

from ratschlag.concept.actions import write_section
from ratschlag.concept.models import Section
from ratschlag.concept.rules import EditionState
from ratschlag.contributions.actions import (
    publish_contribution,
    redact_contribution,
    withhold_contribution,
)
from ratschlag.contributions.models import Contribution, ContributionTranslation
from ratschlag.contributions.rules import Publication
from ratschlag.council.models import Paper
from ratschlag.council.rules import PaperState
from ratschlag.goals.rules import MeasureState
from ratschlag.languages.compute import source_hash
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as TranslationState
from ratschlag.monitoring.models import Report
from ratschlag.portal import tasks
from ratschlag.portal.queries.searchable import searchable
from ratschlag.press.tests import hands as press
from ratschlag.process.actions import move_process
from ratschlag.process.rules import State
from ratschlag.schedule import SCHEDULE
from ratschlag.search.models import Document
from ratschlag.search.queries import found_for
from ratschlag.survey.models import Survey
from ratschlag.survey.rules import Stage
from ratschlag.synthesis.models import Answer, Outcome, Theme
from ratschlag.synthesis.rules import OutcomeValue, ThemeState
from tests import cast

SECRET = "Geheimwort"
DAY = date(2016, 9, 30)


@pytest.fixture(autouse=True)
def unseen(monkeypatch) -> None:
    """The worker has just been started."""
    monkeypatch.setattr(tasks, "_seen", {})


def run() -> tuple[int, int]:
    return tasks.bring_search_in_line.func()


def keys(question: str, language: str = "de") -> list[str]:
    return [str(hit.kind) for hit in found_for(question, language).hits]


def handed_over(theme: Theme, **changes: object) -> Theme:
    wanted = {"state": ThemeState.HANDED_OVER, "handed_over_on": DAY} | changes
    Theme.objects.filter(pk=theme.pk).update(**wanted)
    theme.refresh_from_db()
    return theme


@pytest.fixture
def voice(process) -> Contribution:
    return cast.a_contribution(process, "Mehr Platanen am Markt.")


@pytest.fixture
def theme(process, voice) -> Theme:
    return handed_over(cast.a_theme(process, "Schatten", voice), summary="Wo es heiß ist.")


@pytest.fixture
def everything(process, theme) -> None:
    """A bit of all that a process has to show."""
    field = cast.a_field(process)
    cast.an_event(process)
    cast.a_phase(process)
    cast.a_survey(process)
    cast.a_goal(process, field)
    cast.a_measure(process, field, state=MeasureState.PLANNED)
    cast.a_public_draft(process)
    paper = cast.a_paper(process)
    Paper.objects.filter(pk=paper.pk).update(submitted_on=DAY, state=PaperState.SUBMITTED)
    report = cast.a_report(process, as_of=DAY)
    Report.objects.filter(pk=report.pk).update(published_on=DAY)


def test_every_result_leads_to_a_page_in_each_language(everything):
    run()
    kinds = {"process", "phase", "event", "field", "survey", "theme", "voice", "goal", "measure"}
    assert kinds | {"concept", "paper", "report", "page"} <= set(
        Document.objects.values_list("kind", flat=True)
    )
    addresses = set(Document.objects.values_list("address", flat=True))
    browser = Client()
    for address in addresses:
        for language in ("de", "ar"):
            assert browser.get(f"/{language}/{address}").status_code == 200, address


def test_drafts_and_what_was_not_released_are_never_in_it(process, theme):
    hidden = cast.a_process("geheim", state=State.PREPARING, title=SECRET)
    field, theirs = cast.a_field(process), cast.a_field(hidden, SECRET)
    cast.an_event(hidden, SECRET)
    cast.a_phase(hidden, SECRET)
    cast.a_measure(hidden, theirs, title=SECRET, state=MeasureState.ADOPTED)
    cast.a_measure(process, field, title=SECRET)
    cast.a_theme(process, SECRET)
    handed_over(cast.a_theme(process, f"{SECRET} 2"), state=ThemeState.PROPOSED)
    for publication in (Publication.RECEIVED, Publication.HELD, *_WITHHELD):
        codeless = cast.a_contribution(process, SECRET, publication=publication)
        handed_over(cast.a_theme(process, f"Thema {publication}", codeless))
    cast.a_contribution(process, f"{SECRET}, gehört zu keinem Thema.")
    outcome = Outcome.objects.create(
        theme=theme, value=OutcomeValue.ADOPTED, reason="Ja.", decided_on=DAY
    )
    Answer.objects.create(outcome=outcome, text=SECRET)
    write_section(Section(process=process, number="9", title=SECRET), by=None)
    cast.an_edition(process, is_public=False, state=EditionState.WORKING, canonical=f'"{SECRET}"')
    survey = cast.a_survey(process, title=SECRET)
    Survey.objects.filter(pk=survey.pk).update(stage=Stage.DRAFT)
    cast.a_paper(process, reference=SECRET)
    cast.a_report(process, title=SECRET)
    press.a_release(process, headline=SECRET)
    press.checked(press.a_release(process, headline=SECRET))
    press.published(hidden, headline=SECRET)
    run()
    said = [text for text in searchable() if SECRET in f"{text.title} {text.text} {text.also}"]
    assert said == []
    assert keys(SECRET) == []


_WITHHELD = (Publication.INTERNAL, Publication.REJECTED)


def test_a_release_is_found_by_its_words_and_its_number(process):
    release = press.published(process, headline="Neue Kurse am Abend", body="**Ab** Oktober.")
    run()
    assert keys("Neue Kurse")[0] == "release"
    assert keys(f"{release.number}/{release.year}")[0] == "release"
    assert "**" not in Document.objects.get(kind="release", language="de").text


def test_goals_are_found_once_measures_are_public(process):
    field = cast.a_field(process)
    cast.a_goal(process, field)
    cast.a_measure(process, field, state=MeasureState.PLANNED)
    run()
    assert keys("kühler") == ["process"]
    cast.a_public_draft(process)
    run()
    assert set(keys("kühler")) >= {"goal"}


def test_a_process_is_found_once_it_is_announced_and_gone_when_it_is_not(city):
    process = cast.a_process(state=State.PREPARING)
    assert run()[0] > 0
    assert keys("Klimakonzept") == []
    move_process(process, State.ANNOUNCED, by=None)
    assert tasks.is_search_behind()
    run()
    assert "process" in keys("Klimakonzept")


def test_a_second_run_touches_nothing(everything):
    assert run()[0] > 20
    numbers = set(Document.objects.values_list("pk", flat=True))
    assert not tasks.is_search_behind()
    assert run() == (0, 0)
    assert set(Document.objects.values_list("pk", flat=True)) == numbers


def test_only_what_changed_is_written(theme):
    run()
    handed_over(theme, summary="Wo es kühl ist.")
    assert run() == (1, 0)
    assert (keys("heiß"), keys("kühl")) == ([], ["theme", "process"])


def test_the_worker_asks_for_a_run_each_minute_when_something_was_done(theme):
    (periodic,) = [row for row in SCHEDULE if row.task is tasks.bring_search_in_line]
    assert periodic.every.total_seconds() <= 60
    assert periodic.when()
    run()
    assert not periodic.when()
    cast.an_organisation()
    assert periodic.when()


def test_a_translation_is_a_document_of_its_own(theme):
    fresh = Translation(kind=theme.kind, number=theme.pk, field="title", language="ar", text="ظل")
    fresh.state, fresh.source_hash = TranslationState.CHECKED, source_hash(theme.title)
    fresh.save()
    run()
    assert keys("ظل", "ar") == ["theme"]
    fresh.state, fresh.stale_since = TranslationState.STALE, "2016-10-01T00:00Z"
    fresh.save()
    run()
    assert keys("ظل", "ar") == []


def test_a_voice_is_found_in_its_language_and_its_translations(theme, voice):
    ContributionTranslation.objects.create(
        contribution=voice,
        language="en",
        text="More plane trees.",
        source_hash=source_hash(voice.text),
    )
    run()
    assert keys("Platanen") == ["voice"]
    assert keys("plane trees", "en") == ["voice"]


def test_a_voice_leads_to_the_page_on_which_it_stands(process, theme):
    rows = [cast.a_contribution(process, f"Nummer{at} wünscht Schatten.") for at in range(25)]
    handed_over(cast.a_theme(process, "Viele", *rows))
    run()
    found = dict(Document.objects.filter(kind="voice").values_list("key", "address"))
    pages = {address: Client().get(f"/de/{address}").text for address in set(found.values())}
    assert all(row.text in pages[found[str(row.pk)]] for row in rows)
    assert len({found[str(row.pk)] for row in rows}) == 2


@pytest.mark.parametrize(
    "act",
    [
        lambda row: Contribution.objects.filter(pk=row.pk).update(
            text="", publication=Publication.ERASED, taken_back_on=DAY
        ),
        lambda row: withhold_contribution(row, publication=Publication.INTERNAL, by=None),
        lambda row: redact_contribution(row, text="Mehr [Bäume] am Markt.", by=None),
    ],
    ids=("erased", "withheld", "redacted"),
)
def test_words_that_go_are_gone_in_the_same_transaction(theme, voice, act):
    run()
    assert keys("Platanen") == ["voice"]
    act(voice)
    assert keys("Platanen") == []
    assert not Document.objects.filter(text__contains="Platanen").exists()
    assert tasks.is_search_behind()


def test_what_was_redacted_goes_when_the_original_is_published(theme, voice):
    redact_contribution(voice, text="Mehr [Bäume] am Markt.", by=None)
    run()
    assert keys("Bäume") == ["voice"]
    publish_contribution(voice, by=None)
    assert keys("Bäume") == []
    run()
    assert keys("Platanen") == ["voice"]


def test_a_summary_that_goes_with_words_is_gone_at_once(theme):
    run()
    Theme.objects.filter(pk=theme.pk).update(summary="")
    assert keys("heiß") == []
    run()
    assert keys("Schatten") == ["theme"]


def test_words_taken_back_while_the_run_reads_are_not_written(theme, voice, monkeypatch):
    texts = list(searchable())
    Contribution.objects.filter(pk=voice.pk).update(
        text="", publication=Publication.ERASED, taken_back_on=DAY
    )
    Theme.objects.filter(pk=theme.pk).update(summary="")
    monkeypatch.setattr(tasks, "searchable", lambda: texts)
    run()
    assert (keys("Platanen"), keys("heiß")) == ([], [])
    assert "process" in keys("Klimakonzept")


@pytest.mark.django_db
def test_without_a_city_there_is_nothing():
    assert run() == (0, 0)
