"""Texts that go out to a machine or an agency, and what becomes of what comes back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation
from ratschlag.languages.imports import read_xliff
from ratschlag.languages.models import Translation, TranslationRun
from ratschlag.languages.rules import RunState, State
from ratschlag.people.rules import Role
from ratschlag.press.rules import PageKind
from ratschlag.press.tests.access import a_page
from tests import cast

OUT = "desk:translations_out"


def exported(desk, query="", language="ar"):
    return desk.get(reverse(OUT, args=[language]) + query).content


def send(desk, data, language="ar", agency="Büro Wort"):
    data = data if isinstance(data, bytes) else data.encode()
    file = SimpleUploadedFile("texte.xlf", data)
    return desk.post(
        reverse("desk:translations_in", args=[language]), {"file": file, "agency": agency}
    )


def filled(data, said, field="title", state="final"):
    """The export with one target, as an agency sends it back."""
    head, mark, rest = data.decode().partition(f'-{field}"')
    before, end, after = rest.partition("</source>")
    return f'{head}{mark}{before}{end}<target state="{state}">{said}</target>{after}'.encode()


def put(process, text, state=State.CHECKED):
    put_translation(process, "title", language="ar", text=text, state=state)


def said(process):
    row = Translation.objects.filter(number=process.pk, field="title").first()
    return row and (row.text, row.state, row.maker)


def test_what_is_open_goes_out(desk, process):
    put(process, "المناخ")
    keys = [row.key for row in read_xliff(exported(desk)).rows]
    assert len(keys) == 4
    assert f"process.process-{process.pk}-title" not in keys
    assert len(read_xliff(exported(desk, "?zustand=alle")).rows) == 5
    assert read_xliff(exported(desk, "?zustand=stale")).rows == []


def test_what_comes_back_is_kept_as_checked_by_the_agency(desk, process):
    answer = send(desk, filled(exported(desk), "المناخ"))
    assert answer.status_code == 200
    assert said(process) == ("المناخ", State.CHECKED, "Büro Wort")
    entry = Entry.objects.get(verb="translations.taken_in")
    assert entry.detail == {"language": "ar", "count": 1}
    # What had no translation is said line by line.
    assert answer.content.decode().count('<tr><th scope="row">') == 4


def test_a_long_file_is_kept_in_portions(desk, process, monkeypatch):
    monkeypatch.setattr("ratschlag.portal.desk.exchange._AT_ONCE", 2)
    data = exported(desk)
    for field in ("title", "introduction", "mandate"):
        data = filled(data, f"نص {field}", field=field)
    send(desk, data)
    entries = Entry.objects.filter(verb="translations.taken_in")
    assert sorted(entry.detail["count"] for entry in entries) == [1, 2]
    assert Translation.objects.count() == 3


def test_what_comes_back_for_a_page_stands_in_its_history(desk, city):
    page = a_page(PageKind.IMPRINT, text="Wir sitzen im Rathaus.")
    data = filled(exported(desk), "بيانات النشر")
    send(desk, filled(data, "في البلدية", field="body"))
    last = page.versions.filter(language="ar").first()
    assert (last.title, last.body) == ("بيانات النشر", "في البلدية")


@pytest.mark.parametrize(
    "state", ["needs-translation", "needs-review-translation", "new", "needs-adaptation"]
)
def test_what_is_unfinished_is_not_taken(desk, process, state):
    send(desk, filled(exported(desk), "المناخ", state=state))
    assert said(process) is None


def test_a_machine_s_words_stay_a_machine_s(desk, process):
    data = filled(exported(desk), "المناخ").replace(
        b'state="final"', b'state="needs-review-translation" state-qualifier="mt-suggestion"'
    )
    send(desk, data)
    assert said(process) == ("المناخ", State.MACHINE, "Büro Wort")


def test_a_changed_source_is_refused(desk, process):
    data = filled(exported(desk), "المناخ")
    type(process).objects.update(title="Klimaplan")
    page = send(desk, data).content.decode()
    assert said(process) is None
    assert "Klimaplan" in page


def test_what_somebody_changed_here_stays_and_both_are_shown(desk, process):
    data = filled(exported(desk), "المناخ")
    put(process, "hier")
    page = send(desk, data).content.decode()
    assert said(process)[0] == "hier"
    assert "المناخ" in page
    assert "hier" in page


def test_a_file_without_what_was_seen_does_not_overwrite_what_is_checked(desk, process):
    data = filled(exported(desk), "المناخ")
    stripped = data.replace(b"resname=", b"extradata=")
    put(process, "hier")
    send(desk, stripped)
    assert said(process)[0] == "hier"
    Translation.objects.all().delete()
    send(desk, stripped)
    assert said(process)[0] == "المناخ"


def test_a_lost_placeholder_is_refused(desk, process):
    type(process).objects.update(title="Frist: {deadline}")
    data = exported(desk)
    send(desk, filled(data, "الموعد"))
    assert said(process) is None
    send(desk, filled(data, "الموعد: {deadline}"))
    assert said(process)[0] == "الموعد: {deadline}"


@pytest.mark.parametrize(
    "key", ["process.process-1-title", "people.person-1-name", "x", "", "process.process-x-title",
            "process.process-99999999999999999999-title", "process.process-²-title"]
)  # fmt: skip
def test_a_text_that_nobody_knows_is_reported(desk, process, key):
    data = filled(exported(desk), "المناخ").replace(
        f"process.process-{process.pk}-title".encode(), key.encode()
    )
    assert send(desk, data).status_code == 200
    assert not Translation.objects.exists()


def test_a_text_that_stands_twice_is_taken_neither_way(desk, process):
    data = exported(desk).decode()
    start = data.index("<trans-unit")
    unit = data[start : data.index("</trans-unit>") + len("</trans-unit>")]
    send(desk, filled((data[:start] + unit + data[start:]).encode(), "المناخ"))
    assert said(process) is None


def test_a_text_of_another_process_is_not_taken(browser_of, desk, process):
    other = cast.a_process("verkehr", title="Verkehr")
    data = filled(exported(desk, "?verfahren=verkehr"), "المرور")
    own = browser_of(cast.a_person("Amal Aziz", Role.TRANSLATOR, scope="process/klima"))
    page = send(own, data).content.decode()
    assert said(other) is None
    assert "المرور" in page


def test_too_long_a_text_is_not_taken(desk, process):
    send(desk, filled(exported(desk), "x" * 400))
    assert said(process) is None


def test_a_survey_that_runs_takes_nothing_and_the_rest_is_kept(desk, process):
    survey = cast.a_survey(process)
    data = filled(exported(desk), "المناخ")
    head, _mark, rest = data.decode().partition(f'survey.survey-{survey.pk}-title"')
    before, end, after = rest.partition("</source>")
    both = f'{head}survey.survey-{survey.pk}-title"{before}{end}<target>أفكار</target>{after}'
    send(desk, both)
    assert said(process)[0] == "المناخ"
    assert said(survey) is None


def test_another_language_is_refused_as_a_whole(desk, process):
    answer = send(desk, filled(exported(desk), "المناخ"), language="tr")
    assert answer.status_code == 422
    assert not Translation.objects.exists()


@pytest.mark.parametrize(
    "data", [b"", b"<x", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"\xff\xfe"]
)
def test_a_broken_file_is_refused_with_a_reason(desk, process, data):
    answer = send(desk, data)
    assert answer.status_code == 422
    assert 'class="err"' in answer.content.decode()
    assert not Entry.objects.filter(verb="translations.taken_in").exists()


def test_the_agency_s_name_is_asked_for(desk, process):
    assert send(desk, filled(exported(desk), "x"), agency=" ").status_code == 422
    assert send(desk, filled(exported(desk), "x"), agency="x" * 61).status_code == 422
    assert not Translation.objects.exists()


# The machine.


def ask(desk, language="ar", query=""):
    address = reverse("desk:translate_by_machine", args=[language]) + query
    return desk.post(address, follow=True).content.decode()


@pytest.fixture
def service(monkeypatch):
    monkeypatch.setenv("RATSCHLAG_TRANSLATE", "libretranslate")
    monkeypatch.setenv("RATSCHLAG_TRANSLATE_URL", "http://localhost:1")


def test_off_by_default_nobody_is_asked(desk, process):
    page = desk.get(reverse("desk:translation_work", args=["ar"])).content.decode()
    assert "/maschine/" not in page
    ask(desk)
    assert not TranslationRun.objects.exists()


def test_the_machine_gets_what_is_missing_or_out_of_date(desk, process, service, coordinator):
    put(process, "المناخ", State.MACHINE)
    theme = cast.a_theme(process, "Schatten")
    type(theme).objects.update(summary="Jemand schrieb: „Mehr Bäume!“")
    ask(desk)
    run = TranslationRun.objects.get()
    assert (run.state, run.asked_by, run.text_count) == (RunState.ASKED, str(coordinator.pk), 5)
    assert ["synthesis.theme", theme.pk, "title", False] in run.wanted
    assert not any(field == "summary" for _kind, _pk, field, _of in run.wanted)
    assert Entry.objects.filter(verb="translation.machine_asked").count() == 1


def test_what_citizens_wrote_goes_only_if_the_city_says_so(desk, process, service, monkeypatch):
    theme = cast.a_theme(process, "Schatten")
    type(theme).objects.update(summary="Jemand schrieb: „Mehr Bäume!“")
    monkeypatch.setenv("RATSCHLAG_TRANSLATE_CITIZENS", "yes")
    ask(desk)
    assert ["synthesis.theme", theme.pk, "summary", True] in TranslationRun.objects.get().wanted


def test_the_choice_of_the_list_holds_for_the_machine(desk, process, service):
    cast.a_theme(process, "Schatten")
    ask(desk, query="?art=synthesis.theme")
    assert TranslationRun.objects.get().text_count == 1


def test_only_the_state_that_was_chosen_goes_to_the_machine(desk, process, service):
    put(process, "المناخ")
    Translation.objects.update(state=State.STALE, stale_since="2016-09-01T00:00Z")
    ask(desk, query="?zustand=stale")
    assert [field for _kind, _pk, field, _of in TranslationRun.objects.get().wanted] == ["title"]


def test_what_a_survey_asks_already_is_left_alone(desk, process, service):
    cast.a_survey(process)
    ask(desk)
    kinds = {kind for kind, *_rest in TranslationRun.objects.get().wanted}
    assert kinds == {"process.process"}


def test_a_second_run_waits_for_the_first(desk, process, service):
    ask(desk)
    ask(desk)
    assert TranslationRun.objects.count() == 1
    progress = reverse("desk:machine_under_way", args=["ar"])
    assert desk.get(progress).status_code == 200
    TranslationRun.objects.update(state=RunState.DONE, finished_at="2016-09-01T00:00Z")
    assert desk.get(progress).status_code == 204


def test_easy_german_is_written_by_people(desk, process, service):
    ask(desk, language="de-easy")
    assert not TranslationRun.objects.exists()


def test_wrong_settings_are_said_and_nothing_breaks(desk, process, service, monkeypatch):
    monkeypatch.setenv("RATSCHLAG_TRANSLATE_URL", "http://weit.weg.example")
    assert desk.get(reverse("desk:translation_work", args=["ar"])).status_code == 200
    ask(desk)
    assert not TranslationRun.objects.exists()
