"""Facts come from the records, stand frozen once a release is out, and are compared ever after."""

from datetime import date, time

import pytest

from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.press import actions
from ratschlag.press.models import Release
from ratschlag.press.queries.checks import findings_of
from ratschlag.press.queries.facts import changed_facts, values_of
from ratschlag.press.queries.releases import shown
from ratschlag.press.tasks import ReleaseRefused, publish_due
from ratschlag.press.tests.hands import a_release, checked, later, on, out, writer
from ratschlag.process.actions import cite_source, give_short_address
from ratschlag.process.models import Process
from tests import cast

BODY = "Treffen am {{ event:werkstatt:date }}.\n\n{{ event:werkstatt:day }} also."


@pytest.fixture
def met(process: Process) -> Process:
    cast.an_event(process, held=date(2016, 8, 24))
    return process


def test_the_list_of_facts(met: Process):
    event = met.events.get()
    event.venue, event.starts_at, event.ends_at = "Rathaus", time(8, 30), time(16)
    event.save()
    cast.a_phase(met, "Bürgerbefragung", "5.9.2016", "25.9.2016")
    cast.a_survey(met)
    cast.an_organisation("Stadtsportbund")
    give_short_address(met, "klima-kurz", by=None)
    values = values_of(met)
    wanted = {
        "process": "Klimakonzept",
        "process:address": "localhost/klima-kurz",
        "event:werkstatt": "Werkstatt",
        "event:werkstatt:date": "24. August 2016",
        "event:werkstatt:day": "Mittwoch, 24. August 2016",
        "event:werkstatt:time": "8:30–16:00",
        "event:werkstatt:place": "Rathaus",
        "phase:buergerbefragung:window": "5. bis 25. September 2016",
        "survey:ideen:window": "5. bis 25. September 2016",
        "survey:ideen:deadline": "25. September 2016",
        "organisation:stadtsportbund": "Stadtsportbund",
    }
    assert {key: values.get(key) for key in wanted} == wanted
    assert "event:werkstatt:chair" not in values
    assert values_of(met, "en")["event:werkstatt:day"] == "Wednesday, 24 August 2016"
    # From right to left, what is German stands apart.
    assert values_of(met, "ar")["event:werkstatt:place"] == "\u2068Rathaus\u2069"
    assert list(values_of(None)) == ["organisation:stadtsportbund"]


def test_a_survey_in_the_making_is_no_fact(met: Process):
    survey = cast.a_survey(met)
    type(survey).objects.update(stage="draft")
    assert not [key for key in values_of(met) if key.startswith("survey")]


def test_a_fact_that_nobody_knows_is_refused(met: Process):
    with pytest.raises(ReleaseRefused, match=r"\{\{ event:nie \}\}"):
        a_release(met, body="{{ event:nie }}")
    release = a_release(met)
    release.facts = "Wo: {{ event:werkstatt:place }}"
    with pytest.raises(ReleaseRefused):
        actions.revise_release(release, ["facts"], by=writer())
    with pytest.raises(ReleaseRefused):
        actions.translate_release(release, "en", {"body": "{{ nie }}"}, by=writer())


def test_a_headline_names_no_facts(met: Process):
    """It is frozen as it stands there, and no fact would be put in its place."""
    with pytest.raises(ReleaseRefused):
        a_release(met, headline="{{ event:werkstatt }} beginnt")
    with pytest.raises(ReleaseRefused):
        actions.translate_release(a_release(met), "en", {"headline": "{{ process }}"}, by=writer())


def test_coming_out_freezes_the_facts_in_every_language(met: Process):
    on()
    release = a_release(met, body=BODY, facts="Treffen: {{ event:werkstatt:date }}")
    for language, text in (("en", "On {{ event:werkstatt:date }}."), ("ar", "{{ event:weg }}")):
        put_translation(release, "body", language=language, text=text, state=Translated.CHECKED)
    assert shown(release, "de").facts[0].wording.text == "24. August 2016"
    out(release)
    assert release.body.startswith("Treffen am 24. August 2016.\n\nMittwoch, 24. August 2016")
    assert release.facts == "Treffen: 24. August 2016"
    assert release.pulled["event:werkstatt:date"]["tr"] == "24 Ağustos 2016"
    english, arabic = (Translation.objects.get(language=code) for code in ("en", "ar"))
    assert (english.text, english.state) == ("On 24 August 2016.", Translated.CHECKED)
    assert arabic.state == Translated.STALE
    assert shown(release, "en").body.text == "On 24 August 2016."


