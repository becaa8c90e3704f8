"""Writing and revising sections, by action and at the desk."""

import pytest

from ratschlag.concept.actions import SectionRefused, revise_section, write_section
from ratschlag.concept.models import Section
from ratschlag.concept.rules import Renders
from ratschlag.concept.tests.hands import HOSTILE, a_section, main_of, nothing_written
from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.people.rules import Role
from tests import cast

NEW = "/desk/konzept/klima/neu/"
TREE = "/desk/konzept/klima/"
HUGE = 10**30


def typed(**changes: str) -> dict[str, str]:
    wanted = {
        "number": "1",
        "title": "Vorwort",
        "text": "Eins.\n\nZwei.",
        "renders": "",
        "field": "",
    }
    return wanted | changes


def page_of(section: Section) -> str:
    return f"/desk/konzept/abschnitt/{section.pk}/"


def numbers() -> list[tuple[str, int]]:
    return list(Section.objects.values_list("number", "position"))


@pytest.fixture
def editor(city, browser_of):
    return browser_of(cast.a_person("Rita Redaktion", Role.EDITOR, scope="process/klima"))


def test_the_editor_writes_a_section_and_sees_it_below(editor, process):
    answer = editor.post(NEW, typed(), follow=True)
    section = Section.objects.get()
    assert answer.redirect_chain == [(page_of(section), 302)]
    page = main_of(answer.text)
    assert "Gespeichert." in page
    assert 'id="1-2"' in page
    assert "<p>Zwei.</p>" in page
    line = Entry.objects.get(verb="section.written")
    assert (line.subject_number, line.detail) == (str(section.pk), {"number": "1"})


def test_sections_find_their_place_by_their_number(process):
    for number in ("6", "A1", "6.10", "2", "6.2", "10", "6.2.1"):
        a_section(process, number)
    assert [number for number, _place in numbers()] == [
        "2",
        "6",
        "6.2",
        "6.2.1",
        "6.10",
        "10",
        "A1",
    ]
    places = [place for _number, place in numbers()]
    assert places == sorted(set(places))
    assert Section.objects.get(number="6.2.1").parent.number == "6.2"
    assert Section.objects.get(number="10").parent is None


def test_a_section_that_gets_another_number_moves(process):
    for number in ("1", "2", "3"):
        last = a_section(process, number)
    last.number = "1.1"
    revise_section(last, ["number"], by=None)
    assert [number for number, _place in numbers()] == ["1", "1.1", "2"]
    assert last.parent.number == "1"


def test_a_section_with_others_below_keeps_its_number(process):
    above = a_section(process, "6")
    a_section(process, "6.1")
    above.number = "7"
    with nothing_written(), pytest.raises(SectionRefused):
        revise_section(above, ["number"], by=None)


@pytest.mark.parametrize("number", ["6.1", "1"], ids=["nothing above", "taken"])
def test_a_section_that_can_not_stand_there_is_refused(process, number):
    a_section(process, "1")
    with nothing_written(), pytest.raises(SectionRefused):
        write_section(Section(process=process, number=number, title="X"), by=None)


def test_a_change_makes_its_translations_stale_and_no_others(editor, process):
    section = a_section(process, text="Eins.")
    for field in ("title", "text"):
        put_translation(section, field, language="ar", text="نص", state=Translated.MACHINE)
    editor.post(page_of(section), typed(text="Zwei."))
    states = dict(Translation.objects.values_list("field", "state"))
    assert states == {"title": Translated.MACHINE, "text": Translated.STALE}
    assert Entry.objects.get(verb="section.revised").detail == {"fields": ["text"]}


def test_a_section_can_show_a_field(editor, process):
    field = cast.a_field(process)
    cast.a_measure(process, field)
    answer = editor.post(NEW, typed(renders="field", field=str(field.pk)), follow=True)
    assert "Bäume pflanzen" in main_of(answer.text)
    assert Section.objects.get().field == field


def test_the_tree_shows_what_there_is(editor, process):
    a_section(process, text="Ein kurzer Satz.")
    page = main_of(editor.get(TREE).text)
    assert "Vorwort" in page
    assert '<td class="num">3</td>' in page


