"""How a page says an authored text, and marks it where it is in another language."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from ratschlag.languages.actions import put_translation
from ratschlag.languages.queries import read
from ratschlag.languages.rules import State
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(process):
    return cast.a_field(process)


def on_a_page(template, language, **values):
    """The template in that language, after the view has read its rows."""
    read(language, [row for row in values.values() if not isinstance(row, str)])
    with override(language):
        return Template(template).render(Context(values))


@pytest.mark.parametrize(("language", "text"), [("en", "Urban green"), ("ar", "خضرة المدينة")])
def test_a_translated_text_is_said_as_it_is(field, language, text):
    put_translation(field, "title", language=language, text=text, state=State.CHECKED)
    assert on_a_page("{% say field %}", language, field=field) == text


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_a_german_text_on_another_page_says_that_it_is_german(field, language):
    said = on_a_page("{% say field %}", language, field=field)
    assert said == '<span lang="de" dir="ltr">Stadtgrün</span>'


@pytest.mark.parametrize("language", ["de", "de-easy"])
def test_a_german_text_on_a_german_page_needs_no_mark(field, language):
    assert on_a_page("{% say field %}", language, field=field) == "Stadtgrün"


def test_another_field_is_said_by_its_name(process):
    said = on_a_page('{% say process "mandate" %}', "de", process=process)
    assert said == "Der Stadtrat hat es beauftragt."


def test_in_an_attribute_it_is_plain_text(field):
    assert on_a_page('<a title="{% said field %}">', "en", field=field) == '<a title="Stadtgrün">'
    put_translation(field, "title", language="en", text="Urban green", state=State.CHECKED)
    assert on_a_page("{% said field %}", "en", field=field) == "Urban green"


def test_a_name_is_german_everywhere():
    assert on_a_page('{{ "Rathaus"|local }}', "de") == "Rathaus"
    assert on_a_page('{{ "Rathaus"|local }}', "de-easy") == "Rathaus"
    assert on_a_page('{{ "Rathaus"|local }}', "ar") == '<span lang="de" dir="ltr">Rathaus</span>'
    assert on_a_page('{{ ""|local }}', "ar") == ""


@pytest.mark.parametrize("tag", ["{% say field %}", "{% said field %}", "{{ field.title|local }}"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_text_can_not_bring_its_own_html(field, tag, language):
    field.title = "<script>alert('x')</script> & \"Grün\""
    said = on_a_page(tag, language, field=field)
    assert "<script" not in said and '"Grün"' not in said
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;Grün&quot;" in said


def test_a_translation_can_not_either(field):
    put_translation(field, "title", language="en", text="<b>green</b>", state=State.MACHINE)
    said = on_a_page("{% say field %}{% said field %}", "en", field=field)
    assert said == "&lt;b&gt;green&lt;/b&gt;" * 2


@pytest.mark.parametrize(
    ("language", "shown"),
    [("de-easy", "Eins &amp; eins.<br>Zwei."), ("en", "Eins &amp; eins.\nZwei.")],
)
def test_easy_german_keeps_one_idea_a_line(process, language, shown):
    put_translation(
        process, "mandate", language=language, text="Eins & eins.\nZwei.", state=State.CHECKED
    )
    page = on_a_page('{% load say %}{% say row "mandate" %}', language, row=process)
    assert page == shown
