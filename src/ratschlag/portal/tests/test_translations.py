"""The translator's desk: what there is to do, one text at a time, and nothing lost on the way."""

import pytest
from django.apps import apps
from django.urls import reverse

from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Authored, Translation
from ratschlag.languages.rules import State, TextState
from ratschlag.people.rules import NOBODY, Role, Standing
from ratschlag.portal.queries.translatable import kinds
from ratschlag.portal.queries.translations import text_at, texts, work_of
from ratschlag.portal.rules import may_enter_translations, may_translate
from ratschlag.press.rules import PageKind
from ratschlag.press.tests.access import a_page
from ratschlag.survey.models import Survey
from tests import cast

ALL = Standing(number=1, grants=frozenset({(Role.COORDINATOR, "")}))


def at(row, field="title", language="ar", query=""):
    return reverse("desk:translation", args=[language, row.kind, row.pk, field]) + query


def seen(row, field="title", language="ar"):
    return text_at(row.kind, row.pk, field, language).seen


def put(row, text="المناخ", field="title", state=State.CHECKED, **more):
    put_translation(row, field, language="ar", text=text, state=state, **more)
    return Translation.objects.get(number=row.pk, field=field, language="ar")


def said(row, field="title"):
    return Translation.objects.get(number=row.pk, field=field, language="ar")


def states(process):
    found = texts("ar", ALL, kind="process.process")
    return {text.field: text.state for text in found}


# Who may.


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.EDITOR, Role.COORDINATOR])
@pytest.mark.parametrize(
    ("scope", "arabic_here", "arabic_there", "arabic_city", "turkish_here"),
    [
        ("", True, True, True, True),
        ("language/ar", True, True, True, False),
        ("process/klima", True, False, False, True),
    ],
)
def test_a_role_holds_for_the_city_a_language_or_a_process(
    role, scope, arabic_here, arabic_there, arabic_city, turkish_here
):
    standing = Standing(number=1, grants=frozenset({(role, scope)}))
    assert may_enter_translations(standing)
    assert may_translate(standing, "ar", "klima") is arabic_here
    assert may_translate(standing, "ar", "verkehr") is arabic_there
    assert may_translate(standing, "ar", "") is arabic_city
    assert may_translate(standing, "tr", "klima") is turkish_here


def test_others_may_not():
    assert not may_enter_translations(NOBODY)
    clerk = Standing(number=1, grants=frozenset({(Role.CLERK, "")}))
    assert not may_enter_translations(clerk)
    assert not may_translate(clerk, "ar", "klima")


def test_who_translates_arabic_does_not_reach_turkish(browser_of, process):
    desk = browser_of(cast.a_person("Amal Aziz", Role.TRANSLATOR, scope="language/ar"))
    assert desk.get(at(process)).status_code == 200
    assert desk.get(at(process, language="tr")).status_code == 403
    assert desk.get(reverse("desk:translation_work", args=["tr"])).status_code == 403
    page = desk.get(reverse("desk:translations")).content.decode()
    assert "العربية" in page
    assert "/desk/uebersetzungen/tr/" not in page


def test_who_translates_a_process_sees_only_its_texts(browser_of, process):
    other = cast.a_process("verkehr", title="Verkehrskonzept")
    desk = browser_of(cast.a_person("Amal Aziz", Role.TRANSLATOR, scope="process/klima"))
    page = desk.get(reverse("desk:translation_work", args=["ar"])).content.decode()
    assert "Klimakonzept" in page
    assert "Verkehrskonzept</a>" not in page
    assert desk.get(at(other)).status_code == 403
    assert desk.post(at(other), {"said": "x", "seen": seen(other)}).status_code == 403


# What there is to do.


def test_every_table_that_people_write_in_is_there():
    authored = {m._meta.label_lower for m in apps.get_models() if issubclass(m, Authored)}
    assert authored == set(kinds())
    assert len(authored) > 20


@pytest.mark.django_db
def test_every_kind_can_be_read_and_finds_its_process(process):
    cast.a_survey(process)
    cast.a_theme(process)
    for kind in kinds().values():
        assert all(row.process_slug in ("", "klima") for row in kind.rows())
        assert [str(kind.field_name(field)) for field in kind.model.translated]
    found = {text.kind.label: text.process for text in texts("ar", ALL)}
    assert (
        found["survey.questionoption" if "survey.questionoption" in found else "survey.question"]
        == "klima"
    )
    assert found["survey.detailoption"] == "klima"


