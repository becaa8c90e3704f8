"""Subscribing without an account: asked, confirmed by a button, changed, ended by one click."""

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from ratschlag.city.models import City
from ratschlag.city.rules import LANGUAGES
from ratschlag.journal.models import Entry
from ratschlag.lib.pace import Pace
from ratschlag.mail.models import Address, Letter
from ratschlag.mail.rules import AddressState
from ratschlag.mail.tasks import send_letters
from ratschlag.mail.tests.hands import an_address
from ratschlag.press.actions.subscriptions import subscribe
from ratschlag.press.models import Subscriber, Subscription, Tally
from ratschlag.press.queries.subscriptions import lasting_key, short_key
from ratschlag.press.rules import NewsKind, Rhythm
from ratschlag.press.tasks import forget_addresses, journal_subscriptions
from ratschlag.press.tests.letters import (
    AYSE,
    PAGE,
    WISH,
    a_subscriber,
    letters_to,
    link_in,
    state_of,
)
from ratschlag.press.views import subscriptions as views
from ratschlag.process.rules import State
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_is_set_up(settings, city):
    settings.EMAIL_HOST = "mail.test"


@pytest.fixture(autouse=True)
def fresh_pace(monkeypatch):
    monkeypatch.setattr(views, "pace", Pace(burst=10, per_second=1 / 60, wait=60))


def ask(client, **changes):
    return client.post(PAGE, WISH | changes)


def test_a_resident_subscribes_confirms_and_ends_it(client, process):
    assert client.get(PAGE).status_code == 200
    answer = ask(client, process="klima", kinds=["events"], rhythm="daily", language="tr")
    assert answer.status_code == 200
    (letter,) = letters_to()
    assert letter.language == "tr"
    confirm = link_in(letter, "bestaetigen")
    assert confirm.startswith("/tr/abo/bestaetigen/")
    assert link_in(letter, "bestaetigen") in letter.html.replace("&amp;", "&")
    page = client.get(confirm)
    assert "Klimakonzept" in page.text
    # Looking, as mail scanners do, confirms nothing.
    assert state_of() == AddressState.UNCONFIRMED
    client.head(confirm)
    assert not Subscription.objects.confirmed().exists()
    assert client.post(confirm).status_code == 200
    assert state_of() == AddressState.CONFIRMED
    row = Subscription.objects.confirmed().get()
    assert (row.process, row.kind) == (process, NewsKind.EVENTS)
    subscriber = Subscriber.objects.get()
    assert (subscriber.rhythm, subscriber.language) == (Rhythm.DAILY, "tr")
    own = f"/de/abo/{lasting_key(subscriber)}/"
    assert client.post(own, {"end": "1"}).status_code == 200
    assert not Address.objects.exists()
    assert not Letter.objects.exists()
    assert client.get(own).status_code == 404
    assert client.get(confirm).status_code == 404


def test_nothing_tells_whether_an_address_is_known(client, process):
    a_subscriber()
    an_address("blocked@example.org", AddressState.BLOCKED)
    pages = {
        ask(client, email=email).content
        for email in (AYSE, "new@example.org", "blocked@example.org", "NEW@example.org")
    }
    assert len(pages) == 1
    assert ask(client, email="new@example.org").cookies == {}
    assert letters_to("blocked@example.org") == []


def test_a_thousand_wishes_for_one_address_are_one_mail(client, process):
    wish = {"process": None, "kinds": [NewsKind.EVENTS], "language": "de"}
    for _time in range(1000):
        subscribe(AYSE, rhythm=Rhythm.DAILY, **wish)
    assert (Letter.objects.count(), Address.objects.count()) == (1, 1)
    assert Subscription.objects.count() == 1
    Address.objects.update(asked_at=timezone.now() - timedelta(minutes=59))
    a_subscriber(is_confirmed=False)
    assert Letter.objects.count() == 1
    Address.objects.update(asked_at=timezone.now() - timedelta(minutes=61))
    a_subscriber(is_confirmed=False)
    assert Letter.objects.count() == 2
    assert Tally.objects.get().asked == 1002


