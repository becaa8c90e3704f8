"""Nothing is stored in a browser that the registry does not name.

What the pages set is looked at by tests/test_access.py (every address, method and role) and by the
journeys; here is what our scripts could set.
"""

import re

import pytest
from django.template import Context, Template

from ratschlag.privacy.queries.registry import CONDITIONS, whole_table
from ratschlag.privacy.rules import (
    DRAFT,
    MATOMO,
    RECORDING,
    REGISTRY,
    TABLET,
    Category,
    Condition,
    Setter,
    is_declared,
)
from tests.house import PACKAGE

_STORES = re.compile(
    r"localStorage|sessionStorage|indexedDB|\bcaches\b|document\.cookie|cookieStore|showDirectoryPicker"
)
# Which scripts store, and under which name of the registry.
STORING = {
    "static/js/survey.js": DRAFT.name,
    "static/unterwegs/store.js": TABLET.name,
    "survey/templates/survey/tablet_worker.js": TABLET.name,
}
# Takes cookies away and sets none.
DELETING = "static/js/statistics.js"


def scripts():
    for kind in ("*.js", "*.html"):
        for path in PACKAGE.rglob(kind):
            if "build" not in path.parts:
                yield path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")


def test_only_declared_scripts_store_and_each_under_its_declared_name():
    found = {name: text for name, text in scripts() if _STORES.search(text)}
    assert set(found) == {*STORING, DELETING}
    for name, entry in STORING.items():
        assert entry in found[name], f"{name} stores under another name than {entry}"


def test_the_script_of_the_counter_only_takes_cookies_away():
    text = (PACKAGE / DELETING).read_text("utf-8")
    writes = re.findall(r"document\.cookie = .*", text)
    assert writes
    assert all("max-age=0" in line for line in writes)
    assert "localStorage" not in text
    assert "sessionStorage" not in text


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("privacylayer", True),
        ("_pk_id.1.1fff", True),
        ("_pk_hsr.1.1fff", True),
        ("ratschlag_draft klima/ideen", True),
        ("_pk_idx", False),
        ("mtm_consent", False),
        ("sessionid", False),
        ("", False),
    ],
)
def test_a_name_in_a_browser_is_known_also_with_what_is_put_behind_it(name, is_known):
    assert is_declared(name) is is_known


def test_every_entry_says_what_for_on_which_basis_whose_it_is_and_who_sets_it():
    for row in whole_table(is_on=True):
        assert all(str(word) for word in (row.purpose, row.basis, row.set_by, row.condition))
    bases = {str(row.basis) for row in whole_table(is_on=True)}
    assert len(bases) == len(Category)


def test_what_needs_consent_is_matomo_s_and_nothing_else():
    optional = [cookie for cookie in REGISTRY if cookie.category is Category.STATISTICS]
    assert all(cookie.name.startswith("_pk_") for cookie in optional)
    assert {cookie.provider for cookie in optional} == {MATOMO}
    assert {cookie.set_by for cookie in optional} == {Setter.MATOMO}
    assert MATOMO.statement == "https://matomo.org/privacy/"


def test_the_recording_is_never_set_whatever_is_switched_on():
    assert RECORDING.set_when is Condition.NEVER
    (row,) = (row for row in whole_table(is_on=True) if row.names == (RECORDING.name,))
    (off,) = (row for row in whole_table(is_on=False) if row.names == (RECORDING.name,))
    assert row.condition == off.condition == CONDITIONS[Condition.NEVER]


@pytest.mark.django_db
def test_the_table_for_the_privacy_page_names_every_entry_once(city, rf):
    request = rf.get("/de/datenschutz/")
    page = Template("{% load privacy %}{% cookie_details %}").render(
        Context({"request": request, "city": city})
    )
    for cookie in REGISTRY:
        assert page.replace("<wbr>", "").count(f">{cookie.name}<") == 1
    assert page.count('scope="row"') == len(REGISTRY)
    assert "Matomo</a>" in page
