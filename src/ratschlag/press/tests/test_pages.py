"""The pages of the city: written at the desk, public when someone publishes, never lost."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ratschlag.journal.models import Entry
from ratschlag.languages.models import Translation
from ratschlag.people.rules import Role, Standing
from ratschlag.press.actions import pages as actions
from ratschlag.press.models import Page, PageVersion
from ratschlag.press.rules import (
    PAGE_PATHS,
    PageKind,
    PageState,
    PageText,
    may_keep_pages,
    may_translate_pages,
    parts_of,
)
from ratschlag.press.tests.access import a_page
from ratschlag.process.rules import may_keep_addresses
from tests import cast

OWN = [PageKind.FAQ, PageKind.IMPRINT, PageKind.PRIVACY, PageKind.EASY, PageKind.SIGN]


@pytest.fixture
def press(browser_of, city):
    return browser_of(cast.a_person("Pia Presse", Role.PRESS))


@pytest.fixture
def imprint(city) -> Page:
    return a_page(PageKind.IMPRINT, text="**Stadt Musterstadt**")


def _sent(page: Page, **changes: object) -> dict[str, object]:
    seen = page.versions.filter(language="de").count()
    return {"title": page.title, "body": "Neu.", "seen": seen} | changes


@pytest.mark.parametrize("kind", OWN)
def test_a_page_of_a_kind_has_an_address_of_its_own(client, city, kind):
    assert client.get(f"/de/{PAGE_PATHS[kind]}").status_code == 404
    a_page(kind, text="Hier steht **alles**.")
    answer = client.get(f"/de/{PAGE_PATHS[kind]}")
    assert answer.status_code == 200
    assert "<strong>alles</strong>" in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("kind", OWN)
def test_a_public_page_is_linked_in_the_foot_of_every_page(client, city, kind):
    path = PAGE_PATHS[kind]
    page = a_page(kind)
    for language in ("de", "ar"):
        text = client.get(f"/{language}/").text
        foot = text[text.index("<footer") :]
        assert f'<a href="/{language}/{path}">' in foot
    actions.withdraw_page(page, by=None)
    assert f"/de/{path}" not in client.get("/de/").text
    assert client.get(f"/de/{path}").status_code == 404


def test_nobody_begins_a_page_that_would_be_shown_nowhere(press):
    """At the address for accessibility stands the statement."""
    sent = {"purpose": PageKind.ACCESSIBILITY.value, "title": "Barrierefreiheit"}
    assert press.post("/desk/seiten/neu/", sent).status_code == 422
    assert not Page.objects.exists()
    assert press.post("/desk/seiten/neu/", sent | {"purpose": "faq"}).status_code == 302


def test_of_two_who_begin_a_page_at_once_one_is_told(press, imprint, monkeypatch):
    """The second one's list of kinds was made before the first one's page was there."""
    monkeypatch.setattr("ratschlag.press.forms.pages.kinds_to_begin", lambda: list(PageKind))
    answer = press.post("/desk/seiten/neu/", {"purpose": "imprint", "title": "Noch eins"})
    assert answer.status_code == 422 and "Noch eins" in answer.text
    assert Page.objects.count() == 1


def test_a_free_page_is_found_by_its_title(client, press):
    sent = press.post("/desk/seiten/neu/", {"purpose": "free", "title": "Über das Büro"})
    page = Page.objects.get()
    assert (sent.status_code, page.slug) == (302, "ueber-das-buero")
    press.post(f"/desk/seiten/{page.pk}/", _sent(page))
    press.post(f"/desk/seiten/{page.pk}/veroeffentlichen/")
    assert "Neu." in client.get("/de/seiten/ueber-das-buero/").text
    assert "Über das Büro" in client.get("/de/").text


def test_what_is_saved_is_public_only_after_it_was_published(client, press, imprint):
    press.post(f"/desk/seiten/{imprint.pk}/", _sent(imprint, body="Ganz neu."))
    assert "Ganz neu." not in client.get("/de/impressum/").text
    press.post(f"/desk/seiten/{imprint.pk}/veroeffentlichen/")
    assert "Ganz neu." in client.get("/de/impressum/").text
    verbs = Entry.objects.in_order().values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("page.")][-2:] == [
        "page.saved", "page.published"
    ]  # fmt: skip


def test_looking_at_it_saves_nothing(press, imprint):
    page = f"/desk/seiten/{imprint.pk}/"
    answer = press.post(page, _sent(imprint, body="# Oben\n\n*schräg*", look="1"))
    assert answer.status_code == 200
    assert "<h4>Oben</h4>" in answer.text and "<em>schräg</em>" in answer.text
    assert imprint.versions.count() == 1


def test_easy_german_is_checked_where_it_is_looked_at(press, imprint):
    easy = a_page(PageKind.EASY, text="Hallo.")
    said = "Der Plan wird geprüft."
    for path, is_easy in (
        (f"/desk/seiten/{easy.pk}/", True),
        (f"/desk/seiten/{imprint.pk}/de-easy/", True),
        (f"/desk/seiten/{imprint.pk}/", False),
        (f"/desk/seiten/{imprint.pk}/ar/", False),
    ):
        seen = press.get(path).context["form"]["seen"].value()
        page = press.post(path, _sent(imprint, body=said, look="1", seen=seen)).text
        assert ("<mark>wird geprüft</mark>" in page) is is_easy, path


def test_every_text_stays_and_can_come_back(client, press, imprint):
    press.post(f"/desk/seiten/{imprint.pk}/", _sent(imprint, body="Zweiter."))
    history = press.get(f"/desk/seiten/{imprint.pk}/verlauf/").text
    assert "de 1" in history and "de 2" in history and "Pia Presse" in history
    first = imprint.versions.get(number=1)
    assert "<strong>Stadt Musterstadt</strong>" in press.get(f"/desk/seiten/stand/{first.pk}/").text
    press.post(f"/desk/seiten/stand/{first.pk}/")
    again = imprint.versions.get(number=3)
    assert (again.body, again.restores) == (first.body, 1)


@pytest.mark.django_db
def test_the_database_keeps_every_text_as_it_was(imprint):
    version = imprint.versions.get()
    for change in (
        lambda: version.delete(),
        lambda: PageVersion.objects.update(body="Anders."),
        lambda: PageVersion.objects.update(number=7),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "nothing"},
        {"title": ""},
        {"state": "published", "published_at": None},
        {"body": "", "state": "published"},
        {"video": "/film.webm"},
        {"slug": "impressum"},
        {"purpose": "imprint"},
    ],
)
def test_the_database_refuses_nonsense(imprint, wrong):
    Page.objects.create(purpose="free", slug="impressum", title="Frei")
    other = {"purpose": "free", "slug": "anderes", "title": "Anderes", "body": "x"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.create(**other)


def test_a_translation_is_shown_and_grows_stale(client, press, imprint):
    address = f"/desk/seiten/{imprint.pk}/ar/"
    assert press.get(address).status_code == 200
    press.post(address, {"title": "بيانات", "body": "**مدينة**"})
    shown = client.get("/ar/impressum/").text
    assert "<strong>مدينة</strong>" in shown and "بيانات" in shown
    assert imprint.versions.filter(language="ar").count() == 1
    press.post(f"/desk/seiten/{imprint.pk}/", _sent(imprint, body="Umgezogen."))
    press.post(f"/desk/seiten/{imprint.pk}/veroeffentlichen/")
    shown = client.get("/ar/impressum/").text
    assert '<div lang="de" dir="ltr"><p>Umgezogen.</p>' in shown
    assert "veraltet" in press.get("/desk/seiten/").text or "out of date" in press.get(
        "/desk/seiten/"
    ).text  # fmt: skip


def test_the_foot_costs_no_more_for_more_pages(client, city):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/ar/cookies/").status_code == 200
        return len(queries)

    a_page(PageKind.FREE, slug="eins")
    first = asked()
    a_page(PageKind.FREE, slug="zwei")
    a_page(PageKind.FREE, slug="drei")
    assert asked() == first


def test_an_emptied_translation_is_forgotten(press, imprint):
    address = f"/desk/seiten/{imprint.pk}/en/"
    press.post(address, {"title": "Imprint", "body": "City"})
    press.post(address, {"title": "Imprint", "body": ""})
    assert set(Translation.objects.values_list("field", flat=True)) == {"title"}


def test_a_translator_translates_and_does_nothing_else(browser_of, imprint):
    desk = browser_of(cast.a_person("Uli", Role.TRANSLATOR))
    answer = desk.post(f"/desk/seiten/{imprint.pk}/en/", {"title": "Imprint", "body": "City"})
    assert answer.status_code == 302
    assert desk.post(f"/desk/seiten/{imprint.pk}/veroeffentlichen/").status_code == 403


def test_who_coordinates_one_process_does_not_speak_for_the_city():
    """The imprint, a notice on every page and an address on posters are the whole city's."""
    for scope, may in (("", True), ("process/klima", False)):
        standing = Standing(1, grants=frozenset({(Role.COORDINATOR, scope)}))
        for question in (may_keep_pages, may_translate_pages, may_keep_addresses):
            assert question(standing) is may, (question, scope)


