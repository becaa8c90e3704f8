"""The index on both engines: what is found, in which order, and that nothing of it stays."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from ratschlag.search.compute.asked import LONGEST_QUESTION
from ratschlag.search.models import Document, Text
from ratschlag.search.queries import found_for, question_of, shown
from ratschlag.search.rules import Kind

pytestmark = pytest.mark.django_db


def put(key, title, text="", language="de", kind=Kind.THEME, on=None, also=""):
    Document.objects.put([Text(kind, key, language, title, text, f"x/{key}/", on, also)])


def keys(question, language="de"):
    return [hit.key for hit in found_for(question, language).hits]


def test_titles_stand_above_texts_and_words_above_stems_above_parts():
    put("part in text", "A", "ein Deutschsprachkurs")
    put("stem in text", "B", "zwei Sprachkurse")
    put("word in text", "C", "ein Sprachkurs")
    put("part in title", "Deutschsprachkurs im Haus")
    put("stem in title", "Sprachkurse im Haus")
    put("word in title", "Der Sprachkurs im Haus")
    put("whole title", "Sprachkurs")
    put("halves", "D", "ein Kurs in der Sprache")
    put("nothing", "E", "ein Kurs im Kochen")
    assert keys("Sprachkurs") == [
        *("whole title", "word in title", "stem in title", "part in title"),
        *("word in text", "stem in text", "part in text", "halves"),
    ]


def test_the_readers_language_comes_first_then_german_beside_easy_german():
    for language in ("en", "de", "de-easy", "ar"):
        put(language, "Chemnitz", language=language)
    assert keys("Chemnitz", "ar")[0] == "ar"
    assert keys("Chemnitz", "de-easy")[:2] == ["de-easy", "de"]


def test_the_newest_comes_first_among_equals_and_the_undated_last():
    put("old", "Kurse", on=date(2016, 1, 1))
    put("undated", "Kurse")
    put("new", "Kurse", on=date(2017, 1, 1))
    assert keys("Kurse") == ["new", "old", "undated"]


def test_one_thing_in_several_languages_is_one_result():
    put("1", "Chemnitz", language="de")
    put("1", "Chemnitz", language="en")
    (hit,) = found_for("Chemnitz", "en").hits
    assert hit.language == "en"


def test_all_words_have_to_be_there_else_some():
    put("both", "Abendkurs", "mit Betreuung")
    put("one", "Abendkurs")
    found = found_for("Abendkurs Betreuung", "de")
    assert [hit.key for hit in found.hits] == ["both"] and not found.is_loose
    found = found_for("Abendkurs Hubschrauber", "de")
    assert {hit.key for hit in found.hits} == {"both", "one"} and found.is_loose


def test_a_phrase_is_found_in_its_order():
    put("so", "Tisch", "am runden Tisch der Religionen")
    put("otherwise", "Tisch", "Religionen am Tisch, runden wir auf")
    assert keys('"runden Tisch"') == ["so"]


def test_a_row_of_words_is_better_than_the_same_words_apart():
    put("apart", "Tiếng học Đức khóa", "", "vi")
    put("row", "Khóa học tiếng Đức", "", "vi")
    assert keys("khóa học tiếng đức", "vi") == ["row", "apart"]


def test_a_number_finds_like_a_title():
    put("measure", "Abendkurse", also="M02-1")
    put("other", "Abendkurse", "Siehe M02-1.")
    assert keys("m02-1") == ["measure", "other"]


@pytest.mark.parametrize(
    "odd",
    [
        *("*", "AND", "OR OR", "NOT", "NEAR(a b)", "title:kurs", "a*b", "{title} : x", '"', '""'),
        *(
            "kurs OR",
            "^kurs",
            "-kurs",
            "kurs:*",
            "a & b | !c",
            "<->",
            "' OR 1=1 --",
            "\\",
            "%s %(x)s",
        ),
        *(
            "\x00kurs",
            "🎉",
            "\ud7ff\uffff",
            "ﷺ",
            "ſ",
            "½",
            "a" * 10_000,
            "kurs " * 2_000,
            '"' * 500,
        ),
        *(
            "\u202e\u200f",
            "İ" * 300,
            "ß" * 300,
            "-".join("ab" * 200),
            "_",
            "__init__",
            "हिन्दी",
            "中文",
        ),
    ],
)
def test_whatever_is_typed_is_answered(odd):
    put("1", "Kurse", "Ein Kurs, हिन्दी 中文")
    results = found_for(question_of(odd), "de")
    assert isinstance(shown(results.hits, results.asked, "de"), list)


def test_a_question_is_one_line_without_nul_and_not_too_long():
    assert question_of("  a\x00b\n c ") == "a b c"
    assert len(question_of("x" * 10_000)) == LONGEST_QUESTION


@pytest.mark.parametrize("word", ["हिन्दी", "中文", "ქართული", "አማርኛ"])
def test_other_scripts_are_found_too(word):
    put("1", "Titel", f"Auch {word} gehört dazu")
    assert keys(word) == ["1"]


def test_what_goes_leaves_nothing_in_the_index():
    # What a transaction (here a part of one) has written, the next one finds on disk.
    with transaction.atomic():
        put("1", "Geheimniskrämerei")
        put("2", "Kurse")
    with transaction.atomic():
        Document.objects.take_out([(Kind.THEME, "1", "de")])
    with transaction.atomic():
        put("3", "Kurse")
    assert keys("Geheimniskrämerei") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM search_index_data")
            kept = b"".join(bytes(row[0]) for row in cursor.fetchall())
        assert b"geheimniskr" not in kept


def test_what_changes_is_found_by_its_new_words_only():
    put("1", "Alt")
    put("1", "Neu")
    assert (keys("Alt"), keys("Neu")) == ([], ["1"])
    Document.objects.update(title_entries="anders")
    assert (keys("Neu"), keys("anders")) == ([], ["1"])


def test_a_long_text_is_indexed():
    put("1", "Buch", "wort " * 20_000 + "ende")
    put("2", "Heft", " ".join(f"seite{n}" for n in range(14_000)))
    assert keys("wort") == ["1"]
    assert keys("seite13999") == ["2"]


def test_a_text_with_more_entries_than_an_engine_takes_is_found_by_its_words():
    """Else one such text would keep all others out of the index of PostgreSQL."""
    put("1", "Lang", " ".join(f"seite{'x' * 50}{n}" for n in range(600)))
    assert keys(f"seite{'x' * 50}599") == ["1"]


def test_results_are_safe_to_show_and_say_their_language():
    put("1", "<script>Kurse</script>", "<b>Kurse</b>", "en")
    results = found_for("Kurse", "ar")
    (found,) = shown(results.hits, results.asked, "ar")
    assert found.is_other_language and (found.language, found.direction) == ("en", "ltr")
    assert found.address == "/ar/x/1/"
    assert [piece.text for piece in found.title if piece.is_hit] == ["Kurse"]


def test_what_went_since_it_was_found_is_not_shown():
    put("1", "Kurse")
    results = found_for("Kurse", "de")
    Document.objects.all().delete()
    assert shown(results.hits, results.asked, "de") == []


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "secret"},
        {"language": "xx"},
        {"key": ""},
        {"address": ""},
        {"title": "", "text": ""},
    ],
)
def test_the_table_refuses_what_can_not_be_found_or_shown(fault):
    fine = {"kind": "theme", "key": "1", "language": "de", "title": "A", "address": "x/"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(**(fine | fault))


def test_a_thing_has_one_document_in_a_language():
    put("1", "Kurse")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(kind="theme", key="1", language="de", title="B", address="x/")
