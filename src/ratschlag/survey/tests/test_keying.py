"""A paper that two people type in: neither sees the other's entry before both are in."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import get_resolver, reverse

from ratschlag.contributions.compute import is_receipt
from ratschlag.contributions.models import Contribution, Receipt
from ratschlag.contributions.queries import hash_of_code
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.journal.models import Entry
from ratschlag.people.models import Person
from ratschlag.people.rules import Role
from ratschlag.survey.actions import (
    Envelope,
    KeyingRefused,
    SentBefore,
    key_paper_again,
    settle_paper,
    take_back_response,
    trust_first_entry,
)
from ratschlag.survey.models import Keying, Paper, Survey, WaitingDetails
from ratschlag.survey.queries import agreement_of, draw_of, paper_under_way_of
from ratschlag.survey.rules import PaperState
from ratschlag.survey.tests.hands import it_is
from ratschlag.survey.tests.papers import TEXT, an_entry, day, key
from tests import cast
from tests.test_access import names

pytestmark = pytest.mark.django_db
BASE = "/desk/erfassung/klima/"
CANARY = "Kanarienvogel am Brunnen"


@pytest.fixture
def survey(process) -> Survey:
    it_is(12)
    return cast.a_survey(process, keyed_twice=100)


@pytest.fixture
def erik(survey) -> Person:
    return cast.a_person("Erik", Role.CLERK, scope="process/klima")


@pytest.fixture
def else_(survey) -> Person:
    return cast.a_person("Else", Role.CLERK, scope="process/klima")


@pytest.fixture
def waiting(survey, erik) -> Paper:
    """Typed in by Erik."""
    paper = key(survey, erik).paper
    assert paper is not None
    return paper


def typed(**changes: str) -> dict[str, str]:
    """The second form as a browser sends it."""
    about = {"language": "de", "supporters": "1", "organisation": ""}
    return {"form_key": "the-second-form-of-tests-1", "version": "1", "q1": "", "q2": "",
            "q3": TEXT, **about, **changes}  # fmt: skip


def page_of(response) -> str:
    return response.content.decode()


def test_who_types_in_first_gets_the_receipt_and_a_number_for_the_paper(browser_of, erik, survey):
    form = {**typed(), "channel": "letter", "received_on": "2016-09-12", "postmarked_on": ""}
    page = page_of(browser_of(erik).post(BASE, form))
    code = re.sub(r"<[^>]+>|\s", "", re.search(r'id="receipt"[^>]*>(.*?)</p>', page, re.S)[1])
    assert is_receipt(code)
    paper = Paper.objects.get()
    assert (paper.number, paper.state) == (1, PaperState.WAITING)
    assert paper.receipt == Receipt.objects.get(code_hash=hash_of_code(code))
    assert paper_under_way_of(paper.receipt) == paper
    assert not Contribution.objects.exists()
    line = Entry.objects.get(verb="paper.keyed")
    assert (line.actor_number, line.detail) == (str(erik.pk), {"channel": "letter"})


def test_where_both_typed_the_same_the_words_are_contributions(browser_of, waiting, else_):
    answer = browser_of(else_).post(f"{BASE}zweite/{waiting.pk}/", typed(), follow=True)
    assert answer.status_code == 200
    said = Contribution.objects.get()
    assert (said.text, said.channel, said.receipt) == (TEXT, Channel.LETTER, waiting.receipt)
    waiting.refresh_from_db()
    assert waiting.state == PaperState.DONE
    assert waiting.response.texts.get().contribution == said
    assert [keying.entry for keying in waiting.keyings.all()] == [{}, {}]
    assert agreement_of(waiting.survey) == (3, 3)
    assert paper_under_way_of(waiting.receipt) is None
    assert Entry.objects.get(verb="paper.keyed_again").detail == {"differing": 0}


def test_where_they_differ_one_of_the_two_settles_it(browser_of, waiting, erik, else_):
    second = browser_of(else_)
    answer = second.post(f"{BASE}zweite/{waiting.pk}/", typed(q3="Mehr Bänke.", supporters="3"))
    assert answer["Location"] == f"{BASE}zweite/{waiting.pk}/vergleich/"
    assert not Contribution.objects.exists()
    page = page_of(browser_of(erik).get(answer["Location"]))
    assert TEXT in page
    assert "Mehr Bänke." in page
    done = {"q3": "own", "q3.own": "Mehr [?] Bänke.", ":supporters": "2"}
    assert browser_of(erik).post(answer["Location"], done).status_code == 302
    said = Contribution.objects.get()
    assert (said.text, said.supporters) == ("Mehr [unleserlich] Bänke.", 3)
    assert agreement_of(waiting.survey) == (3, 1)
    assert Entry.objects.filter(verb="paper.settled").count() == 1
    assert Keying.objects.exclude(entry={}).count() == 0


@pytest.mark.looks
def test_nobody_sees_the_first_entry_on_any_page_before_both_are_in(client, survey, erik, process):
    """Every address of the site, for everyone of the house: the words are on none of them."""
    paper = key(survey, erik, entry=an_entry({"q3": CANARY})).paper
    superuser = Person.objects.create_superuser("su@example.org", cast.PASSWORD, name="Su")
    people = [erik, superuser, *(cast.a_person(f"Person {role}", role) for role in Role)]
    parts = {"process": "klima", "slug": "klima", "survey": "ideen", "paper": paper.pk,
             "batch": 1, "language": "de", "number": 1}  # fmt: skip
    addresses = set(filter(None, (_address(name, parts) for name in names(get_resolver()))))
    assert len(addresses) > 100
    for person in people:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        for address in sorted(addresses):
            if "abmelden" not in address:
                answer = client.get(address)
                assert CANARY not in answer.content.decode("utf-8", "replace"), (address, person)
        assert CANARY not in page_of(client.post(f"{BASE}zweite/{paper.pk}/vergleich/"))


def _address(name: str, parts: dict[str, object]) -> str | None:
    """An address with what it needs of the parts; None where it needs anything else."""
    for chosen in ((), ("process",), ("slug",), ("process", "survey"), ("process", "paper"),
                   ("process", "batch"), ("process", "survey", "language")):  # fmt: skip
        try:
            return reverse(name, kwargs={part: parts[part] for part in chosen})
        except Exception:  # noqa: S112  another address needs other parts
            continue
    return None


def test_the_same_person_never_types_in_twice(browser_of, waiting, erik):
    client = browser_of(erik)
    assert client.get(f"{BASE}zweite/{waiting.pk}/").status_code == 403
    assert client.post(f"{BASE}zweite/{waiting.pk}/", typed()).status_code == 403
    with pytest.raises(KeyingRefused):
        key_paper_again(waiting, entry=an_entry(), by=erik)
    with pytest.raises(IntegrityError), transaction.atomic():
        Keying.objects.create(paper=waiting, turn=2, by=erik, entry={})
    assert Paper.objects.get().state == PaperState.WAITING


def test_who_comes_second_at_the_same_time_is_told(waiting, else_):
    third = cast.a_person("Thea", Role.CLERK, scope="process/klima")
    key_paper_again(waiting, entry=an_entry(), by=else_)
    with pytest.raises(KeyingRefused):
        key_paper_again(waiting, entry=an_entry(), by=third)
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize("change", [{"entry": {"texts": {}}}, {"turn": 2}])
def test_the_database_keeps_an_entry_as_it_was_typed(waiting, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Keying.objects.filter(paper=waiting).update(**change)
    Keying.objects.filter(paper=waiting).update(entry={})


def test_neither_a_third_clerk_nor_who_may_not_type_in_settles(
    browser_of, waiting, else_, coordinator
):
    key_paper_again(waiting, entry=an_entry({"q3": "Anders."}), by=else_)
    address = f"{BASE}zweite/{waiting.pk}/vergleich/"
    third = cast.a_person("Thea", Role.CLERK, scope="process/klima")
    coder = cast.a_person("Cem", Role.CODER, scope="process/klima")
    other = cast.a_person("Ute", Role.CLERK, scope="process/verkehr")
    for person in (third, coder, other):
        assert browser_of(person).get(address).status_code == 403
        assert browser_of(person).post(address, {"q3": "1"}).status_code == 403
    assert browser_of(coordinator).get(address).status_code == 200


def test_of_a_sealed_survey_only_the_two_see_what_they_typed(
    browser_of, waiting, else_, coordinator
):
    key_paper_again(waiting, entry=an_entry({"q3": "Anders."}), by=else_)
    Survey.objects.update(is_sealed=True)
    address = f"{BASE}zweite/{waiting.pk}/vergleich/"
    assert browser_of(coordinator).get(address).status_code == 403
    assert browser_of(else_).get(address).status_code == 200
    it_is(28)
    assert browser_of(coordinator).get(address).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"q3": "3"}, {"q3": "own", "q3.own": " "}, {"q3": "own", "q3.own": "x" * 2001},
        {"q3": "own", "q3.own": "a\x00b"},
    ],
    ids=repr,
)  # fmt: skip
def test_a_third_look_that_says_nothing_is_asked_again(browser_of, waiting, else_, sent):
    key_paper_again(waiting, entry=an_entry({"q3": "Anders."}), by=else_)
    answer = browser_of(else_).post(f"{BASE}zweite/{waiting.pk}/vergleich/", sent)
    assert answer.status_code == 422
    assert 'role="alert"' in page_of(answer)
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{"q3": ""}, {"q3": "x" * 2001}, {"language": "klingon"}, {"supporters": "0"},
     {"channel": "fax"}, {"organisation": str(2**70)}],
    ids=repr,
)  # fmt: skip
def test_a_second_entry_that_can_not_be_is_said_and_kept(browser_of, waiting, else_, sent):
    answer = browser_of(else_).post(f"{BASE}zweite/{waiting.pk}/", typed(**sent))
    assert answer.status_code == 422
    assert waiting.keyings.count() == 1


def test_a_paper_that_both_could_not_read_is_one_without_words(browser_of, survey, erik, else_):
    entry = an_entry()
    entry["texts"] = {}
    paper = key(survey, erik, entry=entry, is_unreadable=True).paper
    form = typed(q3="", is_unreadable="on")
    browser_of(else_).post(f"{BASE}zweite/{paper.pk}/", form)
    said = Contribution.objects.get()
    assert (said.text, said.publication) == ("", Publication.UNREADABLE)


def test_taken_back_while_it_waits_nothing_of_it_stays(waiting, else_):
    taken = take_back_response(waiting.receipt, is_counted=False)
    assert taken == 1
    waiting.refresh_from_db()
    assert waiting.state == PaperState.TAKEN_BACK
    assert [keying.entry for keying in waiting.keyings.all()] == [{}]
    assert Receipt.objects.get().content_hash == ""
    with pytest.raises(KeyingRefused):
        key_paper_again(waiting, entry=an_entry(), by=else_)
    assert not Contribution.objects.exists()


def test_a_lost_paper_is_taken_as_it_was_typed_in_by_a_coordinator_only(
    browser_of, waiting, else_, coordinator
):
    address = f"{BASE}zweite/{waiting.pk}/uebernehmen/"
    assert browser_of(else_).post(address).status_code == 403
    assert browser_of(coordinator).post(address).status_code == 302
    assert Contribution.objects.get().text == TEXT
    assert agreement_of(waiting.survey) is None
    assert Entry.objects.filter(verb="paper.first_entry_trusted").count() == 1
    with pytest.raises(KeyingRefused):
        trust_first_entry(waiting, by=coordinator)


def test_the_same_form_twice_is_one_paper(survey, erik):
    first, again = key(survey, erik), key(survey, erik)
    assert (first.code, first.is_new, again.is_new) == (again.code, True, False)
    assert again.paper == first.paper
    with pytest.raises(SentBefore):
        key(survey, erik, entry=an_entry({"q3": "Anders."}))
    assert Paper.objects.count() == 1


def test_sent_again_after_it_was_settled_the_first_form_has_its_receipt(survey, erik, else_):
    first = key(survey, erik)
    key_paper_again(first.paper, entry=an_entry({"q3": "Anders."}), by=else_)
    settle_paper(first.paper, truth={"q3": "Ganz anders."}, by=else_)
    assert key(survey, erik).code == first.code
    assert Contribution.objects.get().text == "Ganz anders."


def test_voluntary_details_are_put_aside_at_once_and_stand_in_no_entry(survey, erik):
    paper = key(survey, erik, details={"d_age": "unter-30"}).paper
    assert WaitingDetails.objects.get().choices == {"d_age": "unter-30"}
    assert "unter-30" not in str(paper.keyings.get().entry)


def test_chance_draws_as_many_as_were_asked_for(survey, erik):
    draws = [draw_of(survey, f"a-form-key-number-{number:04}") for number in range(2000)]
    assert set(draws) <= set(range(100))
    assert 0.07 < sum(draw < 10 for draw in draws) / 2000 < 0.13
    Survey.objects.filter(pk=survey.pk).update(keyed_twice=0)
    survey.refresh_from_db()
    assert key(survey, erik).response is not None
    assert not Paper.objects.exists()


def test_a_call_is_heard_once(survey, erik):
    called = key(survey, erik, envelope=Envelope(Channel.PHONE, day(12)))
    assert called.response is not None


def test_the_list_names_papers_and_no_words(browser_of, survey, waiting, erik, else_):
    page = page_of(browser_of(else_).get(f"{BASE}zweite/"))
    assert f"{BASE}zweite/{waiting.pk}/" in page
    assert TEXT not in page
    page = page_of(browser_of(erik).get(f"{BASE}zweite/"))
    assert f"{BASE}zweite/{waiting.pk}/" not in page


def test_what_is_not_there_is_not_found(browser_of, else_, waiting):
    client = browser_of(else_)
    for path in (f"zweite/{2**70}/", "zweite/1/", "zweite/1/vergleich/"):
        assert client.get(BASE + path).status_code == 404
    assert client.get(f"/desk/erfassung/verkehr/zweite/{waiting.pk}/").status_code == 404


def test_the_constraints_of_a_paper_hold(waiting):
    for wrong in (
        {"number": 0}, {"state": "lost"}, {"state": "done"}, {"channel": "online"},
        {"compared": 1, "differing": 2},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Paper.objects.filter(pk=waiting.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Keying.objects.create(paper=waiting, turn=3, by=None, entry={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Keying.objects.create(paper=waiting, turn=1, by=None, entry={})
