"""The contrast switch: a cookie that the reader asked for, and the way back to the page."""

import pytest

from ratschlag.city.rules import CONTRAST_COOKIE

pytestmark = pytest.mark.django_db
SWITCH = "/de/kontrast/"


def test_the_switch_turns_high_contrast_on_for_this_session(client, city):
    response = client.post(SWITCH, {"next": "/de/cookies/"})
    assert (response.status_code, response.headers["Location"]) == (302, "/de/cookies/")
    cookie = response.cookies["cc_accessibility"]
    assert cookie.value == "high"
    # Without Max-Age and Expires it ends with the session of the browser.
    assert cookie["max-age"] == cookie["expires"] == ""
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert list(response.cookies) == ["cc_accessibility"] == [CONTRAST_COOKIE]


def test_the_page_then_has_high_contrast(client, city):
    before = client.get("/de/cookies/").content.decode()
    client.post(SWITCH)
    after = client.get("/de/cookies/").content.decode()
    assert "data-contrast" not in before and 'aria-pressed="false"' in before
    assert 'data-contrast="high"' in after and 'aria-pressed="true"' in after


def test_switching_again_takes_the_cookie_away(client, city):
    client.post(SWITCH)
    cookie = client.post(SWITCH).cookies["cc_accessibility"]
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, "/")
    assert "data-contrast" not in client.get("/de/cookies/").content.decode()


def test_over_https_the_cookie_stays_there(client, city, settings):
    # The address of the site tells, also where a proxy in front speaks http with us.
    settings.IS_SECURE = True
    assert client.post(SWITCH).cookies["cc_accessibility"]["secure"]
    settings.IS_SECURE = False
    assert not client.post(SWITCH.replace("de", "en")).cookies["cc_accessibility"]["secure"]


@pytest.mark.parametrize(
    "back", ["/ar/cookies/", "/de/?seite=2&suche=a", "http://testserver/de/", "/"]
)
def test_it_goes_back_to_an_own_address(client, city, back):
    assert client.post(SWITCH, {"next": back}).headers["Location"] == back


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "http://testserver@evil.example/",
        "http://testserver.evil.example/",
        "http:///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        " //evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://testserver/",
        "\x00//evil.example",
        "",
    ],
)
def test_it_never_leads_away(client, city, back):
    response = client.post(SWITCH, {"next": back})
    assert (response.status_code, response.headers["Location"]) == (302, "/de/")


def test_without_a_way_back_it_leads_home_in_the_language_of_the_page(client, city):
    assert client.post("/ar/kontrast/").headers["Location"] == "/ar/"


def test_a_line_break_does_not_become_a_header(client, city):
    response = client.post(SWITCH, {"next": "/de/\r\nX-Evil: 1"})
    assert response.status_code == 302
    assert "X-Evil" not in response.headers


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_looking_does_not_switch(client, city, method):
    response = getattr(client, method)(SWITCH)
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert not response.cookies


@pytest.mark.parametrize("site", ["cross-site", "same-site", "odd"])
def test_another_site_can_not_switch(client, city, site):
    response = client.post(SWITCH, headers={"sec-fetch-site": site})
    assert response.status_code == 403
    assert not response.cookies


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_the_own_site_can_with_and_without_the_header(client, city, site):
    headers = {"sec-fetch-site": site} if site else {}
    assert client.post(SWITCH, headers=headers).status_code == 302


def test_an_odd_cookie_is_not_high_contrast(client, city):
    client.cookies[CONTRAST_COOKIE] = '"><script>'
    page = client.get("/de/cookies/")
    assert "data-contrast" not in page.content.decode()
    assert client.post(SWITCH).cookies[CONTRAST_COOKIE].value == "high"
