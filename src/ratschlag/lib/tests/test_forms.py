"""The date field, the order of two dates, and the address made from a title."""

import unicodedata
from datetime import date

import pytest
from django import forms
from django.utils.translation import override

from ratschlag.lib.dates import UNKNOWN, PartialDate, Precision, parse_partial_date
from ratschlag.lib.forms import PartialDateField, check_order
from ratschlag.lib.slugs import free_slug


class DateForm(forms.Form):
    when = PartialDateField(required=False)


class SpanForm(forms.Form):
    starts = PartialDateField(required=False)
    ends = PartialDateField(required=False)

    def clean(self):
        check_order(self, "starts", "ends")
        return self.cleaned_data


def test_a_typed_date_becomes_a_date_of_that_precision():
    form = DateForm({"when": " Q1 2017 "})
    assert form.is_valid()
    assert form.cleaned_data["when"] == PartialDate(date(2017, 1, 1), Precision.QUARTER)


@pytest.mark.parametrize("nothing", [{}, {"when": ""}, {"when": "   "}])
def test_nothing_typed_is_an_unknown_time(nothing):
    form = DateForm(nothing)
    assert form.is_valid()
    assert form.cleaned_data["when"] is UNKNOWN


def test_a_date_that_must_be_known_has_to_be_typed():
    class Required(forms.Form):
        when = PartialDateField()

    assert Required({"when": " "}).errors.as_data()["when"][0].code == "required"


@pytest.mark.parametrize("typed", ["31.2.2016", "im Sommer", "99999", "00/2016"])
def test_what_is_no_date_is_refused_with_examples(typed):
    form = DateForm({"when": typed})
    with override("en"):
        (message,) = form.errors["when"]
    assert message.startswith("This is not a date. Examples: 16.8.2016, August 2016,")
    with override("de"):
        assert DateForm({"when": typed}).errors["when"] != [message]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("1" * 41, "max_length"), ("2016\x00", "null_characters_not_allowed")],
)
def test_a_text_that_no_date_can_be_is_refused_too(typed, code):
    assert code in [error.code for error in DateForm({"when": typed}).errors.as_data()["when"]]


@pytest.mark.parametrize("typed", ["im Sommer", "31.2.2016", "16. August 2016"])
def test_what_was_typed_stays_in_the_field(typed):
    form = DateForm({"when": typed})
    form.is_valid()
    assert form["when"].value() == typed
    assert f'value="{typed}"' in str(form["when"])


@pytest.mark.parametrize("typed", ["16.08.2016", "08/2016", "Q3 2016", "2016", ""])
def test_a_known_date_is_shown_as_it_may_be_typed(typed):
    form = DateForm(initial={"when": parse_partial_date(typed)})
    assert form["when"].value() == typed


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("5.9.2016", "25.9.2016"),
        ("5.9.2016", "5.9.2016"),
        ("August 2016", "5.8.2016"),
        ("30.12.2016", "2016"),
        ("5.9.2016", ""),
        ("", ""),
    ],
)
def test_an_end_may_lie_in_or_behind_the_beginning(starts, ends):
    assert SpanForm({"starts": starts, "ends": ends}).is_valid()


@pytest.mark.parametrize(
    ("starts", "ends"), [("25.9.2016", "24.9.2016"), ("Q2 2017", "März 2017"), ("2017", "2016")]
)
def test_an_end_before_the_beginning_is_refused_at_the_end(starts, ends):
    with override("en"):
        form = SpanForm({"starts": starts, "ends": ends})
        assert list(form.errors) == ["ends"]
        assert form.errors["ends"] == [
            "The end lies before the beginning. Please change one of the two."
        ]


def test_an_end_without_a_beginning_is_refused_at_the_beginning():
    with override("en"):
        form = SpanForm({"starts": "", "ends": "2017"})
        assert list(form.errors) == ["starts"]
        assert form.errors["starts"] == [
            "There is an end but no beginning. Please fill in the beginning."
        ]


def test_of_an_unreadable_date_only_that_is_said():
    assert list(SpanForm({"starts": "im Sommer", "ends": "2016"}).errors) == ["starts"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Stadtgrün", "stadtgruen"),
        ("Öffentlicher Raum & Straße", "oeffentlicher-raum-strasse"),
        ("Ärzte, Übergänge", "aerzte-uebergaenge"),
        ("  Ça va? ", "ca-va"),
        ("2. Werkstatt (2016)", "2-werkstatt-2016"),
        ("../../etc/passwd", "etcpasswd"),
    ],
)
def test_an_address_is_made_from_a_title(title, slug):
    assert free_slug(title, ()) == slug


def test_umlauts_pasted_from_a_pdf_are_umlauts_too():
    assert free_slug(unicodedata.normalize("NFD", "Stadtgrün"), ()) == "stadtgruen"


@pytest.mark.parametrize("title", ["", "   ", "!?", "اللجوء والاندماج", "Надія"])
def test_a_title_without_latin_letters_gets_a_plain_address(title):
    assert free_slug(title, ()) == "eintrag"


def test_an_address_that_is_taken_is_numbered():
    assert free_slug("Werkstatt", {"werkstatt"}) == "werkstatt-2"
    assert free_slug("Werkstatt", {"werkstatt", "werkstatt-2", "werkstatt-4"}) == "werkstatt-3"
    assert free_slug("العربية", {"eintrag"}) == "eintrag-2"


def test_a_long_title_is_cut_without_a_dash_at_the_end():
    assert free_slug("a" * 49 + " ende", ()) == "a" * 49
    assert len(free_slug("lang " * 100, {"x"})) <= 50
