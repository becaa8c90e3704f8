"""The glossary: a word, what it means, in every language that someone wrote."""

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.models import Entry
from ratschlag.languages.actions import put_translation, write_term
from ratschlag.languages.compute.order import place_of
from ratschlag.languages.models import Term, Translation
from ratschlag.languages.rules import State
from ratschlag.people.rules import Role
from ratschlag.press.forms.terms import TermForm
from tests import cast

PAGE = "/de/glossar/"


@pytest.fixture
def press(browser_of, city):
    return browser_of(cast.a_person("Pia Presse", Role.PRESS))


def a_term(word: str = "Beirat", explanation: str = "Er berät den Rat.") -> Term:
    return write_term(Term(word=word, explanation=explanation), {}, by=None)


def test_a_word_is_public_once_it_is_saved(client, press):
    assert "/de/glossar/" not in client.get("/de/").text
    sent = {"word": "Beirat", "explanation": "Er berät.", "word_ar": "مجلس"}
    assert press.post("/desk/glossar/neu/", sent).status_code == 302
    assert "Er berät." in client.get(PAGE).text
    arabic = client.get("/ar/glossar/").text
    assert "مجلس" in arabic and '<span lang="de" dir="ltr">Er berät.</span>' in arabic
    assert 'href="/de/glossar/"' in client.get("/de/").text


def test_words_stand_in_the_order_of_the_readers_language(client, city):
    for german, english in (("Antrag", "Proposal"), ("Zuschuss", "Grant")):
        put_translation(
            a_term(german), "word", language="en", text=english, state=State.CHECKED
        )  # fmt: skip
    german, english = client.get(PAGE).text, client.get("/en/glossar/").text
    assert german.index("Antrag") < german.index("Zuschuss")
    assert english.index("Grant") < english.index("Proposal")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Amt Ämter Anhörung Öffnung Ortschaftsrat Straße Zuschuss"),
        ("ar", "أثر إجراء بلدية مجلس"),
        ("fa", "آب باغ پارک تصمیم چشم حق گروه نظر هدف"),
        ("ru", "единство ёлка жильё"),
        ("tr", "alan çevre dernek ılıman İzmir oy öneri şehir"),
        ("uk", "житло зміна інклюзія їжа йод рада"),
        ("vi", "an áo ăn ban dân đơn giá"),
    ],
)
def test_words_stand_as_the_alphabet_goes(language: str, words: str):
    wanted = words.split()
    assert sorted(reversed(wanted), key=lambda word: place_of(word, language)) == wanted


def test_a_changed_word_makes_its_translation_stale_and_what_was_not_touched_keeps_its_state(
    press, city
):
    term = a_term()
    for field in term.translated:
        put_translation(term, field, language="en", text="Board", state=State.MACHINE)
    sent = {"word": "Beirat", "explanation": "Neu.", "word_en": "Board", "explanation_en": "Board"}
    press.post(f"/desk/glossar/{term.pk}/", sent)
    states = dict(Translation.objects.values_list("field", "state"))
    assert states == {"word": State.MACHINE, "explanation": State.STALE}


def test_a_translator_fills_in_words_and_changes_no_german(browser_of, city):
    term = a_term()
    desk = browser_of(cast.a_person("Uli", Role.TRANSLATOR))
    sent = {"word": "Anders", "explanation": "Anders.", "word_tr": "Kurul"}
    assert desk.post(f"/desk/glossar/{term.pk}/", sent).status_code == 302
    term.refresh_from_db()
    assert (term.word, Translation.objects.get().text) == ("Beirat", "Kurul")


def test_a_word_goes_with_all_its_translations(press, city):
    term = a_term()
    put_translation(term, "word", language="en", text="Board", state=State.CHECKED)
    for _twice in range(2):
        assert press.post(f"/desk/glossar/{term.pk}/entfernen/").status_code == 302
    assert not Term.objects.exists() and not Translation.objects.exists()
    assert Entry.objects.filter(verb="term.removed").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"word": ""}, {"explanation": ""}, {"word": "x" * 81}, {"explanation": "x" * 801},
        {"word": "BEIRAT"}, {"word_ar": "x" * 81}, {"word": "a\x00"},
    ],
)  # fmt: skip
def test_wrong_input_is_answered_and_nothing_is_written(press, city, wrong):
    a_term()
    sent = {"word": "Rat", "explanation": "Er entscheidet."} | wrong
    answer = press.post("/desk/glossar/neu/", sent)
    assert answer.status_code == 422
    assert Term.objects.count() == 1


def test_of_two_who_write_a_word_at_once_one_is_told(press, city, monkeypatch):
    # Both were asked before either had written.
    monkeypatch.setattr(TermForm, "clean_word", lambda form: form.cleaned_data["word"])
    monkeypatch.setattr(Term, "validate_constraints", lambda *_args, **_more: None)
    a_term()
    mine = {"word": "beirat", "explanation": "Meine Worte."}
    answer = press.post("/desk/glossar/neu/", mine)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text and "Meine Worte." in answer.text
    assert Term.objects.get().word == "Beirat"


@pytest.mark.parametrize("wrong", [{"word": ""}, {"explanation": ""}, {"word": "beirat"}])
def test_the_database_refuses_nonsense(city, wrong):
    a_term()
    with pytest.raises(IntegrityError), transaction.atomic():
        Term.objects.create(**({"word": "Rat", "explanation": "x"} | wrong))


def test_hostile_words_are_shown_as_typed(client, city):
    a_term("<b>fett</b>", "<script>alert(1)</script>")
    shown = client.get(PAGE).text
    assert "&lt;b&gt;" in shown and "<script>alert" not in shown
