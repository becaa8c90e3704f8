"""Staff change what is asked and switch statistics, and see the proof of consent."""

import pytest
from django.db import IntegrityError, transaction

from ratschlag.journal.models import Entry
from ratschlag.languages.models import Translation
from ratschlag.people.rules import Role
from ratschlag.privacy.actions import LayerRefused, ask_anew
from ratschlag.privacy.models import ChoiceCount, Deletion, Layer, PageCount
from ratschlag.privacy.queries.consent import real_day
from ratschlag.privacy.tests.hands import LAYER, a_layer, page
from tests import cast

CONSENT, TEXTS, SWITCH = "/desk/cookies/", "/desk/cookies/texte/", "/desk/cookies/schalter/"
ASK = "/desk/auskunft/"


def test_switching_on_asks_and_switching_off_asks_no_more(desk):
    assert desk.post(SWITCH, {"statistics": "on"}).status_code == 302
    assert LAYER in page(desk)
    assert desk.post(SWITCH, {"statistics": "off"}).status_code == 302
    assert LAYER not in page(desk)
    assert list(Layer.objects.values_list("number", "has_statistics")) == [(2, False), (1, True)]
    assert Entry.objects.filter(verb="layer.changed").count() == 2


@pytest.mark.parametrize("wanted", ["", "yes", "\x00"])
def test_a_switch_that_is_none_says_what_to_do(desk, wanted):
    assert desk.post(SWITCH, {"statistics": wanted}).status_code == 422
    assert not Layer.objects.exists()


def test_switching_on_twice_is_refused_and_asks_nobody_again(desk):
    desk.post(SWITCH, {"statistics": "on"})
    assert desk.post(SWITCH, {"statistics": "on"}).status_code == 422
    assert Layer.objects.count() == 1


def test_other_words_are_another_version_in_each_language(desk):
    a_layer()
    words = {"title_de": "Kekse", "text_de": "Ihre Wahl.", "title_ar": "ملفات", "version": "1"}
    assert desk.post(TEXTS, words).status_code == 302
    assert "Kekse" in page(desk)
    arabic = page(desk, "/ar/")
    assert "ملفات" in arabic
    # What nobody has said in Arabic stands there in German, marked, and the notice says so.
    assert '<span lang="de" dir="ltr">Ihre Wahl.</span>' in arabic
    notice = arabic[arabic.index(LAYER) : arabic.index("<main")]
    assert '<p class="small">' in notice
    # The next version keeps what was not changed.
    desk.post(TEXTS, words | {"version": "2", "title_de": "Cookies"})
    assert Layer.objects.newest().title == "Cookies"
    newest = Layer.objects.newest()
    assert Translation.objects.get(number=newest.pk, language="ar").text == "ملفات"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title_ar": "ملفات", "version": "0"}, "title_ar"),
        ({"title_de": "x" * 81, "version": "0"}, "title_de"),
        ({"text_de": "x" * 10_000_000, "version": "0"}, ""),
        ({"title_de": "a\x00b", "version": "0"}, "title_de"),
        ({"title_de": "Neu", "version": "7"}, "__all__"),
        ({"title_de": "Neu", "version": "x"}, "version"),
        ({"title_de": "Neu"}, "version"),
    ],
)
def test_wrong_words_are_said_and_kept_and_nobody_is_asked_again(desk, words, field):
    answer = desk.post(TEXTS, words)
    if not field:  # more than any form of ours: refused before it is read
        assert answer.status_code in (400, 413, 422)
    else:
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        typed = answer.context["form"]["title_de"].value()
        assert typed == words.get("title_de", typed)
    assert not Layer.objects.exists()


def test_hostile_words_stay_words(desk):
    a_layer(texts={("text", "de"): "<script>alert(1)</script>"})
    assert "<script>alert" not in page(desk)
    assert "&lt;script&gt;alert(1)" in page(desk)


def test_saving_nothing_new_is_refused(desk):
    a_layer()
    answer = desk.post(TEXTS, {"version": "1"})
    assert answer.status_code == 422
    assert Layer.objects.count() == 1


def test_of_two_who_change_the_words_the_second_looks_again(city):
    a_layer()
    ask_anew(has_statistics=True, texts={("title", "de"): "Neu"}, after=1, by=None)
    with pytest.raises(LayerRefused):
        ask_anew(has_statistics=True, texts={("title", "de"): "Anders"}, after=1, by=None)


def test_the_desk_shows_the_proof_and_gives_it_as_a_file(desk):
    layer = a_layer()
    for choice, count in (("necessary", 1234), ("statistics", 7)):
        ChoiceCount.objects.create(layer=layer, day=real_day(), choice=choice, count=count)
    assert "1.234" in desk.get(CONSENT).content.decode()
    lines = desk.get("/desk/cookies/einwilligungen.csv").content.decode("utf-8-sig").splitlines()
    assert lines == [
        "tag;fassung;wahl;anzahl",
        f"{real_day()};1;necessary;1234",
        f"{real_day()};1;statistics;7",
    ]


def test_the_press_office_writes_the_notice_and_sees_nobody_s_data(browser_of, city):
    desk = browser_of(cast.a_person("Petra Presse", Role.PRESS))
    assert desk.post(SWITCH, {"statistics": "on"}).status_code == 302
    assert desk.get(CONSENT).status_code == 200
    assert desk.get(ASK).status_code == 403


def test_what_was_asked_stays_as_it_was_asked(city):
    layer = a_layer()
    for change in ({"title": "x"}, {"number": 9}, {"has_statistics": False}, {"standard": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Layer.objects.filter(pk=layer.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Layer.objects.all()._raw_delete("default")


def test_who_wrote_it_may_be_erased(city):
    person = cast.a_person("Petra Presse", Role.PRESS)
    a_layer(by=person)
    person.delete()
    assert Layer.objects.get().by is None


@pytest.mark.parametrize(
    "row",
    [
        lambda layer: Layer(number=layer.number, since=layer.since),
        lambda layer: Layer(number=0, since=layer.since),
        lambda layer: ChoiceCount(layer=layer, day=real_day(), choice=""),
        lambda layer: PageCount(day=real_day(), page="", language="de"),
        lambda layer: Deletion(day=real_day(), kept="sessions", count=0),
    ],
)
def test_the_database_refuses_nonsense(city, row):
    layer = a_layer()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(layer).save()


def test_one_row_a_day_is_all_there_is(city):
    layer = a_layer()
    for make in (
        lambda: ChoiceCount.objects.create(layer=layer, day=real_day(), choice="necessary"),
        lambda: PageCount.objects.create(day=real_day(), page="/", language="de"),
        lambda: Deletion.objects.create(day=real_day(), kept="sessions", count=1),
    ):
        make()
        with pytest.raises(IntegrityError), transaction.atomic():
            make()
