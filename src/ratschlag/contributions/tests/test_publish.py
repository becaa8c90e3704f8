"""Words become public: as they are, redacted, split, translated, linked; the original stays."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from ratschlag.contributions.actions import (
    ContributionRefused,
    link_duplicate,
    name_language,
    publish_contribution,
    redact_contribution,
    split_contribution,
    translate_contribution,
    withhold_contribution,
)
from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import shown_text, translation_for
from ratschlag.contributions.rules import Publication
from ratschlag.journal.actions import set_clock
from ratschlag.journal.models import Entry
from tests import cast

pytestmark = pytest.mark.django_db
WORDS = "Herr Beispiel findet keinen Platz. Und die Prüfung dauert."
REDACTED = "[Name] findet keinen Platz. Und die Prüfung dauert."
PASSAGES = ["[Name] findet keinen Platz.", "Und die Prüfung dauert."]


@pytest.fixture
def oda(city):
    set_clock(datetime(2016, 9, 12, 9, tzinfo=cast.BERLIN))
    return cast.a_person("Oda")


@pytest.fixture
def voice(process, oda) -> Contribution:
    return cast.a_contribution(process, WORDS, publication=Publication.RECEIVED)


def lines(verb: str) -> list[Entry]:
    return list(Entry.objects.filter(verb=verb))


def now(voice: Contribution) -> Contribution:
    return Contribution.objects.get(pk=voice.pk)


def test_a_contribution_is_published_as_it_was_written(voice, oda):
    publish_contribution(voice, by=oda)
    assert (now(voice).publication, now(voice).read_on) == (Publication.PUBLIC, date(2016, 9, 12))
    assert shown_text(now(voice)) == WORDS
    (line,) = lines("contribution.published")
    assert (line.actor_number, line.subject_number, line.detail) == (str(oda.pk), str(voice.pk), {})


def test_a_redacted_text_is_shown_instead_and_the_original_stays(voice, oda):
    redact_contribution(voice, text=REDACTED, by=oda)
    assert now(voice).publication == Publication.REDACTED
    assert shown_text(now(voice)) == REDACTED
    assert now(voice).text == WORDS
    assert now(voice).redaction.by == oda
    assert WORDS not in str([line.detail for line in lines("contribution.redacted")])


def test_it_can_be_redacted_again_and_published_whole(voice, oda):
    redact_contribution(voice, text=REDACTED, by=oda)
    redact_contribution(voice, text="Die Prüfung dauert.", by=oda)
    assert shown_text(now(voice)) == "Die Prüfung dauert."
    publish_contribution(voice, by=oda)
    assert shown_text(now(voice)) == WORDS
    assert not hasattr(now(voice), "redaction")


def test_the_day_it_was_read_is_the_first_one(voice, oda):
    publish_contribution(voice, by=oda)
    set_clock(datetime(2016, 9, 20, 9, tzinfo=cast.BERLIN))
    redact_contribution(voice, text=REDACTED, by=oda)
    assert now(voice).read_on == date(2016, 9, 12)


@pytest.mark.parametrize(
    "publication", [Publication.INTERNAL, Publication.REJECTED, Publication.UNREADABLE]
)
def test_a_contribution_is_withheld(voice, oda, publication):
    withhold_contribution(voice, publication=publication, by=oda)
    assert (now(voice).publication, now(voice).read_on) == (publication, date(2016, 9, 12))
    assert lines("contribution.withheld")[0].detail == {"publication": publication}


@pytest.mark.parametrize(
    "publication", [Publication.PUBLIC, Publication.WITHDRAWN, Publication.RECEIVED]
)
def test_publishing_is_not_withholding(voice, oda, publication):
    with pytest.raises(ContributionRefused):
        withhold_contribution(voice, publication=publication, by=oda)


def test_a_paper_that_nobody_could_read_can_not_be_published(process, oda):
    paper = cast.a_contribution(process, "", publication=Publication.UNREADABLE)
    for act in (publish_contribution, lambda row, by: redact_contribution(row, text="x", by=by)):
        with pytest.raises(ContributionRefused):
            act(paper, by=oda)
    with pytest.raises(ContributionRefused):
        withhold_contribution(paper, publication=Publication.INTERNAL, by=oda)
    withhold_contribution(paper, publication=Publication.UNREADABLE, by=oda)
    assert now(paper).read_on == date(2016, 9, 12)


@pytest.mark.parametrize("publication", [Publication.WITHDRAWN, Publication.ERASED])
def test_what_was_taken_back_meanwhile_is_left_alone(voice, oda, publication):
    Contribution.objects.update(text="", publication=publication, taken_back_on=date(2016, 9, 12))
    for act in (
        lambda: publish_contribution(voice, by=oda),
        lambda: redact_contribution(voice, text="x", by=oda),
        lambda: withhold_contribution(voice, publication=Publication.INTERNAL, by=oda),
        lambda: split_contribution(voice, texts=["a", "b"], by=oda),
        lambda: translate_contribution(voice, language="en", text="x", is_machine=True, by=oda),
        lambda: name_language(voice, language="en", by=oda),
    ):
        with pytest.raises(ContributionRefused):
            act()
    assert Entry.objects.filter(verb__startswith="contribution.").count() == 0


def test_a_text_is_split_into_passages(voice, oda):
    redact_contribution(voice, text=REDACTED, by=oda)
    parts = split_contribution(voice, texts=[PASSAGES[0], f" {PASSAGES[1]}\n", " "], by=oda)
    assert [(part.position, part.text) for part in parts] == list(enumerate(PASSAGES, start=1))
    assert lines("contribution.split")[0].detail == {"parts": 2}
    with pytest.raises(ContributionRefused):
        split_contribution(voice, texts=PASSAGES, by=oda)


@pytest.mark.parametrize("texts", [[], ["Und die Prüfung dauert."], ["", " "], ["x", "y"],
                                   ["Herr Beispiel findet keinen Platz.", PASSAGES[1]]])  # fmt: skip
def test_only_passages_of_the_text_that_is_shown_are_parts(voice, oda, texts):
    redact_contribution(voice, text=REDACTED, by=oda)
    with pytest.raises(ContributionRefused):
        split_contribution(voice, texts=texts, by=oda)
    assert voice.parts.count() == 0


def test_a_part_that_holds_what_is_redacted_later_becomes_empty(voice, oda):
    publish_contribution(voice, by=oda)
    first = "Herr Beispiel findet keinen Platz."
    split_contribution(voice, texts=[first, PASSAGES[1]], by=oda)
    redact_contribution(voice, text=REDACTED, by=oda)
    assert [part.text for part in voice.parts.all()] == ["", PASSAGES[1]]


def test_a_translation_of_words_that_are_no_longer_shown_is_not_shown(voice, oda):
    publish_contribution(voice, by=oda)
    translate_contribution(voice, language="en", text="Mr Example …", is_machine=False, by=oda)
    assert translation_for(now(voice), "en").text == "Mr Example …"
    redact_contribution(voice, text=REDACTED, by=oda)
    assert translation_for(now(voice), "en") is None
    translate_contribution(voice, language="en", text="[Name] …", is_machine=True, by=oda)
    assert translation_for(now(voice), "en").text == "[Name] …"


@pytest.mark.parametrize(
    ("language", "text"), [("de", "x"), ("xx", "x"), ("en", " "), ("und", "x")]
)
def test_a_translation_needs_another_language_and_words(voice, oda, language, text):
    with pytest.raises(ContributionRefused):
        translate_contribution(voice, language=language, text=text, is_machine=True, by=oda)


def test_a_language_is_named(voice, oda):
    name_language(voice, language="und", by=oda)
    assert now(voice).language == "und"
    with pytest.raises(ContributionRefused):
        name_language(voice, language="klingon", by=oda)


def test_two_that_say_the_same_are_linked(voice, oda, process):
    twin = cast.a_contribution(process, WORDS)
    link_duplicate(twin, of=voice, by=oda)
    assert now(twin).duplicate_of == voice
    assert lines("contribution.linked")[0].detail == {"of": str(voice.pk)}


def test_links_make_no_chains_and_no_rings(voice, oda, process):
    second, third = cast.a_contribution(process), cast.a_contribution(process)
    link_duplicate(second, of=voice, by=oda)
    for one, other in ((voice, voice), (third, second), (voice, third), (voice, second)):
        with pytest.raises(ContributionRefused):
            link_duplicate(one, of=other, by=oda)
    with pytest.raises(ContributionRefused):
        link_duplicate(third, of=cast.a_contribution(cast.a_process("verkehr")), by=oda)
    assert Contribution.objects.exclude(duplicate_of=None).get() == second


def test_the_database_keeps_the_words_whoever_asks(voice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.update(text="Etwas anderes.")
    with pytest.raises(IntegrityError), transaction.atomic():
        voice.delete()
