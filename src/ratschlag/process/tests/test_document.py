"""The page of what was decided before."""

import pytest

from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.dates import UNKNOWN, parse_partial_date
from ratschlag.process.actions import name_predecessor
from ratschlag.process.models import Document
from ratschlag.process.rules import DocumentStatus, State
from tests import cast

PAGE = "/de/verfahren/klima/vorgaenger/rahmenplan/"


def a_document(process, **changes) -> Document:
    wanted = {
        "slug": "rahmenplan",
        "title": "Rahmenplan Klima",
        "adopted": parse_partial_date("06/2008"),
        "adopted_by": cast.an_organisation("Stadtrat"),
    }
    return name_predecessor(process, **(wanted | changes), by=None)


def test_the_page_says_what_was_adopted_when_and_by_whom(client, process):
    document = a_document(process)
    assert document.status == DocumentStatus.IN_FORCE
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "<h1" in page.text
    for words in ("Rahmenplan Klima", "Juni 2008", "Stadtrat", 'datetime="2008-06"'):
        assert words in page.text
    assert 'href="/de/verfahren/klima/"' in page.text


def test_a_month_stays_a_month_in_every_language(client, process):
    a_document(process)
    assert "June 2008" in client.get(PAGE.replace("/de/", "/en/")).text
    assert "2008" in client.get(PAGE.replace("/de/", "/ar/")).text
    for language in ("de", "en", "ar", "tr"):
        assert 'datetime="2008-06"' in client.get(PAGE.replace("/de/", f"/{language}/")).text


def test_a_title_that_nobody_translated_is_marked_as_german(client, process):
    document = a_document(process)
    page = PAGE.replace("/de/", "/ar/")
    assert '<span lang="de" dir="ltr">Rahmenplan Klima</span>' in client.get(page).text
    put_translation(document, "title", language="ar", text="خطة", state=Translated.CHECKED)
    assert "خطة" in client.get(page).text


@pytest.mark.parametrize("address", [PAGE.replace("rahmenplan", "anderer"), PAGE + "x/"])
def test_a_document_that_is_not_there_is_not_found(client, process, address):
    a_document(process)
    assert client.get(address).status_code == 404


def test_a_document_of_another_process_is_not_found_here(client, process):
    a_document(cast.a_process("verkehr", title="Verkehr"))
    assert client.get(PAGE).status_code == 404
    assert client.get(PAGE.replace("klima", "verkehr")).status_code == 200


def test_nothing_is_shown_before_the_process_is_announced(client, city):
    a_document(cast.a_process(state=State.PREPARING))
    assert client.get(PAGE).status_code == 404


def test_the_page_is_only_read(client, process):
    a_document(process)
    assert client.post(PAGE).status_code == 405


def test_a_predecessor_was_adopted_at_some_time(process):
    with pytest.raises(ValueError, match="at some time"):
        a_document(process, adopted=UNKNOWN)
    assert not Document.objects.exists()
