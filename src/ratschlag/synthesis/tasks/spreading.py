"""Putting what a run proposes on the desk, portion by portion, once a person took it over."""

from django.utils import timezone

from ratschlag.synthesis.models import Run, RunMember
from ratschlag.synthesis.queries.machine import SPREADING
from ratschlag.synthesis.rules import RunState
from ratschlag.synthesis.tasks.proposals import Proposed, put

_AT_ONCE = 500


def spread(number: int) -> int:
    """Returns for how many texts. Cut off and begun anew it ends at the same."""
    run = Run.objects.filter(pk=number, state=RunState.TAKEN_OVER).first()
    if run is None:
        return 0
    done = 0
    members = run.members.select_related("first", "second").order_by("pk")
    rows = list(members.values_list("pk", flat=True))
    for begin in range(0, len(rows), _AT_ONCE):
        portion = members.filter(pk__in=rows[begin : begin + _AT_ONCE])
        done += put([_proposed(row) for row in portion], run=run)
        Run.objects.filter(pk=number).update(beat_at=timezone.now())
    Run.objects.filter(pk=number, step=SPREADING).update(step="")
    return done


def _proposed(row: RunMember) -> Proposed:
    themes = [
        (theme.theme_id, row.nearness, row.why)
        for theme in (row.first, row.second)
        if theme and theme.theme_id
    ]
    fields = [(int(key), float(share), why) for key, share, why in row.fields]
    return Proposed(row.contribution_id, row.part_id, themes, fields)
