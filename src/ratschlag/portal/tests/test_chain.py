"""The pages of the chain: a theme with its voices, a measure with where it comes from."""

from datetime import date

import pytest

from ratschlag.concept.actions import write_section
from ratschlag.concept.models import Section
from ratschlag.concept.rules import Renders
from ratschlag.contributions.models import Part, Redaction
from ratschlag.contributions.rules import Publication
from ratschlag.events.models import EventResult
from ratschlag.events.rules import ResultKind
from ratschlag.goals.models import Origin
from ratschlag.goals.rules import MeasureState
from ratschlag.synthesis.models import Answer, Coding, FormerThemeTitle, Outcome
from ratschlag.synthesis.rules import CodingState, OutcomeValue, Proposer, ThemeState
from tests import cast

KLIMA = "/de/verfahren/klima/"
THEME, MEASURE = f"{KLIMA}themen/schatten/", f"{KLIMA}massnahmen/M1-1/"
FIELD = f"{KLIMA}handlungsfelder/stadtgruen/"

# Measured on 22 November 2026; a number may fall, and rises only with a reason in the commit.
QUERIES = {
    KLIMA: 27,
    f"{KLIMA}stimmen/": 15,
    f"{KLIMA}handlungsfelder/": 11,
    FIELD: 25,
    THEME: 20,
    MEASURE: 20,
}


@pytest.fixture
def field(process):
    return cast.a_field(process)


@pytest.fixture
def theme(process, field):
    """Two speak of it; the field group has it."""
    voices = [cast.a_contribution(process, text) for text in ("Mehr Bäume.", "Mehr Schatten!")]
    found = cast.a_theme(process, "Schatten", *voices)
    return handed_over(found, field=field)


@pytest.fixture
def measure(process, theme, field):
    """Goes back to the theme, and stands in a public draft."""
    found = cast.a_measure(process, field, state=MeasureState.PLANNED)
    found.goal = cast.a_goal(process, field)
    found.save()
    Origin.objects.create(measure=found, theme=theme)
    cast.a_public_draft(process)
    return found


def handed_over(theme, **changes):
    wanted = {"state": ThemeState.HANDED_OVER, "handed_over_on": date(2016, 9, 30)} | changes
    for name, value in wanted.items():
        setattr(theme, name, value)
    theme.save()
    return theme


def decided(theme, *, published_on=None):
    outcome = Outcome.objects.create(
        theme=theme,
        value=OutcomeValue.ADOPTED,
        reason="Weil es heiß wird.",
        decided_on=date(2017, 1, 20),
    )
    Answer.objects.create(outcome=outcome, text="Wir pflanzen.", published_on=published_on)


def test_a_theme_shows_who_said_what_and_what_grew_out_of_it(client, theme, measure):
    decided(theme, published_on=date(2017, 4, 3))
    page = client.get(THEME).text
    for words in ("Mehr Bäume.", "Mehr Schatten!", "Weil es heiß wird.", "Wir pflanzen.", "M1-1"):
        assert words in page


def test_an_answer_is_not_shown_before_it_is_published(client, theme):
    decided(theme)
    page = client.get(THEME).text
    assert "Weil es heiß wird." in page
    assert "Wir pflanzen." not in page


@pytest.mark.parametrize("address", [THEME, f"{KLIMA}themen/gibt-es-nicht/"])
def test_a_theme_that_is_still_being_read_is_not_there(client, process, theme, address):
    handed_over(theme, state=ThemeState.OPEN, handed_over_on=None)
    assert client.get(address).status_code == 404
    assert "Schatten" not in client.get(f"{KLIMA}stimmen/").text
    assert "Schatten" not in client.get(FIELD).text


def test_a_theme_of_another_process_is_not_there(client, theme):
    cast.a_process(slug="verkehr")
    assert client.get("/de/verfahren/verkehr/themen/schatten/").status_code == 404


