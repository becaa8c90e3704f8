"""Piles of papers: what they have in common is said once, and what is missing is said at the end."""

import re

import pytest
from django.db import IntegrityError, transaction

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Channel
from ratschlag.journal.models import Entry
from ratschlag.people.models import Person
from ratschlag.people.rules import Role
from ratschlag.survey.actions import BatchRefused, close_batch, key_paper_again
from ratschlag.survey.models import Batch, Paper, Survey
from ratschlag.survey.tests.hands import it_is, nothing_stored
from ratschlag.survey.tests.papers import TEXT, a_batch, an_entry, day, key
from tests import cast

pytestmark = pytest.mark.django_db
LIST, NEW = "/desk/erfassung/", "/desk/erfassung/klima/stapel/neu/"
PILE = {"name": "Post vom Montag", "channel": "letter", "received_on": "2016-09-12",
        "postmarked_on": "2016-09-09", "language": "tr", "expected": "40"}  # fmt: skip


@pytest.fixture
def erik(survey) -> Person:
    return cast.a_person("Erik", Role.CLERK, scope="process/klima")


@pytest.fixture
def clerk(browser_of, erik):
    return browser_of(erik)


@pytest.fixture
def batch(survey, erik) -> Batch:
    return a_batch(survey, erik, language="tr", postmarked_on=day(9))


def sheet(form_key: str = "a-paper-of-the-tests-no-1", **typed: str) -> dict[str, str]:
    about = {"language": "tr", "supporters": "1", "organisation": ""}
    return {"form_key": form_key, "q1": "", "q2": "", "q3": TEXT, **about, **typed}


def address(batch: Batch) -> str:
    return f"/desk/erfassung/klima/stapel/{batch.pk}/"


def page_of(response) -> str:
    return response.content.decode()


def test_a_batch_is_opened_and_leads_to_its_first_paper(clerk, survey, erik):
    version = survey.versions.get()
    answer = clerk.post(NEW, {**PILE, "version": str(version.pk)})
    batch = Batch.objects.get()
    assert answer["Location"] == address(batch)
    assert (batch.channel, batch.postmarked_on, batch.expected) == ("letter", day(9), 40)
    assert batch.version == version
    line = Entry.objects.get(verb="batch.opened")
    assert line.detail == {"expected": 40, "channel": "letter"}
    page = page_of(clerk.get(answer["Location"]))
    assert '<option value="tr" selected>' in page
    assert 'name="channel"' not in page


def test_a_paper_of_a_batch_has_what_all_of_it_have_in_common(clerk, batch):
    page = page_of(clerk.post(address(batch), sheet(q1="Der Hof [?] hinten.")))
    assert f'href="{address(batch)}" autofocus' in page
    said = {row.text: row for row in Contribution.objects.all()}
    assert set(said) == {TEXT, "Der Hof [unleserlich] hinten."}
    row = said[TEXT]
    assert (row.channel, row.received_on, row.postmarked_on) == (Channel.LETTER, day(12), day(9))
    assert row.language == "tr"
    assert Paper.objects.get().number == 1
    page = page_of(clerk.get(LIST))
    assert re.search(r"\b1 \w+ 40\b", page)


def test_the_number_counts_on_through_all_batches(survey, erik, batch):
    other = a_batch(survey, erik, "Faxe", channel=Channel.FAX)
    numbers = [
        key(survey, erik, f"a-paper-of-the-tests-no-{at}", an_entry({"q3": f"Nr. {at}"}),
            batch=pile).paper.number
        for at, pile in enumerate((batch, other, batch))
    ]  # fmt: skip
    assert numbers == [1, 2, 3]


def test_closing_says_what_is_missing_and_loses_nothing(clerk, survey, erik, batch):
    Survey.objects.update(keyed_twice=100)
    survey.refresh_from_db()
    paper = key(survey, erik, batch=batch).paper
    page = page_of(clerk.get(f"{address(batch)}schliessen/"))
    assert "39" in page
    clerk.post(f"{address(batch)}schliessen/")
    batch.refresh_from_db()
    assert batch.closed_on == day(12)
    line = Entry.objects.get(verb="batch.closed")
    assert line.detail == {"expected": 40, "typed_in": 1, "under_way": 1}
    else_ = cast.a_person("Else", Role.CLERK, scope="process/klima")
    key_paper_again(paper, entry=an_entry(), by=else_)
    assert Contribution.objects.get().text == TEXT


