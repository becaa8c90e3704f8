"""The slip with the QR code: made for whoever has the number, and telling nobody anything."""

import pytest

from ratschlag.survey.tests.hands import PAGE, answer

pytestmark = pytest.mark.django_db
SLIP = f"{PAGE}quittung/"
MADE_UP = "00000000000000000000"


def test_the_number_is_drawn_and_printed(client, survey):
    code = answer(survey).code
    response = client.post(SLIP, {"code": code})
    page = response.content.decode()
    assert response.status_code == 200
    assert '<svg class="qr"' in page
    assert f"<span>{code[:4]}</span> <span>{code[4:8]}</span>" in page
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "same-origin")


def test_nobody_learns_there_whether_a_number_exists(client, survey):
    real, made_up = (client.post(SLIP, {"code": c}) for c in (answer(survey).code, MADE_UP))
    assert (real.status_code, made_up.status_code) == (200, 200)


@pytest.mark.parametrize("code", ["", "1", MADE_UP[:-1] + "1", "x" * 20, "\x00", "1" * 5000])
def test_a_number_that_is_none_is_said(client, survey, code):
    response = client.post(SLIP, {"code": code})
    assert response.status_code == 422
    assert '<svg class="qr"' not in response.content.decode()


def test_the_number_never_stands_in_an_address(client, survey):
    assert client.get(SLIP, {"code": MADE_UP}).status_code == 405


def test_another_site_can_not_ask_for_it(client, survey):
    assert client.post(SLIP, {"code": MADE_UP}, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