def test_who_sends_too_fast_waits_and_keeps_what_was_typed(client, process):
    where = {"REMOTE_ADDR": "203.0.113.9"}
    states = [
        client.post(PAGE, WISH | {"email": f"a{number}@example.org"}, **where).status_code
        for number in range(12)
    ]
    assert states == [200] * 10 + [429] * 2
    answer = client.post(PAGE, WISH | {"email": "typed@example.org"}, **where)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "typed@example.org" in answer.text
    assert Address.objects.count() == 10


def test_in_a_flood_only_who_brings_a_proof_passes(client, process, monkeypatch):
    class Flooded:
        per_minute = 500

        def count(self):
            return self

        measured = count

    monkeypatch.setattr(views, "flood", Flooded())
    where = {"REMOTE_ADDR": "203.0.113.9"}
    assert "data-proof" in client.get(PAGE).text
    assert client.get("/de/abo/nachweis/").json()["parameters"]
    assert client.post(PAGE, WISH, **where).status_code == 429
    assert client.post(PAGE, WISH | {"altcha": "bm9uc2Vuc2U="}, **where).status_code == 429
    assert not Address.objects.exists()
    monkeypatch.setattr(views.proofs, "is_solved", lambda *_sent: True)
    assert client.post(PAGE, WISH | {"altcha": "solved"}, **where).status_code == 200
    assert Address.objects.exists()


def test_who_fills_the_hidden_field_is_a_machine_and_is_not_told(client, process):
    human, machine = ask(client), ask(client, email="x@example.org", website="http://spam.example")
    assert human.content == machine.content
    assert Address.objects.get().email == AYSE


def test_another_site_can_neither_ask_nor_end(client, process):
    foreign = {"HTTP_SEC_FETCH_SITE": "cross-site"}
    assert client.post(PAGE, WISH, **foreign).status_code == 403
    assert not Address.objects.exists()
    subscriber = a_subscriber()
    own = f"/de/abo/{lasting_key(subscriber)}/"
    assert client.post(own, {"end": "1"}, **foreign).status_code == 200
    assert Address.objects.exists()
    a_subscriber("kora@example.org", is_confirmed=False)
    confirm = link_in(letters_to("kora@example.org")[0], "bestaetigen")
    client.post(confirm, **foreign)
    assert state_of("kora@example.org") == AddressState.UNCONFIRMED


@pytest.mark.parametrize("wrong", [
    {"email": ""},
    {"email": "ayse"},
    {"email": "ayse@example.org\r\nBcc: all@example.org"},
    {"email": "ayse@example.org, kora@example.org"},
    {"email": "a" * 300 + "@example.org"},
    {"email": "ayse@example.org\x00"},
    {"kinds": []},
    {"kinds": ["gossip"]},
    {"process": "gibt-es-nicht"},
    {"rhythm": "hourly"},
    {"language": "xx"},
    {"language": ""},
])  # fmt: skip
def test_wrong_input_is_said_and_kept(client, process, wrong):
    answer = ask(client, **({"email": "typed@example.org"} | wrong))
    assert answer.status_code == 422
    assert "err" in answer.text
    if "email" not in wrong:
        assert "typed@example.org" in answer.text
    assert not Address.objects.exists()
    assert not Letter.objects.exists()


def test_a_process_that_is_not_announced_can_not_be_chosen(client, city):
    cast.a_process("geheim", state=State.PREPARING)
    assert "geheim" not in client.get(PAGE).text
    assert ask(client, process="geheim").status_code == 422


@pytest.mark.parametrize("key", ["x", "x:y", "1:AAAA", "%00", "../x", "ä" * 20, "z" * 3000])
@pytest.mark.parametrize("page", ["/de/abo/{}/", "/de/abo/bestaetigen/{}/"])
def test_a_forged_key_opens_nothing(client, city, page, key):
    assert client.get(page.format(key)).status_code == 404
    assert client.post(page.format(key), {"end": "1"}).status_code == 404


def test_a_key_is_good_for_its_own_page_only(client, process):
    subscriber = a_subscriber(is_confirmed=False)
    lasting, short = lasting_key(subscriber), short_key(subscriber)
    assert client.get(f"/de/abo/bestaetigen/{lasting}/").status_code == 404
    assert client.get(f"/de/abo/{short}/").status_code == 404
    other = a_subscriber("kora@example.org")
    mixed = f"{lasting_key(other).split(':')[0]}:{lasting.split(':')[1]}"
    assert client.post(f"/de/abo/{mixed}/", {"end": "1"}).status_code == 404
    assert Address.objects.count() == 2


