"""Files beside a release, until it is out."""

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.files.actions import drop_file, keep_file
from ratschlag.files.imports import Taken
from ratschlag.journal.actions import record
from ratschlag.languages.actions import drop_translations
from ratschlag.people.models import Person
from ratschlag.press.models import Attachment, Release
from ratschlag.press.rules import OUT
from ratschlag.press.tasks import ReleaseRefused, locked

MOST = 10


@transaction.atomic
def attach_file(
    release: Release, taken: Taken, *, name: str, title: str, by: Person | None
) -> Attachment:
    """Put a file beside the release; somebody has to check it anew. Raises ReleaseRefused."""
    _refuse_if_out(locked(release))
    rows = list(release.attachments.all())
    if len(rows) >= MOST:
        raise ReleaseRefused(_("Ten files are attached already. Remove one first."))
    attachment = Attachment.objects.create(
        release=release,
        file=keep_file(taken, name=name),
        title=title,
        position=rows[-1].position + 1 if rows else 1,
    )
    _save_as_draft(release, by)
    record(by, "release.attached", release, sha256=taken.sha256)
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: Person | None) -> None:
    """Take a file away again. Raises ReleaseRefused."""
    release = attachment.release
    _refuse_if_out(locked(release))
    file = attachment.file
    drop_translations([attachment])
    attachment.delete()
    drop_file(file)
    _save_as_draft(release, by)
    record(by, "release.detached", release, sha256=file.sha256)


def _save_as_draft(release: Release, by: Person | None) -> None:
    release.reopen(by)
    names = ["state", "changed_by", "checked_by", "checked_at", "scheduled_for", "embargo_until"]
    release.save(update_fields=names)


def _refuse_if_out(release: Release) -> None:
    if release.state in OUT:
        raise ReleaseRefused(_("This release is out; its files stay as they are."))
