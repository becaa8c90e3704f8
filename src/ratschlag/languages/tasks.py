"""What the worker does for languages: a machine translates what a person asked it for."""

import logging
import time
from collections.abc import Sequence
from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.compute import source_hash
from ratschlag.languages.models import Authored, Translation, TranslationRun
from ratschlag.languages.rules import RunState, State
from ratschlag.lib.translate import PASSING, Fault, Translator, TranslatorFault, translator

log = logging.getLogger("ratschlag.worker")
# So many texts are asked for in one turn: a run that is cut off has lost no more than these, and
# whoever else waits in the queue waits for no more.
_AT_ONCE = 20
_TRIES, _PAUSE = 3, 2.0
# A worker that gave no sign of life for so long is gone.
_SILENCE = timedelta(minutes=15)


@task
def translate_by_machine(number: int, first: int = 0) -> int:
    """Translate a portion of what a run wants and nobody has written yet; returns how many texts
    that were. What comes after it queues anew, so that a release or a letter need not wait.

    Safe to repeat: what a person wrote meanwhile stays, and a run is begun once.
    """
    run = _begun(number, first)
    if run is None:
        return 0
    done = 0
    try:
        service = translator()
        if service is None:
            raise TranslatorFault(Fault.SETTINGS, "No translation service is set up.")
        portion = run.wanted[first : first + _AT_ONCE]
        for of_citizens in (False, True):
            wanted = [each[:3] for each in portion if each[3] is of_citizens]
            done += _translate(service, run, wanted, of_citizens=of_citizens)
    except TranslatorFault as fault:
        log.warning("the translation service failed: %s", fault)
        _end(number, RunState.FAILED, why=fault.fault)
    except Exception:
        _end(number, RunState.FAILED, why=Fault.ANSWER)
        raise
    else:
        _go_on(run, first + _AT_ONCE)
    return done


def _begun(number: int, first: int) -> TranslationRun | None:
    """The run, if it waits for this portion: its first once, others until it was given up."""
    before = RunState.RUNNING if first else RunState.ASKED
    begun = TranslationRun.objects.filter(pk=number, state=before)
    is_next = begun.update(state=RunState.RUNNING, beat_at=timezone.now())
    return TranslationRun.objects.get(pk=number) if is_next else None


def _go_on(run: TranslationRun, first: int) -> None:
    if first < len(run.wanted):
        translate_by_machine.enqueue(run.pk, first)
    else:
        _end(run.pk, RunState.DONE)


@task
def end_stranded_runs() -> int:
    """Give up runs whose worker was cut off, so that another can be asked for; returns how many."""
    silent = TranslationRun.objects.under_way().filter(beat_at__lt=timezone.now() - _SILENCE)
    found = list(silent)
    for run in found:
        _end(run.pk, RunState.FAILED, why=Fault.UNREACHABLE)
    return len(found)


def is_any_run_stranded() -> bool:
    """Whether a machine's worker has given no sign of life for long."""
    silent = timezone.now() - _SILENCE
    return TranslationRun.objects.under_way().filter(beat_at__lt=silent).exists()


def _texts(
    run: TranslationRun, wanted: Sequence[Sequence[object]]
) -> list[tuple[Authored, str, str]]:
    """The rows as they are now, with the field and its source; what a person wrote is left out."""
    found = []
    for kind, number, field in wanted:
        row = apps.get_model(str(kind))._base_manager.filter(pk=number).first()
        if isinstance(row, Authored) and getattr(row, str(field)):
            source = getattr(row, str(field))
            if not _is_written(run.language, row, str(field), source):
                found.append((row, str(field), source))
    return found


def _is_written(language: str, row: Authored, field: str, source: str) -> bool:
    """Whether there is a translation of the source as it reads now."""
    there = Translation.objects.current().filter(
        kind=row.kind, number=row.pk, field=field, language=language
    )
    return there.filter(source_hash=source_hash(source)).exists()


def _translate(
    service: Translator, run: TranslationRun, wanted: list[list[object]], *, of_citizens: bool
) -> int:
    """Have these texts translated, keep and count them; returns how many were kept."""
    found = _texts(run, wanted)
    sources = [text for *_, text in found]
    said = _translated(service, run.language, sources, of_citizens=of_citizens)
    kept = _keep(run, service, found, said)
    TranslationRun.objects.filter(pk=run.pk).update(
        done_count=F("done_count") + kept,
        refused_count=F("refused_count") + said.count(None),
        beat_at=timezone.now(),
    )
    return kept


def _translated(
    service: Translator, language: str, sources: list[str], *, of_citizens: bool
) -> list[str | None]:
    """As the service says; what it can't do for a moment it is asked again."""
    for left in reversed(range(_TRIES)):
        try:
            if not sources:
                return []
            return service.translate(sources, language, of_citizens=of_citizens)
        except TranslatorFault as fault:
            if fault.fault not in PASSING or not left:
                raise
            time.sleep(_PAUSE)
    raise AssertionError


@transaction.atomic
def _keep(
    run: TranslationRun,
    service: Translator,
    found: list[tuple[Authored, str, str]],
    said: list[str | None],
) -> int:
    """Keep what came back, always as a machine's; what changed meanwhile is left as it is."""
    kept = 0
    for (row, field, source), text in zip(found, said, strict=True):
        now = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
        if text is None or now is None or getattr(now, field) != source:
            continue
        if not _is_written(run.language, now, field, source):
            Translation.objects.put(
                now, field, language=run.language, text=text, state=State.MACHINE,
                maker=service.name,
            )  # fmt: skip
            kept += 1
    return kept


@transaction.atomic
def _end(number: int, state: RunState, *, why: str = "") -> None:
    run = TranslationRun.objects.select_for_update().get(pk=number)
    run.state, run.why_failed, run.finished_at = state, why, domain_now()
    run.save(update_fields=["state", "why_failed", "finished_at"])
    record(None, f"translation.machine_{state}", run, language=run.language, count=run.done_count)
