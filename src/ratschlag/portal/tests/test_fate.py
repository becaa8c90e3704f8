"""The fate of a contribution: each stop of its way when it lies behind, what comes next if not."""

import re
from datetime import date, timedelta

import pytest

from ratschlag.concept.actions import write_section
from ratschlag.concept.models import Section
from ratschlag.contributions.actions import take_back
from ratschlag.contributions.models import Part
from ratschlag.contributions.rules import Publication
from ratschlag.council.actions import hold_consultation, move_amendment
from ratschlag.council.models import Amendment, Consultation
from ratschlag.council.rules import Result
from ratschlag.goals.models import Origin
from ratschlag.goals.rules import MeasureState
from ratschlag.monitoring.actions import publish_report, report_measure
from ratschlag.monitoring.rules import Status
from ratschlag.portal.queries.coverage import coverage_of
from ratschlag.portal.queries.fate import fate_of
from ratschlag.portal.tests.numbers import (
    TODAY,
    a_code,
    a_receipt,
    answered,
    decided,
    handed_over,
    it_is,
    seen,
)
from ratschlag.synthesis.models import Coding, FormerThemeTitle, Outcome
from ratschlag.synthesis.rules import CodingState, OutcomeValue, Proposer, ThemeState
from tests import cast


@pytest.fixture
def receipt(process):
    it_is(date(2016, 9, 5))
    return a_receipt(process)


@pytest.fixture
def voice(process, receipt):
    return cast.a_contribution(process, "Mehr Bäume.", receipt=receipt, read_on=date(2016, 9, 6))


@pytest.fixture
def field(process):
    return cast.a_field(process)


@pytest.fixture
def theme(process, voice, field):
    """Two speak of it; the field group has it."""
    other = cast.a_contribution(process, "Mehr Schatten!")
    found = cast.a_theme(process, "Schatten", voice, other)
    found.field = field
    return handed_over(found)


@pytest.fixture
def measure(process, theme, field):
    """Goes back to the theme and stands in a public draft of 12 December 2016."""
    found = cast.a_measure(process, field, state=MeasureState.PLANNED)
    Origin.objects.create(measure=found, theme=theme)
    it_is(date(2016, 12, 12))
    chapter = Section(process=process, number="6", title="Grün", field=field, renders="field")
    write_section(chapter, by=None)
    cast.a_public_draft(process)
    return found


def a_published_report(process, about=None, *, status=Status.RUNNING, note="", **changes):
    """Speaks of one measure only: of a further one, unless it is said of which."""
    it_is()
    about = about or cast.a_measure(
        process, process.fields.first(), "M1-99", state=MeasureState.PLANNED
    )
    report = cast.a_report(process, **changes)
    report_measure(report, about, status=status, note=note, by=None)
    publish_report(report, by=None)
    return report


def the_path(receipt, today: date = TODAY, number: int = 0):
    return fate_of(receipt, today).contributions[0].paths[number]


def kinds(receipt, today: date = TODAY) -> list[str]:
    return [stop.kind for stop in the_path(receipt, today).stops]


def the_stop(receipt, kind: str):
    return next(stop for stop in the_path(receipt).stops if stop.kind == kind)


def test_unread_it_says_that_somebody_will_read_it(client, process, receipt):
    it_is()
    cast.a_phase(process, "Befragung", "2018-06-01", "2018-07-31")
    cast.a_contribution(
        process, receipt=receipt, publication=Publication.RECEIVED, received_on=TODAY
    )
    assert kinds(receipt) == ["received"]
    assert the_path(receipt).coming.why == "read"
    page = seen(client).text
    assert "nobody has read it yet" in page
    assert "31 July 2018" in page


def test_read_it_waits_for_a_theme(client, receipt, voice):
    assert kinds(receipt) == ["received", "read"]
    assert the_path(receipt).coming.why == "order"
    assert "does not belong to a theme yet" in seen(client).text


def test_with_a_theme_it_is_open_until_something_is_decided(client, receipt, theme):
    assert kinds(receipt) == ["received", "read", "grouped", "handed_over"]
    assert the_stop(receipt, "grouped").others == 1
    assert the_path(receipt).coming.is_open
    page = seen(client).text
    assert "Still open" in page
    assert 'href="/en/verfahren/klima/themen/schatten/"' in page


def test_a_theme_that_is_not_public_yet_is_named_without_a_link(client, process, receipt, voice):
    cast.a_theme(process, "Schatten", voice)
    page = seen(client).text
    assert "Schatten" in page
    assert "themen/schatten" not in page


