"""A short address such as /klima leads to a public page and never dies."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from ratschlag.journal.models import Entry
from ratschlag.people.rules import Role
from ratschlag.process.actions import (
    AddressRefused,
    give_short_address,
    move_process,
)
from ratschlag.process.models import AddressTarget, Process, ShortAddress
from ratschlag.process.queries import words_in_use
from ratschlag.process.rules import RESERVED_ADDRESSES, State, as_target
from tests import cast

GERMAN = "/de/verfahren/klimakonzept/"


@pytest.fixture
def announced(city) -> Process:
    process = cast.a_process("klimakonzept")
    give_short_address(process, "klima", by=None)
    return process


@pytest.mark.parametrize("address", ["/klima", "/klima/", "/KLIMA", "/Klima/"])
def test_a_short_address_leads_to_the_process(client, announced, address):
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (302, GERMAN)
    assert client.get(address, follow=True).status_code == 200
    assert client.head(address).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("ar", "ar"),
        ("ar-EG,en;q=0.5", "ar"),
        ("de-easy", "de-easy"),
        ("fr, uk;q=0.8, en;q=0.5", "uk"),
        ("fr", "de"),
        ("", "de"),
        ("*", "de"),
        ("x" * 600, "de"),
        ("en;q=zero", "de"),
    ],
)
def test_it_leads_there_in_the_language_that_the_browser_asks_for(
    client, announced, wanted, language
):
    answer = client.get("/klima", headers={"accept-language": wanted})
    assert answer.url == f"/{language}/verfahren/klimakonzept/"
    assert "Accept-Language" in answer.headers["Vary"]
    assert not answer.cookies


def test_it_leads_there_only_in_a_language_that_the_city_offers(client, announced, city):
    city.languages = ["de", "en"]
    city.save()
    assert client.get("/klima", headers={"accept-language": "ar, en;q=0.1"}).url == (
        "/en/verfahren/klimakonzept/"
    )


@pytest.mark.parametrize("address", ["/nie-gehoert", "/nie-gehoert/", "/klim", "/klima/klima"])
def test_an_address_that_nobody_gave_leads_nowhere(client, announced, address):
    assert client.get(address).status_code == 404


def test_it_leads_nowhere_until_the_process_is_announced(client, city):
    process = cast.a_process("klimakonzept", state=State.PREPARING)
    give_short_address(process, "klima", by=None)
    assert client.get("/klima").status_code == 404
    move_process(process, State.ANNOUNCED, by=None)
    assert client.get("/klima").status_code == 302
    move_process(process, State.PAUSED, by=None)
    assert client.get("/klima").status_code == 302


def test_giving_one_is_one_line_in_the_journal(process, coordinator):
    short = give_short_address(process, "kuehl", by=coordinator)
    entry = Entry.objects.latest("at")
    assert entry.verb == "address.given"
    assert (entry.actor_number, entry.subject_number) == (str(coordinator.pk), str(short.pk))


@pytest.mark.parametrize("path", sorted(RESERVED_ADDRESSES))
def test_a_word_that_leads_elsewhere_is_refused(process, path):
    with pytest.raises(AddressRefused, match="static"):
        give_short_address(process, path, by=None)
    assert not ShortAddress.objects.exists()


def test_every_first_word_of_the_sites_own_addresses_is_reserved(client, city):
    """Where something answers already, a short address would never be reached."""
    for path in RESERVED_ADDRESSES - {"api", "static"}:
        assert client.get(f"/{path}/").status_code != 404 or client.get(f"/{path}").content == b"ok"


@pytest.mark.parametrize("path", ["", "Klima", "küche", "a b", "klima/", "x" * 61, "kli\x00ma"])
def test_what_is_no_word_is_refused(process, path):
    with pytest.raises(AddressRefused, match="static"):
        give_short_address(process, path, by=None)
    assert not ShortAddress.objects.exists()


def test_one_that_is_taken_is_refused_and_goes_on_leading_where_it_did(client, announced):
    other = cast.a_process("verkehr", title="Verkehr")
    lines = Entry.objects.count()
    with pytest.raises(AddressRefused, match="/verfahren/klimakonzept/"):
        give_short_address(other, "klima", by=None)
    assert client.get("/klima").url == GERMAN
    assert Entry.objects.count() == lines


def test_of_two_who_give_one_at_once_one_is_told(announced, monkeypatch):
    """The second one looked before the first one was there."""
    other = cast.a_process("verkehr", title="Verkehr")
    monkeypatch.setattr(QuerySet, "first", lambda found: None)
    with pytest.raises(AddressRefused, match="/verfahren/klimakonzept/"):
        give_short_address(other, "klima", by=None)


@pytest.fixture
def press(browser_of, announced):
    return browser_of(cast.a_person("Pia Presse", Role.PRESS))


def test_it_may_lead_to_any_public_page(client, press):
    sent = {"path": "Mitmachen", "target": "http://localhost/en/cookies/"}
    assert press.post("/desk/adressen/neu/", sent).status_code == 302
    assert client.get("/mitmachen").url == "/de/cookies/"
    assert client.get("/mitmachen", headers={"accept-language": "ar"}).url == "/ar/cookies/"


def test_pointed_elsewhere_it_leads_there_at_once_and_remembers(client, press, announced):
    short = ShortAddress.objects.get()
    assert client.get("/klima").status_code == 302  # a 301 would be kept by the browser for good
    press.post(f"/desk/adressen/{short.pk}/", {"target": "/cookies/"})
    assert client.get("/klima").url == "/de/cookies/"
    told = [target.leads_to for target in short.targets.all()]
    assert told == ["/cookies/", "/verfahren/klimakonzept/"]
    assert "/verfahren/klimakonzept/" in press.get("/desk/adressen/").text
    detail = Entry.objects.get(verb="address.pointed").detail
    assert detail == {"before": "/verfahren/klimakonzept/", "leads_to": "/cookies/"}


@pytest.mark.django_db
def test_neither_it_nor_where_it_led_can_be_deleted(announced):
    short = ShortAddress.objects.get()
    for change in (
        lambda: ShortAddress.objects.filter(pk=short.pk)._raw_delete("default"),
        lambda: AddressTarget.objects.all().delete(),
        lambda: AddressTarget.objects.update(leads_to="/anders/"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "wrong", [{"process": None}, {"target": "/cookies/"}, {"process": None, "target": "cookies"}]
)
def test_the_database_refuses_an_address_that_leads_nowhere_or_twice(announced, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ShortAddress.objects.update(**wrong)


@pytest.mark.parametrize(
    "target",
    [
        "/gibt-es-nicht/", "/desk/", "/desk/plan/", "//evil.example/", "https://evil.example/",
        "javascript:alert(1)", "/klima", "cookies", "/cookies/?x=1", "/cookies/\nx", "/../desk/",
        "/stadt.css", "/verfahren/klimakonzept/x/y/z/", "x" * 301, "/a\x00/", "/static/",
    ],
)  # fmt: skip
def test_a_target_that_is_no_public_page_is_refused(press, target):
    answer = press.post("/desk/adressen/neu/", {"path": "neu", "target": target})
    assert answer.status_code == 422
    assert ShortAddress.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"process": "x"}, {"process": "9" * 40}])
def test_one_that_leads_nowhere_is_refused(press, sent):
    assert press.post("/desk/adressen/neu/", {"path": "neu"} | sent).status_code == 422


def test_one_that_leads_to_two_places_is_refused(press):
    both = {"path": "neu", "process": Process.objects.get().pk, "target": "/cookies/"}
    assert press.post("/desk/adressen/neu/", both).status_code == 422
    assert ShortAddress.objects.count() == 1


@pytest.mark.parametrize(
    "path", ["desk", "static", "de", "healthz", "befragung-unterwegs", "klima", "a b"]
)
def test_a_word_that_is_in_use_is_refused_at_the_desk_and_what_was_typed_stays(press, path):
    answer = press.post("/desk/adressen/neu/", {"path": path, "target": "/cookies/"})
    assert answer.status_code == 422
    assert 'value="/cookies/"' in answer.text
    assert ShortAddress.objects.count() == 1


def test_the_words_in_use_come_from_the_addresses_themselves():
    assert {"desk", "static", "api", "de", "healthz", "befragung-unterwegs"} <= words_in_use()
    assert "klima" not in words_in_use()


@pytest.mark.parametrize("typed", ["/faq/", "/de/faq/", "http://localhost/ar/faq/", " /faq/ "])
def test_an_address_from_the_browser_is_taken_as_it_is_meant(typed):
    assert as_target(typed, own="http://localhost") == "/faq/"
    assert as_target("/de/", own="http://localhost/") == "/"


def test_its_code_is_drawn_and_can_be_printed(press):
    page = f"/desk/adressen/{ShortAddress.objects.get().pk}/"
    svg, png = press.get(f"{page}qr.svg"), press.get(f"{page}qr.png")
    assert svg["Content-Type"] == "image/svg+xml" and svg.content.startswith(b"<svg")
    assert png["Content-Type"] == "image/png" and png.content.startswith(b"\x89PNG")
    assert press.get(f"{page}qr.exe").status_code == 404
    assert "http://localhost/klima" in press.get(f"{page}druck/").text
