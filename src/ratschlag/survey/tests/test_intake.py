"""The intake desk: a paper is typed in, and its receipt read out."""

import re
from datetime import date

import pytest

from ratschlag.contributions.actions import link_duplicate
from ratschlag.contributions.compute import is_receipt
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.journal.models import Entry
from ratschlag.people.rules import Role
from ratschlag.survey.actions import NothingSaid, NotYet, SentBefore, type_in_response
from ratschlag.survey.models import WaitingDetails
from ratschlag.survey.tests.hands import KEY, it_is, nothing_stored, sheet
from tests import cast

pytestmark = pytest.mark.django_db
LIST, FORM = "/desk/erfassung/", "/desk/erfassung/klima/"
HUGE = str(2**70)


@pytest.fixture
def erik(survey):
    return cast.a_person("Erik", Role.CLERK, scope="process/klima")


@pytest.fixture
def clerk(browser_of, erik):
    return browser_of(erik)


def paper(key: str = KEY, **typed: str) -> dict[str, str]:
    about = {"channel": "letter", "received_on": "2016-09-12", "postmarked_on": "",
             "language": "de", "supporters": "1", "organisation": ""}  # fmt: skip
    found = {**sheet(key), **about, "q3": "Mehr Bäume.", **typed}
    del found["survey"]
    return found


def page_of(response) -> str:
    return response.content.decode()


def receipt_on(response) -> str:
    shown = re.search(r'id="receipt"[^>]*>(.*?)</p>', page_of(response), re.S)[1]
    return re.sub(r"<[^>]+>|\s", "", shown)


def type_in(survey, by, key=KEY, **changes):
    wanted = {
        "texts": {"q3": "Mehr Bäume."},
        "channel": Channel.LETTER,
        "received_on": date(2016, 9, 9),
        "language": "de",
    }
    return type_in_response(survey, form_key=key, by=by, **(wanted | changes))


def test_a_letter_is_typed_in_with_all_that_is_on_it(clerk, erik, survey):
    club = cast.an_organisation()
    response = clerk.post(
        FORM,
        paper(q1="Der Hof.", received_on="2016-09-11", postmarked_on="2016-09-09", language="uk",
              supporters="12", organisation=str(club.pk), d_age="unter-30"),
    )  # fmt: skip
    assert response.status_code == 200
    assert is_receipt(receipt_on(response))
    assert Contribution.objects.count() == 2
    for row in Contribution.objects.all():
        assert (row.channel, row.language, row.supporters) == (Channel.LETTER, "uk", 12)
        assert (row.received_on, row.postmarked_on) == (date(2016, 9, 11), date(2016, 9, 9))
        assert row.organisation == club
        assert row.publication == Publication.RECEIVED
    assert WaitingDetails.objects.get().week == date(2016, 9, 5)
    line = Entry.objects.get(verb="contribution.typed_in")
    assert (line.actor_number, line.detail) == (str(erik.pk), {"channel": "letter"})
    assert line.subject_kind == "survey.response"


def test_next_one_comes_first_and_carries_on_what_a_pile_has_in_common(clerk):
    page = page_of(clerk.post(FORM, paper(channel="fax", received_on="2016-09-10", language="tr")))
    link = re.search(r'<a [^>]*href="([^"]+)" autofocus', page)[1].replace("&amp;", "&")
    page = page_of(clerk.get(link))
    assert '<option value="fax" selected>' in page
    assert '<option value="tr" selected>' in page
    assert 'value="2016-09-10"' in page


def test_the_same_form_twice_gives_the_same_receipt(clerk):
    first, again = clerk.post(FORM, paper()), clerk.post(FORM, paper())
    assert receipt_on(first) == receipt_on(again)
    assert Contribution.objects.count() == 1
    assert Entry.objects.filter(verb="contribution.typed_in").count() == 1


def test_the_same_form_with_other_words_is_kept_for_a_further_one(clerk):
    clerk.post(FORM, paper())
    with nothing_stored():
        response = clerk.post(FORM, paper(q3="Etwas anderes."))
    assert response.status_code == 409
    assert "Etwas anderes." in page_of(response)
    fresh = re.search(r'name="form_key" value="([^"]+)"', page_of(response))[1]
    assert clerk.post(FORM, paper(fresh, q3="Etwas anderes.")).status_code == 200


def test_a_letter_is_taken_after_the_survey_has_closed(clerk, survey):
    it_is(28)
    typed = paper(received_on="2016-09-28", postmarked_on="2016-09-24")
    assert clerk.post(FORM, typed).status_code == 200
    late = paper("another-form-key-of-tests", q3="Zu spät.", received_on="2016-09-28")
    assert clerk.post(FORM, late).status_code == 200
    assert set(Contribution.objects.values_list("publication", flat=True)) == {Publication.RECEIVED}