@pytest.mark.django_db
def test_each_text_has_a_state(process):
    put(process)
    put(process, "x", field="mandate", state=State.MACHINE)
    put(process, "y", field="introduction")
    # Changed by a room that forgot to say so: found out all the same.
    type(process).objects.update(introduction="Etwas anderes.")
    assert states(process) == {
        "title": TextState.CHECKED,
        "mandate": TextState.MACHINE,
        "introduction": TextState.STALE,
        "scope_open": TextState.MISSING,
        "scope_fixed": TextState.MISSING,
    }


@pytest.mark.django_db
def test_work_is_counted_for_each_language(process, city):
    put(process)
    by_language = {work.language: work for work in work_of(city, ALL)}
    assert set(by_language) == set(city.languages) - {"de"}
    assert (by_language["ar"].checked, by_language["ar"].missing) == (1, 4)
    assert (by_language["tr"].checked, by_language["tr"].open) == (0, 5)


def test_counting_asks_the_database_no_more_for_more_texts(
    desk, process, django_assert_num_queries
):
    address = reverse("desk:translations")
    desk.get(address)
    from django.db import connection  # noqa: PLC0415  only here
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as before:
        desk.get(address)
    for number in range(5):
        cast.a_theme(process, f"Thema {number}")
    with django_assert_num_queries(len(before)):
        desk.get(address)


def test_the_list_is_filtered_by_state_kind_and_process(desk, process):
    put(process)
    cast.a_theme(process, "Schatten")
    address = reverse("desk:translation_work", args=["ar"])

    def page(query):
        return desk.get(address + query).content.decode()

    assert "Schatten" in page("") and '<a href="/desk/uebersetzungen/ar/process.process' in page("")
    assert "Schatten" not in page("?art=process.process")
    assert "Klimakonzept</a>" in page("?zustand=checked")
    assert "Klimakonzept</a>" not in page("?zustand=missing")
    assert "Klimakonzept</a>" in page("?zustand=alle&verfahren=klima")
    for odd in ("?zustand=quatsch", "?art=x", "?verfahren=%00", "?seite=99", "?verfahren=fehlt"):
        assert desk.get(address + odd).status_code == 200


@pytest.mark.parametrize("language", ["de", "fr", "xx"])
def test_a_language_that_is_none_is_not_there(desk, process, language):
    assert desk.get(reverse("desk:translation_work", args=[language])).status_code == 404


@pytest.mark.parametrize(
    ("kind", "number", "field"),
    [
        ("process.process", 0, "title"),
        ("process.process", 2**70, "title"),
        ("process.process", 77, "title"),
        ("people.person", 1, "name"),
        ("quatsch", 1, "title"),
    ],
)
def test_a_text_that_is_none_is_not_there(desk, process, kind, number, field):
    assert (
        desk.get(reverse("desk:translation", args=["ar", kind, number, field])).status_code == 404
    )
    assert desk.get(at(process, "slug")).status_code == 404


# Writing.


def test_a_person_writes_beside_the_source_and_goes_on(desk, process, coordinator):
    page = desk.get(at(process)).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    answer = desk.post(at(process), {"said": "المناخ", "seen": seen(process), "tun": "sichern"})
    assert answer.status_code == 302
    assert answer["Location"] == at(process, "introduction")
    row = said(process)
    assert (row.text, row.state, row.checked_by) == ("المناخ", State.CHECKED, str(coordinator.pk))
    assert Entry.objects.get(verb="translation.written").detail == {
        "field": "title",
        "language": "ar",
    }


def test_after_the_last_text_comes_the_list(desk, process):
    query = "?zustand=missing&art=process.process"
    for field in ("introduction", "mandate", "scope_open", "scope_fixed"):
        put(process, field=field)
    answer = desk.post(at(process, query=query), {"said": "x", "seen": seen(process)})
    assert answer["Location"] == reverse("desk:translation_work", args=["ar"]) + query


def test_the_way_leads_through_what_is_open(desk, process):
    put(process, field="introduction")
    page = desk.get(at(process)).content.decode()
    assert at(process, "mandate") in page
    assert at(process, "introduction") not in page.replace(f'action="{at(process)}"', "")


def test_a_changed_source_is_shown_with_its_change(desk, process):
    put(process, "x", field="mandate")
    type(process).objects.update(mandate="Der Kreistag hat es beauftragt.")
    page = desk.get(at(process, "mandate")).content.decode()
    assert "Stadtrat" in page.partition("<del>")[2].partition("</del>")[0]
    assert "Kreistag" in page.partition("<ins>")[2].partition("</ins>")[0]


def test_what_a_machine_wrote_is_accepted_as_it_is(desk, process, coordinator):
    put(process, state=State.MACHINE, maker="DeepL")
    desk.post(at(process), {"said": "المناخ", "seen": seen(process), "tun": "stimmt"})
    row = said(process)
    assert (row.state, row.maker, row.checked_by) == (State.CHECKED, "DeepL", str(coordinator.pk))
    assert Entry.objects.filter(verb="translation.checked").count() == 1


