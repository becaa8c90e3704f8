"""What is new is told once, to who asked for it, in their language, at most daily if they like."""

from datetime import date, timedelta

import pytest

from ratschlag.events.models import Event
from ratschlag.events.rules import EventState
from ratschlag.journal.actions import set_clock
from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.dates import parse_partial_date
from ratschlag.mail.models import Address, Letter
from ratschlag.press.models import News, Release, Subscriber
from ratschlag.press.queries.subscriptions import lasting_key, news_letter
from ratschlag.press.rules import NewsKind, Rhythm
from ratschlag.press.tasks import tell_news
from ratschlag.press.tests.letters import AYSE, a_release, a_subscriber, at, letters_to
from ratschlag.process.actions import set_milestone
from ratschlag.process.models import Milestone
from ratschlag.process.rules import State
from ratschlag.synthesis.models import Answer, Outcome
from ratschlag.synthesis.rules import OutcomeValue
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_september(process):
    set_clock(at(10))


def reach(process, title: str = "Beschluss", on: date = date(2016, 9, 4)) -> Milestone:
    milestone = Milestone(process=process, title=title, reached_on=on)
    return set_milestone(milestone, due=parse_partial_date("2016-09-04"), by=None)


def answers_are_out(process, on: date = date(2016, 9, 5)) -> None:
    theme = cast.a_theme(process)
    outcome = Outcome.objects.create(
        theme=theme, value=OutcomeValue.ADOPTED, reason="Weil.", decided_on=on
    )
    Answer.objects.create(outcome=outcome, text="Wir pflanzen Bäume.", published_on=on)


def test_each_kind_is_told_to_who_asked_for_it(process):
    a_subscriber()
    a_subscriber("kora@example.org", kinds=[NewsKind.EVENTS])
    a_release(process)
    reach(process)
    cast.an_event(process, held=date(2016, 9, 20))
    answers_are_out(process)
    assert tell_news.func() == 2
    (letter,) = letters_to()
    for word in ("Auftakt für das Konzept", "Beschluss", "Werkstatt"):
        assert word in letter.text
        assert word in letter.html
    assert "/de/presse/2016/9001/" in letter.text
    assert "/de/verfahren/klima/verbleib/" in letter.text
    (events,) = letters_to("kora@example.org")
    assert "Werkstatt" in events.subject
    assert "Beschluss" not in events.text


def test_nothing_is_told_twice(process):
    a_subscriber()
    a_release(process)
    assert tell_news.func() == 1
    assert tell_news.func() == 0
    Subscriber.objects.update(told_until=at(3))  # as if a worker had died before noting it
    assert tell_news.func() == 0
    assert Letter.objects.count() == 1


def test_what_was_out_before_one_confirmed_is_no_news(process):
    a_release(process)
    reach(process)
    a_subscriber()
    assert tell_news.func() == 0
    a_release(process, 9002)
    assert tell_news.func() == 1
    assert "9001" not in letters_to()[0].text


def test_news_of_another_process_are_not_told(process):
    other = cast.a_process("verkehr", title="Verkehrsplan")
    a_subscriber(process=other)
    a_release(process)
    a_release(None, 9002)
    assert tell_news.func() == 0
    a_release(other, 9003)
    assert tell_news.func() == 1


def test_what_is_not_public_is_never_told(process):
    a_subscriber()
    hidden = cast.a_process("geheim", state=State.PREPARING)
    cast.an_event(hidden, "Geheimes Treffen", held=date(2016, 9, 20))
    reach(hidden)
    reach(process, "Noch nicht", on=date(2016, 9, 6))
    a_release(
        process,
        state="draft",
        year=None,
        number=None,
        released_at=None,
        checked_at=None,
        as_of=None,
    )
    cast.an_event(process, "Lange her", held=date(2016, 8, 1))
    assert tell_news.func() == 0
    assert not News.objects.exists()


def test_a_release_that_was_withdrawn_meanwhile_is_left_out(process):
    a_subscriber(rhythm=Rhythm.DAILY)
    set_clock(at(20))
    a_release(process)
    Subscriber.objects.update(told_on=date(2016, 9, 5))
    tell_news.func()
    Release.objects.update(state="withdrawn", withdrawn_on=date(2016, 9, 5), withdrawn_reason="X")
    set_clock(at(9, day=6))
    assert tell_news.func() == 0
    assert letters_to() == []


