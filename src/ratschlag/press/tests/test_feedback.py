"""Reporting a barrier: without account, with the page it is about, answered at the desk."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ratschlag.city.queries import domain_today
from ratschlag.journal.models import Entry
from ratschlag.people.rules import Role
from ratschlag.press import rules
from ratschlag.press.actions.feedback import ReportRefused, answer_barrier
from ratschlag.press.models import BarrierReport
from ratschlag.press.rules import ANSWERED_STAYS, REPORT_STAYS, is_own_path, must_go
from ratschlag.press.tasks import forget_reports, journal_reports
from ratschlag.press.tests.hands import a_report
from ratschlag.press.views.feedback import sendings
from tests import cast

FORM = "/ar/barrierefreiheit/melden/"
WORDS = {"text": "لا أستطيع قراءة هذا.", "email": "a@example.org", "page": "/ar/cookies/"}


def test_a_report_comes_in_without_account_or_cookie(client, city):
    shown = client.get(FORM, {"seite": "/ar/cookies/"})
    assert 'name="page" value="/ar/cookies/"' in shown.text
    answer = client.post(FORM, WORDS)
    assert (answer.status_code, answer["Location"]) == (302, f"{FORM}danke/")
    assert client.get(answer["Location"]).status_code == 200
    assert not client.cookies
    report = BarrierReport.objects.get()
    assert (report.text, report.email, report.page) == tuple(WORDS.values())
    assert (report.language, report.reported_on) == ("ar", domain_today())


def test_every_page_leads_to_the_form_and_says_from_where(client, city):
    assert (
        'href="/de/barrierefreiheit/melden/?seite=/de/cookies/"' in client.get("/de/cookies/").text
    )
    assert "seite=/de/gibt-es-nicht/" in client.get("/de/gibt-es-nicht/").text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("text", ""),
        ("text", "   "),
        ("text", "x" * 4001),
        ("text", "a\x00b"),
        ("email", "keine Adresse"),
        ("email", "a@example.org\nBcc: b@example.org"),
        ("email", "x" * 300 + "@example.org"),
        ("page", "/" + "x" * 400),
    ],
)
def test_wrong_input_is_answered_and_stays(client, city, field: str, typed: str):
    answer = client.post(FORM, WORDS | {field: typed})
    assert answer.status_code == 422
    kept = next(name for name in ("email", "text") if name != field)
    assert WORDS[kept] in answer.text
    assert 'class="errors"' in answer.text
    assert not BarrierReport.objects.exists()


@pytest.mark.parametrize(
    "page", ["", "https://boese.example/", "//boese.example/", "/\\boese", "javascript:alert(1)"]
)
def test_a_foreign_page_is_never_kept_nor_linked(client, city, page: str):
    assert f'href="{page}"' not in client.get(FORM, {"seite": page}).text or not page
    assert client.post(FORM, WORDS | {"page": page}).status_code == 302
    assert BarrierReport.objects.get().page == "/"


@pytest.mark.parametrize("path", ["/de/abo/{}/", "/ar/abo/bestaetigen/{}/", "/abo/{}/ende/"])
def test_the_key_of_a_subscription_is_never_kept(client, city, path: str):
    """Staff would read it, and could end the subscription or see whose it is."""
    page = path.format("8f3kq-zz")
    cut = page[: page.index("abo/")] + "abo/"
    assert f'href="{cut}" dir="ltr"' in client.get(FORM, {"seite": page}).text
    assert client.post(FORM, WORDS | {"page": page}).status_code == 302
    assert BarrierReport.objects.get().page == cut


def test_ten_megabytes_are_refused(client, city):
    answer = client.post(FORM, WORDS | {"text": "x" * 10_000_000})
    assert answer.status_code in (400, 413)
    assert not BarrierReport.objects.exists()


def test_what_comes_from_elsewhere_is_not_taken(client, city):
    answer = client.post(FORM, WORDS, HTTP_SEC_FETCH_SITE="cross-site")
    assert answer.status_code == 403
    assert not BarrierReport.objects.exists()


def test_a_machine_is_thanked_and_forgotten(client, city):
    assert client.post(FORM, WORDS | {"website": "https://spam.example"}).status_code == 302
    assert not BarrierReport.objects.exists()


def test_who_sends_too_often_waits_and_loses_nothing(client, city):
    for _sending in range(sendings.free):
        assert client.post(FORM, WORDS).status_code == 302
    answer = client.post(FORM, WORDS)
    assert (answer.status_code, answer["Retry-After"]) == (429, str(sendings.wait))
    assert WORDS["text"] in answer.text
    assert BarrierReport.objects.count() == sendings.free


def test_a_flood_from_many_is_stopped(client, city, monkeypatch):
    monkeypatch.setattr("ratschlag.press.queries.feedback.MOST_REPORTS_A_DAY", 1)
    a_report()
    assert client.post(FORM, WORDS).status_code == 422
    assert BarrierReport.objects.count() == 1
    assert rules.MOST_REPORTS_A_DAY > 100


def test_hostile_words_are_shown_as_words(desk, city):
    report = a_report("<script>alert(1)</script> [x](javascript:alert(1))")
    for address in (reverse("press_desk:access"), reverse("press_desk:barrier", args=[report.pk])):
        html = desk.get(address).text
        assert "<script>alert(1)" not in html and "&lt;script&gt;alert(1)" in html
        assert 'href="javascript' not in html


def test_the_desk_answers(desk, city, coordinator):
    report, today = a_report(email="a@example.org"), domain_today()
    address = reverse("press_desk:barrier", args=[report.pk])
    assert desk.post(address, {"answer": " "}).status_code == 422
    assert desk.post(address, {"answer": "Der Knopf ist jetzt größer."}).status_code == 302
    report.refresh_from_db()
    assert (report.answered_on, report.answered_by) == (today, coordinator)
    assert Entry.objects.filter(verb="barrier.answered").count() == 1


def test_an_answer_without_words_or_to_nothing_is_refused(city, coordinator):
    report = a_report()
    with pytest.raises(ReportRefused):
        answer_barrier(report, answer=" ", by=coordinator)
    BarrierReport.objects.all().delete()
    with pytest.raises(ReportRefused):
        answer_barrier(report, answer="Ja", by=coordinator)


def test_who_has_another_role_reads_but_does_not_answer(browser_of, city):
    report = a_report()
    clerk = browser_of(cast.a_person("Klara", Role.CLERK))
    assert clerk.get(reverse("press_desk:access")).status_code == 200
    assert (
        clerk.post(reverse("press_desk:barrier", args=[report.pk]), {"answer": "x"}).status_code
        == 403
    )


def test_the_journal_knows_the_day_and_nothing_finer(city):
    report = a_report()
    assert not Entry.objects.filter(verb__startswith="barrier").exists()
    day = report.reported_on - timedelta(days=3)
    BarrierReport.objects.update(reported_on=day)
    assert (journal_reports.func(), journal_reports.func()) == (1, 0)
    line = Entry.objects.get(verb="barriers.reported")
    assert line.detail == {"day": day.isoformat(), "count": 1}


def test_a_report_goes_when_its_time_is_over(city):
    a_report("bleibt")
    old = a_report("geht")
    gone = domain_today() - REPORT_STAYS - timedelta(days=1)
    BarrierReport.objects.filter(pk=old.pk).update(reported_on=gone)
    assert (forget_reports.func(), forget_reports.func()) == (1, 0)
    assert BarrierReport.objects.get().text == "bleibt"


def test_how_long_a_report_is_kept():
    day = date(2026, 1, 1)
    assert not must_go(day, None, day + REPORT_STAYS)
    assert must_go(day, None, day + REPORT_STAYS + timedelta(days=1))
    assert not must_go(day, day, day + ANSWERED_STAYS)
    assert must_go(day, day, day + ANSWERED_STAYS + timedelta(days=1))


def test_which_paths_are_ours():
    assert is_own_path("/de/") and is_own_path("/ar/verfahren/klima/")
    for path in ("", "de/", "//x.example", "/\\x.example", "/a b", "/a\nb", "/" + "x" * 300):
        assert not is_own_path(path), path


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"page": "https://x.example"},
        {"language": "xx"},
        {"answered_on": date(2026, 1, 1)},
        {"answer": "ohne Tag"},
        {"answered_on": date(2000, 1, 1), "answer": "zu früh"},
    ],
)
def test_the_database_refuses_nonsense(city, change: dict[str, object]):
    report = a_report()
    with pytest.raises(IntegrityError), transaction.atomic():
        BarrierReport.objects.filter(pk=report.pk).update(**change)
