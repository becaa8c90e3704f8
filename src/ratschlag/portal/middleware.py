"""Before anything asks the database: whoever comes when too many wait is told so at once."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ratschlag.lib.gate import TOO_MANY, Connections, Gate, end_connection, has_connection
from ratschlag.portal.views.errors import unavailable

gate, lending = Gate(), Connections()


class GateMiddleware:
    """Serves so many at once; the others wait, in order, or are sent away with 503.

    What needs no database (files, pages that are only bytes from a cache) is answered above.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":  # being busy is no illness
            return self._alone(request)
        if request.META.get(TOO_MANY) or not gate.enter():
            return _sent_away(request)
        try:
            with lending.lent():
                response = self.get_response(request)
        finally:
            gate.leave()
        # What is streamed goes on without our hand, with a connection of its own.
        if response.streaming and not has_connection():
            response._resource_closers.append(end_connection)  # type: ignore[attr-defined]
        return response

    def _alone(self, request: HttpRequest) -> HttpResponse:
        """With a connection that nobody else waits for, and that does not stay."""
        if has_connection():
            return self.get_response(request)
        try:
            return self.get_response(request)
        finally:
            end_connection()


_log = logging.getLogger("ratschlag.gate")
_said_at = [0.0]


def _sent_away(request: HttpRequest) -> HttpResponse:
    response = unavailable(request)
    # A line for each would only add to the load.
    response._has_been_logged = True  # type: ignore[attr-defined]
    if time.monotonic() > _said_at[0] + 10:
        _said_at[0] = time.monotonic()
        _log.warning("too many at once: %s wait, others are asked to come again", gate.waiting)
    return response
