"""Pairing at the desk and on the device; only there are manifest and worker."""

import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ratschlag.city.rules import LANGUAGES
from ratschlag.journal.models import Entry
from ratschlag.people.rules import Role
from ratschlag.survey.actions import PairingRefused, prepare_tablet, revoke_tablet
from ratschlag.survey.models import SealingKey, Survey, Tablet, TabletDay, WaitingCode
from ratschlag.survey.rules import Stage
from ratschlag.survey.tests.hands import PAGE, TabletClient, it_is
from tests import cast

pytestmark = pytest.mark.django_db
LIST = "/desk/befragungen/klima/ideen/tablets/"
NEW, KIOSK = f"{LIST}neu/", "/befragung-unterwegs/"
TYPED = {
    "name": "Tablet 1",
    "place": "Stadtfest",
    "ends_on": "2016-09-14",
    "ends_time": "20:00",
    "languages": ["de", "ar"],
}


def code_on(response) -> str:
    shown = re.search(r'id="code"[^>]*>(.*?)</p>', response.content.decode(), re.S)[1]
    return re.sub(r"<[^>]+>|\s", "", shown)


def pair(client, code: str):
    return client.post(f"{KIOSK}koppeln/", json.dumps({"code": code}), "application/json")


@pytest.fixture
def code(desk, survey) -> str:
    return code_on(desk.post(NEW, TYPED))


def test_a_code_from_the_desk_pairs_one_device_once(client, code):
    tablet = Tablet.objects.get()
    assert (tablet.name, tablet.place, tablet.languages) == ("Tablet 1", "Stadtfest", ["de", "ar"])
    assert code not in repr(Tablet.objects.values().get())
    response = pair(client, code)
    said = response.json()
    assert response.status_code == 200
    assert said["token"] not in repr(Tablet.objects.values().get())
    assert said["status"]["state"] == "paired"
    assert [sheet["code"] for sheet in said["bundle"]["sheets"]] == ["de", "ar"]
    assert "d" not in said["bundle"]["key"]  # the half that opens stays here
    assert pair(client, code).status_code == 422
    lines = Entry.objects.filter(verb__startswith="tablet.").order_by("at", "id")
    assert [line.verb for line in lines] == ["tablet.prepared", "tablet.paired"]


@pytest.mark.parametrize("typed", ["", "1", "1" * 13, "abc", "١" * 12, None, 7, ["1"], "\x00" * 12])
def test_a_wrong_code_pairs_nothing(client, code, typed):
    response = client.post(f"{KIOSK}koppeln/", json.dumps({"code": typed}), "application/json")
    assert response.status_code == 422
    assert response.json()["error"]
    assert Tablet.objects.get().paired_on is None


def test_who_guesses_waits(client, code):
    wrong = str((int(code) + 1) % 10**12).zfill(12)
    for _guess in range(10):
        assert pair(client, wrong).status_code == 422
    assert pair(client, code).status_code == 429


def test_a_code_dies_by_the_real_clock_and_with_the_event(client, code):
    Tablet.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert pair(client, code).status_code == 422
    Tablet.objects.update(code_until=timezone.now() + timedelta(minutes=5))
    it_is(15)
    assert pair(client, code).status_code == 422


def test_a_revoked_code_pairs_nothing_and_is_not_revoked_twice(client, code, desk):
    tablet = Tablet.objects.get()
    assert desk.post(f"{LIST}{tablet.pk}/entziehen/").status_code == 302
    assert pair(client, code).status_code == 422
    assert desk.post(f"{LIST}{tablet.pk}/entziehen/").status_code == 302
    assert Entry.objects.filter(verb="tablet.revoked").count() == 1
    with pytest.raises(PairingRefused):
        revoke_tablet(tablet, by=None)


def test_another_site_can_not_pair(client, code):
    response = client.post(
        f"{KIOSK}koppeln/", json.dumps({"code": code}), "application/json",
        headers={"Sec-Fetch-Site": "cross-site"},
    )  # fmt: skip
    assert response.status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x" * 81},
        {"name": "a\x00b"},
        {"place": ""},
        {"place": "x" * 161},
        {"ends_on": ""},
        {"ends_on": "gestern"},
        {"ends_on": "2016-09-11"},
        {"ends_on": "2016-09-26"},
        {"ends_on": "99999-01-01"},
        {"ends_time": "25:00"},
        {"languages": []},
        {"languages": ["xx"]},
        {"languages": ["de", "\x00"]},
    ],
    ids=repr,
)
def test_what_can_not_be_is_said_and_kept(desk, survey, wrong):
    response = desk.post(NEW, TYPED | wrong)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    if "place" not in wrong:
        assert "Stadtfest" in response.content.decode()
    assert Tablet.objects.count() == SealingKey.objects.count() == 0


def test_a_tablet_is_paired_for_a_month_at_most(desk, survey):
    Survey.objects.update(closes_at=survey.closes_at + timedelta(days=90))
    assert desk.post(NEW, TYPED | {"ends_on": "2016-10-14"}).status_code == 422
    assert desk.post(NEW, TYPED | {"ends_on": "2016-10-12"}).status_code == 200


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.TESTED, Stage.ENTRY_FINISHED])
def test_only_for_a_survey_that_takes_answers(desk, survey, stage):
    Survey.objects.update(stage=stage)
    assert desk.post(NEW, TYPED).status_code == 422
    assert NEW not in desk.get(LIST).content.decode()


