"""How a view says who may: it calls `require(`, or it is marked `@public`."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied

View = TypeVar("View", bound=Callable[..., Any])


def require(is_allowed: bool) -> None:
    """Go on only if the question was answered with yes.

    Raises PermissionDenied, which becomes the page "You may not do this".
    """
    if not is_allowed:
        raise PermissionDenied


def public(view: View) -> View:
    """Mark a view that everyone may see."""
    view.is_public = True  # type: ignore[attr-defined]
    return view
