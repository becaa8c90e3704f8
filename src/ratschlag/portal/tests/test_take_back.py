"""Taking back: the page says exactly what goes and what stays, and does just that."""

from datetime import date

import pytest

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.rules import Publication
from ratschlag.goals.models import Origin
from ratschlag.goals.rules import MeasureState
from ratschlag.lib.tries import Tries
from ratschlag.portal.queries.fate import way_back
from ratschlag.portal.rules import may_withdraw
from ratschlag.portal.tests.numbers import (
    FATE,
    TAKE_BACK,
    a_code,
    a_receipt,
    decided,
    handed_over,
    look_up,
)
from ratschlag.portal.views import fate
from ratschlag.synthesis.models import Outcome
from ratschlag.synthesis.rules import OutcomeValue
from tests import cast


@pytest.fixture(autouse=True)
def tries(monkeypatch) -> None:
    """Nobody was wrong before."""
    monkeypatch.setattr(fate, "wrong_numbers", Tries())


@pytest.fixture
def receipt(process):
    found = a_receipt(process)
    cast.a_contribution(process, "Mehr Bäume.", receipt=found)
    cast.a_contribution(process, "Und Bänke.", receipt=found)
    return found


@pytest.fixture
def theme(process, receipt):
    return cast.a_theme(process, "Schatten", receipt.contributions.first())


def publications() -> set[str]:
    return set(Contribution.objects.values_list("publication", flat=True))


def confirm(client, way: str, **changes: str):
    return look_up(client, to=TAKE_BACK, way=way, **({"is_sure": "on"} | changes))


@pytest.mark.parametrize(("is_counted", "may"), [(False, True), (True, False)])
def test_only_what_nobody_works_with_can_be_withdrawn(is_counted, may):
    assert may_withdraw(is_counted=is_counted) is may


def test_before_the_city_works_with_it_nothing_stays(client, process, receipt, theme):
    page = look_up(client, to=TAKE_BACK).text
    assert "You can withdraw it completely." in page
    assert 'name="way" value="withdraw"' in page
    assert publications() == {Publication.PUBLIC}
    response = confirm(client, "withdraw")
    assert response.status_code == 200
    assert "Your contribution is withdrawn" in response.text
    assert publications() == {Publication.WITHDRAWN}
    assert set(Contribution.objects.values_list("text", flat=True)) == {""}
    assert process.contributions.counted().count() == 0


def test_once_a_field_group_has_the_theme_the_voice_stays(client, process, receipt, theme):
    handed_over(theme)
    page = look_up(client, to=TAKE_BACK).text
    assert "your voice stays in the count" in page
    assert "What was made of it" in page
    response = confirm(client, "erase")
    assert "Your words are erased" in response.text
    assert publications() == {Publication.ERASED}
    assert process.contributions.counted().count() == 2
    assert "Mehr Bäume." not in look_up(client).text


def test_what_has_an_outcome_or_led_to_a_measure_stays_counted(process, receipt):
    assert way_back(receipt) == "withdraw"
    first, second = receipt.contributions.all()
    measure = cast.a_measure(process, cast.a_field(process), state=MeasureState.PLANNED)
    origin = Origin.objects.create(measure=measure, contribution=first)
    assert way_back(receipt) == "erase"
    origin.delete()
    Outcome.objects.create(
        contribution=second,
        value=OutcomeValue.HEARD,
        reason="Gehört.",
        decided_on=date(2017, 1, 20),
    )
    assert way_back(receipt) == "erase"


def test_who_does_not_tick_the_box_takes_nothing_back(client, receipt):
    response = confirm(client, "withdraw", is_sure="")
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert publications() == {Publication.PUBLIC}


@pytest.mark.parametrize("way", ["", "erase-all", "\x00", "x" * 5000])
def test_a_forged_way_takes_nothing_back(client, receipt, way):
    response = confirm(client, way)
    assert response.status_code == 422
    assert "Nothing has been taken back yet." in response.text
    assert publications() == {Publication.PUBLIC}


def test_what_the_page_promised_must_still_be_true(client, receipt, theme):
    handed_over(theme)  # after the page had said that it can be withdrawn
    response = confirm(client, "withdraw")
    assert response.status_code == 409
    assert "Nothing has been taken back yet." in response.text
    assert 'name="way" value="erase"' in response.text
    assert publications() == {Publication.PUBLIC}


def test_a_city_that_is_slower_than_the_page_said_erases_nothing_more(client, receipt):
    assert confirm(client, "erase").status_code == 409
    assert publications() == {Publication.PUBLIC}


def test_others_stay_as_they_are(client, process, receipt):
    other = cast.a_contribution(process, "Mehr Ruhe.", receipt=a_receipt(process, a_code(2)))
    confirm(client, "withdraw")
    other.refresh_from_db()
    assert other.text == "Mehr Ruhe."


def test_sent_twice_it_says_the_same(client, receipt, theme):
    handed_over(theme)
    decided(theme)
    first = confirm(client, "erase")
    assert first.status_code == 200
    assert confirm(client, "withdraw").status_code in (200, 409)
    assert publications() == {Publication.ERASED}


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}]
)
def test_another_site_takes_nothing_back(client, receipt, headers):
    typed = {"receipt": a_code(), "way": "withdraw", "is_sure": "on"}
    assert client.post(TAKE_BACK, typed, headers=headers).status_code == 403
    assert publications() == {Publication.PUBLIC}


def test_who_comes_by_the_address_is_led_to_the_form(client, receipt):
    response = client.get(TAKE_BACK)
    assert (response.status_code, response["Location"]) == (302, FATE)


def test_nothing_is_kept_of_it(client, receipt):
    for response in (look_up(client, to=TAKE_BACK), confirm(client, "withdraw")):
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
        assert response.text.count("<h1") == 1
