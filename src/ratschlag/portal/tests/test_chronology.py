"""What happened in a process, from the journal: public acts only, residents by the day."""

from datetime import date

import pytest
from django.utils import translation

from ratschlag.city.rules import LANGUAGES
from ratschlag.concept.rules import EditionState
from ratschlag.events.actions import cancel_event, hold_event
from ratschlag.events.rules import Count
from ratschlag.journal.actions import record
from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.dates import parse_partial_date
from ratschlag.portal.queries.chronology import BY_THE_DAY, PUBLIC, chronology
from ratschlag.process.actions import move_process, reach_milestone, set_milestone
from ratschlag.process.models import Milestone, Process
from ratschlag.process.rules import State
from ratschlag.survey.models import Survey
from ratschlag.survey.rules import Stage
from ratschlag.synthesis.models import Theme
from ratschlag.synthesis.rules import ThemeState
from tests import cast

PAGE = "/de/verfahren/klima/verlauf/"


def _told(process: Process, language: str = "de") -> list[tuple[date, str, list[str]]]:
    with translation.override(language):
        return [
            (day.day, told.words, [name.wording.text for name in told.names])
            for day in chronology(process, language).days
            for told in day.happenings
        ]


def test_what_is_done_at_the_desk_stands_there_on_its_day(client, process, coordinator):
    milestone = Milestone(process=process, title="Auftakt")
    set_milestone(milestone, due=parse_partial_date("16.8.2016"), by=coordinator)
    reach_milestone(milestone, on=date(2016, 8, 16), by=coordinator)
    assert _told(process)[-1] == (date(2016, 8, 16), str(PUBLIC["milestone.reached"]), ["Auftakt"])
    shown = client.get(PAGE)
    assert shown.status_code == 200
    assert "Auftakt" in shown.text and 'datetime="2016-08-16"' in shown.text
    assert coordinator.name not in shown.text


def test_acts_of_one_kind_and_day_stand_in_one_line(process):
    for title in ("Hitze", "Wasser"):
        cast.a_field(process, title)
    assert [names for _day, words, names in _told(process) if words == str(PUBLIC["field.opened"])] == [
        ["Hitze", "Wasser"]
    ]  # fmt: skip


def test_residents_are_counted_by_the_day_and_nothing_else(client, process):
    survey = cast.a_survey(process)
    record(None, "survey.answered", survey, day="2016-09-15", count=41)
    record(None, "contributions.withdrawn", process, day="2016-09-15", count=1)
    told = [(words, names) for day, words, names in _told(process) if day == date(2016, 9, 15)]
    assert sorted(words[:2] for words, _names in told) == ["1 ", "41"]
    assert [names for _words, names in told] == [[], []]
    page = client.get(PAGE).text
    assert "<time" in page and ":" not in page.split('datetime="2016-09-15"')[1][:3]


def test_days_that_only_count_stand_together(client, process):
    survey = cast.a_survey(process)
    for day, count in ((12, 1), (13, 2), (15, 1), (18, 3)):
        record(None, "survey.answered", survey, day=f"2016-09-{day}", count=count)
    record(None, "survey.answered", survey, day="2016-09-13", count=1)  # a late one
    milestone = Milestone(process=process, title="Halbzeit")
    set_milestone(milestone, due=parse_partial_date("16.9.2016"), by=None)
    reach_milestone(milestone, on=date(2016, 9, 16), by=None)
    days = [day for day in chronology(process, "de").days if day.day.month == 9]
    counted = [(day.first.day, day.day.day, day.happenings[0].words[:1]) for day in days]
    assert counted == [(18, 18, "3"), (16, 16, counted[1][2]), (12, 15, "5")]
    assert "12. bis 15. September 2016" in client.get(PAGE).text


@pytest.mark.parametrize(
    "verb", ["person.revised", "contribution.redacted", "flag.set", "survey.answer", "x"]
)
def test_no_other_act_is_told(process, verb):
    before = _told(process)
    record(None, verb, process, day="2016-09-15", count=1)
    assert _told(process) == before


def test_a_draft_that_nobody_else_sees_is_not_told(process):
    before = _told(process)
    survey = cast.a_survey(process)
    Survey.objects.update(stage=Stage.TESTED)
    record(None, "survey.answered", survey, day="2016-09-15", count=1)
    edition = cast.an_edition(process, "0.1", state=EditionState.WORKING, is_public=False)
    record(None, "edition.frozen", edition)
    assert _told(process) == before


def test_what_another_process_did_stands_there(client, process):
    other = cast.a_process("verkehr", title="Verkehr")
    cast.a_field(other, "Radwege")
    assert "Radwege" not in client.get(PAGE).text
    assert "Radwege" in client.get(PAGE.replace("klima", "verkehr")).text


def test_meetings_are_told_with_their_page(client, process):
    event = cast.an_event(process, "Werkstatt", held=date(2016, 9, 1))
    hold_event(event, attended=12, attended_count=Count.EXACT, by=None)
    other = cast.an_event(process, "Fest", held=date(2016, 9, 2))
    cancel_event(other, reason="Regen.", by=None)
    words = [words for _day, words, _names in _told(process)]
    assert str(PUBLIC["event.held"]) in words and str(PUBLIC["event.cancelled"]) in words
    assert f'href="/de/verfahren/klima/termine/{event.slug}/"' in client.get(PAGE).text


def test_an_answer_to_one_theme_is_told_with_its_page(client, process):
    shade, trees = cast.a_theme(process, "Schatten"), cast.a_theme(process, "Bäume")
    Theme.objects.filter(pk=shade.pk).update(
        state=ThemeState.HANDED_OVER, handed_over_on=date(2016, 9, 30)
    )
    for theme in (shade, trees):  # of which the second one is nobody's business yet
        record(None, "answer.published", theme, count=1)
    told = [names for _day, words, names in _told(process) if words == PUBLIC["answer.published"]]
    assert told == [["Schatten"]]
    assert f'href="/de/verfahren/klima/themen/{shade.slug}/"' in client.get(PAGE).text


def test_the_process_says_in_which_state_it_came(process):
    move_process(process, State.OPEN, by=None)
    assert process.get_state_display() in [words for _day, words, _names in _told(process)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_there_in_every_language(client, process, language):
    field = cast.a_field(process, "Hitze")
    if language != "de":
        put_translation(field, "title", language=language, text="X-Y", state=Translated.CHECKED)
    page = client.get(PAGE.replace("/de/", f"/{language}/"))
    assert page.status_code == 200
    assert ("X-Y" if language != "de" else "Hitze") in page.text


def test_nothing_is_told_before_the_process_is_announced(client, city):
    cast.a_process(state=State.PREPARING)
    assert client.get(PAGE).status_code == 404


def test_many_acts_take_few_queries(process, django_assert_max_num_queries):
    for number in range(12):
        cast.a_field(process, f"Feld {number}")
    with django_assert_max_num_queries(14):
        chronology(process, "ar")


def test_what_is_public_and_what_is_counted_are_two_lists():
    assert not set(PUBLIC) & set(BY_THE_DAY)