def test_a_paper_that_nobody_can_read_becomes_a_contribution_without_words(clerk):
    response = clerk.post(FORM, paper(q3="", is_unreadable="on", language="und"))
    assert is_receipt(receipt_on(response))
    row = Contribution.objects.get()
    assert (row.text, row.publication) == ("", Publication.UNREADABLE)
    assert row.response_text.question is None


def test_the_same_words_are_shown_before_anything_is_saved(clerk, erik, survey):
    first = type_in(survey, erik, "form-key-of-the-first-one", channel=Channel.FAX,
                    texts={"q3": "Mehr  BÄUME."}).response.texts.get().contribution  # fmt: skip
    with nothing_stored():
        response = clerk.post(FORM, paper())
    assert response.status_code == 422
    assert "Mehr  BÄUME." in page_of(response)
    assert 'name="twin" value="link"' in page_of(response)
    assert clerk.post(FORM, paper(twin="link")).status_code == 200
    new = Contribution.objects.exclude(pk=first.pk).get()
    assert new.duplicate_of == first
    assert Entry.objects.filter(verb="contribution.linked").count() == 1


def test_a_third_twin_is_linked_to_the_first(clerk, erik, survey):
    first = type_in(survey, erik, "form-key-of-the-first-one").response.texts.get().contribution
    again = type_in(survey, erik, "form-key-of-the-second-one").response.texts.get().contribution
    link_duplicate(again, of=first, by=erik)
    clerk.post(FORM, paper(twin="link"))
    assert first.duplicates.count() == 2


def test_the_list_counts_by_channel_and_what_was_typed_in_today(clerk, erik, survey):
    type_in(survey, erik, key="form-key-of-another-day-1")
    it_is(13)
    type_in(survey, erik, channel=Channel.FAX)
    page = page_of(clerk.get(LIST))
    assert "Brief" in page or "Letter" in page
    assert re.search(r"<tfoot>.*>2<.*</tfoot>", page, re.S)
    assert re.search(r"\b1 \w+ (heute|typed)", page) or "1 form typed in today" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"q3": ""},
        {"q3": " \n"},
        {"q3": "x" * 2001},
        {"q3": "a\x00b"},
        {"channel": "online"},
        {"channel": ""},
        {"received_on": ""},
        {"received_on": "2016-09-13"},
        {"received_on": "31.2.2016"},
        {"received_on": "\x00"},
        {"postmarked_on": "2016-09-13"},
        {"language": "klingon"},
        {"supporters": "0"},
        {"supporters": "-1"},
        {"supporters": HUGE},
        {"organisation": HUGE},
        {"organisation": "7"},
        {"organisation": "x\x00"},
        {"is_unreadable": "on"},
        {"d_age": "steinalt"},
        {"q9": "?"},
    ],
    ids=repr,
)
def test_what_can_not_be_is_said_and_kept(clerk, typed):
    with nothing_stored():
        response = clerk.post(
            FORM, {**paper(q1="Der Hof."), **typed} if "q3" not in typed else paper(**typed)
        )
    assert response.status_code == 422
    assert 'role="alert"' in page_of(response)


@pytest.mark.parametrize("role", [None, Role.CODER, Role.EDITOR])
def test_only_clerks_type_in(browser_of, survey, role):
    somebody = browser_of(cast.a_person("Somebody", *([role] if role else [])))
    for response in (somebody.get(LIST), somebody.get(FORM), somebody.post(FORM, paper())):
        assert response.status_code == 403


def test_a_clerk_of_another_process_does_not_type_in_here(browser_of, survey):
    other = browser_of(cast.a_person("Else", Role.CLERK, scope="process/verkehr"))
    assert other.get(FORM).status_code == 403
    assert "Ideen gesucht" not in page_of(other.get(LIST))


def test_before_a_survey_opens_there_is_nothing_to_type_in(desk, process):
    it_is(3)
    cast.a_survey(process)
    assert "<textarea" not in page_of(desk.get(FORM))
    assert desk.get("/desk/erfassung/verkehr/").status_code == 404


def test_the_action_refuses_what_the_form_would(survey, erik):
    for wrong, refusal in (
        ({"received_on": date(2016, 9, 13)}, NotYet),
        ({"texts": {"q1": " "}}, NothingSaid),
    ):
        with nothing_stored(), pytest.raises(refusal):
            type_in(survey, erik, **wrong)
    type_in(survey, erik)
    with nothing_stored(), pytest.raises(SentBefore):
        type_in(survey, erik, texts={"q1": "Anders."})
