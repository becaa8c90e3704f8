"""The same words are found by a keyed hash, in one query, and never after they are gone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ratschlag.contributions.rules import Channel
from ratschlag.people.models import Person
from ratschlag.people.rules import Role
from ratschlag.survey.actions import take_back_response, type_in_response
from ratschlag.survey.compute.keying import folded
from ratschlag.survey.models import ResponseText, Survey
from ratschlag.survey.queries import hash_of_words, twins_of
from ratschlag.survey.tasks import fold_words
from ratschlag.survey.tests.hands import answer
from ratschlag.survey.tests.papers import day
from tests import cast

pytestmark = pytest.mark.django_db


def said_of(submitted):
    return submitted.response.texts.get().contribution


def on_paper(survey, form_key="a-paper-of-the-tests-no-1", text="Mehr Bäume."):
    return type_in_response(
        survey, form_key=form_key, texts={"q3": text}, channel=Channel.LETTER,
        received_on=day(12), language="de", by=Person.objects.first() or cast.a_person("Erik"),
    )  # fmt: skip


def test_what_was_typed_in_is_found_at_once(survey, process):
    first = said_of(on_paper(survey))
    assert twins_of(process, " mehr\n BÄUME. ") == [first]
    assert twins_of(process, "Mehr Bäume!") == []


def test_what_came_online_is_found_when_the_task_has_run(survey, process):
    online = said_of(answer(survey))
    assert ResponseText.objects.get().folded_hash == ""
    assert fold_words.func() == 1
    assert fold_words.func() == 0
    assert twins_of(process, "mehr bäume.") == [online]


def test_it_is_one_query_however_many_there_are(survey, process):
    for number in range(12):
        on_paper(survey, f"a-paper-of-the-tests-no-{number}", f"Text {number}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(twins_of(process, "text 7")) == 1
    assert len(queries) == 1
    plan = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(plan + queries[0]["sql"])
        assert "response_text_by_words" in str(cursor.fetchall())


def test_with_the_words_goes_what_could_confirm_a_guess_at_them(survey, process):
    submitted = on_paper(survey)
    take_back_response(submitted.response.receipt, is_counted=True)
    assert ResponseText.objects.get().folded_hash == ""
    assert fold_words.func() == 0
    assert ResponseText.objects.get().folded_hash == ""
    assert twins_of(process, "Mehr Bäume.") == []


def test_another_process_or_another_secret_has_other_hashes(survey, process, settings):
    other = cast.a_process("verkehr")
    one = hash_of_words(process, "Mehr Bäume.")
    assert one != hash_of_words(other, "Mehr Bäume.")
    settings.SECRET_KEY = "x" * 60
    assert one != hash_of_words(process, "Mehr Bäume.")


def test_of_a_sealed_survey_the_desk_hears_that_there_is_a_twin_and_no_words(
    browser_of, survey, process
):
    on_paper(survey, text="Mehr   BÄUME.")
    Survey.objects.update(is_sealed=True)
    clerk = browser_of(cast.a_person("Else", Role.CLERK, scope="process/klima"))
    typed = {"form_key": "another-paper-of-tests-2", "channel": "fax", "received_on": "2016-09-12",
             "postmarked_on": "", "language": "de", "supporters": "1", "organisation": "",
             "q3": "mehr bäume."}  # fmt: skip
    page = clerk.post("/desk/erfassung/klima/", typed).content.decode()
    assert 'value="link"' in page
    assert "BÄUME" not in page


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mehr  Bäume\n", "mehr bäume", True),
        ("Ba\u0308ume", "BÄUME", True),
        ("Straße", "STRASSE", True),
        ("ﬁnden", "finden", True),
        ("Mehr Bäume", "Mehr Bäume!", False),
    ],
)
def test_folding(one, other, same):
    assert (folded(one) == folded(other)) is same