def test_a_proposal_of_a_machine_is_not_shown(client, process, receipt, voice):
    theme = cast.a_theme(process, "Schatten")
    Coding.objects.create(
        contribution=voice, theme=theme, state=CodingState.PROPOSED, proposer=Proposer.MACHINE
    )
    assert "Schatten" not in seen(client).text


def test_decided_it_says_why_and_later_what_the_city_answers(client, receipt, theme):
    answer = answered(decided(theme), on=None)
    page = seen(client).text
    assert "Weil es heiß wird." in page
    assert "Wir pflanzen Bäume." not in page
    answer.published_on = date(2017, 4, 3)
    answer.save()
    assert kinds(receipt)[-2:] == ["decided", "answered"]
    assert re.search(r'class="answer">\s*<p><span lang="de" dir="ltr">Wir pfl', seen(client).text)


def test_not_adopted_ends_with_the_reason(client, receipt, voice):
    Outcome.objects.create(
        contribution=voice,
        value=OutcomeValue.NOT_ADOPTED,
        reason="Das plant das Grünflächenamt.",
        decided_on=date(2017, 1, 20),
    )
    assert kinds(receipt) == ["received", "read", "decided"]
    assert the_path(receipt).coming is None
    page = seen(client).text
    assert "Not adopted" in page
    assert "Das plant das Grünflächenamt." in page


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2016, 9, 5), ["received"]),
        (date(2016, 9, 6), ["received", "read"]),
        (date(2016, 9, 20), ["received", "read", "grouped"]),
        (date(2016, 9, 30), ["received", "read", "grouped", "handed_over"]),
        (date(2016, 12, 12), ["received", "read", "grouped", "handed_over", "drafted"]),
    ],
)
def test_what_lies_ahead_is_not_told(receipt, measure, theme, today, told):
    answered(decided(theme))
    assert kinds(receipt, today) == told


def test_a_measure_is_named_with_its_section(client, receipt, measure):
    stop = the_stop(receipt, "drafted")
    assert (stop.on, stop.place.edition.number) == (date(2016, 12, 12), "0.9")
    page = seen(client).text
    assert 'href="/en/verfahren/klima/massnahmen/M1-1/"' in page
    assert f"konzept/0.9/#{stop.place.anchor}" in page


def test_a_measure_that_is_only_proposed_is_not_shown(client, process, receipt, theme, field):
    proposed = cast.a_measure(process, field)
    Origin.objects.create(measure=proposed, theme=theme)
    cast.a_public_draft(process)
    assert "Bäume pflanzen" not in seen(client).text


@pytest.mark.parametrize("is_reported", [False, True])
def test_a_measure_that_was_dropped_says_so(client, receipt, measure, theme, process, is_reported):
    decided(theme)
    measure.state, measure.drop_reason = MeasureState.DROPPED, "Kein Geld."
    measure.save()
    if is_reported:
        a_published_report(process)
    page = seen(client).text
    assert "dropped" in page
    assert "Kein Geld." in page
    assert the_path(receipt).coming is None


@pytest.fixture
def paper(process, measure, theme):
    decided(theme)
    it_is(date(2017, 1, 30))
    return cast.a_submitted_paper(process)


def test_before_the_council_it_says_who_decides_when(client, receipt, paper):
    path = the_path(receipt, date(2017, 2, 1))
    assert path.stops[-1].kind == "submitted"
    assert path.coming.consultation.body.name == "Stadtrat"
    assert "22 March 2017" in seen(client, on=date(2017, 2, 1)).text


def test_the_decision_is_told_with_its_votes_and_the_amendments(client, receipt, paper, measure):
    it_is(date(2017, 3, 22))
    amendment = Amendment(paper=paper, reference="ÄA-01", moved_by="Fraktion", text="Mehr davon.")
    move_amendment(amendment, measures=[measure], points=[], by=None)
    session = paper.consultations.get()
    hold(session)
    page = seen(client).text
    assert "Stadtrat" in page
    assert "38 in favour, 11 against, 6 abstained" in page
    assert "Mehr davon." in page
    assert the_path(receipt).coming.why == "report"


def hold(session: Consultation) -> None:
    hold_consultation(
        session, result=Result.ADOPTED, note="", in_favour=38, against=11, abstained=6, by=None
    )


