"""What a person types as a date, what it means, and how each language writes it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratschlag.lib.dates import (
    UNKNOWN,
    PartialDate,
    Precision,
    as_typed,
    beginning_in_words,
    first_day,
    in_words,
    parse_partial_date,
)

DAY, MONTH, QUARTER, YEAR = Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR
KNOWN = (DAY, MONTH, QUARTER, YEAR)
ARABIC_INDIC_DIGITS = set("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")

spans = st.builds(
    lambda day, precision: PartialDate(first_day(day, precision), precision),
    st.dates(date(1800, 1, 1), date(2200, 12, 31)),
    st.sampled_from(KNOWN),
)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("16.8.2016", "2016-08-16"),
        ("16.08.2016", "2016-08-16"),
        ("16. 8. 2016", "2016-08-16"),
        ("2016-08-16", "2016-08-16"),
        ("16. August 2016", "2016-08-16"),
        ("16 August 2016", "2016-08-16"),
        ("16. Aug. 2016", "2016-08-16"),
        ("29.2.2016", "2016-02-29"),
        ("August 2016", "2016-08"),
        ("8/2016", "2016-08"),
        ("08.2016", "2016-08"),
        ("2016-08", "2016-08"),
        ("Q1 2017", "2017-Q1"),
        ("q1/2017", "2017-Q1"),
        ("2017-Q1", "2017-Q1"),
        ("2017 Q4", "2017-Q4"),
        ("1. Quartal 2017", "2017-Q1"),
        ("4. quartal 2017", "2017-Q4"),
        ("1st quarter of 2017", "2017-Q1"),
        ("2nd quarter 2017", "2017-Q2"),
        ("2002", "2002"),
        ("  16.8.2016\t", "2016-08-16"),
        ("August\u00a0\n 2016", "2016-08"),
        ("1st  quarter\u00a0of 2017", "2017-Q1"),
    ],
)
def test_a_date_is_read_as_a_person_types_it(typed, iso):
    assert parse_partial_date(typed).isoformat() == iso


@pytest.mark.parametrize(
    "names",
    [
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
        "JAN. FEB. MÄRZ APR. MAI JUNI JULI AUG. SEPT. OKT. NOV. DEZ.",
    ],
)
def test_months_are_read_in_german_and_english(names):
    for number, name in enumerate(names.split(), start=1):
        assert parse_partial_date(f"{name} 2016") == PartialDate(date(2016, number, 1), MONTH)


@pytest.mark.parametrize("nothing", ["", "   ", "\t\n\u00a0"])
def test_nothing_typed_is_an_unknown_time(nothing):
    assert parse_partial_date(nothing) is UNKNOWN


@pytest.mark.parametrize(
    "typed",
    ["31.2.2016", "29.2.2015", "31. April 2016", "2016-02-30", "0.8.2016", "32.8.2016"],
)
def test_a_day_that_is_not_in_the_calendar_is_refused(typed):
    with pytest.raises(ValueError, match=r"day is out of range|day \d+ must be in range"):
        parse_partial_date(typed)


@pytest.mark.parametrize(
    "typed", ["0/2016", "00.2016", "2016-00", "15.0.2016", "2016-00-15", "13/2016", "1.13.2016"]
)
def test_a_month_that_is_not_in_the_calendar_is_refused(typed):
    with pytest.raises(ValueError, match="month must be in 1..12"):
        parse_partial_date(typed)


@pytest.mark.parametrize("year", ["0000", "0001", "1799", "2201", "9999"])
def test_a_year_of_another_time_is_refused(year):
    for typed in (year, f"1.1.{year}", f"Mai {year}", f"Q1 {year}"):
        with pytest.raises(ValueError, match="not a year of this time"):
            parse_partial_date(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "irgendwann",
        "Brumaire 1799",
        "16.8.16",
        "16/8/2016",
        "August",
        "0",
        "99999",
        "1.1.99999",
        "-2016",
        "²016",
        "Q0 2017",
        "Q5 2017",
        "2016\x00",
        "2016; DROP TABLE",
    ],
)
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError, match="not a date"):
        parse_partial_date(typed)


@pytest.mark.parametrize("pattern", ["1", "1.", "a", "a ", "1 ", "Q1 "])
def test_a_very_long_text_is_refused_at_once(pattern):
    with pytest.raises(ValueError, match="not a date"):
        parse_partial_date(pattern * 100_000)


@given(st.text("0123456789./-Qq stndMaiärz²٣\x00"))
def test_whatever_is_typed_is_read_or_refused(typed):
    try:
        assert isinstance(parse_partial_date(typed), PartialDate)
    except ValueError as refusal:
        assert str(refusal)


@given(spans)
def test_what_a_form_shows_can_be_typed_again(span):
    assert parse_partial_date(as_typed(span)) == span


@given(spans)
def test_what_a_german_or_english_page_says_can_be_typed_too(span):
    assert parse_partial_date(in_words(span, "de")) == span
    assert parse_partial_date(in_words(span, "en")) == span


def test_an_unknown_time_is_shown_as_nothing():
    assert as_typed(UNKNOWN) == in_words(UNKNOWN, "de") == UNKNOWN.isoformat() == ""
    assert parse_partial_date(as_typed(UNKNOWN)) == UNKNOWN


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("16.8.2016", date(2016, 8, 16)),
        ("Februar 2016", date(2016, 2, 29)),
        ("Februar 2015", date(2015, 2, 28)),
        ("Februar 1900", date(1900, 2, 28)),
        ("Februar 2000", date(2000, 2, 29)),
        ("Dezember 2016", date(2016, 12, 31)),
        ("Q1 2016", date(2016, 3, 31)),
        ("Q4 2016", date(2016, 12, 31)),
        ("2002", date(2002, 12, 31)),
    ],
)
def test_a_span_knows_its_last_day(typed, last):
    assert parse_partial_date(typed).last == last


@given(spans)
def test_a_span_ends_where_the_next_one_begins(span):
    after = span.last + timedelta(days=1)
    assert first_day(span.last, span.precision) == span.first <= span.last
    assert first_day(after, span.precision) == after


@given(spans)
def test_a_span_has_begun_on_its_first_day_and_is_over_after_its_last(span):
    day = timedelta(days=1)
    assert not span.has_begun(span.first - day) and span.has_begun(span.first)
    assert not span.is_over(span.last) and span.is_over(span.last + day)


def test_an_unknown_time_has_neither_begun_nor_ended():
    assert UNKNOWN.last is None and not UNKNOWN.is_known
    assert not UNKNOWN.has_begun(date.max) and not UNKNOWN.is_over(date.max)


@pytest.mark.parametrize(
    ("first", "precision"),
    [
        (None, DAY),
        (None, YEAR),
        (date(2016, 8, 16), Precision.UNKNOWN),
        (date(2016, 8, 2), MONTH),
        (date(2017, 2, 1), QUARTER),
        (date(2017, 1, 2), QUARTER),
        (date(2002, 4, 1), YEAR),
    ],
)
def test_a_date_that_does_not_begin_its_span_can_not_be_made(first, precision):
    with pytest.raises(ValueError, match="if and only if|does not begin"):
        PartialDate(first, precision)


def test_html_gets_every_form_but_the_quarter():
    typed = ("16.8.2016", "8/2016", "2002", "Q1 2017", "")
    machine = [parse_partial_date(text).in_html() for text in typed]
    assert machine == ["2016-08-16", "2016-08", "2002", "", ""]


@pytest.mark.parametrize(
    ("language", "day", "month", "quarter", "year"),
    [
        ("de", "16. August 2016", "August 2016", "3. Quartal 2016", "2016"),
        ("de-easy", "16. August 2016", "August 2016", "3. Quartal 2016", "2016"),
        ("en", "16 August 2016", "August 2016", "3rd quarter 2016", "2016"),
        ("ar", "16 أغسطس 2016", "أغسطس 2016", "الربع الثالث 2016", "2016"),
        ("fa", "16 اوت 2016", "اوت 2016", "سه‌ماههٔ سوم 2016", "2016"),
    ],
)
def test_each_language_writes_dates_in_its_own_way(language, day, month, quarter, year):
    words = {DAY: day, MONTH: month, QUARTER: quarter, YEAR: year}
    for precision, expected in words.items():
        span = PartialDate(first_day(date(2016, 8, 16), precision), precision)
        if precision is QUARTER:
            span = parse_partial_date("Q3 2016")
        assert in_words(span, language) == expected


@given(spans, st.sampled_from(["ar", "fa"]), st.booleans())
def test_arabic_and_persian_use_western_digits(span, language, weekday):
    words = in_words(span, language, weekday=weekday)
    assert str(span.first.year) in words
    assert not ARABIC_INDIC_DIGITS & set(words)


def test_the_weekday_is_said_where_it_is_asked_for():
    day = parse_partial_date("16.8.2016")
    assert in_words(day, "de", weekday=True) == "Dienstag, 16. August 2016"
    assert in_words(day, "en", weekday=True) == "Tuesday, 16 August 2016"


@pytest.mark.parametrize(
    ("end", "german", "english", "arabic"),
    [
        (date(2016, 9, 25), "5.", "5", "5"),
        (date(2016, 11, 30), "5. September", "5 September", "5 سبتمبر"),
        (date(2017, 9, 25), "5. September 2016", "5 September 2016", "5 سبتمبر 2016"),
    ],
)
def test_a_beginning_leaves_out_what_the_end_says(end, german, english, arabic):
    start = date(2016, 9, 5)
    assert beginning_in_words(start, end, "de") == german
    assert beginning_in_words(start, end, "de-easy") == german
    assert beginning_in_words(start, end, "en") == english
    assert beginning_in_words(start, end, "ar") == arabic
