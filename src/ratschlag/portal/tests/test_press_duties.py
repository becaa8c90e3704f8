"""The desk says which releases, mails and translations wait for the person who looks."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ratschlag.city.queries import domain_today
from ratschlag.languages.actions import mark_stale, put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.mail.models import Letter
from ratschlag.mail.rules import LetterState
from ratschlag.mail.tests.hands import a_letter
from ratschlag.people.queries import standing
from ratschlag.people.rules import Role, Standing
from ratschlag.portal.queries.desk import duties
from ratschlag.portal.queries.duty import mail_duties, press_duties, translation_duties
from ratschlag.press.actions import keep_facts, schedule_release
from ratschlag.press.models import Release
from ratschlag.press.tests.hands import a_release, checked, checker, later, on, out, writer
from ratschlag.process.models import Process
from tests import cast

TODAY = date(2016, 8, 23)
BODY = "Treffen am {{ event:werkstatt:date }}."


@pytest.fixture
def met(process: Process) -> Process:
    cast.an_event(process, held=date(2016, 8, 24))
    on()
    return process


def grant(role: Role, scope: str = "") -> Standing:
    return Standing(number=1, grants=frozenset({(role, scope)}))


def told(person) -> list[tuple[str, str]]:
    """Where the duties of the press lead, and what is to do there."""
    return [(duty.href, duty.hint) for duty in press_duties(standing(person), TODAY)]


def page(release) -> str:
    return reverse("press_desk:release", args=[release.pk])


def moved(process: Process) -> None:
    process.events.update(held_on=date(2016, 8, 26))


def test_a_draft_waits_for_a_second_person_and_not_for_its_author(met):
    release = a_release(met)
    assert told(writer()) == []
    assert [href for href, _hint in told(checker())] == [page(release)]
    (duty,) = press_duties(standing(checker()), TODAY)
    assert release.headline in duty.title and not duty.is_urgent
    checked(release)
    assert told(checker()) == []


def test_a_release_whose_facts_changed_is_a_duty_until_someone_looked(met):
    release = out(a_release(met, body=BODY))
    out(a_release(met, headline="Ohne Angaben"))
    assert told(writer()) == []
    moved(met)
    assert [href for href, _hint in told(writer())] == [page(release)]
    keep_facts(release, by=writer())
    assert told(writer()) == []


@pytest.mark.parametrize("is_embargo", [True, False])
def test_a_release_that_stays_back_is_urgent_from_its_day_on(met, is_embargo):
    release = checked(a_release(met, body=BODY))
    schedule_release(release, later(hours=1), is_embargo=is_embargo, by=writer())
    on(later(minutes=65))
    # The worker has had no time yet.
    assert told(writer()) == []
    on(later(minutes=10))
    (duty,) = press_duties(standing(writer()), TODAY)
    assert (duty.href, duty.is_urgent, duty.due.first) == (page(release), True, TODAY)
    assert duty.due.is_known


def test_who_coordinates_one_process_sees_its_releases_only(met):
    a_release(cast.a_process("verkehr", title="Verkehr"), headline="Räder")
    a_release(None, headline="Stadt")
    mine = a_release(met)
    found = press_duties(grant(Role.COORDINATOR, "process/klima"), TODAY)
    assert [duty.href for duty in found] == [page(mine)]
    assert len(list(press_duties(grant(Role.PRESS), TODAY))) == 3


def test_mails_that_were_given_up_wait_for_who_keeps_mail(city):
    for occasion in ("a", "b", "c"):
        a_letter(occasion=occasion)
    press = grant(Role.PRESS)
    assert list(mail_duties(press, TODAY)) == []
    Letter.objects.exclude(occasion="c").update(state=LetterState.GIVEN_UP)
    (duty,) = mail_duties(press, TODAY)
    assert (duty.count, duty.is_urgent, duty.href) == (2, True, reverse("press_desk:mailing"))
    for other in (grant(Role.TRANSLATOR), grant(Role.COORDINATOR, "process/klima")):
        assert list(mail_duties(other, TODAY)) == []


def test_translations_that_grew_old_wait_for_who_translates(process):
    for language in ("ar", "tr"):
        for field in ("title", "introduction"):
            put_translation(process, field, language=language, text="X", state=Translated.CHECKED)
    uli = grant(Role.TRANSLATOR)
    assert list(translation_duties(uli, TODAY)) == []
    process.title = "Klima- und Hitzekonzept"
    process.save()
    mark_stale(process, ["title"])
    (duty,) = translation_duties(uli, TODAY)
    assert (duty.count, duty.href) == (2, reverse("desk:translations"))
    assert "العربية" in duty.hint and "Türkçe" in duty.hint
    (duty,) = translation_duties(grant(Role.TRANSLATOR, "language/ar"), TODAY)
    assert (duty.count, duty.hint) == (1, "العربية")
    for other in (grant(Role.TRANSLATOR, "language/vi"), grant(Role.CLERK)):
        assert list(translation_duties(other, TODAY)) == []


def test_every_duty_leads_to_a_page_and_says_its_words(browser_of, met):
    out(a_release(met, body=BODY))
    a_release(met, headline="Der Entwurf")
    moved(met)
    Letter.objects.filter(pk=a_letter().pk).update(state=LetterState.GIVEN_UP)
    zoe = checker()
    browser = browser_of(zoe)
    shown = browser.get("/desk/")
    assert "Der Entwurf" in shown.text
    led = [duty.href for duty in duties(standing(zoe), domain_today())]
    assert len([href for href in led if href.startswith("/desk/presse/mitteilung/")]) == 2
    assert reverse("press_desk:mailing") in led
    for href in led:
        assert browser.get(href).status_code == 200, href


def test_the_facts_are_read_once_however_many_releases_name_them(met):
    press = grant(Role.PRESS)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            found = list(press_duties(press, TODAY))
        assert found
        return len(queries)

    out(a_release(met, body=BODY))
    moved(met)
    first = count()
    for headline in ("Zwei", "Drei"):
        release = out(a_release(met, headline=headline, body=BODY))
        Release.objects.filter(pk=release.pk).update(seen={})
    met.events.update(held_on=date(2016, 8, 27))
    assert len(list(press_duties(press, TODAY))) == 3
    assert count() == first


def test_the_front_page_of_the_desk_asks_few_questions_for_it(met, django_assert_num_queries):
    a_release(met)
    # Three for releases and one for the clock; one for mails; the city and its translations.
    with django_assert_num_queries(4):
        assert len(list(press_duties(grant(Role.PRESS), TODAY))) == 1
    with django_assert_num_queries(1):
        assert list(mail_duties(grant(Role.PRESS), TODAY)) == []
    with django_assert_num_queries(2):
        assert list(translation_duties(grant(Role.TRANSLATOR), TODAY)) == []
    for role in (Role.AUDITOR, Role.CLERK):
        with django_assert_num_queries(0):
            for find in (press_duties, mail_duties, translation_duties):
                assert list(find(grant(role), TODAY)) == []