def test_a_confirmation_runs_out_after_three_days(client, process, monkeypatch):
    subscriber = a_subscriber(is_confirmed=False)
    confirm = f"/de/abo/bestaetigen/{short_key(subscriber)}/"
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3 * 86_400 + 1)
    assert client.post(confirm).status_code == 404
    assert state_of() == AddressState.UNCONFIRMED


def test_one_click_in_the_mail_program_ends_everything(client, process):
    key = lasting_key(a_subscriber(language="ar"))
    # A person who follows the link comes to the page, and nothing has happened yet.
    answer = client.get(f"/abo/{key}/ende/")
    assert (answer.status_code, answer["Location"]) == (302, f"/ar/abo/{key}/")
    assert Address.objects.exists()
    one_click = {"List-Unsubscribe": "One-Click"}
    answer = client.post(f"/abo/{key}/ende/", one_click, HTTP_SEC_FETCH_SITE="cross-site")
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"", {})
    assert not Address.objects.exists()
    # Again, or with a forged key: the same answer.
    assert client.post(f"/abo/{key}/ende/", one_click).status_code == 200
    assert client.post("/abo/forged/ende/", one_click).status_code == 200


def test_what_one_gets_is_changed_without_a_password(client, process):
    subscriber = a_subscriber()
    own = f"/de/abo/{lasting_key(subscriber)}/"
    keep = subscriber.subscriptions.get(kind=NewsKind.ANSWERS)
    typed = {"keep": [str(keep.pk)], "rhythm": "daily", "language": "vi"}
    assert client.post(own, typed).status_code == 200
    assert list(subscriber.subscriptions.all()) == [keep]
    subscriber.refresh_from_db()
    assert (subscriber.rhythm, subscriber.language) == (Rhythm.DAILY, "vi")
    for wrong in ({"rhythm": "x"}, {"language": "xx"}, {"keep": ["12345"]}, {"keep": ["x"]}):
        assert client.post(own, typed | wrong).status_code == 422
    assert list(subscriber.subscriptions.all()) == [keep]
    client.post(own, {"keep": [], "rhythm": "daily", "language": "vi"})
    assert not Address.objects.exists()


def test_what_others_typed_for_an_address_is_not_among_what_it_gets(client, process):
    subscriber = a_subscriber(kinds=[NewsKind.EVENTS])
    a_subscriber(process=process, is_confirmed=False)
    own = f"/de/abo/{lasting_key(subscriber)}/"
    assert "Klimakonzept" not in client.get(own).text
    typed = {"rhythm": "daily", "language": "de"}
    pending = subscriber.subscriptions.pending().first()
    assert client.post(own, typed | {"keep": [str(pending.pk)]}).status_code == 422
    # Who wants nothing of what they get is forgotten, with what others typed.
    client.post(own, typed | {"keep": []})
    assert not Address.objects.exists()


def test_nobody_changes_what_somebody_else_gets(client, process):
    subscriber = a_subscriber(language="de")
    ask(client, language="ru", rhythm="daily", process="klima")
    subscriber.refresh_from_db()
    assert (subscriber.language, subscriber.rhythm) == ("de", Rhythm.AT_ONCE)
    assert subscriber.subscriptions.confirmed().count() == len(NewsKind)
    confirm = f"/de/abo/bestaetigen/{short_key(subscriber)}/"
    client.post(confirm, {"refuse": "1"})
    assert not subscriber.subscriptions.pending().exists()
    assert subscriber.subscriptions.confirmed().count() == len(NewsKind)
    assert state_of() == AddressState.CONFIRMED


def test_who_gets_it_already_is_told_where_to_change_it(client, process):
    subscriber = a_subscriber()
    Address.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    ask(client)
    (letter,) = letters_to()
    assert f"/de/abo/{lasting_key(subscriber)}/" in letter.text
    assert "bestaetigen" not in letter.text + letter.html