def test_the_state_of_today_comes_from_the_report(client, process, receipt, paper, measure):
    it_is(date(2017, 3, 22))
    hold(paper.consultations.get())
    report = a_published_report(process, measure, status=Status.DELAYED, note="Lieferzeiten.")
    assert kinds(receipt)[-1] == "state"
    page = seen(client).text
    assert "delayed" in page
    assert "Lieferzeiten." in page
    assert the_path(receipt).coming.on == report.next_on


def test_no_report_is_said_when_it_is_overdue(client, process, receipt, paper, measure):
    a_published_report(process, next_on=TODAY + timedelta(days=1))
    page = seen(client, on=TODAY + timedelta(days=2)).text
    assert "no report" in page
    assert "It has not come." in page


def test_each_part_has_its_own_way(client, process, receipt, voice):
    first, second = (
        Part.objects.create(contribution=voice, position=at, text=text)
        for at, text in enumerate(("Mehr", "Bäume."), start=1)
    )
    theme = cast.a_theme(process, "Schatten")
    Coding.objects.create(
        contribution=voice,
        part=first,
        theme=theme,
        state=CodingState.ACCEPTED,
        proposer=Proposer.PERSON,
        decided_on=date(2016, 9, 20),
    )
    paths = fate_of(receipt, TODAY).contributions[0].paths
    assert [path.part for path in paths] == [first, second]
    assert [path.coming.why for path in paths] == ["outcome", "order"]
    page = seen(client).text
    assert page.count('<ol class="line path">') == 2
    assert page.count("Part 1") == 2
    assert coverage_of(process, TODAY).total.open == 1


def test_a_part_of_which_nothing_is_said_goes_with_the_whole(process, receipt, voice):
    for at, text in enumerate(("Mehr", "Bäume."), start=1):
        Part.objects.create(contribution=voice, position=at, text=text)
    decided(cast.a_theme(process, "Schatten", voice))
    (path,) = fate_of(receipt, TODAY).contributions[0].paths
    assert path.part is None
    assert coverage_of(process, TODAY).total.open == 0


def test_a_merged_theme_is_told_by_its_former_name(client, process, receipt, voice):
    former = cast.a_theme(process, "Schattenplätze", voice)
    theme = handed_over(cast.a_theme(process, "Hitzeschutz"))
    former.state, former.merged_into = ThemeState.MERGED, theme
    former.save()
    page = seen(client).text
    assert "Hitzeschutz" in page
    assert "Schattenplätze" in page


def test_a_renamed_theme_is_told_by_its_former_name(client, process, receipt, theme):
    FormerThemeTitle.objects.create(theme=theme, title="Sonne", until_on=date(2016, 10, 1))
    assert "Sonne" in seen(client).text


def test_the_same_thought_goes_on_with_the_first_who_had_it(
    client, process, receipt, theme, measure
):
    twin = theme.codings.first().contribution
    second = cast.a_contribution(
        process, "Bäume, mehr!", receipt=a_receipt(process, a_code(2)), duplicate_of=twin
    )
    Outcome.objects.create(
        contribution=second,
        value=OutcomeValue.DUPLICATE,
        reason="Beide Stimmen zählen.",
        decided_on=date(2016, 9, 28),
    )
    answered(decided(theme))
    page = seen(client, a_code(2)).text
    for words in (
        "Beide Stimmen zählen.",
        "The same thought goes on",
        "Wir pflanzen Bäume.",
        "M1-1",
    ):
        assert words in page
    assert "Mehr Bäume." not in page


def test_erased_words_are_gone_and_the_way_stays(client, receipt, theme):
    decided(theme)
    it_is()
    take_back(receipt, is_counted=True)
    page = seen(client).text
    assert "Mehr Bäume." not in page
    assert "You erased these words on" in page
    assert "30 June 2018" in page
    assert kinds(receipt)[-1] == "taken_back"
    assert "decided" in kinds(receipt)
    assert "zuruecknehmen" not in page


# Measured on 22 November 2026; a number may fall, and rises only with a reason in the commit.
@pytest.mark.parametrize(("count", "most"), [(1, 33), (3, 43)])
def test_it_asks_the_database_a_few_times_however_much_there_is(
    client, process, receipt, theme, paper, field, count, most, django_assert_max_num_queries
):
    for number in range(2, 10):
        further = cast.a_measure(process, field, f"M1-{number}", state=MeasureState.PLANNED)
        Origin.objects.create(measure=further, theme=theme)
    answered(theme.outcome)
    voices = [cast.a_contribution(process, receipt=receipt) for _more in range(count - 1)]
    cast.a_theme(process, "Kühle", *voices)
    a_published_report(process)
    with django_assert_max_num_queries(most):
        assert seen(client).status_code == 200