@pytest.mark.parametrize("typed", ["", "12", "x" * 300, "1" * 20, "\x00", "ä" * 20])
def test_a_number_that_is_none_is_said_so(desk, survey, typed):
    assert desk.post(LIST, {"code": typed}).status_code == 422


def test_another_survey_or_process_has_no_tablets_of_ours(desk, code):
    tablet = Tablet.objects.get()
    cast.a_survey(cast.a_process("verkehr"))
    for address in ("klima/andere", "verkehr/andere", "nichts/ideen"):
        assert desk.get(f"/desk/befragungen/{address}/tablets/").status_code == 404
    for address in ("verkehr/ideen", "klima/andere"):
        revoke = f"/desk/befragungen/{address}/tablets/{tablet.pk}/entziehen/"
        assert desk.post(revoke).status_code == 404
    assert desk.post(f"{LIST}{2**70}/entziehen/").status_code == 404
    assert Tablet.objects.get().revoked_at is None


def test_who_hosts_another_process_pairs_nothing_here(browser_of, survey):
    host = browser_of(cast.a_person("Fee", Role.FACILITATOR, scope="process/verkehr"))
    assert host.get(LIST).status_code == host.post(NEW, TYPED).status_code == 403


def test_the_survey_has_one_pair_of_keys(survey):
    for name in ("Eins", "Zwei"):
        cast.a_tablet(survey, name=name)
    assert SealingKey.objects.count() == 1


def test_every_language_has_its_sheet_from_the_templates_of_the_page(client, survey):
    _tablet, token = cast.a_tablet(survey, languages=list(LANGUAGES))
    headers = TabletClient(client, token).headers
    bundle = client.get(f"{KIOSK}bogen/", headers=headers).json()
    assert [sheet["code"] for sheet in bundle["sheets"]] == list(LANGUAGES)
    for sheet in bundle["sheets"]:
        assert sheet["html"].count("<textarea") == 3
        assert sheet["faults"]["too_many"].count("{bound}") == 1
        assert all(sheet["faults"].values())
    arabic = bundle["sheets"][list(LANGUAGES).index("ar")]
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    assert client.get(f"{KIOSK}bogen/").status_code == 403


def test_the_kiosk_has_a_worker_at_the_root_and_a_policy_of_its_own(client, city):
    page, worker = client.get(KIOSK), client.get(f"{KIOSK}sw.js")
    for response in (page, worker):
        policy = response["Content-Security-Policy"]
        assert "worker-src 'self'" in policy
        assert "manifest-src 'self'" in policy
        assert "form-action 'none'" in policy
        assert "unsafe" not in policy
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
    assert worker["Service-Worker-Allowed"] == "/"
    assert worker["Content-Type"] == "text/javascript"
    assert "style=" not in page.content.decode()
    manifest = client.get(f"{KIOSK}manifest.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert manifest.json()["start_url"] == KIOSK


@pytest.mark.parametrize("address", ["/de/", PAGE, "/ar/cookies/", "/de/beitrag/"])
def test_no_page_of_a_resident_has_any_of_it(client, survey, address):
    response = client.get(address)
    for word in ("manifest", "serviceWorker", "worker-src", "unterwegs/"):
        assert word not in response.content.decode()
        assert word not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"place": ""},
        {"token_hash": ""},
        {"paired_on": None},
        {"code_hash": "x"},
        {"handed_in_on": "2016-09-12"},
        {"revoked_at": timezone.now(), "closed_on": "2016-09-12"},
    ],
    ids=repr,
)
def test_the_database_keeps_a_tablet_whole(survey, changes):
    cast.a_tablet(survey)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tablet.objects.update(**changes)


def test_the_database_keeps_days_and_codes_whole(survey):
    tablet, _token = cast.a_tablet(survey)
    TabletDay.objects.create(tablet=tablet, day="2016-09-12", count=1)
    WaitingCode.objects.create(tablet=tablet, code_hash="a", tail="1234")
    wrong = (
        TabletDay(tablet=tablet, day="2016-09-12", count=2),
        TabletDay(tablet=tablet, day="2016-09-13", count=0),
        TabletDay(tablet=tablet, day="2016-09-13", count=1, marked=2),
        WaitingCode(tablet=tablet, code_hash="a", tail="1234"),
        WaitingCode(tablet=tablet, code_hash="", tail="1234"),
        WaitingCode(tablet=tablet, code_hash="b", tail=""),
        SealingKey(survey=survey, public={}, locked="x"),
    )
    for row in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_two_tablets_never_share_a_token_or_a_code(survey):
    first, second = (cast.a_tablet(survey, name=name)[0] for name in ("Eins", "Zwei"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Tablet.objects.filter(pk=second.pk).update(token_hash=first.token_hash)
    rows = [Tablet(survey=survey, name="x", place="x", ends_at=first.ends_at) for _row in range(2)]
    for row in rows:
        prepare_tablet(row, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tablet.objects.filter(pk=rows[1].pk).update(code_hash=rows[0].code_hash)