def test_an_event_that_moves_is_told_as_changed(process):
    a_subscriber()
    event = cast.an_event(process, held=date(2016, 9, 20))
    tell_news.func()
    set_clock(at(11))
    Event.objects.filter(pk=event.pk).update(title="Werkstatt im Park")
    assert tell_news.func() == 0  # another title is no reason to write
    Event.objects.filter(pk=event.pk).update(venue="Rathaus")
    assert tell_news.func() == 1
    assert News.objects.filter(is_change=True).count() == 1
    set_clock(at(12))
    Event.objects.filter(pk=event.pk).update(state=EventState.HELD)
    assert tell_news.func() == 0


def test_a_digest_comes_once_a_day_and_not_at_night(process):
    a_subscriber(rhythm=Rhythm.DAILY)
    set_clock(at(6, day=6))
    a_release(process)
    assert tell_news.func() == 0
    set_clock(at(7, day=6) + timedelta(minutes=1))
    a_release(process, 9002)
    assert tell_news.func() == 1
    set_clock(at(15, day=6))
    a_release(process, 9003)
    assert tell_news.func() == 0
    set_clock(at(8, day=7))
    assert tell_news.func() == 1
    first, second = letters_to()
    assert "9001" in first.text
    assert "9002" in first.text
    assert "9003" in second.text
    assert "9002" not in second.text


def test_it_is_told_in_the_readers_language(process):
    for language, email in (("ar", "a@example.org"), ("de-easy", "e@example.org")):
        a_subscriber(email, language=language)
    release = a_release(process)
    said = {"language": "ar", "text": "انطلاق المفهوم", "state": Translated.CHECKED}
    put_translation(release, "headline", **said)
    assert tell_news.func() == 2
    arabic, easy = letters_to("a@example.org")[0], letters_to("e@example.org")[0]
    assert arabic.subject == "انطلاق المفهوم"
    assert '<html lang="ar" dir="rtl">' in arabic.html
    assert "/ar/presse/2016/9001/" in arabic.text
    assert "/de-easy/presse/2016/9001/" in easy.text
    assert easy.subject == "Auftakt für das Konzept"


def test_every_news_mail_can_be_ended_with_one_click(process):
    subscriber = a_subscriber()
    a_release(process)
    tell_news.func()
    key = lasting_key(subscriber)
    assert letters_to()[0].headers == {
        "List-Unsubscribe": f"<http://localhost/abo/{key}/ende/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert f"http://localhost/de/abo/{key}/" in letters_to()[0].text


@pytest.mark.parametrize("state", ["unconfirmed", "bouncing", "blocked"])
def test_only_confirmed_addresses_are_told(process, state):
    a_subscriber()
    Address.objects.update(state=state, bounced_at=at(9))
    a_release(process)
    assert tell_news.func() == 0


def test_a_title_with_a_line_end_begins_no_header(process):
    a_subscriber()
    a_release(process, headline="Auftakt\r\nBcc: all@example.org")
    assert tell_news.func() == 1
    assert letters_to()[0].subject == "Auftakt Bcc: all@example.org"


def test_many_at_once_are_one_mail_that_stays_short(process):
    a_subscriber()
    for number in range(40):
        a_release(process, 9001 + number)
    assert tell_news.func() == 1
    (letter,) = letters_to()
    assert letter.text.count("/presse/2016/") == 30
    assert AYSE not in letter.text


def test_one_letter_that_fails_stops_no_other(process, monkeypatch):
    a_subscriber("kora@example.org")
    broken = a_subscriber()
    a_release(process)

    def written(subscriber, news):
        if subscriber == broken:
            raise LookupError(subscriber.address.email)
        return news_letter(subscriber, news)

    with monkeypatch.context() as patched:
        patched.setattr("ratschlag.press.tasks.subscriptions.news_letter", written)
        with pytest.raises(RuntimeError, match="could not tell 1"):
            tell_news.func()
    assert Letter.objects.get().address.email == "kora@example.org"
    assert tell_news.func() == 1
    assert len(letters_to()) == 1
