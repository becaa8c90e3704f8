"""How a view says who may."""

import pytest
from django.core.exceptions import PermissionDenied

from ratschlag.lib.permission import public, require


def test_who_may_goes_on():
    assert require(True) is None


def test_who_may_not_is_refused():
    with pytest.raises(PermissionDenied):
        require(False)


def test_a_public_view_is_marked_and_stays_the_same():
    def view(request):
        return "seen"

    assert public(view) is view
    assert view.is_public
    assert view(None) == "seen"


def test_a_view_without_the_mark_is_not_public():
    def view(request):
        return "seen"

    assert not hasattr(view, "is_public")
