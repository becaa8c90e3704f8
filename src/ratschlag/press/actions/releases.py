"""A release from the first draft to its publication, and what may still happen to it then."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.city.queries import domain_today
from ratschlag.files.actions import drop_file
from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import drop_translations, mark_stale, put_translation
from ratschlag.languages.rules import State as Translated
from ratschlag.people.models import Person
from ratschlag.press.compute.placeholders import named_in, unknown_in
from ratschlag.press.models import Correction, Release
from ratschlag.press.queries.facts import changed_facts, values_of
from ratschlag.press.rules import OUT, READABLE, WAITING, State, may_follow
from ratschlag.press.tasks import (
    WITH_FACTS,
    ReleaseRefused,
    bring_out,
    locked,
    unknown_sentence,
)


@transaction.atomic
def write_release(release: Release, *, by: Person | None) -> Release:
    """Enter a draft that was made but not saved yet. Raises ReleaseRefused."""
    _refuse_unknown_facts(release)
    release.state, release.author, release.changed_by = State.DRAFT, by, by
    release.save(force_insert=True)
    record(by, "release.written", release)
    return release


@transaction.atomic
def revise_release(release: Release, changed: Iterable[str], *, by: Person | None) -> None:
    """Another text, until it is out; somebody has to check it anew. Raises ReleaseRefused."""
    changed = sorted(changed)
    _refuse_if_out(locked(release))
    _refuse_unknown_facts(release)
    release.reopen(by)
    release.save()
    mark_stale(release, changed)
    record(by, "release.revised", release, fields=changed)


@transaction.atomic
def translate_release(
    release: Release, language: str, texts: Mapping[str, str], *, by: Person | None
) -> None:
    """What the release says in another language; an empty text takes one back.

    Raises ReleaseRefused.
    """
    now = locked(release)
    named = named_in(*texts.values())
    _refuse_facts_in_headline(texts.get("headline", ""))
    if now.state in OUT and named:
        raise ReleaseRefused(
            _("The release is out: its facts stand in it as words. Please write them out.")
        )
    if unknown := unknown_in(values_of(release.process), *texts.values()):
        raise ReleaseRefused(unknown_sentence(unknown))
    for field, text in texts.items():
        if text.strip():
            put_translation(
                release,
                field,
                language=language,
                text=text,
                state=Translated.CHECKED,
                checked_by=str(by.pk) if by else "",
            )
        else:
            drop_translations([release], field=field, language=language)
    record(by, "release.translated", release, language=language, fields=sorted(texts))


@transaction.atomic
def check_release(release: Release, *, read: str = "", by: Person) -> None:
    """A second person has read it and answers for it; `read` is the fingerprint of what they read.

    Raises ReleaseRefused.
    """
    now = locked(release)
    _refuse_step(now, State.CHECKED)
    if read and read != now.fingerprint:
        raise ReleaseRefused(_("Somebody has changed the text since. Please read it again."))
    if by.pk in (now.author_id, now.changed_by_id):
        raise ReleaseRefused(_("You wrote or changed this text. Somebody else has to check it."))
    _refuse_unknown_facts(now)
    release.state, release.checked_by, release.checked_at = State.CHECKED, by, domain_now()
    release.save(update_fields=["state", "checked_by", "checked_at"])
    record(by, "release.checked", release)


@transaction.atomic
def schedule_release(
    release: Release, at: datetime, *, is_embargo: bool = False, by: Person | None
) -> None:
    """Let it come out by itself, at a time that is still to come. Raises ReleaseRefused."""
    now = locked(release)
    then = State.EMBARGOED if is_embargo else State.SCHEDULED
    _refuse_step(now, then)
    if at <= domain_now():
        raise ReleaseRefused(_("This time is over already. Choose a later one, or publish now."))
    _refuse_unknown_facts(now)
    release.state = then
    release.scheduled_for = None if is_embargo else at
    release.embargo_until = at if is_embargo else None
    release.save(update_fields=["state", "scheduled_for", "embargo_until"])
    record(by, "release.scheduled", release, at=at.isoformat(), is_embargo=is_embargo)


@transaction.atomic
def call_back_release(release: Release, *, by: Person | None) -> None:
    """It stays checked and comes out at no time by itself. Raises ReleaseRefused."""
    if locked(release).state not in WAITING:
        raise ReleaseRefused(_("This release waits for no time. Please load the page anew."))
    release.state, release.scheduled_for, release.embargo_until = State.CHECKED, None, None
    release.save(update_fields=["state", "scheduled_for", "embargo_until"])
    record(by, "release.called_back", release)


@transaction.atomic
def publish_release(release: Release, *, by: Person | None) -> None:
    """From now on everyone reads it under its number, and nobody changes it. Raises ReleaseRefused."""
    now = locked(release)
    _refuse_step(now, State.PUBLISHED)
    bring_out(now)
    release.refresh_from_db()
    record(by, "release.published", release, number=release.number, year=release.year)


@transaction.atomic
def correct_release(release: Release, text: str, *, by: Person | None) -> Correction:
    """Say beside the text what is right. The facts that had changed count as said.

    Raises ReleaseRefused.
    """
    now = locked(release)
    _refuse_step(now, State.CORRECTED)
    if not text.strip():
        raise ReleaseRefused(_("Please say what is right."))
    if release.corrections.filter(text=text.strip()).exists():
        raise ReleaseRefused(_("This correction stands there already."))
    correction = Correction.objects.create(
        release=release, text=text.strip(), corrected_at=domain_now(), by=by
    )
    _look_at_facts(now)
    release.state, release.seen = State.CORRECTED, now.seen
    release.save(update_fields=["state", "seen"])
    record(by, "release.corrected", release)
    return correction


@transaction.atomic
def keep_facts(release: Release, *, by: Person | None) -> None:
    """Facts changed in the records, and what the release said then needs no correction.

    Raises ReleaseRefused.
    """
    now = locked(release)
    if now.state not in READABLE:
        raise ReleaseRefused(_("Only what is published has frozen facts."))
    _look_at_facts(now)
    release.seen = now.seen
    release.save(update_fields=["seen"])
    record(by, "release.facts_kept", release)


@transaction.atomic
def withdraw_release(release: Release, reason: str, *, by: Person | None) -> None:
    """Its text goes, its number and the reason stay for everyone to see. Raises ReleaseRefused."""
    now = locked(release)
    _refuse_step(now, State.WITHDRAWN)
    if not reason.strip():
        raise ReleaseRefused(_("Please say why. Everyone will read it."))
    release.state, release.withdrawn_on = State.WITHDRAWN, domain_today()
    release.withdrawn_reason = reason.strip()
    release.save(update_fields=["state", "withdrawn_on", "withdrawn_reason"])
    record(by, "release.withdrawn", release)


@transaction.atomic
def discard_release(release: Release, *, by: Person | None) -> None:
    """Throw away what never came out, with its files and translations. Raises ReleaseRefused."""
    _refuse_if_out(locked(release))
    attached = list(release.attachments.select_related("file").defer("file__content"))
    drop_translations([release, *attached])
    record(by, "release.discarded", release)
    release.delete()
    for row in attached:
        drop_file(row.file)


def _refuse_if_out(release: Release) -> None:
    if release.state in OUT:
        raise ReleaseRefused(_("This release is out and stays as it is. Add a correction instead."))


def _refuse_step(release: Release, then: State) -> None:
    if not may_follow(State(release.state), then):
        raise ReleaseRefused(
            _("The release is “%(state)s” by now; this step is not possible.")
            % {"state": release.get_state_display()}
        )


def _refuse_unknown_facts(release: Release) -> None:
    _refuse_facts_in_headline(release.headline)
    texts = [getattr(release, name) for name in WITH_FACTS]
    if named_in(*texts) and (unknown := unknown_in(values_of(release.process), *texts)):
        raise ReleaseRefused(unknown_sentence(unknown))


def _refuse_facts_in_headline(headline: str) -> None:
    """It has a longest length, and stands in lists and mails: it is written as it will be read."""
    if named_in(headline):
        raise ReleaseRefused(_("A headline names no facts. Please write the words themselves."))


def _look_at_facts(release: Release) -> None:
    release.seen = release.seen | {one.key: one.now for one in changed_facts(release)}
