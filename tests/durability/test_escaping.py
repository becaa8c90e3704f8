"""Words of people stay words: payloads in every field, read back from every page."""

from collections.abc import Callable

import pytest

from tests.durability.conftest import Found
from tests.durability.place import NAIVE, SLUG, Insider, Place

# What a template escapes, no engine decides.
pytestmark = pytest.mark.looks


def test_no_page_takes_words_for_its_own(found: Found, ask: Callable[[Place], Insider]):
    inside = ask(found())
    inside("plan", slug=SLUG)
    seen = inside("unescaped", slug=SLUG)
    assert seen["faults"] == []
    # The pages that show what people wrote, or the proof would be about nothing.
    for path in ("/de/verfahren/klima/befragung/", "/desk/erfassung/klima/", "/de/beitrag/"):
        assert path in seen["shown"]
    assert seen["pages"] > 30


def test_the_guard_finds_templates_that_do_not_escape(
    found: Found, ask: Callable[[Place], Insider]
):
    inside = ask(found(DJANGO_SETTINGS_MODULE=NAIVE))
    inside("plan", slug=SLUG)
    faults = inside("unescaped", slug=SLUG, most=1)["faults"]
    for path in ("/de/verfahren/klima/befragung/", "/desk/erfassung/klima/", "/de/beitrag/"):
        assert any(fault.startswith(path) for fault in faults), path
