"""A short address such as /klima leads to its process and never dies."""

import pytest

from ratschlag.journal.models import Entry
from ratschlag.process.actions import AddressRefused, give_short_address, move_process
from ratschlag.process.models import Process, ShortAddress
from ratschlag.process.rules import RESERVED_ADDRESSES, State
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
    with pytest.raises(AddressRefused, match="words that lead elsewhere: .*static"):
        give_short_address(process, path, by=None)
    assert not ShortAddress.objects.exists()


def test_every_first_word_of_the_sites_own_addresses_is_reserved(client, city):
    """Where something answers already, a short address would never be reached."""
    for path in RESERVED_ADDRESSES - {"api", "static"}:
        assert client.get(f"/{path}/").status_code != 404 or client.get(f"/{path}").content == b"ok"


@pytest.mark.parametrize("path", ["", "Klima", "küche", "a b", "klima/", "x" * 61, "kli\x00ma"])
def test_what_is_no_word_is_refused(process, path):
    with pytest.raises(AddressRefused, match="Use small letters, digits and hyphens"):
        give_short_address(process, path, by=None)
    assert not ShortAddress.objects.exists()


def test_one_that_is_taken_is_refused_and_goes_on_leading_where_it_did(client, announced):
    other = cast.a_process("verkehr", title="Verkehr")
    lines = Entry.objects.count()
    with pytest.raises(AddressRefused, match="/klima leads to a process already"):
        give_short_address(other, "klima", by=None)
    assert client.get("/klima").url == GERMAN
    assert Entry.objects.count() == lines
