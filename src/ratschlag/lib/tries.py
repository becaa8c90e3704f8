"""Slowing down who guesses, without keeping anything about anyone."""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from threading import Lock

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

_DAY = 24 * 60 * 60


class Tries:
    """Counts wrong tries by client, in the memory of one process and nowhere else.

    A client is known by a keyed hash of its address under a secret of the day that is never
    written down. Who was wrong too often waits; nobody is kept on the line meanwhile, and a try
    during the wait is not even looked at.
    """

    def __init__(
        self,
        *,
        free: int = 10,
        wait: int = 20,
        within: int = 10 * 60,
        clients: int = 10_000,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`free` wrong tries within that many seconds, then one every `wait` seconds; no more
        than so many clients are remembered, those who were wrong last."""
        self.free, self.wait, self.within, self.clients = free, wait, within, clients
        self._clock = clock
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._wrong: OrderedDict[bytes, list[float]] = OrderedDict()
        self._day, self._secret = int(self._clock() // _DAY), secrets.token_bytes(32)

    def __len__(self) -> int:
        return len(self._wrong)

    def must_wait(self, address: str) -> bool:
        with self._lock:
            found = self._recent(self._key(address))
            return len(found) >= self.free and self._clock() < found[-1] + self.wait

    def count_wrong(self, address: str) -> None:
        with self._lock:
            key = self._key(address)
            self._wrong[key] = [*self._recent(key), self._clock()][-self.free :]
            self._wrong.move_to_end(key)
            while len(self._wrong) > self.clients:
                self._wrong.popitem(last=False)

    def _recent(self, key: bytes) -> list[float]:
        since = self._clock() - self.within
        return [at for at in self._wrong.get(key, ()) if at > since]

    def _key(self, address: str) -> bytes:
        if int(self._clock() // _DAY) != self._day:
            self.forget()
        return hmac.new(self._secret, network_of(address).encode(), hashlib.sha256).digest()


def network_of(address: str) -> str:
    """Whoever has one IPv6 address has the other 2**64 beside it too."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or int(found) >> 64)
    return str(found)


def is_this_machine(address: str) -> bool:
    """Whether it says nothing about who sends: a proxy that was not named, or a measurement."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, behind a proxy too (RATSCHLAG_BEHIND_PROXY)."""
    address: str = get_adapter().get_client_ip(request)
    return address
