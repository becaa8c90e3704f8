"""Notices: from … until …, in words, closed for five minutes by whoever wants to."""

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.models import Entry
from ratschlag.journal.queries import domain_now
from ratschlag.languages.models import Translation
from ratschlag.people.rules import Role
from ratschlag.press.actions.notices import announce
from ratschlag.press.compute.notices import closed_at, still_closed, with_closed
from ratschlag.press.models import Notice
from ratschlag.press.rules import NOTICE_COOKIE, NoticeLevel
from tests import cast

CLOSE = "/de/hinweis/schliessen/"
NAME = NOTICE_COOKIE.name


@pytest.fixture
def press(browser_of, city):
    return browser_of(cast.a_person("Pia Presse", Role.PRESS))


def a_notice(text: str = "Die Brücke ist gesperrt.", **changes: object) -> Notice:
    """Shown since an hour, for a day."""
    now = domain_now()
    wanted = {
        "level": NoticeLevel.INFORMATION,
        "starts_at": now - timedelta(hours=1),
        "ends_at": now + timedelta(days=1),
    }
    return announce(Notice(text=text, **(wanted | changes)), {}, by=None)


def _sent(**changes: object) -> dict[str, object]:
    day = domain_now() + timedelta(days=2)
    wanted = {"level": "warning", "text": "Es stürmt.", "starts_at": "2016-09-05T08:00"}
    return wanted | {"ends_at": day.strftime("%Y-%m-%dT%H:%M")} | changes


def test_a_notice_stands_on_every_public_page_and_on_no_staff_page(client, desk, process):
    a_notice()
    for path in ("/de/", "/de/verfahren/klima/", "/de/cookies/", "/de/gibt-es-nicht/"):
        shown = client.get(path).text
        assert '<div class="attention" role="status">' in shown, path
        assert "Die Brücke ist gesperrt." in shown
    assert "gesperrt" not in desk.get("/desk/").text


