"""An installation gets its one city, and no second one."""

import pytest
from django.db import IntegrityError, transaction

from ratschlag.city.actions import CityRefused, found_city
from ratschlag.city.models import City
from ratschlag.city.queries import the_city
from ratschlag.city.rules import LANGUAGES, may_be_accent
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_city_is_founded():
    city = found_city(
        name=" Stadt Chemnitz ",
        short_name=" Chemnitz ",
        languages=["ar", "en", "de", "en"],
        time_zone="Europe/Berlin",
        address="https://mitreden.example.de",
        contact="Rathaus\nMarkt 1",
    )
    assert the_city() == city
    assert (city.name, city.short_name) == ("Stadt Chemnitz", "Chemnitz")
    assert city.contact_lines == ["Rathaus", "Markt 1"]
    assert not city.is_demo


def test_languages_stand_in_the_order_of_the_site_and_once():
    assert cast.a_city(languages=["ar", "en", "de", "en"]).languages == ["de", "en", "ar"]


def test_a_city_without_a_short_name_is_called_by_its_name():
    assert cast.a_city(short_name="  ").short_name == "Stadt Musterstadt"


def test_the_colours_a_city_begins_with_can_be_read():
    city = cast.a_city()
    assert may_be_accent(city.accent)
    assert may_be_accent(city.accent_dark, dark=True)
    assert not may_be_accent("#777777")
    assert not may_be_accent("teal")


def test_before_that_there_is_none():
    assert the_city() is None


def test_a_second_city_is_refused(city):
    with pytest.raises(CityRefused, match="has its city already"):
        cast.a_city(name="Stadt Zwickau")
    assert City.objects.get() == city


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_database_refuses_a_second_city_by_itself(city, number):
    with pytest.raises(IntegrityError), transaction.atomic():
        City.objects.create(id=number, name="Stadt Zwickau", short_name="Zwickau")
    assert City.objects.get() == city


def test_the_database_refuses_a_city_without_a_name():
    with pytest.raises(IntegrityError, match="city_has_a_name"), transaction.atomic():
        City.objects.create(name="", short_name="Zwickau")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "The city needs a name."),
        ({"name": " \t"}, "The city needs a name."),
        (
            {"languages": ["de", "xx", "klingon"]},
            f"Not a language of Ratschlag: xx, klingon. There are {', '.join(LANGUAGES)}.",
        ),
        (
            {"languages": ["en", "de-easy"]},
            "German has to be among the languages: it is the language of record.",
        ),
        (
            {"languages": []},
            "German has to be among the languages: it is the language of record.",
        ),
        (
            {"time_zone": "Europe/Chemnitz"},
            "Not a time zone: Europe/Chemnitz. An example is Europe/Berlin.",
        ),
        (
            {"time_zone": "../../etc/passwd"},
            "Not a time zone: ../../etc/passwd. An example is Europe/Berlin.",
        ),
    ],
)
def test_what_can_not_be_is_refused_in_a_sentence(changes, sentence):
    with pytest.raises(CityRefused) as refusal:
        cast.a_city(**changes)
    assert str(refusal.value) == sentence
    assert the_city() is None


def test_a_city_has_its_own_colours(client, db):
    cast.a_city(accent="#5a0031", accent_dark="#ffb3d9")
    assert 'href="/stadt.css"' in client.get("/de/").text
    sheet = client.get("/stadt.css")
    assert sheet["Content-Type"] == "text/css"
    assert sheet.text == ":root{--city-accent:#5a0031;--city-accent-dark:#ffb3d9}"


def test_a_city_without_own_colours_loads_nothing_more(client, city):
    assert "stadt.css" not in client.get("/de/").text


@pytest.mark.parametrize(
    "colours",
    [
        {"accent": "#ff0000"},
        {"accent_dark": "#00525e"},
        {"accent": "red"},
        {"accent": "#fff;}body{display:none"},
    ],
)
def test_a_colour_that_is_too_weak_or_none_is_refused(db, colours):
    with pytest.raises(CityRefused, match="7:1"):
        cast.a_city(**colours)
    assert not City.objects.exists()
