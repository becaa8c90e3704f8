"""Writing notices, in as many languages as there are people who can."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.journal.actions import part, record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import drop_translations, mark_stale, put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.press.models import Notice


class NoticeRefused(DomainError):
    """A notice that can't be changed any more."""


@transaction.atomic
def announce(notice: Notice, texts: Mapping[str, str], *, by: Person | None) -> Notice:
    """Take in a notice that was made but not saved yet, with its text in other languages."""
    notice.save(force_insert=True)
    _say(notice, texts, by=by)
    record(by, "notice.announced", notice, level=notice.level)
    return notice


@transaction.atomic
def revise_notice(notice: Notice, texts: Mapping[str, str], *, by: Person) -> None:
    """Keep what was changed on the row, and its text in other languages."""
    notice.save()
    _say(notice, texts, by=by)
    mark_stale(notice, notice.translated)
    record(by, "notice.revised", notice, level=notice.level)


@transaction.atomic
def end_notice(notice: Notice, *, by: Person) -> None:
    """Show it no longer, from now on. Raises NoticeRefused."""
    now = domain_now()
    if not notice.starts_at < now < notice.ends_at:
        raise NoticeRefused(_("This notice is not shown at the moment. Change its days instead."))
    notice.ends_at = now
    notice.save(update_fields=["ends_at"])
    record(by, "notice.ended", notice)


@part
def _say(notice: Notice, texts: Mapping[str, str], *, by: Person | None) -> None:
    for language, text in texts.items():
        if not text:
            drop_translations([notice], language=language)
            continue
        put_translation(
            notice, "text", language=language, text=text, state=Translated.CHECKED,
            checked_by=str(by.pk) if by else "",
        )  # fmt: skip
