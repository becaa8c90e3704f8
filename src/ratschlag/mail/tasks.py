"""Sending what lies in the outbox, and deleting what was sent long ago."""

import logging
import time
from datetime import datetime
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from ratschlag.mail.compute.bounces import Verdict, verdict_of
from ratschlag.mail.models import Address, Letter
from ratschlag.mail.queries import is_mail_set_up, mail_of
from ratschlag.mail.rules import (
    GIVE_UP_AFTER,
    INTERRUPTED_AFTER,
    KEEP_LETTERS,
    TO_SEND,
    LetterState,
    Trouble,
    wait_after,
)

# A run ends before the next one begins; what is left is for that.
_LONGEST_RUN = 45.0
_log = logging.getLogger("ratschlag.mail")


def is_any_letter_due() -> bool:
    now = timezone.now()
    return is_mail_set_up() and (Letter.objects.due(now).exists() or _interrupted(now).exists())


@task
def send_letters() -> int:
    """Send what is due, one letter after the other; returns how many went out.

    A letter is taken in a transaction of its own before it is sent, so no two workers have the
    same one, and no transaction is open while a mail server is talked to. A worker that dies
    between sending and noting it leaves a letter that is not sent again by itself.
    """
    if not is_mail_set_up():
        return 0
    _give_up_interrupted()
    begun, sent, connection = time.monotonic(), 0, get_connection()
    try:
        while time.monotonic() - begun < _LONGEST_RUN and (letter := _take_one()):
            try:
                mail = mail_of(letter)
                connection.open()
                connection.send_messages([mail])
            except Exception as error:
                if not _note_trouble(letter, error):
                    break
            else:
                _note_sent(letter, is_first=sent == 0)
                sent += 1
    finally:
        connection.close()
    return sent


def _take_one() -> Letter | None:
    """The next letter, for this worker alone."""
    now = timezone.now()
    with transaction.atomic():
        found = Letter.objects.due(now).select_related("address").for_one_worker().first()
        if found:
            found.change(
                state=LetterState.SENDING, taken_at=now, attempts=min(found.attempts + 1, 1000)
            )
        return found


def _note_sent(letter: Letter, *, is_first: bool) -> None:
    """From now on only that it was sent is known; its words are gone."""
    with transaction.atomic():
        words = {"subject": "", "text": "", "html": "", "headers": {}}
        letter.change(state=LetterState.SENT, trouble="", done_at=timezone.now(), **words)
        if is_first:
            # The server is back: what waited only for that need not wait any longer.
            waiting = Letter.objects.filter(
                state=LetterState.FAILED, trouble=Trouble.UNREACHABLE, next_at__gt=timezone.now()
            )
            waiting.update(next_at=timezone.now())


def _note_trouble(letter: Letter, error: Exception) -> bool:
    """Note why it was not sent; returns whether the server may be asked about the next one."""
    now, trouble = timezone.now(), _trouble(error)
    # Never the message: servers write addresses into it.
    _log.warning("a letter was not sent: %s (%s)", trouble, type(error).__name__)
    with transaction.atomic():
        if trouble is Trouble.NO_SUCH_ADDRESS:
            # As it stands now: its owner may have refused or ended it while the server answered.
            found = Address.objects.select_for_update().filter(pk=letter.address_id).first()
            if found:
                found.note_bounce(Verdict.PERMANENT, now)
        is_over = trouble in (Trouble.NO_SUCH_ADDRESS, Trouble.REJECTED)
        if not is_over and letter.written_at < now - GIVE_UP_AFTER:
            is_over, trouble = True, Trouble.TOO_OLD
        state = LetterState.GIVEN_UP if is_over else LetterState.FAILED
        letter.change(
            state=state,
            trouble=trouble,
            next_at=now + wait_after(letter.attempts),
            done_at=now if is_over else None,
        )
    return trouble not in (Trouble.UNREACHABLE, Trouble.TOO_OLD)


def _trouble(error: Exception) -> Trouble:
    """What a failed sending means for the letter."""
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (450, b""))
        if code < 500:
            return Trouble.LATER
        said = words.decode("ascii", "replace") if isinstance(words, bytes) else str(words)
        # A bare 550 without a status of its own means the mailbox.
        is_gone = verdict_of(said or "5.1.1") is Verdict.PERMANENT or "5." not in said
        return Trouble.NO_SUCH_ADDRESS if is_gone else Trouble.REJECTED
    if isinstance(error, SMTPDataError):
        return Trouble.LATER if error.smtp_code < 500 else Trouble.REJECTED
    if isinstance(error, SMTPServerDisconnected | SMTPException | OSError):
        return Trouble.UNREACHABLE
    return Trouble.REJECTED


def _interrupted(now: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(state=LetterState.SENDING, taken_at__lt=now - INTERRUPTED_AFTER)


def _give_up_interrupted() -> None:
    """Nobody knows whether these went out. Rather not at all than twice; the desk can decide."""
    now = timezone.now()
    _interrupted(now).update(state=LetterState.GIVEN_UP, trouble=Trouble.INTERRUPTED, done_at=now)


@task
def drop_letters() -> int:
    """Delete what was sent or given up a month ago, give up what waited too long, and say how
    many; safe to repeat."""
    now = timezone.now()
    old = Letter.objects.filter(state__in=TO_SEND, written_at__lt=now - GIVE_UP_AFTER)
    with transaction.atomic():
        old.update(state=LetterState.GIVEN_UP, trouble=Trouble.TOO_OLD, done_at=now)
        done = Letter.objects.filter(done_at__lt=now - KEEP_LETTERS)
        count, _by_kind = done.delete()
    return count