def test_a_language_that_there_is_not_leads_back(press, imprint):
    for language in ("de", "fr", "verlauf2"):
        assert press.get(f"/desk/seiten/{imprint.pk}/{language}/").status_code == 302


def test_two_who_write_at_once_learn_of_each_other(press, imprint):
    sent = _sent(imprint, body="Meins.")
    press.post(f"/desk/seiten/{imprint.pk}/", sent | {"body": "Schneller."})
    answer = press.post(f"/desk/seiten/{imprint.pk}/", sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text and "Meins." in answer.text
    assert imprint.versions.count() == 2
    # Whoever has been told and saves again is not told a second time.
    again = sent | {"seen": answer.context["form"]["seen"].value()}
    assert press.post(f"/desk/seiten/{imprint.pk}/", again).status_code == 302


@pytest.mark.parametrize("what", ["source", "translation"])
def test_what_changed_beside_a_translation_is_said_before_it_counts(press, imprint, what):
    address = f"/desk/seiten/{imprint.pk}/en/"
    seen = press.get(address).context["form"]["seen"].value()
    if what == "source":
        press.post(f"/desk/seiten/{imprint.pk}/", _sent(imprint, body="Ganz anders."))
        press.post(f"/desk/seiten/{imprint.pk}/veroeffentlichen/")
    else:
        press.post(address, {"title": "Imprint", "body": "Theirs.", "seen": seen})
    mine = {"title": "Imprint", "body": "Mine.", "seen": seen}
    answer = press.post(address, mine)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text and "Mine." in answer.text
    assert not Translation.objects.filter(text="Mine.").exists()
    again = mine | {"seen": answer.context["form"]["seen"].value()}
    assert press.post(address, again).status_code == 302
    assert Translation.objects.get(field="body", language="en").text == "Mine."


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"title": "x" * 121}, {"body": ""}, {"body": "x" * 60_001}, {"body": "a\x00b"}],
)
def test_wrong_input_is_answered_and_kept(press, imprint, wrong):
    answer = press.post(f"/desk/seiten/{imprint.pk}/", _sent(imprint) | wrong)
    assert answer.status_code == 422
    assert imprint.versions.count() == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999999999"])
