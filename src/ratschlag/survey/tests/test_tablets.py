"""A tablet comes back from an event: each sealed answer is stored exactly once, or stays on it."""

from datetime import date

import pytest

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import receipt_of
from ratschlag.contributions.rules import Channel, Publication
from ratschlag.journal.models import Entry
from ratschlag.survey.actions import revoke_tablet, take_back_response
from ratschlag.survey.models import (
    Hold,
    Response,
    Survey,
    Tablet,
    TabletDay,
    WaitingDetails,
)
from ratschlag.survey.rules import Stage
from ratschlag.survey.tasks import journal_tablets
from ratschlag.survey.tests.hands import (
    CODES,
    KEY,
    TabletClient,
    answer,
    it_is,
    named,
    nothing_stored,
    sealed,
)
from tests import cast

pytestmark = pytest.mark.django_db
OTHER_KEY = "another-form-key-of-a-tablet"


@pytest.fixture
def paired(survey):
    return cast.a_tablet(survey)


@pytest.fixture
def tablet(paired):
    return paired[0]


@pytest.fixture
def device(client, paired) -> TabletClient:
    return TabletClient(client, paired[1])


def test_an_answer_is_stored_under_the_code_that_the_tablet_made(device, tablet):
    it_is(14)
    answers = {"q3": ["Mehr Bäume"], "d_age": ["unter-30"]}
    response = device.send(sealed(tablet, answers=answers))
    assert response.json() == {"stored": True, "isNew": True}
    found = Response.objects.get()
    assert found.receipt == receipt_of(CODES[0])
    assert (found.channel, found.language) == (Channel.EVENT, "ar")
    assert (found.received_on, found.version.number) == (date(2016, 9, 12), 1)
    said = Contribution.objects.get()
    assert (said.text, said.channel, said.publication) == ("Mehr Bäume", "event", "received")
    assert WaitingDetails.objects.get().choices == {"d_age": "unter-30"}


def test_the_same_answer_again_is_as_good_and_stored_once(device, tablet):
    sent = sealed(tablet)
    assert [device.send(sent).json()["isNew"] for _time in range(3)] == [True, False, False]
    assert Response.objects.count() == TabletDay.objects.get().count == 1


def test_sent_again_after_it_was_taken_back_nothing_comes_back(device, tablet):
    sent = sealed(tablet)
    device.send(sent)
    take_back_response(Response.objects.get().receipt, is_counted=False)
    assert device.send(sent).json() == {"stored": True, "isNew": False}
    assert Contribution.objects.get().text == ""


def test_the_same_key_with_other_answers_is_refused(device, tablet):
    device.send(sealed(tablet))
    with nothing_stored():
        response = device.send(sealed(tablet, code=CODES[1], answers={"q1": ["Anders"]}))
    assert (response.status_code, response.json()) == (422, {"refused": "other_answers"})


def test_nobody_gets_the_code_of_another(device, tablet):
    device.send(sealed(tablet))
    with nothing_stored():
        response = device.send(sealed(tablet, OTHER_KEY))
    assert (response.status_code, response.json()) == (422, {"refused": "code_taken"})


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "1" * 20},
        {"code": 17},
        {"code": None},
        {"code": ["1"] * 20},
        {"day": "gestern"},
        {"day": 5},
        {"language": "xx"},
        {"language": ["de"]},
        {"answers": {"q9": ["Eine Frage, die es nicht gibt"]}},
        {"answers": {"q3": "kein Feld"}},
        {"answers": {"q3": [1]}},
        {"answers": ["q3"]},
        {"answers": None},
    ],
    ids=repr,
)
def test_what_our_page_never_seals_is_refused(device, tablet, changes):
    with nothing_stored():
        response = device.send(sealed(tablet, **changes))
    assert (response.status_code, response.json()) == (422, {"refused": "unreadable"})


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"q3": ["  "]},
        {"q3": ["x" * 2001]},
        {"q3": ["Mehr\x00Bäume"]},
        {"q3": ["\ud800"]},
        {"q3": ["ja"], "d_age": ["steinalt"]},
    ],
    ids=lambda answers: repr(answers)[:30],
)
def test_answers_that_can_not_be_are_refused(device, tablet, answers):
    with nothing_stored():
        response = device.send(sealed(tablet, answers=answers))
    assert (response.status_code, response.json()) == (422, {"refused": "faulty"})


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"version": 2**70},
        {"version": -1},
        {"version": "1"},
        {"version": True},
        {"version": None},
        {"key": "kurz"},
        {"key": None},
        {"key": OTHER_KEY},
        {"key": "a-form-key-of-the-tests-\x00"},
        {"sealed": "AAAA"},
        {"sealed": None},
        {"nonce": "\ud800"},
        {"point": 7},
    ],
    ids=repr,
)
def test_a_broken_envelope_is_refused_and_nothing_falls_over(device, tablet, changes):
    with nothing_stored():
        response = device.send(sealed(tablet) | changes)
    assert (response.status_code, response.json()) == (422, {"refused": "unreadable"})


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"\xff", b"[" * 10_000])
def test_what_is_no_json_is_refused(device, client, body):
    for path, status in (("senden", 422), ("stand", 200), ("koppeln", 422)):
        response = client.post(
            f"/befragung-unterwegs/{path}/", body, "application/json", headers=device.headers
        )
        assert response.status_code == status, path


