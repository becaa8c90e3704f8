"""Words of nine languages are made alike, and only as far as that is right."""

import pytest

from ratschlag.search.compute.asked import MOST_TERMS, asked_for
from ratschlag.search.compute.entries import entries_of, entries_of_title
from ratschlag.search.compute.fold import fold, plain, words_in
from ratschlag.search.compute.marks import PASSAGE, marked, passage
from ratschlag.search.compute.stems import STEMMERS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("المَدرسَة", "المدرسه"),
        ("أطفال", "اطفال"),
        ("كتـــاب", "كتاب"),
        ("زبان‌های", "زبان‌هاي"),
        ("کلاس", "كلاس"),
        ("اجازهٔ", "اجازه"),
        ("ILIK", "ılık"),
        ("İş", "iş"),
        ("ёлка", "елка"),
        ("сім'я", "сім’я"),
        ("Kinder·betreuung", "Kinderbetreuung"),
        ("Sprach\u00adkurs", "Sprachkurs"),
        ("học", "ho\u0323c"),
        ("２０１６", "2016"),
        ("٢٠١٦", "2016"),
    ],
)
def test_what_is_the_same_word_is_folded_alike(one, other):
    assert [word.text for word in words_in(one)] == [word.text for word in words_in(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("schon", "schön"), ("hoc", "học"), ("Tor", "Tür"), ("is", "iş"), ("кот", "кит")],
)
def test_other_words_stay_others(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hoc", "học"), ("duc", "Đức"), ("turkce", "Türkçe"), ("Fluechtlinge", "Flüchtlinge")],
)
def test_who_lacks_the_letters_finds_the_word(typed, meant):
    assert plain(fold(typed)) == plain(fold(meant))


def test_an_e_of_its_own_stays():
    assert plain("neue") == "neue"


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("d", "Kurs Kurse Kursen Kurses"),
        ("d", "Verein Vereins Vereine Vereinen"),
        ("d", "Haus Häuser Häusern"),
        ("d", "Lehrerin Lehrerinnen Lehrer Lehrern"),
        ("e", "course courses"),
        ("e", "policy policies"),
        ("e", "plan plans planned planning"),
        ("t", "kurs kurslar kursları kurslarda"),
        ("t", "okul okulu okullar okulda okuldan"),
        ("r", "курс курсы курсов курсами курсе"),
        ("r", "школа школы школе школу школой"),
        ("r", "мова мови мову мовою"),
        ("a", "مدرسة المدرسة والمدرسة للمدرسة"),
        ("a", "دورة دورات الدورات"),
        ("a", "کتاب کتاب‌ها کتابها"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(letter, words):
    folded = [next(words_in(word)).text for word in words.split()]
    assert len({STEMMERS[letter](word) for word in folded}) == 1


@pytest.mark.parametrize("word", ["kurs", "haus", "amt", "مدن", "код", "ev", "a", "s"])
def test_a_stem_is_never_empty(word):
    assert all(stem(fold(word)) for stem in STEMMERS.values())


def test_a_compound_is_found_by_its_parts():
    entries = entries_of("Deutschsprachkurse", "de").split()
    assert entries[0] == "deutschsprachkurse"
    assert {"d=deutschsprachkurs", "d~sprachkurse", "d~kurse"} <= set(entries)


def test_a_text_with_more_entries_than_an_engine_takes_keeps_its_words_then_its_stems(monkeypatch):
    monkeypatch.setattr("ratschlag.search.compute.entries._MOST_BYTES", 150)
    entries = entries_of("Zwei Deutschsprachkurse in Häusern", "de")
    assert len(entries.encode()) < 150
    assert entries.startswith("zwei deutschsprachkurse in häusern d=deutschsprachkurs d=haus")
    assert "d~häusern" not in entries


def test_other_languages_have_no_compounds():
    assert "e~urses" not in entries_of("courses", "en").split()


def test_a_title_stands_in_the_index_as_a_whole_with_its_other_names():
    entries = entries_of_title("Kühle Plätze", "de", also="M02-1").split()
    assert {"^kühle_plätze", "^m02_1", "d=m021"} <= set(entries)


def test_entries_hold_no_sign_that_an_engine_reads():
    text = 'a\'b "c" d*e f:g (h) & | ! <-> \\ % ; {} \x00 NEAR AND -x ^y ~z =q _u_ 🎉 ½ ¹'
    assert set(entries_of(text, "de")) <= set("abcdefghijklmnopqrstuvwxyz0123456789 =~^_")


@pytest.mark.parametrize(
    "nothing", ["", "   ", "🎉🎉", "!?*()", "\x00", "\u200c\u200d", "'\"", "ـــ", "َ"]
)
def test_nothing_is_asked_where_nothing_is_a_word(nothing):
    assert asked_for(nothing).terms == ()


def test_quoted_words_stay_together_and_small_words_go():
    asked = asked_for("die „Runde der Religionen“ und der Dialog")
    assert [term.words for term in asked.terms] == [("runde", "der", "religionen"), ("dialog",)]


def test_small_words_alone_are_looked_for():
    assert [term.words for term in asked_for("wer wir").terms] == [("wer",), ("wir",)]


def test_a_hyphen_joins():
    (term,) = asked_for("Kita-Platz").terms
    assert term.words == ("kita", "platz")
    assert "d=kitaplatz" in term.stems


def test_no_question_becomes_too_long():
    asked = asked_for(" ".join(f"wort{n}" for n in range(10_000)))
    assert len(asked.terms) <= MOST_TERMS


def test_words_are_marked_and_nothing_is_lost():
    text = "Mehr <b>Sprachkurse</b> & Kurse in der Sprache der Kinder"
    pieces = marked(text, "de", asked_for("Sprachkurs"))
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_hit] == ["Sprachkurse", "Kurse", "Sprache"]


def test_the_passage_shows_where_the_words_stand():
    text = "viel davor " * 100 + "der Abendkurs mit Betreuung " + "viel danach " * 100
    pieces = passage(text, "de", asked_for("Abendkurs Betreuung"))
    said = "".join(piece.text for piece in pieces)
    assert "Abendkurs mit Betreuung" in said
    assert said.startswith("… ") and said.endswith(" …")
    assert len(said) <= PASSAGE + 10


def test_a_passage_without_any_of_the_words_is_the_beginning():
    assert passage("Anfang. " + "x " * 500, "de", asked_for("fehlt"))[0].text.startswith("Anfang.")


def test_a_word_without_end_is_cut():
    said = "".join(piece.text for piece in passage("x" * 5000, "de", asked_for("x")))
    assert len(said) <= PASSAGE + 10
