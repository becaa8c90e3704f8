"""Choosing: three answers of one weight, remembered for a year, taken back with one press."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.db.models import Sum
from django.http import HttpResponse

from ratschlag.lib.pace import Pace
from ratschlag.privacy import views
from ratschlag.privacy.compute import as_text, choice_in
from ratschlag.privacy.middleware import ConsentMiddleware
from ratschlag.privacy.models import ChoiceCount
from ratschlag.privacy.queries.consent import real_day, sealed, unsealed
from ratschlag.privacy.rules import Category, Choice
from ratschlag.privacy.tests.hands import (
    COOKIE,
    FATE,
    HOME,
    LAYER,
    MATOMO,
    PAGE,
    TAG,
    a_choice,
    a_layer,
    chosen,
    page,
)

YEAR = 31_536_000


@pytest.fixture
def layer(process):
    return a_layer()


def choose(client, choice, **data):
    return client.post(PAGE, {"choice": choice, "version": "1", "next": HOME, **data})


@pytest.mark.django_db
def test_where_nothing_is_optional_nobody_is_asked(client, process):
    assert LAYER not in page(client)
    answer = choose(client, "all")
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert not answer.cookies
    assert not ChoiceCount.objects.exists()


@pytest.mark.django_db
def test_a_first_visit_is_asked_and_gets_no_cookie(client, layer):
    answer = client.get(HOME)
    assert answer.content.decode().count(LAYER) == 1
    assert not answer.cookies
    found = page(client)
    order = [found.index(part) for part in ("</header>", LAYER, "<main", "</main>")]
    assert order == sorted(order)  # in the flow, under the head
    buttons = ['name="choice" value="all"', 'name="choice" value="necessary"']
    classes = found[found.index(LAYER) : found.index("<main")]
    assert [button in classes for button in buttons] == [True, True]
    assert classes.count("kern-btn kern-btn--secondary") == 3  # of one weight
    assert "autofocus" not in classes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choice", "data", "allowed"),
    [
        ("all", {}, {Category.STATISTICS}),
        ("necessary", {}, set()),
        ("necessary", {"allow": "statistics"}, set()),
        ("own", {}, set()),
        ("own", {"allow": "statistics"}, {Category.STATISTICS}),
    ],
)
def test_a_choice_is_kept_for_a_year_without_an_id(client, layer, settings, choice, data, allowed):
    settings.IS_SECURE = True
    answer = choose(client, choice, **data)
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    kept = answer.cookies[COOKIE]
    assert set(answer.cookies) == {COOKIE}
    assert kept["max-age"] == YEAR
    assert (kept["secure"], kept["httponly"], kept["samesite"]) == (True, True, "Lax")
    assert unsealed(kept.value) == Choice(1, frozenset(allowed), real_day())
    # Whoever chooses the same on the same day has the same cookie: it tells nobody apart.
    assert kept.value == sealed(Choice(1, frozenset(allowed), real_day()))
    assert LAYER not in page(client)


@pytest.mark.django_db
def test_the_year_does_not_slide(client, layer):
    chosen(client, days_ago=100)
    answer = choose(client, "all")
    assert answer.cookies[COOKIE]["max-age"] == YEAR - 100 * 86_400
    assert unsealed(answer.cookies[COOKIE].value) == a_choice(days_ago=100)
    assert not ChoiceCount.objects.exists()
    # Another choice is a new one, with a year of its own.
    answer = choose(client, "necessary")
    assert answer.cookies[COOKIE]["max-age"] == YEAR


@pytest.mark.django_db
@pytest.mark.parametrize(("days_ago", "is_asked"), [(0, False), (364, False), (365, True)])
def test_after_a_year_everyone_is_asked_again(client, layer, days_ago, is_asked):
    chosen(client, days_ago=days_ago)
    assert (LAYER in page(client)) is is_asked


@pytest.mark.django_db
def test_another_text_asks_again_and_so_does_another_category(client, layer):
    chosen(client)
    assert LAYER not in page(client)
    a_layer(texts={("title", "de"): "Cookies und Statistik"})
    assert "Cookies und Statistik" in page(client)
    chosen(client, version=2)
    a_layer(has_statistics=False)
    assert LAYER not in page(client)
    a_layer()
    assert LAYER in page(client)


_FORGED = {
    "unsigned": "1_statistics_20261123",
    "other_signature": "1_statistics_20261123:AAAA",
    "other_salt": Signer(salt="other").sign("1_statistics_20261123"),
    "no_such_category": Signer(salt="ratschlag.privacylayer").sign("1_everything_20261123"),
    "necessary_as_optional": Signer(salt="ratschlag.privacylayer").sign("1_necessary_20261123"),
    "no_day": Signer(salt="ratschlag.privacylayer").sign("1_statistics_20261332"),
    "garbage": "%00ÿ;=",
    "long": "1" * 5000,
    "empty": "",
}


@pytest.mark.django_db
@pytest.mark.parametrize("forged", _FORGED, ids=str)
def test_a_cookie_that_was_tampered_with_is_no_choice(client, layer, settings, forged):
    settings.MATOMO_URL = MATOMO
    client.cookies[COOKIE] = _FORGED[forged]
    found = page(client)
    assert LAYER in found
    assert TAG not in found


@pytest.mark.django_db
def test_a_choice_from_the_future_is_none(client, layer):
    chosen(client, days_ago=-400)
    assert LAYER in page(client)


@pytest.mark.django_db
@pytest.mark.parametrize("signal", [{"Sec-GPC": "1"}, {"DNT": "1"}])
def test_who_asks_to_be_left_alone_is_not_asked_and_not_counted(client, layer, settings, signal):
    settings.MATOMO_URL = MATOMO
    assert LAYER not in page(client, **signal)
    chosen(client)
    assert TAG not in page(client, **signal)
    del client.cookies[COOKIE]
    answer = client.post(PAGE, {"choice": "all", "version": "1"}, headers=signal)
    assert unsealed(answer.cookies[COOKIE].value).allowed == frozenset()
    assert 'name="allow"' not in page(client, PAGE, **signal)


@pytest.mark.django_db
def test_the_page_ticks_nothing_and_shows_what_was_chosen(client, layer):
    first = page(client, PAGE)
    assert 'name="allow" value="statistics"' in first
    assert "checked" not in first
    assert LAYER not in first  # it would ask twice
    chosen(client)
    assert 'value="statistics" checked' in page(client, PAGE)
    assert 'role="status"' in page(client, PAGE)


@pytest.mark.django_db
def test_taking_back_is_one_press_in_the_foot_of_every_page(client, layer):
    assert "as-link" not in page(client)
    chosen(client)
    client.cookies["_pk_id.1.1fff"] = client.cookies["_pk_ses.1.1fff"] = "x"
    found = page(client)
    assert "as-link" in found[found.index("<footer") :]
    answer = client.post(PAGE, {"choice": "necessary", "next": HOME}, headers={"host": "localhost"})
    gone = {cookie.key: cookie for cookie in answer.cookies.values() if cookie.key != COOKIE}
    assert set(gone) == {"_pk_id.1.1fff", "_pk_ses.1.1fff"}
    assert {(one["max-age"], one["path"]) for one in gone.values()} == {(0, "/")}
    assert unsealed(answer.cookies[COOKIE].value).allowed == frozenset()


@pytest.mark.django_db
def test_where_the_page_is_the_same_for_everyone_it_is_taken_back_apart(client, layer, settings):
    assert "as-link" not in page(client, FATE)
    settings.MATOMO_URL = MATOMO
    for chose in (False, True):
        if chose:
            chosen(client)
        found = page(client, FATE)
        form = found[found.index("<footer") :].partition("as-link")[0].rpartition("<form")[2]
        assert ('target="_blank"' in form, "next" in form) == (True, False)
    answer = client.post(PAGE, {"choice": "necessary"})
    assert answer["Location"] == PAGE
    assert unsealed(answer.cookies[COOKIE].value).allowed == frozenset()


@pytest.mark.django_db
def test_counters_go_from_the_host_and_from_the_domains_above_it(client, layer, settings):
    settings.ALLOWED_HOSTS = ["mitreden.stadt.de"]
    client.cookies["_pk_id.1.1fff"] = "x"
    answer = client.get(HOME, headers={"host": "mitreden.stadt.de:443"})
    domains = {one["domain"] for one in answer.cookies.values() if one.key.startswith("_pk_")}
    assert domains == {"", "mitreden.stadt.de", "stadt.de"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["_pk_[x]", "_pk_é", "_pk_a b", "_pk_a,b", "_pk_()"])
def test_a_name_that_no_answer_could_hold_breaks_no_page(client, layer, name):
    answer = client.get(HOME, headers={"cookie": f"{name}=1; _pk_id.1.1fff=x"})
    assert answer.status_code == 200
    assert {one.key for one in answer.cookies.values()} == {"_pk_id.1.1fff"}


@pytest.mark.django_db
def test_counters_that_were_allowed_stay(client, layer):
    chosen(client)
    client.cookies["_pk_id.1.1fff"] = "x"
    assert not client.get(HOME).cookies
    assert set(choose(client, "all").cookies) == {COOKIE}


@pytest.mark.django_db
def test_a_no_is_taken_whatever_was_read_a_yes_only_to_the_text_that_holds(client, layer):
    answer = choose(client, "all", version="7")
    assert answer.status_code == 422
    assert COOKIE not in answer.cookies
    assert 'role="alert"' in answer.content.decode()
    assert COOKIE in choose(client, "necessary", version="").cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [{}, {"choice": "everything"}, {"choice": "own", "allow": "marketing"}, {"choice": "\x00"}],
)
def test_a_form_that_is_not_ours_changes_nothing(client, layer, data):
    answer = client.post(PAGE, {"version": "1", **data})
    assert answer.status_code == 422
    assert not answer.cookies
    assert not ChoiceCount.objects.exists()


@pytest.mark.django_db
def test_another_site_can_not_choose(client, layer):
    answer = client.post(PAGE, {"choice": "all"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away(client, layer, back):
    assert choose(client, "all", next=back)["Location"] == PAGE


@pytest.mark.django_db
def test_choices_are_counted_by_version_and_day_without_ids(client, layer):
    for choice in ("all", "necessary", "all"):
        choose(client, choice)
        client.cookies.clear()
    counts = ChoiceCount.objects.values_list("choice").annotate(Sum("count"))
    assert dict(counts) == {"statistics": 2, "necessary": 1}
    fields = {field.name for field in ChoiceCount._meta.get_fields()}
    assert fields == {"id", "layer", "day", "choice", "count", "is_journalled"}


@pytest.mark.django_db
def test_who_chooses_faster_than_people_do_is_not_counted(client, layer, monkeypatch):
    monkeypatch.setattr(views, "pace", Pace(burst=3, per_second=0))
    for _time in range(5):
        client.cookies.clear()
        assert COOKIE in choose(client, "all").cookies
    assert ChoiceCount.objects.get().count == 3


@pytest.mark.django_db
def test_each_choice_has_its_own_copy_in_a_cache(client, layer):
    answer = client.get(HOME)
    assert {"Cookie", "Sec-GPC", "DNT"} <= set(answer["Vary"].split(", "))
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("allowed", [frozenset(), frozenset({Category.STATISTICS})])
def test_what_is_written_into_the_cookie_is_read_again(allowed):
    choice = Choice(12, allowed, real_day() - timedelta(days=3))
    assert choice_in(as_text(choice)) == choice


@pytest.mark.django_db
def test_where_something_broke_the_database_is_not_asked_again(rf, city, layer):
    request = rf.get(HOME)
    request.city = city
    request.COOKIES["_pk_id.1.1fff"] = "x"
    answer = ConsentMiddleware(lambda _request: HttpResponse(status=503))(request)
    assert not answer.cookies
    assert not hasattr(request, "consent")