def test_a_forged_number_is_refused(press, imprint, seen):
    answer = press.post(f"/desk/seiten/{imprint.pk}/", _sent(imprint, seen=seen))
    assert answer.status_code == 422


def test_ten_megabytes_are_refused_before_they_are_read(press, imprint):
    answer = press.post(f"/desk/seiten/{imprint.pk}/", _sent(imprint, body="x" * 10_000_000))
    assert answer.status_code == 400
    assert imprint.versions.count() == 1


def test_hostile_words_are_shown_as_typed(client, press, imprint):
    body = "<script>alert(1)</script> [Klick](javascript:alert(1)) <img src=x onerror=y>"
    press.post(f"/desk/seiten/{imprint.pk}/", _sent(imprint, body=body, title="<b>fett</b>"))
    press.post(f"/desk/seiten/{imprint.pk}/veroeffentlichen/")
    shown = client.get("/de/impressum/").text
    assert "&lt;script&gt;" in shown and "&lt;b&gt;fett" in shown
    for tag in ("<script>alert", "<img src=x", 'href="javascript', "<b>fett"):
        assert tag not in shown


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("video", "javascript:alert(1)"),
        ("video", "http://example.org/a.webm"),
        ("video", "//example.org/a.webm"),
        ("video", '/a"onplay="x'),
        ("captions", "https://example.org/a.vtt"),
    ],
)
def test_a_video_is_here_or_behind_a_safe_link(press, city, name, wrong):
    page = a_page(PageKind.SIGN)
    answer = press.post(f"/desk/seiten/{page.pk}/", _sent(page, **{name: wrong}))
    assert answer.status_code == 422
    assert wrong not in page.versions.values_list(name, flat=True)


