"""People's words on a page: their own language, a translation beside it, and how many came."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from ratschlag.contributions.actions import redact_contribution, translate_contribution
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import (
    count_by_channel,
    count_by_language,
    for_quotes,
    quote_of,
    translation_for,
)
from ratschlag.contributions.rules import Channel, Publication
from tests import cast

pytestmark = pytest.mark.django_db
VOICE = Template(CottonCompiler().process('<c-voice :quote="quote" />'))


def put(voice, language, text="…", *, is_machine=True):
    translate_contribution(voice, language=language, text=text, is_machine=is_machine, by=None)


def page_of(voice, language="de"):
    with translation.override(language):
        return VOICE.render(Context({"quote": quote_of(voice, language)}))


@pytest.fixture
def arabic(process):
    return cast.a_contribution(process, "نحتاج إلى دورات", language="ar", channel=Channel.LETTER)


def test_a_quote_keeps_the_words_and_brings_what_they_mean(arabic):
    put(arabic, "de", "Wir brauchen Kurse")
    quote = quote_of(arabic, "de")
    assert (quote.text, quote.language, quote.direction) == ("نحتاج إلى دورات", "ar", "rtl")
    assert (quote.translation, quote.translation_language) == ("Wir brauchen Kurse", "de")
    assert quote.is_machine
    assert str(quote.channel) == "Letter" or str(quote.channel) == "Brief"


@pytest.mark.parametrize(
    ("there", "wanted", "found"),
    [
        (("tr", "de", "en"), "tr", "tr"),
        (("de", "en"), "tr", "de"),
        (("en",), "tr", "en"),
        (("uk",), "tr", None),
        (("de", "en"), "ar", None),  # who reads Arabic needs none
        (("de",), "de-easy", "de"),
        (("de-easy", "de"), "de-easy", "de-easy"),
    ],
)
def test_a_translation_falls_back_to_german_then_english(arabic, there, wanted, found):
    for language in there:
        put(arabic, language)
    row = translation_for(arabic, wanted)
    assert (row.language if row else None) == found


def test_a_passage_is_quoted_for_who_can_read_it(process):
    voice = cast.a_contribution(process, "Eins. Zwei.")
    assert quote_of(voice, "de", "Zwei.").text == "Zwei."
    assert quote_of(voice, "en", "Zwei.").text == "Zwei."
    put(voice, "en", "One. Two.")
    assert (quote_of(voice, "en", "Zwei.").text, quote_of(voice, "en").translation) == (
        "Eins. Zwei.", "One. Two.",
    )  # fmt: skip


def test_the_component_marks_language_direction_and_machine(arabic):
    put(arabic, "de", "Wir <b>brauchen</b>\nKurse")
    page = page_of(arabic)
    assert '<blockquote lang="ar" dir="rtl">' in page
    assert "tr--machine" in page
    assert '<span lang="de" dir="ltr">Wir &lt;b&gt;brauchen&lt;/b&gt;<br>Kurse</span>' in page
    assert '<time datetime="2016-09-05">' in page


def test_words_in_several_languages_have_no_language_but_a_direction(process):
    voice = cast.a_contribution(process, "More Deutschkurse bitte, شكرا", language="und")
    page = page_of(voice, "tr")
    assert '<blockquote dir="auto">' in page
    assert 'class="tr' not in page


def test_a_redacted_quote_says_so(process):
    voice = cast.a_contribution(process, "Herr Beispiel.")
    redact_contribution(voice, text="[Name].", by=None)
    assert quote_of(voice, "de").is_redacted
    assert "Beispiel" not in page_of(voice)


def test_quotes_take_two_queries(process, django_assert_num_queries):
    for number in range(4):
        voice = cast.a_contribution(process, f"Baum {number}")
        put(voice, "en")
        redact_contribution(voice, text="[…]", by=None)
    with django_assert_num_queries(2):
        quotes = [quote_of(row, "en") for row in for_quotes(Contribution.objects.all())]
    assert {quote.text for quote in quotes} == {"[…]"}


def test_contributions_are_counted_by_channel_and_by_language(process, arabic):
    cast.a_contribution(process)
    cast.a_contribution(process, channel=Channel.FAX)
    cast.a_contribution(process, "", publication=Publication.WITHDRAWN, taken_back_on="2016-09-09")
    assert count_by_channel(process) == {Channel.ONLINE: 1, Channel.LETTER: 1, Channel.FAX: 1}
    assert list(count_by_language(process).items()) == [("de", 2), ("ar", 1)]
