"""When something is not there, not allowed, not readable or broken: a clear page, in one's language."""

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from ratschlag import urls
from ratschlag.people.models import Organisation
from ratschlag.people.rules import Role
from ratschlag.portal.views.errors import broken
from ratschlag.urls import handler400, handler403, handler404, handler500  # noqa: F401  as there
from tests import cast

GONE = "Diese Seite gibt es nicht"
NO_LANGUAGE = "Diese Sprache gibt es hier nicht"
EXPIRED = "Dieses Formular ist abgelaufen"


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("geheim: the database password")


# The site with two pages that break; `pytest.mark.urls` puts it in the place of the real one.
urlpatterns = [
    path("desk/kaputt/", breaks),
    *i18n_patterns(path("kaputt/", breaks)),
    *urls.urlpatterns,
]


def assert_is_a_page(answer: HttpResponse, status: int, language: str) -> None:
    direction = "rtl" if language == "ar" else "ltr"
    assert answer.status_code == status
    assert f'<html lang="{language}" dir="{direction}"' in answer.text
    assert answer.text.count("<h1") == 1
    assert not answer.cookies
    for word in ("Traceback", "Exception", "Django", "geheim"):
        assert word not in answer.text


@pytest.mark.parametrize("language", ["de", "ar", "en"])
@pytest.mark.parametrize(
    "page", ["nie/", "verfahren/nie/", "nie", "verfahren/klima/handlungsfelder/nie/", "%00/"]
)
def test_what_is_not_there_is_said_in_the_language_of_the_page(client, process, language, page):
    answer = client.get(f"/{language}/{page}")
    assert_is_a_page(answer, 404, language)
    assert (GONE in answer.text) is (language == "de")
    assert f'href="/{language}/"' in answer.text


@pytest.mark.parametrize("address", ["/nie-gehoert", "/nie-gehoert/", "/nie/gehoert/", "/.env"])
def test_without_a_language_it_is_said_in_german(client, city, address):
    answer = client.get(address)
    assert_is_a_page(answer, 404, "de")
    assert GONE in answer.text


@pytest.mark.parametrize("address", ["/fr/", "/fr/verfahren/klima/", "/de-at/", "/xx"])
def test_a_language_that_there_is_not_leads_to_those_that_there_are(client, city, address):
    answer = client.get(address)
    assert_is_a_page(answer, 404, "de")
    assert NO_LANGUAGE in answer.text
    for language in ("de", "ar", "de-easy"):
        assert f'href="/{language}/"' in answer.text


@pytest.mark.parametrize("address", ["/klima", "/umfrage", "/hallo/"])
def test_a_word_is_not_taken_for_a_language(client, city, address):
    assert NO_LANGUAGE not in client.get(address).text


def test_a_hostile_address_is_not_repeated_as_markup(client, city):
    answer = client.get("/de/%3Cscript%3Ealert(1)%3C/script%3E/")
    assert_is_a_page(answer, 404, "de")
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("language", ["de", "ar"])
def test_what_is_not_allowed_is_said_in_the_language_of_the_page(client, city, language):
    answer = client.post(f"/{language}/kontrast/", headers={"sec-fetch-site": "cross-site"})
    assert_is_a_page(answer, 403, language)
    assert ("Das dürfen Sie nicht" in answer.text) is (language == "de")


@pytest.mark.parametrize("language", ["de", "en"])
def test_at_the_desk_it_is_said_in_the_language_of_the_person(browser_of, city, language):
    browser = browser_of(cast.a_person("Ayşe", Role.EDITOR, language=language))
    assert_is_a_page(browser.get("/desk/journal/"), 403, language)
    assert_is_a_page(browser.get("/desk/nie-gehoert/"), 404, language)


def test_a_strange_host_is_refused_and_found_in_no_address(client, city):
    answer = client.get("/de/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert answer.text.count("<h1") == 1
    assert "Diese Anfrage konnten wir nicht lesen" in answer.text
    assert "evil.example" not in answer.text
    assert not answer.cookies


@pytest.mark.urls(__name__)
def test_what_breaks_says_sorry_and_nothing_else(client, city):
    client.raise_request_exception = False
    answer = client.get("/de/kaputt/")
    assert answer.status_code == 500
    assert answer.text.count("<h1") == 1
    assert "Bei uns ist etwas schiefgegangen" in answer.text
    for word in ("Traceback", "RuntimeError", "geheim", "Django"):
        assert word not in answer.text


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("language", ["de", "ar", "de-easy"])
def test_what_breaks_says_so_in_the_language_of_the_page(client, city, language):
    client.raise_request_exception = False
    assert_is_a_page(client.get(f"/{language}/kaputt/"), 500, language.removesuffix("-easy"))


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_strange_host_is_refused_in_the_language_of_the_page(client, city, language):
    answer = client.get(f"/{language}/", headers={"host": "evil.example"})
    assert_is_a_page(answer, 400, language)


@pytest.mark.urls(__name__)
def test_what_breaks_at_the_desk_says_so_too(desk):
    desk.raise_request_exception = False
    answer = desk.get("/desk/kaputt/")
    assert answer.status_code == 500
    assert "Bei uns ist etwas schiefgegangen" in answer.text


@pytest.mark.urls(__name__)
def test_once_something_broke_the_database_is_not_asked(
    client, city, django_assert_max_num_queries
):
    client.raise_request_exception = False
    # The one is the city, asked for before anything broke.
    with django_assert_max_num_queries(1):
        assert client.get("/de/kaputt/").status_code == 500


def test_the_page_needs_no_database_at_all():
    """This test may not touch the database, so the page may not either."""
    assert broken(RequestFactory().get("/de/")).status_code == 500


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_that_are_read_can_not_be_written(client, process, method):
    for page in ("/", "/de/", "/de/ueber/", "/ar/verfahren/klima/", "/healthz"):
        answer = getattr(client, method)(page)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD"


def test_a_form_without_its_key_has_expired(city, coordinator):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(coordinator, "allauth.account.auth_backends.AuthenticationBackend")
    typed = {"name": "Zoo", "kind": "association"}
    answer = browser.post("/desk/organisationen/neu/", typed)
    assert answer.status_code == 403
    assert EXPIRED in answer.text
    assert '<html lang="de" dir="ltr"' in answer.text
    assert "CSRF" not in answer.text
    assert not Organisation.objects.exists()


def test_a_form_with_its_key_is_taken_and_with_another_key_it_is_not(city, coordinator):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(coordinator, "allauth.account.auth_backends.AuthenticationBackend")
    key = browser.get("/desk/organisationen/neu/").context["csrf_token"]
    typed = {"name": "Zoo", "kind": "association"}
    address = "/desk/organisationen/neu/"
    wrong = typed | {"csrfmiddlewaretoken": "x" * 64}
    assert EXPIRED in browser.post(address, wrong).text
    assert browser.post(address, typed | {"csrfmiddlewaretoken": str(key)}).status_code == 302


def test_an_expired_form_is_said_in_the_language_of_the_person(city):
    browser = Client(enforce_csrf_checks=True)
    person = cast.a_person("Kim", Role.COORDINATOR, language="en")
    browser.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.post("/desk/einstellungen/", {"name": "Kim", "language": "de"})
    assert answer.status_code == 403
    assert "This form has expired" in answer.text


def test_who_was_logged_out_meanwhile_is_led_to_the_log_in(city):
    answer = Client(enforce_csrf_checks=True).post("/desk/organisationen/neu/", {"name": "Zoo"})
    assert answer.status_code == 302
    assert answer.url == "/desk/konto/anmelden/?next=/desk/organisationen/neu/"
