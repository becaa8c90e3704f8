"""How templates say dates and numbers in the language of the page."""

import re
from datetime import date, time

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.html import strip_tags
from django.utils.translation import deactivate_all, override

from ratschlag.lib.dates import UNKNOWN, parse_partial_date
from ratschlag.lib.templatetags.words import breakable, clock, number, span, when

LANGUAGES = [code for code, _name in settings.LANGUAGES]
DAY, MONTH, QUARTER, YEAR = (
    parse_partial_date(text) for text in ("16.8.2016", "6/2008", "Q1 2017", "2002")
)


def on_a_page(template, **values):
    return Template(template).render(Context(values))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "16. August 2016"),
        ("de-easy", "16. August 2016"),
        ("en", "16 August 2016"),
        ("tr", "16 Ağustos 2016"),
        ("uk", "16 серпня 2016\u202fр."),
        ("fa", "16 اوت 2016"),
    ],
)
def test_a_day_is_said_in_the_language_of_the_page(language, words):
    with override(language):
        expected = f'<time datetime="2016-08-16">{words}</time>'
        assert on_a_page("{{ day|when }}", day=DAY) == expected
        assert on_a_page("{{ day|when }}", day=date(2016, 8, 16)) == expected


def test_the_weekday_is_said_on_demand():
    with override("de"):
        assert strip_tags(when(DAY, "weekday")) == "Dienstag, 16. August 2016"
        assert strip_tags(when(date(2016, 8, 16), "weekday")) == "Dienstag, 16. August 2016"


def test_a_date_is_said_as_precisely_as_it_is_known():
    with override("de"):
        assert when(MONTH) == '<time datetime="2008-06">Juni 2008</time>'
        assert when(YEAR) == '<time datetime="2002">2002</time>'
        # HTML has no form for a quarter.
        assert when(QUARTER) == "1. Quartal 2017"


@pytest.mark.parametrize(
    ("language", "words"), [("de", "keine Angabe"), ("en", "not stated"), ("ar", "غير مذكور")]
)
def test_an_unknown_date_is_said_to_be_unknown(language, words):
    with override(language):
        assert when(UNKNOWN) == words


@pytest.mark.parametrize(
    ("starts", "ends", "german", "english"),
    [
        ("5.9.2016", "25.9.2016", "5. bis 25. September 2016", "5 to 25 September 2016"),
        (
            "26.9.2016",
            "30.11.2016",
            "26. September bis 30. November 2016",
            "26 September to 30 November 2016",
        ),
        (
            "1.12.2016",
            "31.1.2017",
            "1. Dezember 2016 bis 31. Januar 2017",
            "1 December 2016 to 31 January 2017",
        ),
        ("2016", "2017", "2016 bis 2017", "2016 to 2017"),
        ("8/2016", "5.9.2016", "August 2016 bis 5. September 2016", "August 2016 to 5 September 2016"),
        ("Q1 2017", "", "ab 1. Quartal 2017", "from 1st quarter 2017"),
        ("16.8.2016", "16.8.2016", "16. August 2016", "16 August 2016"),
        ("", "", "noch kein Datum", "no date yet"),
        ("", "2017", "noch kein Datum", "no date yet"),
    ],
)  # fmt: skip
def test_a_time_from_to_is_said_in_one_breath(starts, ends, german, english):
    spans = parse_partial_date(starts), parse_partial_date(ends)
    with override("de"):
        assert strip_tags(span(*spans)) == german
    with override("en"):
        assert strip_tags(span(*spans)) == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_both_ends_in_western_digits(language):
    spans = parse_partial_date("5.9.2016"), parse_partial_date("25.10.2017")
    with override(language):
        words = on_a_page("{% span starts ends %}", starts=spans[0], ends=spans[1])
    digits = re.findall(r"\d+", words)
    assert {"5", "2016", "25", "2017"} <= set(digits)
    assert all(found.isascii() for found in digits)


def test_a_time_of_day_is_said_without_a_leading_nought():
    assert clock(time(8, 5)) == "8:05"
    assert on_a_page("{{ at|clock }}", at=time(16)) == "16:00"
    assert clock(time(0, 0)) == "0:00"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "1.234.567"),
        ("de-easy", "1.234.567"),
        ("en", "1,234,567"),
        ("ru", "1\u00a0234\u00a0567"),
        ("vi", "1.234.567"),
        ("ar", "1,234,567"),
        ("fa", "1,234,567"),
    ],
)
def test_a_number_gets_the_separators_of_the_language(language, words):
    with override(language):
        assert on_a_page("{{ count|number }}", count=1_234_567) == words
        assert number(0) == "0"
        assert number(-12).endswith("12")


def test_without_a_language_german_is_spoken():
    with override(None):
        deactivate_all()
        assert strip_tags(when(DAY)) == "16. August 2016"
        assert number(1234) == "1.234"


def test_a_technical_name_may_break_behind_its_underscores():
    assert breakable("cc_attention_notice") == "cc_<wbr>attention_<wbr>notice"
    assert breakable("_pk_id") == "_<wbr>pk_<wbr>id"
    assert breakable("privacylayer") == "privacylayer"
    assert breakable("") == ""


def test_a_name_cannot_bring_its_own_html():
    assert breakable("<b>_</b>") == "&lt;b&gt;_<wbr>&lt;/b&gt;"
