"""What a translation keeps: the source it was made from, what it said before, who made it."""

import pytest

from ratschlag.languages.actions import carry_translations, put_translation, write_term
from ratschlag.languages.models import Term, Translation
from ratschlag.languages.queries import Hit, glossary_hits
from ratschlag.languages.rules import State
from tests import cast

pytestmark = pytest.mark.django_db


def put(process, text, **more):
    wanted = {"language": "en", "state": State.CHECKED}
    put_translation(process, "title", text=text, **(wanted | more))
    return Translation.objects.get(kind="process.process", field="title", number=process.pk)


def test_it_keeps_its_source_and_what_it_said_before(process):
    assert (put(process, "Climate").source_text, put(process, "Climate").previous) == (
        process.title,
        "",
    )
    row = put(process, "Climate plan", maker="Büro Wort")
    assert (row.text, row.previous, row.maker) == ("Climate plan", "Climate", "Büro Wort")


def test_checking_the_same_words_keeps_what_was_before(process):
    put(process, "Climate", state=State.MACHINE)
    put(process, "Climate plan")
    assert put(process, "Climate plan", checked_by="5").previous == "Climate"


def test_a_copy_keeps_its_source_and_its_maker(process):
    put(process, "Climate", maker="DeepL", state=State.MACHINE)
    copy = cast.a_process("kopie", title=process.title)
    carry_translations([(process, copy)])
    row = Translation.objects.get(number=copy.pk)
    assert (row.source_text, row.maker, row.state) == (process.title, "DeepL", State.MACHINE)


def test_words_of_the_glossary_are_found_with_what_they_are_called_elsewhere(db):
    term = Term(word="Handlungsfeld", explanation="Ein Thema des Konzepts.")
    write_term(term, {"en": {"word": "Field of action"}}, by=None)
    assert glossary_hits("Zehn Handlungsfelder stehen fest.", "en") == [
        Hit("Handlungsfeld", "Field of action", "Ein Thema des Konzepts.")
    ]
    assert [hit.said for hit in glossary_hits("Ein Handlungsfeld.", "ar")] == [""]
    assert glossary_hits("Ein Beirat.", "en") == glossary_hits("", "ar") == []