def test_what_changes_later_is_offered_as_a_correction(met: Process):
    release = out(a_release(met, body=BODY))
    assert changed_facts(release) == []
    event = met.events.get()
    event.held_on = date(2016, 8, 26)
    event.save()
    assert [(one.before, one.now) for one in changed_facts(release)] == [
        ("24. August 2016", "26. August 2016"),
        ("Mittwoch, 24. August 2016", "Freitag, 26. August 2016"),
    ]
    actions.correct_release(release, "Es ist der 26. August.", by=writer())
    assert changed_facts(release) == []
    event.delete()
    assert {one.now for one in changed_facts(release)} == {""}
    actions.keep_facts(release, by=writer())
    assert changed_facts(Release.objects.get()) == []
    assert release.body.startswith("Treffen am 24. August")


def test_what_lost_its_fact_waits_for_a_person(met: Process, caplog):
    on()
    release = checked(a_release(met, body=BODY))
    actions.schedule_release(release, later(hours=1), by=writer())
    met.events.all().delete()
    on(later(hours=2))
    assert publish_due.func() == 0
    release.refresh_from_db()
    assert release.number is None
    assert "stays back" in caplog.text
    assert [one.stops for one in findings_of(release)][:2] == [True, True]


def test_a_cited_source_becomes_the_release(met: Process):
    on()
    source = cite_source(
        met, title="Pressemitteilung 1", published_on=date(2016, 8, 23),
        publisher=cast.an_organisation("Amt"), by=None,
    )  # fmt: skip
    assert out(a_release(met)).source == source


def test_a_source_of_another_day_is_no_release(met: Process):
    on()
    cite_source(
        met, title="Rahmenplan, Teil 1", published_on=date(2016, 1, 5),
        publisher=cast.an_organisation("Rat"), by=None,
    )  # fmt: skip
    assert out(a_release(met)).source is None


@pytest.mark.parametrize(
    ("href", "is_there"),
    [
        ("/de/verfahren/klima/", True),
        ("/ar/verfahren/klima/termine/#x", True),
        ("/presse/", True),
        ("/de/verfahren/nirgends/", False),
        ("/verfahren/nirgends/", False),
        ("/de/presse/2016/77/", False),
        ("/desk/presse/", False),
        ("/gibtsnicht", False),
    ],
)
def test_a_link_of_this_site_answers(met: Process, href: str, is_there: bool):
    found = [one.text for one in findings_of(a_release(met, body=f"[x]({href})"))]
    assert (href not in " ".join(found)) == is_there


def test_what_the_rules_find(met: Process):
    cast.an_organisation("Stadtsportbund")
    body = (
        "Am Montag, 24. August 2016 lädt der Stadsportbund ein. Die Tagung findet morgen statt.\n\n"
        "Rückfragen: Frau Petra Muster, 0371 4881234.\n\n"
        "[hier](/de/presse/), [dort](/de/nirgends/), [kurz](/gibtsnicht), [x](https://example.org/)"
    )
    found = {(one.what, one.text) for one in findings_of(a_release(met, body=body))}
    texts = " | ".join(text for _what, text in found)
    for said in (
        "Mittwoch", "„Stadtsportbund“", "findet morgen statt", "Petra Muster", "0371 4881234",
        "/de/nirgends/", "/gibtsnicht", "https://example.org/", "en, ar",
    ):  # fmt: skip
        assert said.replace("„", "").replace("“", "") in texts.replace("„", "").replace("“", "")
    assert "/de/presse/ " not in texts
