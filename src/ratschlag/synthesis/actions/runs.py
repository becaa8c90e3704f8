"""Full runs: asked for by a person, taken over or dismissed by a person."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Run, RunTheme, Space, Theme
from ratschlag.synthesis.queries.machine import SPREADING, is_there
from ratschlag.synthesis.rules import RunState, ThemeState
from ratschlag.synthesis.tasks import full_run, spread_proposals


class RunRefused(DomainError):
    """There is a run already, or its result was decided on."""


@transaction.atomic
def ask_for_run(process: Process, *, theme_count: int | None = None, by: Person | None) -> Run:
    """Have the machine look at all texts anew; the worker begins at once. Raises RunRefused."""
    if not is_there():
        raise RunRefused(_("The machine's part is not installed. The desk works by hand."))
    try:
        with transaction.atomic():
            run = Run.objects.create(
                process=process,
                theme_count=theme_count,
                asked_by=by,
                asked_at=domain_now(),
                beat_at=timezone.now(),
            )
    except IntegrityError as error:
        raise RunRefused(_("A run is under way already. Please wait for its result.")) from error
    record(by, "run.asked", process, themes=theme_count)
    transaction.on_commit(lambda: full_run.enqueue(run.pk))
    return run


@transaction.atomic
def dismiss_run(run: Run, *, by: Person | None) -> None:
    """Its result is not wanted; its figures and its difference stay. Raises RunRefused."""
    _lock(run)
    run.state, run.decided_by, run.decided_at = RunState.DISMISSED, by, domain_now()
    run.state_after = b""
    run.save(update_fields=["state", "decided_by", "decided_at", "state_after"])
    run.members.all().delete()
    record(by, "run.dismissed", run.process, run=run.pk)


@transaction.atomic
def take_run_over(run: Run, *, by: Person | None) -> None:
    """Its themes and assignments become proposals at the desk; nothing that a person decided
    changes. The proposals themselves are spread by a task. Raises RunRefused."""
    _lock(run)
    newest = Run.objects.filter(process=run.process, state=RunState.READY).first()
    if newest and newest.pk != run.pk:
        raise RunRefused(_("There is a newer result. Please look at that one."))
    run.state, run.decided_by, run.decided_at = RunState.TAKEN_OVER, by, domain_now()
    run.step, run.beat_at = SPREADING, timezone.now()
    run.save(update_fields=["state", "decided_by", "decided_at", "step", "beat_at"])
    slugs = set(run.process.themes.values_list("slug", flat=True))
    rows = list(run.themes.select_related("theme"))
    for row in rows:
        _take_theme(run.process, row, slugs)
    found = Space.objects.filter(process=run.process, is_current=True)
    found.filter(name=run.model_name, version=run.model_version, hash=run.model_hash).update(
        state=run.state_after
    )
    # The picture is only of the last one; of those before figures and difference stay.
    for old in Run.objects.filter(process=run.process).exclude(pk=run.pk).taken_over():
        old.members.all().delete()
    record(by, "run.taken_over", run.process, run=run.pk, themes=len(rows))
    transaction.on_commit(lambda: spread_proposals.enqueue(run.pk))


def _take_theme(process: Process, row: RunTheme, slugs: set[str]) -> None:
    """A theme of the desk goes on; a new one is proposed; a name that nobody confirmed follows
    the machine's."""
    name = row.name or _("Theme %(key)s") % {"key": row.key}
    theme = row.theme
    if theme is None:
        theme = Theme(
            process=process,
            field=row.field,
            slug=_free_slug(row.key, slugs),
            title=name,
            state=ThemeState.PROPOSED,
            key=row.key,
            is_machine_named=True,
        )
        theme.save(force_insert=True)
        slugs.add(theme.slug)
        row.theme = theme
        row.save(update_fields=["theme"])
        return
    theme.key = theme.key or row.key
    if theme.state == ThemeState.PROPOSED and theme.is_machine_named:
        theme.title, theme.field = name, row.field
    theme.save(update_fields=["key", "title", "field"])


def _free_slug(key: str, taken: set[str]) -> str:
    """Of its key, because its name is only the machine's and will not stay."""
    slug = f"thema-{key}"
    while slug in taken:
        slug = f"{slug}-2"
    return slug


def _lock(run: Run) -> None:
    run.refresh_from_db(from_queryset=Run.objects.select_for_update(of=("self",)))
    if run.state != RunState.READY:
        raise RunRefused(_("Somebody has decided on this result already."))
