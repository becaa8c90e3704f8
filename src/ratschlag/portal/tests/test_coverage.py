"""Coverage: every contribution has a fate or is counted as open, and the sums are always right."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.contributions.rules import Channel, Publication
from ratschlag.council.models import OpenException
from ratschlag.council.queries import open_contributions
from ratschlag.journal.actions import set_clock
from ratschlag.portal.queries.coverage import Voice, coverage_of, line_of
from ratschlag.portal.tests.numbers import answered, decided
from ratschlag.synthesis.models import Answer, Outcome
from ratschlag.synthesis.rules import OutcomeValue
from tests import cast

PAGE = "/en/verfahren/klima/verbleib/"
TODAY = date(2018, 6, 30)


@pytest.fixture
def voices(process):
    """By letter and online: one answered, one decided, one open, one withdrawn."""
    set_clock(datetime(2018, 6, 30, 12, tzinfo=UTC))
    online, letter = {"channel": Channel.ONLINE}, {"channel": Channel.LETTER, "language": "ar"}
    one, two = (cast.a_contribution(process, text, **online) for text in ("Eins.", "Zwei."))
    cast.a_contribution(process, "Drei.", **letter)
    cast.a_contribution(
        process, "", **letter, publication=Publication.WITHDRAWN, taken_back_on=date(2016, 9, 6)
    )
    answered(decided(cast.a_theme(process, "Schatten", one)))
    decided(cast.a_theme(process, "Ruhe", two), OutcomeValue.PARTLY_ADOPTED)
    return process


def figures(line) -> tuple[int, ...]:
    return line.received, line.with_fate, line.open, line.answered, line.withdrawn


def test_every_contribution_is_counted_by_channel(voices):
    coverage = coverage_of(voices, TODAY)
    online, letter = coverage.channels
    assert online.label == "Online"
    assert figures(online) == (2, 2, 0, 1, 0)
    assert figures(letter) == (1, 0, 1, 0, 1)
    assert figures(coverage.total) == (3, 2, 1, 1, 1)


def test_open_is_what_the_council_calls_open(voices):
    coverage = coverage_of(voices, TODAY)
    assert coverage.total.open == len(open_contributions(voices)) == 1


def test_the_page_shows_the_figures_to_everyone(client, voices):
    page = client.get(PAGE).text
    assert "30 June 2018" in page
    assert '<td class="num">2</td><td class="num">2</td><td class="num">0</td>' in page
    assert page.count("<h1") == 1
    assert "partly adopted" in page
    assert "العربية" in page


def test_of_several_things_in_one_contribution_all_must_be_decided_and_answered(process):
    voice = cast.a_contribution(process, "Bäume und Bänke.")
    answered(decided(cast.a_theme(process, "Bäume", voice)))
    second = cast.a_theme(process, "Bänke", voice)
    assert figures(coverage_of(process, TODAY).total) == (1, 0, 1, 0, 0)
    outcome = decided(second, OutcomeValue.NOT_ADOPTED)
    coverage = coverage_of(process, TODAY)
    assert figures(coverage.total) == (1, 1, 0, 0, 0)
    assert coverage.has_several_outcomes
    answered(outcome)
    assert figures(coverage_of(process, TODAY).total) == (1, 1, 0, 1, 0)


def test_an_answer_counts_once_everyone_can_read_it(process):
    answered(decided(cast.a_theme(process, "Bäume", cast.a_contribution(process))), on=None)
    assert coverage_of(process, TODAY).total.answered == 0


def test_erased_words_stay_counted(process):
    voice = cast.a_contribution(process)
    decided(cast.a_theme(process, "Bäume", voice))
    voice.text, voice.publication = "", Publication.ERASED
    voice.taken_back_on = TODAY
    voice.save()
    assert figures(coverage_of(process, TODAY).total) == (1, 1, 0, 0, 0)


def test_exceptions_of_submitted_papers_are_public(client, voices):
    paper = cast.a_paper(voices)
    OpenException.objects.create(
        paper=paper, open_count=1, reason="Der Rat tagt vorher.", signed_on=date(2017, 1, 29)
    )
    assert "Der Rat tagt vorher." not in client.get(PAGE).text
    type(paper).objects.filter(pk=paper.pk).update(submitted_on=date(2017, 1, 30))
    page = client.get(PAGE).text
    assert "Der Rat tagt vorher." in page
    assert "B-1/2017" in page


def test_before_anyone_has_spoken_it_says_what_will_stand_here(client, process):
    page = client.get(PAGE).text
    assert "Nothing has come in yet." in page
    assert "<table" not in page


def test_voices_of_another_process_are_not_counted(client, voices):
    other = cast.a_process("verkehr")
    assert coverage_of(other, TODAY).total.received == 0


@pytest.mark.parametrize("count", [1, 20])
def test_it_asks_six_questions_however_many_spoke(voices, count, django_assert_num_queries):
    for number in range(count):
        decided(cast.a_theme(voices, f"Thema {number}", cast.a_contribution(voices)))
    with django_assert_num_queries(6):
        coverage_of(voices, TODAY)


def an_outcome(published_on: date | None = None, *, has_answer: bool = True) -> Outcome:
    """As the query finds it: with its answer, or knowing that there is none."""
    outcome = Outcome(value=OutcomeValue.HEARD)
    outcome._state.fields_cache["answer"] = (
        Answer(outcome=outcome, published_on=published_on) if has_answer else None
    )
    return outcome


OUTCOMES = (None, an_outcome(TODAY), an_outcome(None), an_outcome(has_answer=False))
SOME = st.lists(
    st.builds(
        Voice,
        channel=st.sampled_from(Channel),
        language=st.just("de"),
        is_withdrawn=st.booleans(),
        outcomes=st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=3).map(tuple),
    )
)


@given(SOME)
def test_received_is_always_with_an_outcome_and_open_together(voices):
    line = line_of("", voices)
    assert line.received == line.with_fate + line.open
    assert line.received + line.withdrawn == len(voices)
    assert 0 <= line.answered <= line.with_fate
    assert line.unanswered >= 0
