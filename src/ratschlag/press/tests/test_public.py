"""What everyone reads: the list, a release under its number, its PDF and files; nothing unreleased."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ratschlag.city.models import City
from ratschlag.languages.actions import put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.press import actions
from ratschlag.press.exports import blocks_of
from ratschlag.press.models import Release
from ratschlag.press.tests.hands import (
    a_release,
    checked,
    later,
    on,
    out,
    published,
    with_a_file,
    writer,
)
from ratschlag.process.models import Process
from ratschlag.process.rules import State as Stage
from tests import cast


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_nothing_is_there_before_it_is_out(client: Client, process: Process):
    on()
    draft = a_release(process, headline="Geheimer Entwurf")
    waiting = checked(a_release(process, headline="Geheime Sperrfrist"))
    actions.schedule_release(waiting, later(hours=1), is_embargo=True, by=writer())
    published(process, headline="Offen")
    page = text_of(client.get("/de/presse/"))
    assert "Offen" in page
    assert "Geheim" not in page
    for number in (2, 0, draft.pk, 10**30):
        for path in ("", "pdf/", "anhang/1/"):
            assert client.get(f"/de/presse/2016/{number}/{path}").status_code == 404
    assert client.get("/de/presse/99999999999999999999/1/").status_code == 404
    assert "Geheim" not in text_of(client.get("/de/presse/?q=Geheim"))


def test_a_release_says_all_that_belongs_to_it(client: Client, process: Process):
    on()
    published(process, headline="Die erste")
    release = with_a_file(
        a_release(
            process,
            facts="Wann: bald\nWo: hier",
            contact="Pressestelle\n\n0371 488 0",
            partner=cast.an_organisation("Handwerkskammer"),
        )
    )
    out(release)
    published(process, headline="Die dritte")
    page = client.get("/en/presse/2016/2/")
    said = text_of(page)
    for word in (
        "Press release 2, 23 August 2016", "Wann bald", "Alle sind gefragt", "Handwerkskammer",
        "0371 488 0", "Ein Plan", "As of 23 August 2016", "Before: 1 – Die erste", "Next: 3 – Die dritte",
    ):  # fmt: skip
        assert word in said, word
    assert "<strong>gefragt</strong>" in page.content.decode()
    assert 'href="/en/verfahren/klima/"' in page.content.decode()


def test_an_empty_contact_box_is_not_there(client: Client, process: Process):
    on()
    published(process, contact=" \n ")
    assert ">Contact<" not in client.get("/en/presse/2016/1/").content.decode()


def test_an_old_release_says_of_when_it_is(client: Client, process: Process):
    on()
    published(process)
    assert "may be past" not in text_of(client.get("/en/presse/2016/1/"))
    on(later(days=3))
    said = text_of(client.get("/en/presse/2016/1/"))
    assert said.index("As of 23 August 2016") < said.index("The release")


def test_corrections_stand_above_with_their_day(client: Client, process: Process):
    on()
    release = published(process)
    on(later(days=1))
    actions.correct_release(release, "Richtig ist der <b>13.</b>", by=writer())
    page = client.get("/en/presse/2016/1/").content.decode()
    assert "Richtig ist der &lt;b&gt;13.&lt;/b&gt;" in page
    assert "24 August 2016" in page
    assert "Corrected" in text_of(client.get("/en/presse/"))


def test_a_withdrawn_one_leaves_its_number_and_the_reason(client: Client, process: Process):
    on()
    release = out(with_a_file(a_release(process, headline="Falsche Nachricht")))
    actions.withdraw_release(release, "Sie war falsch.", by=writer())
    page = client.get("/de/presse/2016/1/")
    assert page.status_code == 410
    assert "Sie war falsch." in text_of(page)
    assert "Falsche Nachricht" not in text_of(page)
    assert "Falsche Nachricht" not in text_of(client.get("/de/presse/"))
    for path in ("pdf/", "anhang/1/"):
        assert client.get(f"/de/presse/2016/1/{path}").status_code == 404


def test_the_list_is_searched_and_narrowed(client: Client, process: Process):
    on()
    published(process, headline="Bäume für alle", body="Übungen im Wald.")
    published(cast.a_process("verkehr", title="Verkehrskonzept"), headline="Neue Radwege")
    both = text_of(client.get("/de/presse/"))
    assert both.index("Neue Radwege") < both.index("Bäume für alle")

    def found(query: str) -> list[bool]:
        page = text_of(client.get(f"/de/presse/?{query}"))
        return ["Bäume für alle" in page, "Neue Radwege" in page]

    assert found("q=bäume") == [True, False]
    assert found("q=übungen+wald") == [True, False]
    assert found("q=2") == [False, True]
    assert found("q=%25") == [False, False]
    assert found("thema=verkehr") == [False, True]
    assert found("jahr=2016") == [True, True]
    assert found("jahr=2015") == [False, False]
    assert found("thema=nirgends&jahr=abc&seite=xx") == [True, True]
    assert found("q=%00" + "x" * 5000) == [False, False]


def test_a_search_reads_the_language_of_the_page(client: Client, process: Process):
    on()
    release = a_release(process)
    for field, text in (("headline", "Trees for all"), ("body", "Everyone **is** asked.")):
        put_translation(release, field, language="en", text=text, state=Translated.MACHINE)
    out(release)
    assert "Trees for all" in text_of(client.get("/en/presse/?q=everyone"))
    assert "Trees for all" not in text_of(client.get("/ar/presse/?q=everyone"))
    page = client.get("/en/presse/2016/1/").content.decode()
    assert "<strong>is</strong>" in page
    # The teaser is there in German only, and says so.
    assert '<p class="prose lead0" lang="de" dir="ltr">Die Stadt' in page


def test_machines_are_told_what_it_is(client: Client, process: Process):
    on()
    published(process, headline="</script><script>alert(1)</script>")
    page = client.get("/de/presse/2016/1/").content.decode()
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    news = json.loads(data)
    assert news["@type"] == "NewsArticle"
    assert news["headline"] == "</script><script>alert(1)</script>"
    assert news["url"] == "http://localhost/de/presse/2016/1/"
    assert news["datePublished"].startswith("2016-08-23T")
    assert page.count("<script") == 1


def test_hostile_words_stay_words(client: Client, process: Process):
    on()
    body = "<img src=x onerror=alert(1)>\n\n[x](javascript:alert(1)) ![p](https://evil.example/p)"
    published(process, body=body, teaser="<svg onload=alert(1)>", facts="<i>A</i>: <b>b</b>")
    page = client.get("/de/presse/2016/1/").content.decode()
    for tag in ("<img", "<svg onload", "<i>A", "<b>b", 'href="javascript'):
        assert tag not in page


def test_a_file_is_handed_out_so_that_nothing_in_it_acts(client: Client, process: Process):
    on()
    out(with_a_file(a_release(process)))
    file = client.get("/de/presse/2016/1/anhang/1/")
    assert file["Content-Type"] == "image/png"
    assert file["Content-Disposition"] == 'attachment; filename="plan.png"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file["Content-Security-Policy"]
    assert client.get("/de/presse/2016/1/anhang/2/").status_code == 404
    again = client.get("/de/presse/2016/1/anhang/1/", headers={"if-none-match": file["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_release_is_a_pdf_in_every_language(client: Client, process: Process, language: str):
    on()
    body = "## Mehr\n\nAlle sind **gefragt**, [hier](https://example.org/).\n\n- a\n- b\n\n> Zitat"
    published(process, body=body, facts="Wo: hier")
    file = client.get(f"/{language}/presse/2016/1/pdf/")
    assert file["Content-Disposition"].endswith(f'pressemitteilung-2016-1-{language}.pdf"')
    assert file.content.startswith(b"%PDF-")
    assert client.get(f"/{language}/presse/2016/1/pdf/").content == file.content


def test_headings_in_any_order_are_typeset(client: Client, process: Process):
    on()
    published(process, body="### Tief\n\n# Hoch\n\n##### Tiefer\n\n#\n\nText")
    assert client.get("/de/presse/2016/1/pdf/").content.startswith(b"%PDF-")
    blocks = blocks_of("## Eins\n\n## Zwei\n\n#### Drei\n\n#\n\nText")
    assert [(one["kind"], one["depth"]) for one in blocks] == [
        ("h", 1), ("h", 1), ("h", 2), ("p", 1),
    ]  # fmt: skip


def test_a_pdf_is_loaded_again_only_if_it_says_something_else(client: Client, process: Process):
    on()
    release = published(process)
    row = actions.correct_release(release, "Richtig: 13.", by=writer())
    first = client.get("/en/presse/2016/1/pdf/")
    known = {"if-none-match": first["ETag"]}
    assert client.get("/en/presse/2016/1/pdf/", headers=known).status_code == 304
    put_translation(row, "text", language="en", text="It is 13.", state=Translated.CHECKED)
    again = client.get("/en/presse/2016/1/pdf/", headers=known)
    assert (again.status_code, again["ETag"] != first["ETag"]) == (200, True)


def test_a_page_reads_no_file_that_nobody_loads(client: Client, process: Process):
    on()
    out(with_a_file(a_release(process)))
    with CaptureQueriesContext(connection) as asked:
        assert "Ein Plan" in text_of(client.get("/de/presse/2016/1/"))
    assert not [one["sql"] for one in asked if '"files_file"."content"' in one["sql"]]


def test_a_process_that_is_not_announced_is_not_named(client: Client, city: City):
    on()
    published(cast.a_process("geheim", title="Geheimplan", state=Stage.PREPARING))
    assert "/verfahren/geheim/" not in client.get("/de/presse/2016/1/").content.decode()
    assert "Geheimplan" not in client.get("/de/presse/feed.json").content.decode()
    assert "Geheimplan" not in client.get("/de/presse/feed.atom").content.decode()


def test_many_releases_come_page_by_page(client: Client, process: Process):
    on()
    draft = a_release(process)
    now = timezone.now()
    Release.objects.bulk_create(
        Release(
            process=process, headline=f"Nummer {n}.", teaser="t", body="b", state="published",
            publisher=draft.publisher, year=2016, number=n, released_at=now, checked_at=now,
            as_of=now.date(),
        )
        for n in range(1, 46)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        first = text_of(client.get("/de/presse/"))
    assert sum('FROM "city_city"' in one["sql"] for one in asked) == 1
    last = text_of(client.get("/de/presse/?seite=3"))
    assert "Nummer 45." in first
    assert "Nummer 25." not in first
    assert "Nummer 1." in last
