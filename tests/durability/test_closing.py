"""The closing second: by the database's domain clock nobody is let in late or turned away early."""

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tests.durability.client import BROKEN, Form, Reply, Visitor
from tests.durability.conftest import Found
from tests.durability.lengths import NOW
from tests.durability.place import Insider, Place

# Requests within so many seconds of an end; the ends follow each other twice as far apart.
_NEAR = 2.0
_PEOPLE = 6
_ENDS_AT_A_TIME = 5
# SQLite's clock counts milliseconds, and ours is read beside it, not with it.
_SLACK = 0.005


@dataclass(frozen=True)
class End:
    """When a survey ends by the domain clock, and how long pages fetched before are taken."""

    slug: str
    at: float
    grace: float
    form: Form

    @property
    def last(self) -> float:
        return self.at + self.grace


def is_expected(at: float, end: End, form: Form) -> bool:
    """Whether an answer is taken in whose transaction began `at`, all by the domain clock.

    Every page here was fetched before the end; only one with a stamp can prove it.
    """
    return at < (end.last if "stamp" in form.hidden else end.at)


@dataclass(frozen=True)
class Try:
    """A sending close to the end of a survey, its times by the domain clock."""

    end: End
    form: Form
    text: str
    reply: Reply

    @property
    def is_wrong(self) -> bool:
        """Decided otherwise than at every moment between its sending and its answer."""
        times = (self.reply.sent_at - _SLACK, self.reply.heard_at + _SLACK)
        allowed = {is_expected(at, self.end, self.form) for at in times}
        return bool(self.reply.receipt) not in allowed or self.reply.status not in (200, 409)


@dataclass
class Closing:
    """People who answer surveys just before and just after each ends."""

    place: Place
    inside: Insider
    ahead: float
    tries: list[Try] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def plan(self, slug: str, open_for: float, grace: int = 0) -> End:
        """A survey with its page, fetched now: the same for everyone."""
        at, seconds = self.inside("plan", slug=slug, open_for=open_for, grace=grace)
        visitor = Visitor(self.place.port, _path(slug))
        form = visitor.fetch()
        visitor.hang_up()
        return End(slug, at, seconds, form)

    def crowd(self, ends: Sequence[End]) -> None:
        threads = [threading.Thread(target=self._person, args=[ends]) for _person in range(_PEOPLE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=180)

    def _person(self, ends: Sequence[End]) -> None:
        for end in ends:
            visitor = Visitor(self.place.port, _path(end.slug))
            while self._now() < end.last - _NEAR:
                time.sleep(0.01)
            try:
                while self._now() < end.last + _NEAR:
                    self._try(visitor, end)
            except BROKEN as fault:
                self.broken.append(f"{end.slug}: {fault!r}")
            visitor.hang_up()

    def _try(self, visitor: Visitor, end: End) -> None:
        """Each with a key of its own, as a page's script puts it in; every other without proof
        of when it was fetched."""
        hidden = {**end.form.hidden, "form_key": secrets.token_urlsafe(24)}
        if len(self.tries) % 2:
            hidden.pop("stamp", None)
        own, text = replace(end.form, hidden=hidden), f"Noch schnell {secrets.token_hex(10)}."
        reply = visitor.send(own, {own.areas[0]: text})
        times = {"sent_at": reply.sent_at + self.ahead, "heard_at": reply.heard_at + self.ahead}
        self.tries.append(Try(end, own, text, replace(reply, body="", **times)))

    def _now(self) -> float:
        return time.time() + self.ahead


def _path(slug: str) -> str:
    return f"/de/verfahren/{slug}/befragung/"


def test_nobody_is_late_and_nobody_turned_away_early(found: Found, ask: Callable[[Place], Insider]):
    place = found(RATSCHLAG_MODE="demo")
    inside = ask(place)
    # Years away from the machine's clock: only the database's domain clock can be right.
    inside("clock", to="2016-09-15T12:00:00+02:00")
    place.start_server()
    closing = Closing(place, inside, ahead=inside("clock"))
    # Its last moment comes a minute later than its end, while the others go on.
    graceful = closing.plan("mit-nachfrist", open_for=10, grace=1)
    minute_later = threading.Thread(target=closing.crowd, args=[[graceful]])
    minute_later.start()
    while len(closing.tries) < NOW.closing:
        first = len(closing.tries)
        ends = [
            closing.plan(f"ende-{first}-{number}", open_for=10 + 2 * _NEAR * number)
            for number in range(_ENDS_AT_A_TIME)
        ]
        closing.crowd(ends)
        assert closing.broken == []
    minute_later.join(timeout=180)
    assert closing.broken == []
    assert [row for row in closing.tries if row.is_wrong] == []
    _are_stored(inside, closing.tries)
    # Both sides of the end were tried; how evenly depends on how busy the machine is.
    taken = sum(bool(row.reply.receipt) for row in closing.tries)
    assert NOW.closing // 20 < taken < len(closing.tries) - NOW.closing // 20


def _are_stored(inside: Insider, tries: Sequence[Try]) -> None:
    """Who got a receipt is there once, who was turned away is not there at all."""
    taken = [row for row in tries if row.reply.receipt]
    assert inside("missing", acknowledged=[(row.reply.receipt, row.text) for row in taken]) == []
    assert inside("twice_or_half") == []
    for slug in {row.end.slug for row in tries}:
        sent = sum(row.end.slug == slug for row in taken)
        assert inside("accounts", slug=slug, sent={"online": sent}) == []


def test_the_guard_finds_who_is_late_and_who_is_turned_away():
    plain, stamped = Form({}, ["q1"], 0.0), Form({"stamp": "1"}, ["q1"], 0.0)
    end = End("ende", at=100.0, grace=60.0, form=plain)
    late = Reply(200, "12345", sent_at=100.1, heard_at=100.2)
    early = Reply(409, "", sent_at=99.8, heard_at=99.9)
    nobody_knows = Reply(409, "", sent_at=99.9, heard_at=100.1)
    tries = [Try(end, plain, "", reply) for reply in (late, early, nobody_knows)]
    tries += [Try(end, stamped, "", reply) for reply in (late, nobody_knows)]
    assert [row.is_wrong for row in tries] == [True, True, False, False, True]