def test_where_a_page_is_the_same_for_everyone_it_can_not_be_closed(client, process):
    notice = a_notice()
    cast.a_survey(process)
    client.cookies[NAME] = f"{notice.pk}-{int(time.time())}"
    for path in ("/de/verfahren/klima/befragung/", "/de/beitrag/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Die Brücke ist gesperrt." in answer.text
        assert "attention" in answer.text and "schliessen" not in answer.text
    assert "gesperrt" not in client.get("/de/").text


def test_it_is_shown_only_between_its_beginning_and_its_end(client, city):
    now = domain_now()
    a_notice("Vorbei.", ends_at=now - timedelta(minutes=1))
    a_notice("Kommt.", starts_at=now + timedelta(minutes=1))
    shown = client.get("/de/").text
    assert "Vorbei." not in shown and "Kommt." not in shown
    assert "attention" not in shown


def test_the_graver_one_stands_first_then_the_newer_one(client, city):
    now = domain_now()
    for place, level in enumerate(NoticeLevel):
        a_notice(f"Alt {level}.", level=level, starts_at=now - timedelta(hours=9 - place))
        a_notice(f"Neu {level}.", level=level, starts_at=now - timedelta(hours=2))
    shown = client.get("/de/").text
    order = [f"{age} {level}." for level in reversed(NoticeLevel) for age in ("Neu", "Alt")]
    places = [shown.index(text) for text in order]
    assert places == sorted(places)


def test_without_closing_there_is_no_cookie_and_closing_sets_one_for_five_minutes(
    client, city, settings
):
    settings.IS_SECURE = True
    notice = a_notice()
    assert not client.get("/de/").cookies
    answer = client.post(CLOSE, {"notice": notice.pk, "next": "/de/cookies/"})
    assert (answer.status_code, answer.url) == (302, "/de/cookies/")
    cookie = answer.cookies[NAME]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (300, True, "Lax")
    assert cookie["secure"]
    assert "gesperrt" not in client.get("/de/").text


def test_a_new_notice_shows_at_once(client, city):
    client.post(CLOSE, {"notice": a_notice("Erster.").pk})
    second = a_notice("Zweiter.")
    shown = client.get("/de/").text
    assert "Erster." not in shown and "Zweiter." in shown
    client.post(CLOSE, {"notice": second.pk})
    assert "attention" not in client.get("/de/").text


def test_after_five_minutes_it_is_back_whatever_the_browser_keeps(client, city):
    notice = a_notice()
    for ago, is_shown in ((240, False), (301, True), (-60, True)):
        client.cookies[NAME] = f"{notice.pk}-{int(time.time()) - ago}"
        assert ("gesperrt" in client.get("/de/").text) is is_shown, ago


@pytest.mark.parametrize(
    "value", ["x", "1", "1-", "-1", "1-2-3", "1-2.x", "." * 40, "9" * 5000, "1-1." * 30]
)
def test_a_cookie_that_was_tampered_with_is_ignored(client, city, value):
    notice = a_notice()
    client.cookies[NAME] = value
    assert "gesperrt" in client.get("/de/").text
    answer = client.post(CLOSE, {"notice": notice.pk})
    assert answer.cookies[NAME].value.startswith(f"{notice.pk}-")


@pytest.mark.parametrize("number", ["", "x", "-1", "0", "9" * 40, "١", "4711"])
def test_closing_what_there_is_not_sets_nothing(client, city, number):
    answer = client.post(CLOSE, {"notice": number, "next": "https://evil.example/"})
    assert (answer.status_code, answer.url) == (302, "/de/")
    assert not answer.cookies


def test_another_site_can_close_nothing(client, city):
    sent = {"notice": a_notice().pk}
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        answer = client.post(CLOSE, sent, headers=headers)
        assert answer.status_code == 403 and not answer.cookies


def test_the_cookie_forgets_what_has_run_out_and_never_grows():
    cookie = "".join(f"{number}-{100 + number}." for number in range(1, 19)) + "99-50"
    later = with_closed(cookie, 7, now=400, seconds=300)
    assert set(closed_at(later)) == set(range(1, 19))
    assert closed_at("١-٢") == {}
    assert still_closed("1-100.2-500", now=400, seconds=300) == set()
    many = ""
    for number in range(1, 60):
        many = with_closed(many, number, now=100, seconds=300)
    assert len(closed_at(many)) == 20 and len(many) < 400


def test_it_is_read_in_the_readers_language_else_in_english_and_marked(client, press, city):
    press.post("/desk/hinweise/neu/", _sent(text_ar="عاصفة", text_en="A storm."))
    assert "<b>Warnung:</b>" in client.get("/de/").text or "Warning" in client.get("/de/").text
    assert "عاصفة" in client.get("/ar/").text
    assert '<span lang="en" dir="ltr">A storm.</span>' in client.get("/tr/").text
    assert Translation.objects.filter(state="checked").count() == 2
    assert Entry.objects.get(verb="notice.announced").detail == {"level": "warning"}
    press.post("/desk/hinweise/neu/", _sent(text="Es taut."))
    assert '<span lang="de" dir="ltr">Es taut.</span>' in client.get("/tr/").text


def test_what_is_changed_shows_at_the_desk_and_to_everyone(client, press, city):
    notice = a_notice()
    page = f"/desk/hinweise/{notice.pk}/"
    assert "gesperrt" in press.get(page).text
    press.post(page, _sent(text="Die Brücke ist offen.", text_en="Open."))
    assert "offen" in client.get("/de/").text
    press.post(page, _sent(text="Die Brücke ist offen.", text_en=""))
    assert not Translation.objects.exists()


def test_it_is_ended_before_its_end(client, press, city):
    notice = a_notice()
    assert press.post(f"/desk/hinweise/{notice.pk}/beenden/").status_code == 302
    assert "gesperrt" not in client.get("/de/").text
    answer = press.post(f"/desk/hinweise/{notice.pk}/beenden/")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": ""},
        {"ends_at": "irgendwann"},
        {"ends_at": "2016-09-01T08:00"},
        {"starts_at": "", "ends_at": ""},
        {"starts_at": "2016-09-01T08:00", "ends_at": "2016-09-02T08:00"},
        {"text": ""},
        {"text": "x" * 301},
        {"text_ar": "x" * 301},
        {"level": "panic"},
        {"text": "a\x00b"},
    ],
)
def test_wrong_input_is_answered_and_kept(press, city, wrong):
    answer = press.post("/desk/hinweise/neu/", _sent() | wrong)
    assert answer.status_code == 422
    assert "Es stürmt." in answer.text or "text" in wrong
    assert not Notice.objects.exists()


def test_hostile_words_are_shown_as_typed(client, press, city):
    press.post("/desk/hinweise/neu/", _sent(text="<script>alert(1)</script>"))
    shown = client.get("/de/").text
    assert "&lt;script&gt;alert(1)" in shown and "<script>alert" not in shown


@pytest.mark.parametrize(
    "wrong", [{"ends_at": None}, {"ends_at": "before"}, {"text": ""}, {"level": "x"}]
)
def test_the_database_refuses_nonsense(city, wrong):
    if wrong.get("ends_at") == "before":
        wrong = {"ends_at": domain_now() - timedelta(days=1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        a_notice(**wrong)
