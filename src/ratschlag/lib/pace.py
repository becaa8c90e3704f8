"""Who sends faster than people do is asked to try again a little later: by an answer, never by a block."""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from ratschlag.lib.tries import network_of

_DAY = 24 * 60 * 60
_MOST_TOLD = 1000


@dataclass
class _Client:
    tokens: float
    at: float
    # Those who were asked to come again, and when: whoever keeps to it has a share of their own.
    told: OrderedDict[bytes, float] = field(default_factory=OrderedDict)
    patient: float = 1.0


class Pace:
    """How fast the sendings of one network are taken, in the memory of one process only.

    A network is known by a keyed hash of its address, under a secret of the day that is never
    written down. A school class behind one address does not even notice; a machine gets one
    sending a second.
    """

    def __init__(
        self,
        *,
        burst: int = 120,
        per_second: float = 1.0,
        wait: int = 20,
        clients: int = 10_000,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`burst` at once, then so many a second; who is too fast comes again after `wait`."""
        self.burst, self.per_second, self.wait, self.clients = burst, per_second, wait, clients
        self._clock, self._lock = clock, Lock()
        self.forget()

    def forget(self) -> None:
        self._clients: OrderedDict[bytes, _Client] = OrderedDict()
        self._day, self._secret = int(self._clock() // _DAY), secrets.token_bytes(32)

    def may_pass(self, address: str, form_key: str) -> bool:
        """Whether this sending is taken now; `form_key` is by what the same one is known again."""
        with self._lock:
            now = self._clock()
            if int(now // _DAY) != self._day:
                self.forget()
            client = self._client(self._hash(network_of(address)), now)
            sending = self._hash(form_key)
            if client.tokens >= 1:
                client.tokens -= 1
                client.told.pop(sending, None)
                return True
            told_at = client.told.setdefault(sending, now)
            while len(client.told) > _MOST_TOLD:
                client.told.popitem(last=False)
            if now >= told_at + self.wait and client.patient >= 1:
                client.patient -= 1
                del client.told[sending]
                return True
            return False

    def _client(self, key: bytes, now: float) -> _Client:
        client = self._clients.setdefault(key, _Client(float(self.burst), now))
        self._clients.move_to_end(key)
        while len(self._clients) > self.clients:
            self._clients.popitem(last=False)
        grown = max(0.0, now - client.at) * self.per_second
        client.tokens = min(self.burst, client.tokens + grown)
        client.patient = min(self.burst, client.patient + grown)
        client.at = now
        return client

    def _hash(self, text: str) -> bytes:
        return hmac.new(self._secret, text.encode("utf-8", "replace"), hashlib.sha256).digest()
