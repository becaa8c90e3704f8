"""The counter: only after a yes, in the right order, and never where people answer."""

import html
import json
import re

import pytest

from ratschlag.privacy.compute import calls_before
from ratschlag.privacy.rules import REGISTRY
from ratschlag.privacy.tests.hands import MATOMO, TAG, a_layer, chosen, page
from tests import cast

LIFETIMES = {cookie.name: cookie.seconds for cookie in REGISTRY}


@pytest.fixture
def counter(process, settings):
    """Statistics switched on, and a counter's address set."""
    settings.MATOMO_URL = MATOMO
    settings.MATOMO_SITE = "7"
    return a_layer()


def policy(client, path="/de/", **headers):
    return client.get(path, headers=headers)["Content-Security-Policy"]


@pytest.mark.django_db
def test_nothing_of_the_counter_is_there_before_a_yes_and_after_a_no(client, counter):
    for allows in (None, False):
        if allows is not None:
            chosen(client, allows=allows)
        assert TAG not in page(client)
        assert MATOMO not in page(client)
        assert MATOMO not in policy(client)


@pytest.mark.django_db
def test_after_a_yes_the_page_has_the_tag_and_the_policy_is_open_for_it_alone(client, counter):
    chosen(client)
    tag = re.search(r"<script [^>]*statistics\.js[^>]*>", page(client))[0]
    assert f'data-address="{MATOMO}/"' in tag
    calls = json.loads(html.unescape(re.search(r'data-calls="([^"]*)"', tag)[1]))
    assert calls == calls_before(f"{MATOMO}/", "7", is_secure=False)
    opened = dict(part.strip().split(" ", 1) for part in policy(client).split(";"))
    assert opened["script-src"] == opened["connect-src"] == f"'self' {MATOMO}"
    assert opened["img-src"] == f"'self' data: {MATOMO}"
    assert all(MATOMO not in opened[name] for name in ("style-src", "form-action", "default-src"))


@pytest.mark.django_db
def test_a_page_that_says_that_something_is_not_there_fits_its_policy_too(client, counter):
    chosen(client)
    answer = client.get("/de/presse/2016/99999/")
    assert answer.status_code == 404
    holds_it = TAG in answer.content.decode()
    assert holds_it is (MATOMO in answer["Content-Security-Policy"])


@pytest.mark.django_db
def test_without_an_address_nothing_is_loaded_even_after_a_yes(client, counter, settings):
    settings.MATOMO_URL = ""
    chosen(client)
    assert TAG not in page(client)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/de/verfahren/klima/befragung/", "/de/verfahren/klima/befragung/quittung/",
        "/de/beitrag/", "/desk/konto/anmelden/", "/de/gibt-es-nicht/",
    ],
)  # fmt: skip
def test_where_people_answer_or_log_in_it_never_is(client, counter, process, path):
    cast.a_survey(process)
    chosen(client)
    answer = client.get(path)
    assert answer.status_code in (200, 302, 404, 405)
    assert TAG not in answer.content.decode()
    assert MATOMO not in answer.headers.get("Content-Security-Policy", "")
    assert '<details class="consent"' not in answer.content.decode()


@pytest.mark.django_db
def test_the_desk_never_has_it(desk, counter):
    chosen(desk)
    assert TAG not in desk.get("/desk/").content.decode()


@pytest.mark.parametrize("is_secure", [True, False])
def test_consent_is_required_before_anything_else_and_lifetimes_are_the_registry_s(is_secure):
    calls = calls_before("https://m.example/", "1", is_secure=is_secure)
    assert calls[0] == ["requireConsent"]
    assert calls[1] == ["disableBrowserFeatureDetection"]
    said = {call[0]: call[1] for call in calls if len(call) == 2}
    assert said == {
        "setDoNotTrack": True,
        "setSecureCookie": is_secure,
        "setCookieSameSite": "Lax",
        "setCookiePath": "/",
        "setVisitorCookieTimeout": LIFETIMES["_pk_id"],
        "setReferralCookieTimeout": LIFETIMES["_pk_ref"],
        "setSessionCookieTimeout": LIFETIMES["_pk_ses"],
        "setTrackerUrl": "https://m.example/matomo.php",
        "setSiteId": "1",
    }
    assert (LIFETIMES["_pk_id"], LIFETIMES["_pk_ref"], LIFETIMES["_pk_ses"]) == (
        33_955_200,
        15_768_000,
        1_800,
    )
    names = {call[0] for call in calls}
    assert "HeatmapSessionRecording::disable" in names  # _pk_hsr
    # Neither who it is nor a memory of Matomo's own, nor anything that reads the device.
    assert not names & {
        "setUserId",
        "rememberConsentGiven",
        "enableHeartBeatTimer",
        "setCustomVariable",
    }
