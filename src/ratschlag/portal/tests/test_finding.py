"""The search page: a plain form, its results, and what is done with what is typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ratschlag.journal.models import Entry
from ratschlag.search.models import Document, Text
from ratschlag.search.rules import Kind
from tests import cast

SEARCH = "/de/suche/"


@pytest.fixture
def courses(process) -> None:
    Document.objects.put(
        [
            Text(
                Kind.THEME, "1", "de", "Abendkurse", "<b>Kurse</b> & Betreuung", "verfahren/klima/"
            ),
            Text(Kind.VOICE, "2", "en", "", "More courses, please", "verfahren/klima/"),
            *(Text(Kind.GOAL, str(n), "de", f"Ziel {n} für Kurse", "", "x/") for n in range(20)),
        ]
    )


def test_the_page_is_a_form_that_needs_no_script(client, city):
    page = client.get(SEARCH)
    assert page.status_code == 200
    assert '<form class="find" role="search" method="get" action="/de/suche/">' in page.text
    assert page.text.count('name="q"') == 1  # no second field in the head
    assert "noindex" in page.text and page.headers["X-Robots-Tag"] == "noindex"


def test_every_other_page_has_the_field_in_its_head(client, process):
    page = client.get("/ar/").text
    assert f'action="{reverse("portal:search").replace("/de/", "/ar/")}"' in page
    assert 'name="q"' in page and 'class="to-search"' in page


def test_results_lead_to_pages_with_words_marked_and_nothing_taken_for_html(client, courses):
    page = client.get(SEARCH, {"q": "abendkurs"}).text
    assert '<a href="/de/verfahren/klima/"><mark>Abendkurse</mark></a>' in page
    assert "&lt;b&gt;<mark>Kurse</mark>&lt;/b&gt; &amp; Betreuung" in page


def test_a_result_in_another_language_says_so(client, courses):
    page = client.get(SEARCH, {"q": "courses"}).text
    assert 'lang="en" dir="ltr"' in page
    assert "Englisch" in page


def test_what_is_typed_stays_in_the_field_and_is_escaped(client, city):
    page = client.get(SEARCH, {"q": '"><script>alert(1)</script>'})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert 'value="&quot;&gt;&lt;script&gt;' in page.text


def test_kinds_and_pages_narrow_and_keep_the_question(client, courses):
    page = client.get(SEARCH, {"q": "kurse", "art": "goal"}).text
    assert page.count('class="found-kind"') == 15
    assert "?seite=2&amp;q=kurse&amp;art=goal" in page
    second = client.get(SEARCH, {"q": "kurse", "art": "goal", "seite": "2"}).text
    assert second.count('class="found-kind"') == 5
    assert client.get(SEARCH, {"q": "kurse", "art": "secret"}).status_code == 200


def test_nothing_found_gives_advice(client, process):
    page = client.get(SEARCH, {"q": "Hubschrauber"}).text
    assert 'id="treffer"' in page and 'class="found-rows"' not in page
    assert f'href="{reverse("portal:fields", args=["klima"])}"' in page


@pytest.mark.parametrize(
    "odd", ["\x00", "🎉", "* OR NEAR(", "x" * 10_000, '"' * 99, "%00", "' OR 1=1 --", "   "]
)
def test_odd_questions_are_answered(client, courses, odd):
    for seite in ("1", "-1", "x"):
        page = client.get(SEARCH, {"q": odd, "seite": seite, "art": odd})
        assert page.status_code == 200


def test_what_is_typed_is_kept_nowhere(client, courses, caplog):
    lines = Entry.objects.count()
    page = client.get(SEARCH, {"q": "Hubschrauberlandeplatz"})
    assert not page.cookies and page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert Entry.objects.count() == lines
    assert "Hubschrauber" not in caplog.text


def test_a_search_costs_few_queries(client, courses, django_assert_max_num_queries):
    client.get(SEARCH)
    with CaptureQueriesContext(connection) as frame:
        client.get(SEARCH)
    # What has all words, what has some of them, and the results of the page.
    with django_assert_max_num_queries(len(frame) + 3):
        assert client.get(SEARCH, {"q": "kurse im sommer"}).status_code == 200


def test_nothing_but_reading(client, city):
    assert client.post(SEARCH, {"q": "kurse"}).status_code == 405


def test_it_searches_also_where_there_is_no_process(client, db):
    cast.a_city()
    assert client.get(SEARCH, {"q": "kurse"}).status_code == 200