def test_words_that_were_not_published_are_counted_and_not_shown(client, process, theme):
    hidden = process.contributions.get(text="Mehr Schatten!")
    hidden.publication = Publication.INTERNAL
    hidden.save()
    page = client.get(THEME).text
    assert "Mehr Schatten!" not in page
    assert "<b>2</b>" in page


def test_of_a_redacted_contribution_only_the_redacted_text_is_shown(client, process, theme):
    told = process.contributions.get(text="Mehr Schatten!")
    told.publication = Publication.REDACTED
    told.save()
    Redaction.objects.create(contribution=told, text="Mehr […]!")
    page = client.get(THEME).text
    assert "Mehr […]!" in page
    assert "Mehr Schatten!" not in page


def test_only_the_passage_that_speaks_of_the_theme_is_quoted(client, process, theme):
    long = cast.a_contribution(process, "Mehr Brunnen. Und der Bus fährt nie.")
    part = Part.objects.create(contribution=long, position=1, text="Mehr Brunnen.")
    Coding.objects.create(
        contribution=long,
        part=part,
        theme=theme,
        state=CodingState.ACCEPTED,
        proposer=Proposer.PERSON,
        decided_on=date(2016, 9, 20),
    )
    page = client.get(THEME).text
    assert "Mehr Brunnen." in page
    assert "der Bus fährt nie" not in page


def test_twenty_voices_stand_on_a_page(client, process, theme):
    voices = [cast.a_contribution(process, f"Stimme {number}.") for number in range(21)]
    handed_over(cast.a_theme(process, "Viele", *voices))
    assert client.get(f"{KLIMA}themen/viele/").text.count("<blockquote") == 20
    assert client.get(f"{KLIMA}themen/viele/?seite=2").text.count("<blockquote") == 1
    assert client.get(f"{KLIMA}themen/viele/?seite=x").status_code == 200


def test_a_theme_tells_its_former_name_and_what_went_into_it(client, process, theme):
    FormerThemeTitle.objects.create(theme=theme, title="Kühle", until_on=date(2016, 9, 22))
    cast.a_theme(process, "Sonnensegel", cast.a_contribution(process, "Segel!"))
    merged = process.themes.get(slug="sonnensegel")
    merged.state, merged.merged_into = ThemeState.MERGED, theme
    merged.save()
    page = client.get(THEME).text
    assert "Kühle" in page
    assert "Sonnensegel" in page
    assert "Segel!" in page


def test_the_address_of_a_merged_theme_leads_on(client, process, theme):
    merged = cast.a_theme(process, "Sonnensegel")
    merged.state, merged.merged_into = ThemeState.MERGED, theme
    merged.save()
    page = client.get(f"{KLIMA}themen/sonnensegel/")
    assert page.status_code == 200
    assert "Sonnensegel" in page.text
    assert THEME in page.text


def test_a_measure_shows_its_sheet_and_where_it_comes_from(client, measure):
    page = client.get(MEASURE).text
    for words in ("Bäume pflanzen", "M1-1", "Mehr Bäume.", "Schatten", "Es wird kühler."):
        assert words in page
    assert page.count("keine Angabe") >= 4  # who, when, what it costs, how one sees it


def test_a_measure_from_a_contribution_and_a_meeting_names_both(client, process, measure):
    said = cast.a_contribution(process, "Ein Dach für den Markt.", supporters=12)
    event = cast.an_event(process, held=date(2016, 10, 4))
    result = EventResult.objects.create(
        event=event, position=1, kind=ResultKind.AGREED, text="Ein Markt mit Dach."
    )
    Origin.objects.create(measure=measure, contribution=said)
    Origin.objects.create(measure=measure, event_result=result)
    page = client.get(MEASURE).text
    assert "Ein Dach für den Markt." in page
    assert "Ein Markt mit Dach." in page
    assert "12" in page


