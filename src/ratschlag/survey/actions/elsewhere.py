"""Taking in answers that other tools collected: upload, assign the columns, check, take in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.queries import domain_day
from ratschlag.journal.actions import record
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.survey.compute.columns import proposed
from ratschlag.survey.imports.answers import Taken
from ratschlag.survey.models import ColumnMapping, Import, ImportFile, Survey
from ratschlag.survey.models.elsewhere import ImportState
from ratschlag.survey.queries import latest_version, questionnaire_of
from ratschlag.survey.rules import UPLOADS_LIVE


class ImportRefused(DomainError):
    """This file can't be taken in, or not now."""


@transaction.atomic
def keep_upload(survey: Survey, taken: Taken, *, name: str, by: Person | None) -> Import:
    """Keep what stays of a file until it is taken in, a day at most. Raises ImportRefused."""
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if (before := Import.objects.filter(survey=survey, sha256=taken.sha256).first()) is not None:
        day = before.uploaded_on.strftime("%d.%m.%Y")
        raise ImportRefused(_("This file was uploaded before, on %(day)s.") % {"day": day})
    version = latest_version(survey)
    if version is None:
        raise ImportRefused(_("Please schedule the survey first: it has no version yet."))
    row = Import.objects.create(
        survey=survey,
        version=version,
        name=name.replace("\x00", "")[-80:] or "?",
        sha256=taken.sha256,
        source=taken.source,
        columns=taken.columns,
        dropped=taken.dropped,
        plan={"tokens": proposed(taken.columns, questionnaire_of(version))},
        row_count=taken.row_count,
        by=by,
        uploaded_on=domain_day(),
    )
    ImportFile.objects.create(of=row, content=taken.content, kept_until=domain_day() + UPLOADS_LIVE)
    record(by, "survey.import_uploaded", survey, sha256=taken.sha256, rows=taken.row_count)
    return row


@transaction.atomic
def assign_columns(
    row: Import,
    *,
    tokens: Sequence[str],
    facts: Mapping[str, Any],
    keep_as: str = "",
    by: Person | None,
) -> None:
    """Say what each column means, and have all rows checked. Raises ImportRefused."""
    _lock(row, ImportState.UPLOADED, ImportState.CHECKED, ImportState.CHECKING)
    row.plan = {"tokens": list(tokens), **facts}
    row.state, row.report = ImportState.CHECKING, {}
    row.done_count = row.stored_count = row.refused_count = 0
    row.save()
    if keep_as:
        columns = dict(zip(row.columns, tokens, strict=True))
        ColumnMapping.objects.update_or_create(
            process=row.survey.process, name=keep_as, defaults={"columns": columns}
        )
    record(by, "survey.import_assigned", row.survey, sha256=row.sha256)


@transaction.atomic
def begin_import(row: Import, *, by: Person | None) -> None:
    """From now on the rows come in, by the worker. Raises ImportRefused."""
    _lock(row, ImportState.CHECKED)
    if not row.stored_count:
        raise ImportRefused(_("No row of this file can be taken in."))
    row.state, row.by = ImportState.RUNNING, by
    row.done_count = row.stored_count = row.refused_count = 0
    row.save()
    record(by, "survey.import_begun", row.survey, sha256=row.sha256)


@transaction.atomic
def discard_import(row: Import, *, by: Person | None) -> None:
    """Erase a file that is not to be taken in after all. Raises ImportRefused."""
    _lock(row, ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED)
    survey, sha256 = row.survey, row.sha256
    row.delete()
    record(by, "survey.import_discarded", survey, sha256=sha256)


def _lock(row: Import, *states: ImportState) -> None:
    row.refresh_from_db(from_queryset=Import.objects.select_for_update())
    if row.state not in states:
        raise ImportRefused(_("Somebody has gone on with this file already. Please look again."))
