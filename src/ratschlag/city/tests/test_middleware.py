"""Before every page: which city, which language, which time zone."""

import re
from datetime import UTC, date, datetime

import pytest
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from ratschlag.city.middleware import CityMiddleware
from ratschlag.city.queries import today_of
from ratschlag.city.rules import LANGUAGES, NATIVE_NAMES
from ratschlag.journal.actions import set_clock
from tests import cast

pytestmark = pytest.mark.django_db

EVERYWHERE = ("/", "/de/", "/ar/cookies/", "/xx/", "/desk/", "/desk/admin/", "/desk/konto/login/")


def language_of(response):
    """The language and direction that a page says it is in."""
    return re.search(r'<html lang="([^"]*)" dir="([^"]*)"', response.content.decode()).groups()


def languages_offered(response):
    """The addresses of the language links."""
    links = re.findall(r'<a href="([^"]*)" lang="[^"]*" hreflang', response.content.decode())
    return list(dict.fromkeys(links))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_stands_in_the_address(client, city, language):
    response = client.get(f"/{language}/cookies/")
    spoken = language.removesuffix("-easy")
    direction = "rtl" if language in ("ar", "fa") else "ltr"
    assert response.status_code == 200
    assert language_of(response) == (spoken, direction)
    assert response.headers["Content-Language"] == spoken
    assert languages_offered(response) == [f"/{code}/cookies/" for code in LANGUAGES]


def test_no_language_is_left_behind_for_the_next_request(client, city):
    before = get_language()
    client.get("/ar/cookies/")
    assert get_language() == before
    assert timezone.get_current_timezone_name() == timezone.get_default_timezone_name()


@pytest.mark.parametrize("address", ["/xx/", "/xx/cookies/", "/zh-tw/", "/EN/"])
def test_under_an_unknown_language_a_page_offers_the_languages(client, city, address):
    response = client.get(address)
    assert response.status_code == 404
    assert language_of(response) == ("de", "ltr")
    assert "<h1>Diese Sprache gibt es hier nicht</h1>" in response.content.decode()
    assert languages_offered(response) == [f"/{code}/" for code in LANGUAGES]
    assert all(name in response.content.decode() for name in NATIVE_NAMES.values())


@pytest.mark.parametrize("address", ["/vi/", "/vi/cookies/", "/de-easy/", "/fa/gibt-es-nicht/"])
def test_a_language_that_the_city_does_not_offer_is_not_there_either(client, address):
    cast.a_city(languages=["de", "ar"])
    response = client.get(address)
    assert response.status_code == 404
    assert language_of(response) == ("de", "ltr")
    assert response.headers["Content-Language"] == "de"
    assert "<h1>Diese Sprache gibt es hier nicht</h1>" in response.content.decode()
    assert languages_offered(response) == ["/de/", "/ar/"]


def test_a_missing_page_is_said_to_be_missing_in_its_language(client, city):
    response = client.get("/ar/gibt-es-nicht/")
    assert response.status_code == 404
    assert language_of(response) == ("ar", "rtl")
    assert "<h1>Diese Sprache" not in response.content.decode()


@pytest.mark.parametrize("address", ["/%00/", "/%ff%fe/", "/de/%00/", "/" + "a" * 9000])
def test_an_odd_address_is_not_there(client, city, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("is_founded", [False, True])
def test_what_is_not_the_address_of_a_page_is_a_bad_request(client, db, is_founded):
    # `OPTIONS * HTTP/1.1` reaches us from granian as it is.
    if is_founded:
        cast.a_city()
    assert client.generic("OPTIONS", "*").status_code == 400


@pytest.mark.parametrize("address", EVERYWHERE)
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_before_the_city_is_founded_nobody_sees_anything(client, address, method):
    response = getattr(client, method)(address)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "600"
    assert not response.cookies


def test_the_page_before_has_nothing_to_set_up_or_to_follow(client):
    page = client.get("/").content.decode()
    assert "noch nicht eingerichtet" in page
    assert not re.search(r"<(a|form|input|button|script)\b", page)
    assert "/desk" not in page and "ratschlag init" not in page


def test_before_the_city_is_founded_the_server_says_that_it_lives(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert response.headers["Cache-Control"] == "no-store"


def test_a_founded_city_is_seen_at_once(client):
    assert client.get("/de/").status_code == 503
    cast.a_city()
    assert client.get("/de/").status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "testserver.evil.example",
        "testserver@evil.example",
        "testserver, evil.example",
        "evil.example/",
        "<script>evil.example</script>",
        "",
    ],
)
@pytest.mark.parametrize("address", ["/ar/gibt-es-nicht/", "/desk/"])
def test_a_foreign_host_is_refused_and_not_repeated(client, city, host, address):
    response = client.get(address, headers={"host": host})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()
    assert "evil" not in str(response.headers)


def test_a_host_that_a_stranger_forwards_is_not_listened_to(client, city):
    headers = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
    response = client.get("/de/", headers=headers)
    assert response.status_code == 200
    assert "evil" not in response.content.decode()


@pytest.mark.parametrize(
    ("wanted", "home"),
    [
        ("", "/de/"),
        ("de", "/de/"),
        ("ar", "/ar/"),
        ("en-GB,en;q=0.9", "/en/"),
        ("de-AT", "/de/"),
        ("fa-IR", "/fa/"),
        ("de-easy", "/de-easy/"),
        ("fr, vi;q=0.8, ar;q=0.9", "/ar/"),
        ("fr", "/de/"),
        ("*", "/de/"),
        ("en;q=0", "/de/"),
        ("en;q=0, tr;q=0.1", "/tr/"),
    ],
)
def test_the_front_leads_to_the_language_that_the_browser_asks_for(client, city, wanted, home):
    response = client.get("/", headers={"accept-language": wanted})
    assert (response.status_code, response.headers["Location"]) == (302, home)
    assert "Accept-Language" in response.headers["Vary"]


def test_a_language_that_is_not_offered_is_passed_over(client):
    cast.a_city(languages=["de", "tr"])
    response = client.get("/", headers={"accept-language": "ar, en;q=0.9, tr;q=0.1"})
    assert response.headers["Location"] == "/tr/"


@pytest.mark.parametrize(
    "wanted",
    [
        "x" * 10_240,
        "en," * 3_500,
        "de-" * 3_500,
        "a-" * 249 + "b",
        "ar\x00, en",
        "\x00",
        ";;;q=,,,",
        "en;q=nan",
        "en;q=1e9",
        "../../etc/passwd",
        "ä, 中文, \udcff",
        "<script>",
    ],
)
def test_whatever_the_browser_asks_for_leads_to_a_home_page(client, city, wanted):
    response = client.get("/", headers={"accept-language": wanted})
    assert response.status_code == 302
    assert response.headers["Location"] in {f"/{code}/" for code in LANGUAGES}
    assert "Accept-Language" in response.headers["Vary"]


def test_pages_go_by_the_clock_on_the_wall_of_the_city(rf):
    set_clock(datetime(2016, 8, 16, 12, tzinfo=UTC))
    cast.a_city(time_zone="Pacific/Kiritimati")
    seen = []

    def page(request):
        seen.append((timezone.get_current_timezone_name(), today_of(request)))
        return HttpResponse()

    CityMiddleware(page)(rf.get("/de/"))
    assert seen == [("Pacific/Kiritimati", date(2016, 8, 17))]
    assert timezone.get_current_timezone_name() == "Europe/Berlin"