def test_a_video_on_another_site_is_only_linked(client, press, city):
    page = a_page(PageKind.SIGN)
    assert "<video" not in client.get("/de/gebaerdensprache/").text
    for video, tag in (("/medien/dgs.webm", "<video"), ("https://example.org/x", "<a class")):
        press.post(f"/desk/seiten/{page.pk}/", _sent(page, video=video, poster="Was zu sehen ist"))
        press.post(f"/desk/seiten/{page.pk}/veroeffentlichen/")
        shown = client.get("/de/gebaerdensprache/").text
        assert tag in shown and video in shown and "Was zu sehen ist" in shown
    assert "<video" not in shown


def test_a_page_without_text_is_not_published(press, city):
    press.post("/desk/seiten/neu/", {"purpose": "faq", "title": "Fragen"})
    page = Page.objects.get()
    answer = press.post(f"/desk/seiten/{page.pk}/veroeffentlichen/")
    page.refresh_from_db()
    assert (answer.status_code, page.state) == (422, PageState.DRAFT)


def test_there_is_one_page_of_each_kind(press, imprint):
    answer = press.post("/desk/seiten/neu/", {"purpose": "imprint", "title": "Noch eins"})
    assert answer.status_code == 422
    assert Page.objects.count() == 1


def test_the_tables_of_cookies_and_of_what_is_kept_stand_where_their_marks_are(client, city):
    a_page(PageKind.PRIVACY, text="Vorher.\n\n[[cookies]]\n\nMitte.\n\n[[kept]]\n\nNachher.")
    shown = client.get("/de/datenschutz/").text
    places = [
        shown.index(text) for text in ("Vorher.", "cc_<wbr>accessibility", "Mitte.", "Nachher.")
    ]
    assert places == sorted(places)
    assert shown.split("<main", 1)[1].count("<table") == 2
    assert "[[" not in shown


def test_a_text_without_a_mark_is_one_part():
    assert parts_of("a\n[[cookies]] b") == ["a\n[[cookies]] b"]
    assert parts_of("a\n [[cookies]] \n\nb") == ["a", "[[cookies]]", "\nb"]
    assert parts_of("\n") == []


def test_about_shows_the_citys_words_and_loses_none_of_its_own(client, city):
    before = client.get("/de/ueber/").text
    assert "Ratschlag" in before
    a_page(PageKind.ABOUT, text="Wir sind **die Stadt**.")
    shown = client.get("/de/ueber/").text
    assert "<strong>die Stadt</strong>" in shown
    for line in before.split("<h2>")[1:3]:
        assert line in shown


def test_a_text_is_a_value():
    assert PageText("a") == PageText("a", "", "", "", "")