def test_to_a_closed_batch_nothing_is_added(clerk, survey, erik, batch):
    close_batch(batch, by=erik)
    with nothing_stored():
        assert clerk.post(address(batch), sheet()).status_code == 409
        with pytest.raises(BatchRefused):
            key(survey, erik, batch=batch)
        with pytest.raises(BatchRefused):
            close_batch(batch, by=erik)
    assert address(batch) not in page_of(clerk.get(LIST))


def test_the_same_paper_typed_in_twice_is_noticed_while_it_waits(clerk, survey, erik, batch):
    Survey.objects.update(keyed_twice=100)
    assert clerk.post(address(batch), sheet()).status_code == 200
    again = clerk.post(address(batch), sheet("another-paper-of-tests-2"))
    assert again.status_code == 422
    assert Paper.objects.count() == 1
    linked = sheet("another-paper-of-tests-2", twin="link")
    assert clerk.post(address(batch), linked).status_code == 200
    assert Paper.objects.count() == 2


def test_the_slip_has_the_number_and_the_language_of_the_paper(clerk, batch):
    page = page_of(clerk.post(address(batch), sheet()))
    code = re.search(r'id="receipt"[^>]*>(.*?)</p>', page, re.S)[1]
    sent = {"form_key": "a-paper-of-the-tests-no-1", "language": "ar"}
    answer = clerk.post("/desk/erfassung/klima/beleg/", sent)
    slip = page_of(answer)
    assert code.strip() in slip
    assert '<html lang="ar" dir="rtl">' in slip
    assert "/ar/beitrag/" in slip
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "sent", [{}, {"form_key": "x"}, {"form_key": "never-sent-before-in-tests"}], ids=repr
)
def test_there_is_no_slip_for_what_was_not_stored(clerk, batch, sent):
    answer = clerk.post("/desk/erfassung/klima/beleg/", sent)
    assert answer["Location"] == LIST


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "x" * 81}, {"name": "a\x00b"}, {"channel": "online"},
        {"received_on": "2016-09-13"}, {"received_on": "gestern"}, {"received_on": ""},
        {"postmarked_on": "2016-09-13"}, {"language": "klingon"}, {"expected": "0"},
        {"expected": str(2**70)}, {"expected": "-1"}, {"version": "7"}, {"version": str(2**70)},
        {"version": ""},
    ],
    ids=repr,
)  # fmt: skip
def test_a_batch_that_can_not_be_is_said_and_kept(clerk, survey, wrong):
    version = {"version": str(survey.versions.get().pk)}
    answer = clerk.post(NEW, {**PILE, **version, **wrong})
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_two_batches_of_one_name_are_refused(clerk, survey, batch):
    version = {"version": str(survey.versions.get().pk)}
    assert clerk.post(NEW, {**PILE, **version}).status_code == 422
    assert Batch.objects.count() == 1


def test_a_version_of_another_survey_is_refused(clerk, survey, process):
    other = cast.a_survey(process, "fruehere", opens_at=cast.OPENS.replace(year=2015))
    version = {"version": str(other.versions.get().pk)}
    assert clerk.post(NEW, {**PILE, **version}).status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"q3": ""}, {"q3": "a\x00b"}, {"channel": "fax"}, {"supporters": "0"}], ids=repr
)
def test_a_paper_that_can_not_be_is_said_and_kept(clerk, batch, wrong):
    with nothing_stored():
        answer = clerk.post(address(batch), sheet(**wrong))
    assert answer.status_code == 422


def test_who_may_not_type_in_and_whose_batch_it_is_not(browser_of, batch):
    for person in (
        cast.a_person("Cem", Role.CODER, scope="process/klima"),
        cast.a_person("Ute", Role.CLERK, scope="process/verkehr"),
    ):
        for path in (address(batch), f"{address(batch)}schliessen/", NEW):
            assert browser_of(person).get(path).status_code == 403


def test_a_batch_of_another_process_is_not_found(desk, batch):
    cast.a_process("verkehr")
    wrong = address(batch).replace("klima", "verkehr")
    for path in (wrong, f"{wrong}schliessen/", "/desk/erfassung/klima/stapel/1/"):
        assert desk.get(path).status_code == 404


def test_the_constraints_of_a_batch_hold(survey, erik, batch):
    for wrong in (
        {"name": ""}, {"expected": 0}, {"channel": "online"}, {"postmarked_on": day(13)},
        {"closed_on": day(11)},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.create(
            survey=survey, version=batch.version, name=batch.name, channel="fax",
            received_on=day(12), language="de", expected=1, by=erik,
        )  # fmt: skip


def test_a_letter_of_yesterday_is_typed_in_after_the_survey_has_closed(clerk, batch):
    it_is(28)
    assert clerk.post(address(batch), sheet()).status_code == 200
    assert Contribution.objects.get().received_on == day(12)
