"""What the worker does for synthesis: new texts within seconds, full runs, their proposals.

What computes is loaded by the first task that needs it, and never in a process that answers.
"""

import logging
import time
from datetime import timedelta
from threading import Lock

from django_tasks import task

from ratschlag.lib.endpoint import EndpointFault
from ratschlag.process.models import Process
from ratschlag.synthesis.queries.machine import is_there, stranded_runs, waiting

# What the machine knows of a process lies in the worker's memory; two of its threads read texts.
_ALONE = Lock()
log = logging.getLogger("ratschlag.worker")
# So many seconds after an endpoint failed it is asked again.
_PAUSE = 60.0


@task
def understand_new() -> int:
    """Give every new text its language, its likes, themes and fields; returns how many.

    Safe to repeat: what has its vector is not read again, and what was taken back gets nothing.
    """
    if not is_there():
        return 0
    from ratschlag.synthesis.tasks.understanding import understand  # noqa: PLC0415  see above

    try:
        with _ALONE:
            return sum(understand(process) for process in Process.objects.order_by("pk"))
    except EndpointFault as fault:
        log.warning("new texts wait, because the endpoint failed: %s", fault)
        _again.append(time.monotonic() + _PAUSE)
        return 0


@task
def full_run(number: int) -> bool:
    """Work out a run that was asked for; returns whether this worker did it. Runs once, however
    often it is started."""
    if not is_there():
        return False
    from ratschlag.synthesis.tasks.running import run_through  # noqa: PLC0415  see above

    with _ALONE:
        return run_through(number)


@task
def spread_proposals(number: int) -> int:
    """Put what a run that was taken over proposes on the desk; returns how many texts it has
    done. Safe to repeat, and nothing that a person decided changes."""
    from ratschlag.synthesis.tasks.spreading import spread  # noqa: PLC0415  see above

    with _ALONE:
        return spread(number)


@task
def draft_theme(number: int) -> bool:
    """Have the endpoint draft a title and a summary that were asked for; returns whether anything
    of it could be proved."""
    if not is_there():
        return False
    from ratschlag.synthesis.tasks.drafting import draft  # noqa: PLC0415  see above

    return draft(number)


@task
def go_on_with_runs() -> int:
    """Take up runs whose worker was cut off; returns how many."""
    found = list(stranded_runs())
    for run in found:
        task = full_run if run.is_under_way else spread_proposals
        task.func(run.pk)
    return len(found)


_asked: dict[str, int] = {}
# When to look again for texts that an endpoint has failed to read.
_again: list[float] = []


def is_anything_new() -> bool:
    """Whether texts wait that this worker has not looked for yet: asked every few seconds, so
    that a text is understood soon and no task is queued for nothing."""
    if not is_there():
        return False
    count = sum(waiting(process).count() for process in Process.objects.all())
    is_due = bool(_again) and time.monotonic() >= max(_again)
    if is_due:
        _again.clear()
    is_new = count > 0 and (is_due or (count != _asked.get("count") and not _again))
    _asked["count"] = count
    return is_new


def is_any_run_stranded() -> bool:
    return is_there() and stranded_runs().exists()


# How soon a text that came in is looked for.
SOON = timedelta(seconds=5)