def test_hostile_text_is_shown_as_it_was_typed(editor, process):
    answer = editor.post(NEW, typed(title=HOSTILE[:100], text=HOSTILE), follow=True)
    page = main_of(answer.text)
    assert "<b>" not in page.partition("<article>")[2]
    assert "&lt;b&gt;fett&lt;/b&gt;" in page
    assert "{{ 1 }}" in page
    assert Section.objects.get().text == HOSTILE


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"number": ""}, "number"),
        ({"number": " "}, "number"),
        ({"number": "6/1"}, "number"),
        ({"number": "6.1"}, "number"),
        ({"number": "0"}, "number"),
        ({"number": "1" * 21}, "number"),
        ({"number": "1\x00"}, "number"),
        ({"title": ""}, "title"),
        ({"title": " \n "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"title": "x\x00"}, "title"),
        ({"text": "x\x00"}, "text"),
        ({"text": "x" * 60_001}, "text"),
        ({"renders": "nothing-known"}, "renders"),
        ({"renders": "field"}, "field"),
        ({"renders": "field", "field": str(HUGE)}, "field"),
        ({"renders": "field", "field": "x"}, "field"),
        ({"renders": "field", "field": "OTHER"}, "field"),
        ({"renders": "", "field": "OWN"}, "field"),
    ],
    ids=str,
)
@pytest.mark.parametrize("is_new", [True, False], ids=["new", "there"])
def test_what_is_wrong_is_said_where_it_stands_and_nothing_is_lost(
    editor, process, wrong, where, is_new
):
    a_section(process, "0")
    section = a_section(process, "1", text="Wie es war.")
    known = {
        "OTHER": str(cast.a_field(cast.a_process("verkehr"), "Fremd").pk),
        "OWN": str(cast.a_field(process).pk),
    }
    data = typed(number="2", text="Getippt.") | {k: known.get(v, v) for k, v in wrong.items()}
    with nothing_written():
        answer = editor.post(NEW if is_new else page_of(section), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [where]
    kept = answer.context["form"]["title" if where == "text" else "text"].value()
    assert kept == data["title" if where == "text" else "text"]
    if not is_new:
        assert "Wie es war." in main_of(answer.text)


def test_half_a_letter_is_kept_out(editor, process):
    body = b"number=1&title=x%ED%A0%80&text=&renders=&field="
    answer = editor.post(NEW, body, content_type="application/x-www-form-urlencoded", follow=True)
    assert answer.status_code == 200
    assert "\ud800" not in Section.objects.get().title


def test_nothing_sent_is_refused(editor, process):
    with nothing_written():
        answer = editor.post(NEW, {"number": ""})
    assert answer.status_code == 422


@pytest.mark.parametrize("role", [Role.CODER, Role.FACILITATOR, Role.CLERK, Role.COUNCIL_SERVICE])
def test_others_do_not_write(browser_of, process, role):
    section = a_section(process)
    someone = browser_of(cast.a_person("Jemand Anders", role))
    with nothing_written():
        for address in (NEW, page_of(section), TREE):
            assert someone.get(address).status_code == 403
        assert someone.post(NEW, typed()).status_code == 403


def test_the_editor_of_one_process_does_not_write_in_another(editor, process):
    other = cast.a_process("verkehr", title="Verkehr")
    section = a_section(other)
    for address in ("/desk/konzept/verkehr/neu/", page_of(section), "/desk/konzept/verkehr/"):
        assert editor.get(address).status_code == 403
    with nothing_written():
        assert editor.post(page_of(section), typed()).status_code == 403


def test_the_editor_of_one_process_comes_straight_to_its_tree(editor, process):
    cast.a_process("verkehr", title="Verkehr")
    assert editor.get("/desk/konzept/").headers["Location"] == TREE


def test_who_writes_in_several_chooses(desk, process):
    cast.a_process("verkehr", title="Verkehr")
    page = main_of(desk.get("/desk/konzept/").text)
    assert f'href="{TREE}"' in page
    assert 'href="/desk/konzept/verkehr/"' in page


@pytest.mark.parametrize("number", [1, 2**63, HUGE])
def test_a_section_that_is_not_there_is_not_found(desk, process, number):
    assert desk.get(f"/desk/konzept/abschnitt/{number}/").status_code == 404


def test_the_renders_of_a_section_are_all_offered(editor, process):
    offered = editor.get(NEW).context["form"].fields["renders"].choices
    assert [value for value, _label in offered] == list(Renders)