def test_a_measure_without_an_origin_says_so(client, process, field, measure):
    cast.a_measure(process, field, "M1-2", state=MeasureState.PLANNED)
    page = client.get(f"{KLIMA}massnahmen/M1-2/")
    assert page.status_code == 200
    assert "<blockquote" not in page.text


@pytest.mark.parametrize("state", [MeasureState.PROPOSED, MeasureState.DROPPED])
def test_what_was_never_settled_is_not_there(client, process, field, measure, state):
    cast.a_measure(process, field, "M1-2", title="Nur eine Idee", state=state)
    assert client.get(f"{KLIMA}massnahmen/M1-2/").status_code == 404
    for address in (FIELD, THEME, KLIMA):
        assert "Nur eine Idee" not in client.get(address).text


def test_a_measure_that_stood_in_an_edition_stays_when_it_is_dropped(client, process, field):
    found = cast.a_measure(process, field, state=MeasureState.PLANNED)
    chapter = Section(process=process, number="6", title="Grün", field=field)
    chapter.renders = Renders.FIELD
    write_section(chapter, by=None)
    cast.a_public_draft(process)
    found.state, found.drop_reason = MeasureState.DROPPED, "Zu teuer."
    found.save()
    page = client.get(MEASURE)
    assert page.status_code == 200
    assert "Zu teuer." in page.text
    assert "Bäume pflanzen" not in client.get(FIELD).text


def test_no_measure_is_there_before_a_draft_is_public(client, process, field):
    cast.a_measure(process, field, state=MeasureState.PLANNED)
    assert client.get(MEASURE).status_code == 404
    assert "Bäume pflanzen" not in client.get(FIELD).text


def test_nobody_can_count_the_proposals(client, process, field):
    cast.a_measure(process, field)
    for page in ("", "stimmen/", "handlungsfelder/", "umsetzung/"):
        text = client.get(KLIMA + page).text
        assert "1 Maßnahme" not in text
        assert 'class="tally"' not in text


@pytest.mark.parametrize("code", ["M9-9", "M1-1%00", "%F0%9F%8C%B3", "x" * 400, "%ED%A0%80"])
def test_an_odd_number_is_not_there(client, measure, code):
    assert client.get(f"{KLIMA}massnahmen/{code}/").status_code == 404


def test_a_field_shows_themes_by_size_with_two_voices_and_its_measures(client, process, measure):
    voices = [cast.a_contribution(process, f"Stimme {number}.") for number in range(3)]
    many = cast.a_theme(process, "Viele", *voices)
    handed_over(many, field=measure.field)
    page = client.get(FIELD).text
    assert page.index("Viele") < page.index("Schatten")
    assert page.count("<blockquote") == 4
    assert page.index("Es wird kühler.") < page.index("Bäume pflanzen")


def test_the_fields_say_how_much_is_in_them(client, measure):
    page = client.get(f"{KLIMA}handlungsfelder/").text
    assert "1 Thema" in page
    assert "1 Maßnahme" in page


def test_the_menu_grows_with_what_there_is(client, process, theme):
    page = client.get(KLIMA).text
    assert f'href="{KLIMA}stimmen/"' in page
    assert f'href="{KLIMA}konzept/"' not in page
    cast.a_public_draft(process)
    assert f'href="{KLIMA}konzept/"' in client.get(KLIMA).text


def test_pages_ask_the_database_a_fixed_number_of_times(
    client, process, field, measure, django_assert_max_num_queries
):
    for number in range(10):
        voice = cast.a_contribution(process, f"Stimme {number}.")
        theme = handed_over(cast.a_theme(process, f"Thema {number}", voice), field=field)
        other = cast.a_measure(process, field, f"M2-{number}", state=MeasureState.PLANNED)
        Origin.objects.create(measure=other, theme=theme)
    client.get("/de/")
    for page, count in QUERIES.items():
        with django_assert_max_num_queries(count, info=page):
            assert client.get(page).status_code == 200
