"""While an answer is typed in, similar texts are shown: to clerks, and nothing that is sealed."""

import pytest
from django.urls import reverse

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Publication
from ratschlag.people.rules import Role
from ratschlag.survey.tests.hands import answer, it_is
from ratschlag.synthesis.compute.words import is_enough, nearest, telling_words
from ratschlag.synthesis.queries import similar as index
from tests import cast

TEXT = "Mehr Bäume auf dem Markt, dort ist kein Schatten."
TYPED = "mehr Bäume auf dem Markt"


@pytest.fixture(autouse=True)
def nothing_in_memory():
    index.forget_indexes()
    yield
    index.forget_indexes()


@pytest.fixture(params=["index", "words"])
def way(request, monkeypatch):
    """Both ways to find texts: with the extra, and without it."""
    if request.param == "words":
        monkeypatch.setattr(index, "is_there", lambda: False)
    elif not index.is_there():
        pytest.skip("without ratschlag[synthesis] there is no index")
    return request.param


@pytest.fixture
def clerk(browser_of, city):
    return browser_of(cast.a_person("Klara", Role.CLERK))


def ask(browser, process, words: str, **more: str) -> str:
    page = browser.post(
        reverse("synthesis_desk:similar", args=[process.slug]),
        {"frage": "q3", "q3": words, "teil": "1"} | more,
    )
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    return page.content.decode()


def take_back(row: Contribution) -> None:
    gone = {"text": "", "publication": Publication.WITHDRAWN, "taken_back_on": row.received_on}
    Contribution.objects.filter(pk=row.pk).update(**gone)


def test_what_was_said_before_is_shown(clerk, process, way):
    cast.a_contribution(process, TEXT)
    cast.a_contribution(process, "Ein Fest für alle Nachbarn wäre schön.")
    found = ask(clerk, process, TYPED)
    assert "kein Schatten" in found
    assert "Nachbarn" not in found


def test_what_comes_later_is_found_and_what_has_gone_is_not(clerk, process, way):
    assert "<li" not in ask(clerk, process, TYPED)
    rows = [cast.a_contribution(process, f"{TEXT} Nummer {at}.") for at in range(3)]
    assert ask(clerk, process, TYPED).count("<li") == 3
    cast.a_contribution(process, f"{TEXT} Noch eine.")
    assert ask(clerk, process, TYPED).count("<li") == 4
    take_back(rows[0])
    found = ask(clerk, process, TYPED)
    assert found.count("<li") == 3
    assert "Nummer 0" not in found


def test_one_comes_and_one_goes_at_the_same_time(clerk, process, way):
    gone = cast.a_contribution(process, TEXT)
    ask(clerk, process, TYPED)
    take_back(gone)
    cast.a_contribution(process, f"{TEXT} Neu.")
    assert "Neu." in ask(clerk, process, TYPED)


def test_a_clerk_reads_what_everyone_reads(clerk, process, way):
    unread = {"publication": "received"}
    cast.a_contribution(process, f"{TEXT} Online, ungelesen.", **unread)
    cast.a_contribution(process, f"{TEXT} Im Brief.", channel="letter", **unread)
    cast.a_contribution(process, f"{TEXT} Intern.", publication="internal", channel="letter")
    found = ask(clerk, process, TYPED)
    assert found.count("<li") == 3  # that there is one is said, its words are not
    assert "Im Brief." in found
    assert "ungelesen." not in found
    assert "Intern." not in found


def test_who_may_read_all_reads_the_words(desk, process, way):
    cast.a_contribution(process, f"{TEXT} Online.", publication="received")
    assert "Online." in ask(desk, process, TYPED)


def test_nothing_of_a_sealed_survey_is_found(clerk, process, way):
    survey = cast.a_survey(process, is_sealed=True)
    it_is(10)
    answer(survey, texts={"q1": TEXT})
    assert "<li" not in ask(clerk, process, TYPED)


def test_other_processes_are_not_searched(clerk, process, way):
    cast.a_contribution(cast.a_process("verkehr"), TEXT)
    assert "<li" not in ask(clerk, process, TYPED)


@pytest.mark.parametrize(
    "words", ["", "mehr Bäume", "a\x00", " . , ; ", "mehr\x00 Bäume auf", "x " * 5000, "☃ ☃ ☃ ☃"]
)
def test_odd_words_find_nothing_and_break_nothing(clerk, process, way, words):
    cast.a_contribution(process, "Ganz etwas anderes steht hier.")
    assert "<li" not in ask(clerk, process, words)


def test_without_script_it_is_a_page_of_its_own(clerk, process):
    cast.a_contribution(process, TEXT)
    address = reverse("synthesis_desk:similar", args=[process.slug])
    page = clerk.post(address, {"frage": "q3", "q3": TYPED, "q1": "", "received_on": "2016-09-12"})
    assert page.status_code == 200
    assert "kein Schatten" in page.content.decode()
    for sent in ({}, {"frage": "q3"}, {"frage": "q3", "q3": "zu kurz"}, {"frage": "q9"}):
        short = clerk.post(address, sent)
        assert short.status_code == 422
        assert 'role="alert"' in short.content.decode()


def test_a_look_takes_few_queries_and_the_texts_are_read_once(
    clerk, process, way, django_assert_max_num_queries
):
    for number in range(20):
        cast.a_contribution(process, f"{TEXT} Nummer {number}.")
    ask(clerk, process, TYPED)
    with django_assert_max_num_queries(14) as looked:
        ask(clerk, process, TYPED)
    read = [query["sql"] for query in looked.captured_queries if '"text" FROM' in query["sql"]]
    assert len(read) <= (way == "words")


def test_the_intake_desk_knows_where_to_ask(clerk, process):
    cast.a_survey(process)
    it_is(10)
    page = clerk.get(reverse("survey_desk:intake", args=[process.slug])).content.decode()
    assert reverse("synthesis_desk:similar", args=[process.slug]) in page
    assert page.count('data-similar="id_q') == 3


def test_while_a_survey_is_sealed_the_intake_desk_does_not_ask(clerk, process):
    cast.a_survey(process, is_sealed=True)
    it_is(10)
    page = clerk.get(reverse("survey_desk:intake", args=[process.slug])).content.decode()
    assert "data-similar" not in page


def test_words_are_counted_in_every_script():
    assert is_enough("نحتاج إلى ظل")
    assert not is_enough("Mehr Bäume")
    assert telling_words("Wir brauchen auf dem Markt Bäume") == ["brauchen", "bäume", "markt"]
    assert nearest("a b c", ["a b c d", "c b a", "x y z", ""], 5, 0.5) == [(0, 1.0), (1, 1.0)]
