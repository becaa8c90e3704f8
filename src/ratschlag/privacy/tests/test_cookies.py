"""The page that names every cookie: the eight of the model case, and nothing undeclared."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import override

from ratschlag.city.rules import LANGUAGES
from ratschlag.privacy.queries.registry import cookie_table, lifetime_in_words
from ratschlag.privacy.rules import REGISTRY, Category, Condition, declared_names

# As the press release of the model case prints them.
SEED = {
    "privacylayer": ("Statusvereinbarung Cookie-Hinweis", "1 Jahr"),
    "cc_accessibility": ("Kontrasteinstellungen", "Ende der Session"),
    "cc_attention_notice": ("Optionale Einblendung wichtiger Informationen", "5 Minuten"),
    "_pk_id": ("Matomo", "13 Monate"),
    "_pk_ref": ("Matomo", "6 Monate"),
    "_pk_ses": ("Matomo", "30 Minuten"),
    "_pk_cvar": ("Matomo", "30 Minuten"),
    "_pk_hsr": ("Matomo", "30 Minuten"),
}
STAFF = {"ratschlag_session", "ratschlag_form"}
OWN = {*STAFF, "ratschlag_unterwegs", "ratschlag_draft"}


def rows_of(client, language):
    """Name of a cookie to use, condition and lifetime, as the page shows them."""
    page = client.get(f"/{language}/cookies/").content.decode().partition('id="aufbewahrung"')[0]
    found = {}
    for row in re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", page, re.DOTALL):
        names, use, lifetime = re.split(r"</th><td>|</td><td>", row)
        use, _small, condition = use.partition("<small>")
        cells = tuple(strip_tags(cell).strip() for cell in (use, condition, lifetime))
        found |= dict.fromkeys(strip_tags(names).split(", "), cells)
    return found


@pytest.mark.django_db
def test_the_page_names_the_cookies_of_the_seed_in_its_words(client, city):
    shown = {name: (use, life) for name, (use, _when, life) in rows_of(client, "de").items()}
    assert {name: shown[name] for name in shown if name not in OWN} == SEED


@pytest.mark.django_db
def test_the_page_names_the_own_cookies_too(client, city):
    rows = rows_of(client, "de")
    assert set(rows) == declared_names() == {*SEED, *OWN}
    assert rows["ratschlag_session"][2] == "12 Stunden"
    assert rows["ratschlag_form"][2] == "Ende der Session"
    assert rows["ratschlag_unterwegs"][2] not in ("", "Ende der Session")
    assert rows["ratschlag_draft"][2] == "1 Monat"


@pytest.mark.django_db
def test_a_long_name_may_break_and_is_still_the_name(client, city):
    page = client.get("/de/cookies/").content.decode()
    assert "cc_<wbr>attention_<wbr>notice" in page
    assert "cc_attention_notice" in rows_of(client, "de")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_them_all_with_use_condition_and_lifetime(client, city, language):
    rows = rows_of(client, language)
    assert set(rows) == declared_names()
    assert all(all(cells) for cells in rows.values())


@pytest.mark.django_db
def test_looking_at_the_page_sets_none(client, city):
    assert not client.get("/de/cookies/").cookies
    assert not client.head("/de/cookies/").cookies


def test_the_lifetimes_in_seconds_are_those_that_the_seed_promises():
    assert {cookie.name: cookie.seconds for cookie in REGISTRY if cookie.is_stated_by_seed} == {
        "privacylayer": 31_536_000,
        "cc_accessibility": None,
        "cc_attention_notice": 300,
        "_pk_id": 33_955_200,
        "_pk_ref": 15_768_000,
        "_pk_ses": 1_800,
        "_pk_cvar": 1_800,
        "_pk_hsr": 1_800,
    }


def test_what_django_sets_is_what_the_registry_declares():
    registry = {cookie.name: cookie for cookie in REGISTRY}
    session, form = registry[settings.SESSION_COOKIE_NAME], registry[settings.CSRF_COOKIE_NAME]
    assert {session.name, form.name} == STAFF
    assert session.seconds == settings.SESSION_COOKIE_AGE
    assert form.seconds is settings.CSRF_COOKIE_AGE is None
    # Residents never get them: they belong to the desk.
    assert settings.SESSION_COOKIE_PATH == settings.CSRF_COOKIE_PATH == "/desk/"


def test_statistics_are_switched_off():
    statistics = [cookie for cookie in REGISTRY if cookie.category is Category.STATISTICS]
    assert {cookie.name for cookie in statistics} == {name for name in SEED if name[0] == "_"}
    assert {cookie.set_when for cookie in statistics} == {Condition.CONSENT, Condition.NEVER}


def test_each_name_is_declared_once():
    assert len(declared_names()) == len(REGISTRY)


def test_cookies_of_one_use_and_lifetime_share_a_line():
    names = [row.names for row in cookie_table(Category.STATISTICS)]
    assert names == [("_pk_id",), ("_pk_ref",), ("_pk_ses", "_pk_cvar", "_pk_hsr")]


@pytest.mark.parametrize(
    ("lifetime", "german", "english"),
    [
        (None, "Ende der Session", "End of the session"),
        (timedelta(minutes=1), "1 Minute", "1 minute"),
        (timedelta(minutes=90), "90 Minuten", "90 minutes"),
        (timedelta(hours=1), "1 Stunde", "1 hour"),
        (timedelta(hours=12), "12 Stunden", "12 hours"),
        (timedelta(days=30), "1 Monat", "1 month"),
        (timedelta(days=365), "1 Jahr", "1 year"),
    ],
)
def test_a_lifetime_is_said_as_the_seed_prints_it(lifetime, german, english):
    with override("de"):
        assert lifetime_in_words(lifetime) == german
    with override("en"):
        assert lifetime_in_words(lifetime) == english
