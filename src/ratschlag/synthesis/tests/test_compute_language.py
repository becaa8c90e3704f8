"""The language of a text: by its letters, by the form where it is short, by nobody's guess."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("py3langid")

from ratschlag.synthesis.compute.language import Languages, _model

CITY = Languages(["de", "en", "ar", "uk", "ru", "tr", "fa", "vi"])
SAID = {
    "de": "Bitte baut mehr sichere Radwege in der Innenstadt.",
    "en": "Please build more safe cycle paths in the town centre.",
    "ar": "يرجى بناء المزيد من مسارات الدراجات الآمنة في وسط المدينة",
    "uk": "Будь ласка, побудуйте більше безпечних велодоріжок у центрі міста.",
    "ru": "Пожалуйста, постройте больше безопасных велодорожек в центре города.",
    "tr": "Lütfen şehir merkezinde daha fazla güvenli bisiklet yolu yapın.",
    "fa": "لطفاً مسیرهای دوچرخه‌سواری امن بیشتری در مرکز شهر بسازید",
    "vi": "Xin hãy xây thêm đường xe đạp an toàn ở trung tâm thành phố.",
    "fr": "Veuillez construire plus de pistes cyclables sûres au centre-ville.",
}


@pytest.mark.parametrize("language", SAID)
def test_a_sentence_tells_its_language(language):
    assert CITY.of(SAID[language]) == language


def test_a_sentence_outweighs_the_form_it_came_by():
    assert [CITY.of(SAID[language], "de") for language in SAID] == list(SAID)


def test_below_twenty_letters_the_form_knows_better():
    assert CITY.of("Park", "ar") == "ar"
    assert CITY.of("More trees!!! ......... ?", "uk") == "uk"
    assert CITY.of("ok", "de-easy") == "de-easy"


def test_where_nothing_tells_the_language_the_form_is_taken_or_none():
    assert CITY.of("") == ""
    assert CITY.of("", "tr") == "tr"
    assert CITY.of("12345 67890 😀😀😀 !!! 12345 67890", "fa") == "fa"


def test_easy_german_stays_what_the_form_said():
    city = Languages(["de", "de-easy", "en"])
    assert city.of(SAID["de"], "de-easy") == "de-easy"
    assert city.of(SAID["de"]) == "de"
    assert city.of(SAID["en"], "de-easy") == "en"


def test_many_texts_at_once_say_what_the_model_says_of_each():
    texts = [said[: 20 + 7 * n] for n in range(8) for said in SAID.values()]
    model = _model()
    model.set_languages(CITY._codes)
    try:
        assert CITY.all(texts) == [model.classify(text)[0] for text in texts]
    finally:
        model.set_languages(None)


def test_languages_that_nobody_knows_are_no_fault():
    assert Languages(["xx", "de"], more=()).of(SAID["en"]) == "de"
    assert Languages([], more=("en",)).of(SAID["de"]) == "en"


def test_a_text_of_five_megabytes_takes_no_time():
    assert CITY.of(SAID["uk"] * 80_000) == "uk"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(alphabet=st.characters()), max_size=4), st.sampled_from(["", "de", "ar"]))
def test_any_text_gets_a_language_that_does_not_depend_on_its_neighbours(texts, form):
    found = CITY.all(texts, [form] * len(texts))
    assert found == [CITY.of(text, form) for text in texts]
    assert set(found) <= {*CITY._codes, form}


def test_half_a_surrogate_and_a_nul_are_read_over():
    assert CITY.of("\ud800\x00 " + SAID["de"]) == "de"
    assert CITY.of("\u202e" + SAID["ar"]) == "ar"
