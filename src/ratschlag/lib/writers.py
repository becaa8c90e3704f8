"""One writer at a time, where the database knows only one: SQLite."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

Act = TypeVar("Act", bound=Callable[..., Any])
_WRITING = Lock()


def one_at_a_time(action: Act) -> Act:
    """Let the writers of this process queue here, in front of the transaction.

    Those who wait for SQLite itself sleep for ever longer times, up to seconds under load; here
    each comes as soon as the one before is done. Inside a transaction it does nothing: whoever
    has one has the database already.
    """

    @wraps(action)
    def queued(*args: Any, **kwargs: Any) -> Any:
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            return action(*args, **kwargs)
        with _WRITING:
            return action(*args, **kwargs)

    return queued  # type: ignore[return-value]