def test_what_was_changed_before_accepting_is_a_person_s(desk, process):
    put(process, state=State.MACHINE, maker="DeepL")
    desk.post(at(process), {"said": "أخرى", "seen": seen(process), "tun": "stimmt"})
    row = said(process)
    assert (row.text, row.maker, row.previous) == ("أخرى", "", "المناخ")
    assert Entry.objects.filter(verb="translation.written").count() == 1


def test_nothing_is_lost_when_somebody_saved_meanwhile(desk, process):
    mine = {"said": "nassi", "seen": seen(process), "tun": "sichern"}
    put(process, "المناخ")
    answer = desk.post(at(process), mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "nassi" in page
    assert "المناخ" in page
    assert said(process).text == "المناخ"
    # Whoever has seen both decides.
    assert desk.post(at(process), mine | {"seen": seen(process)}).status_code == 302
    assert (said(process).text, said(process).previous) == ("nassi", "المناخ")


def test_a_source_that_changed_meanwhile_is_shown_before_anything_is_kept(desk, process):
    mine = {"said": "nassi", "seen": seen(process)}
    type(process).objects.update(title="Klimaplan")
    answer = desk.post(at(process), mine)
    assert answer.status_code == 422
    assert "Klimaplan" in answer.content.decode()
    assert not Translation.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 400, "a\x00b"])
def test_a_text_that_is_none_is_refused_and_stays_in_the_field(desk, process, text):
    answer = desk.post(at(process), {"said": text, "seen": seen(process)})
    assert answer.status_code == 422
    assert not Translation.objects.exists()
    assert text.strip().replace("\x00", "")[:50] in answer.content.decode()


@pytest.mark.parametrize("odd", ["", "x" * 33, "nichts"])
def test_without_what_was_seen_nothing_is_kept(desk, process, odd):
    answer = desk.post(at(process), {"said": "x", "seen": odd})
    assert answer.status_code == 422
    assert not Translation.objects.exists()


def test_a_placeholder_that_the_source_does_not_have_is_refused(desk, process):
    answer = desk.post(at(process), {"said": "المناخ {{ day }}", "seen": seen(process)})
    assert answer.status_code == 422
    assert answer.content.decode().count("{{ day }}") == 2  # said, and what was typed
    assert not Translation.objects.exists()


def test_what_is_written_here_for_a_page_stands_in_its_history(desk, city):
    page = a_page(PageKind.IMPRINT, text="Wir sitzen im Rathaus.")
    for field, words in (("body", "في البلدية"), ("title", "بيانات النشر")):
        sent = {"said": words, "seen": seen(page, field)}
        assert desk.post(at(page, field), sent).status_code == 302
    # Before the title was there it was no whole text.
    (kept,) = page.versions.filter(language="ar")
    assert (kept.number, kept.title, kept.body) == (1, "بيانات النشر", "في البلدية")
    put(page, "x" * 300, state=State.MACHINE)  # longer than a person may write it
    put(page, "نص", field="body", state=State.MACHINE)
    desk.post(at(page, "body"), {"said": "نص", "seen": seen(page, "body"), "tun": "stimmt"})
    assert [row.body for row in page.versions.filter(language="ar")] == ["نص", "في البلدية"]


def test_hostile_words_are_shown_as_words(desk, process):
    desk.post(at(process), {"said": "<script>alert(1)</script>", "seen": seen(process)})
    page = desk.get(at(process)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_survey_that_runs_keeps_its_texts(desk, process):
    survey = cast.a_survey(process)
    assert Survey.objects.get(pk=survey.pk).stage == "scheduled"
    answer = desk.post(at(survey), {"said": "أفكار", "seen": seen(survey)})
    assert answer.status_code == 422
    assert "أفكار" in answer.content.decode()
    assert not Translation.objects.filter(number=survey.pk).exists()


# Easy German.


def test_easy_german_is_checked_beside_the_field(desk, process):
    put_translation(
        process, "mandate", language="de-easy", text="Der Plan wird geprüft.", state=State.MACHINE
    )
    page = desk.get(at(process, "mandate", "de-easy")).content.decode()
    assert "<mark>wird geprüft</mark>" in page
    assert "<mark>" not in desk.get(at(process, "mandate")).content.decode()


def test_checking_keeps_what_was_typed_and_saves_nothing(desk, process):
    sent = {
        "said": "Das ist nicht gut.",
        "seen": seen(process, language="de-easy"),
        "tun": "pruefen",
    }
    answer = desk.post(at(process, language="de-easy"), sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<mark>nicht</mark>" in page
    assert ">\nDas ist nicht gut.</textarea>" in page
    assert not Translation.objects.exists()