def test_what_another_tablet_sealed_or_for_another_survey_stays_shut(client, device, survey):
    second, token = cast.a_tablet(survey, name="Tablet 2")
    foreign, _token = cast.a_tablet(cast.a_survey(cast.a_process("verkehr")))
    for row in (second, foreign):
        assert device.send(sealed(row)).json() == {"refused": "unreadable"}
    assert TabletClient(client, token).send(sealed(second)).json()["stored"]


@pytest.mark.parametrize("token", ["", "x", "x" * 101, "\x00", "Bearer"])
def test_without_its_token_nothing_is_taken(client, tablet, token):
    for path in ("senden", "stand"):
        assert TabletClient(client, token).post(path, sealed(tablet)).status_code == 403
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("2016-09-12", date(2016, 9, 12)),
        ("2016-09-13", date(2016, 9, 13)),
        ("2001-01-01", date(2016, 9, 12)),  # before it was paired
        ("2026-11-22", date(2016, 9, 14)),  # after today
    ],
)
def test_the_day_is_the_tablets_as_far_as_that_can_be(device, tablet, said, stored):
    it_is(14)
    device.send(sealed(tablet, day=said))
    assert Response.objects.get().received_on == Contribution.objects.get().received_on == stored


def test_after_the_event_nothing_is_dated_later(device, tablet):
    it_is(23)
    device.send(sealed(tablet, day="2016-09-22"))
    assert Response.objects.get().received_on == date(2016, 9, 19)
    assert device.stand()["state"] == "ended"


def test_after_the_survey_has_closed_the_queue_is_taken(device, tablet):
    it_is(28)
    assert device.send(sealed(tablet)).status_code == 200
    assert Response.objects.get().received_on == date(2016, 9, 12)


def test_once_all_papers_are_typed_in_it_stays_on_the_tablet_and_staff_see_it(device, tablet, desk):
    it_is(28)
    device.send(sealed(tablet))
    Survey.objects.update(stage=Stage.ENTRY_FINISHED)
    with nothing_stored():
        response = device.send(sealed(tablet, OTHER_KEY, CODES[1]))
    assert (response.status_code, response.json()) == (409, {"refused": "entry_finished"})
    assert device.send(sealed(tablet)).json()["stored"]  # what is with us is with us
    device.stand(*named(CODES[1], refused=True))
    page = desk.get("/desk/befragungen/klima/ideen/tablets/").content.decode()
    assert f"… {CODES[1][-4:]}" in page
    assert CODES[1] not in page
    assert 'class="err"' in page


def test_a_revoked_tablet_hands_in_once_what_it_names_and_it_is_marked(device, tablet):
    revoke_tablet(tablet, by=None)
    assert device.send(sealed(tablet)).json() == {"refused": "not_named"}
    status = device.stand(*named(CODES[0], CODES[1]))
    assert status["state"] == "revoked"
    assert device.send(sealed(tablet)).json()["isNew"]
    assert Contribution.objects.get().publication == Publication.HELD
    hold = Hold.objects.get()
    assert (hold.response, hold.reason) == (Response.objects.get(), "revoked_tablet")
    device.stand(*named(CODES[1], CODES[2]))  # the list can only become shorter
    with nothing_stored():
        late = device.send(sealed(tablet, "a-key-that-was-never-named", CODES[2]))
    assert (late.status_code, late.json()) == (409, {"refused": "not_named"})
    assert device.send(sealed(tablet, OTHER_KEY, CODES[1])).json()["isNew"]
    assert device.stand()["state"] == "closed"
    last = "a-third-form-key-of-a-tablet"
    device.stand(*named(CODES[3]))
    assert device.send(sealed(tablet, last, CODES[3])).json() == {"refused": "not_named"}
    assert device.send(sealed(tablet)).json() == {"stored": True, "isNew": False}
    assert TabletDay.objects.get().marked == 2


def test_a_revoked_tablet_that_holds_nothing_is_closed_at_once(device, tablet):
    revoke_tablet(tablet, by=None)
    assert device.stand()["state"] == "closed"


def test_staff_see_which_codes_wait_until_they_are_sent(device, tablet, desk):
    device.stand(*named(CODES[0], CODES[1]), {"print": "x", "tail": "12"}, {"tail": None}, 7)

    def told(code: str) -> tuple[bool, list[Tablet]]:
        response = desk.post("/desk/befragungen/klima/ideen/tablets/", {"code": code})
        assert response.status_code == 200
        where = response.context["where"]
        return where.is_here, where.tablets

    assert tablet.waiting.count() == 2
    assert told(CODES[0]) == (False, [tablet])
    device.send(sealed(tablet))
    assert [row.tail for row in tablet.waiting.all()] == [CODES[1][-4:]]
    assert told(CODES[0]) == (True, [])
    assert told(CODES[5]) == (False, [])


def test_the_journal_knows_the_day_and_the_number_and_nothing_else(device, tablet):
    device.send(sealed(tablet))
    device.send(sealed(tablet, OTHER_KEY, CODES[1]))
    assert journal_tablets.func() == 0
    it_is(13, 0, 11)
    assert [journal_tablets.func() for _run in range(2)] == [1, 0]
    line = Entry.objects.get(verb="tablet.queue_accepted")
    assert line.detail == {"day": "2016-09-12", "count": 2, "after_revoking": 0}
    assert line.subject_number == str(tablet.pk)


def test_online_answers_are_as_they_were(survey, tablet):
    """A form key of a tablet is none of a browser, and the other way round."""
    first = answer(survey)
    assert first.code not in CODES
    assert Response.objects.get().channel == Channel.ONLINE
    assert answer(survey, KEY).code == first.code
