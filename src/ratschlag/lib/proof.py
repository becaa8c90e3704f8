"""A proof of work (ALTCHA): a machine that sends thousands has to count for each; nobody is asked anything."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

import altcha

# About 16,000 rounds of SHA-256: a second on a telephone, unnoticed while someone types.
_COST, _PREFIX = 4, "000"
_GOOD_FOR = 20 * 60
_MOST_USED = 100_000
_LONGEST = 4000


class Proofs:
    """Tasks that this installation signed, and the solutions that were used already.

    What was used lies in the memory of the process until the task has run out; a solution says
    nothing about who solved it.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock, self._lock = clock, Lock()
        self._used: OrderedDict[str, float] = OrderedDict()

    def new_task(self, secret: bytes) -> dict[str, Any]:
        task = altcha.create_challenge(
            "SHA-256",
            _COST,
            key_prefix=_PREFIX,
            expires_at=int(self._clock()) + _GOOD_FOR,
            hmac_secret=secret,
        )
        found: dict[str, Any] = task.to_dict()
        return found

    def is_solved(self, payload: str, secret: bytes) -> bool:
        """Whether it solves a task of ours that has not run out and was not used before."""
        if not payload or len(payload) > _LONGEST:
            return False
        try:
            sent = altcha.Payload.from_base64(payload)
            is_right = altcha.verify_solution(sent, secret).verified
            signature = str(sent.challenge.signature)
        except (ValueError, TypeError, KeyError, AttributeError):
            return False
        return bool(is_right) and self._use(signature)

    def _use(self, signature: str) -> bool:
        now = self._clock()
        with self._lock:
            while self._used and (
                next(iter(self._used.values())) < now or len(self._used) > _MOST_USED
            ):
                self._used.popitem(last=False)
            if signature in self._used:
                return False
            self._used[signature] = now + _GOOD_FOR
            return True