def test_who_did_not_ask_is_never_written_to_again(client, process):
    subscriber = a_subscriber(is_confirmed=False)
    client.post(f"/de/abo/bestaetigen/{short_key(subscriber)}/", {"refuse": "1"})
    assert state_of() == AddressState.BLOCKED
    assert not Letter.objects.exists()
    assert ask(client).status_code == 200
    assert not Letter.objects.exists()
    assert not Subscriber.objects.exists()


def test_one_that_bounced_may_begin_anew(client, process):
    subscriber = a_subscriber(is_confirmed=False)
    long_ago = timezone.now() - timedelta(hours=2)
    Address.objects.update(state="bouncing", bounced_at=long_ago, asked_at=long_ago)
    ask(client)
    assert Letter.objects.count() == 1
    Letter.objects.all().delete()
    Address.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    ask(client)
    assert send_letters.func() == 1
    assert "bestaetigen" in mail.outbox[0].body
    client.post(f"/de/abo/bestaetigen/{short_key(subscriber)}/")
    address = Address.objects.get()
    assert (address.state, address.bounce_count) == (AddressState.CONFIRMED, 0)


def test_without_mail_the_form_says_so_and_a_demo_shows_the_letter(client, settings, process):
    settings.EMAIL_HOST = ""
    page = client.get(PAGE)
    assert 'name="email"' not in page.text
    assert ask(client).status_code == 422
    assert not Address.objects.exists()
    City.objects.update(is_demo=True)
    assert 'name="email"' in client.get(PAGE).text
    assert "bestaetigen" in ask(client).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_in_every_language(client, process, language):
    subscriber = a_subscriber(language=language, is_confirmed=False)
    (letter,) = letters_to()
    assert letter.language == language
    assert letter.headers == {}
    pages = ["abo/", f"abo/bestaetigen/{short_key(subscriber)}/", f"abo/{lasting_key(subscriber)}/"]
    for page in pages:
        answer = client.get(f"/{language}/{page}")
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert answer.cookies == {}


def test_who_never_confirmed_is_forgotten_after_three_days(process):
    a_subscriber(is_confirmed=False)
    kept = a_subscriber("kora@example.org")
    a_subscriber("kora@example.org", process=process, is_confirmed=False)
    assert forget_addresses.func() == 0
    late = timezone.now() - timedelta(days=3, minutes=1)
    Subscription.objects.pending().update(asked_at=late)
    Address.objects.update(added_at=late)
    assert forget_addresses.func() == 1
    assert Address.objects.get().email == "kora@example.org"
    assert kept.subscriptions.count() == len(NewsKind)


def test_who_asks_again_has_three_days_again(client, process):
    subscriber = a_subscriber(is_confirmed=False)
    before = timezone.now() - timedelta(days=2, hours=23)
    Subscription.objects.update(asked_at=before)
    Address.objects.update(added_at=before, asked_at=before)
    Letter.objects.all().delete()
    ask(client)
    (letter,) = letters_to()
    Address.objects.update(added_at=before - timedelta(hours=2))
    Subscription.objects.filter(asked_at=before).update(asked_at=before - timedelta(hours=2))
    assert forget_addresses.func() == 0
    client.post(link_in(letter, "bestaetigen"))
    assert subscriber.subscriptions.confirmed().count() == len(NewsKind)


def test_an_address_whose_mail_came_back_is_forgotten_after_ninety_days(process):
    a_subscriber()
    Address.objects.update(state="bouncing", bounced_at=timezone.now() - timedelta(days=89))
    assert forget_addresses.func() == 0
    Address.objects.update(bounced_at=timezone.now() - timedelta(days=91))
    assert forget_addresses.func() == 1
    assert not Subscriber.objects.exists()


def test_the_journal_knows_how_many_on_a_day_and_nothing_else(process):
    a_subscriber()
    a_subscriber("kora@example.org")
    assert journal_subscriptions.func() == 0  # the day is not over
    row = Tally.objects.get()
    Tally.objects.update(day=row.day - timedelta(days=2))
    assert journal_subscriptions.func() == 1
    assert journal_subscriptions.func() == 0
    entry = Entry.objects.get(verb="subscriptions.counted")
    assert (entry.detail["asked"], entry.detail["confirmed"], entry.detail["ended"]) == (2, 2, 0)
    assert "@" not in str(list(Entry.objects.values_list("detail", flat=True)))
