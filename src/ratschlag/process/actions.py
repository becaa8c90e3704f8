"""Setting up a process and keeping its plan."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ratschlag.journal.actions import part, record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.dates import UNKNOWN, PartialDate
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Organisation, Person
from ratschlag.process.models import (
    Document,
    Field,
    FieldLead,
    Milestone,
    Phase,
    Process,
    ShortAddress,
    Source,
)
from ratschlag.process.queries import is_public_path, words_in_use
from ratschlag.process.rules import (
    DocumentStatus,
    Level,
    State,
    may_be_short_address,
    may_follow,
)


class StepRefused(DomainError):
    """A process can't go from where it is to that state."""


class AddressRefused(DomainError):
    """A short address that is taken, or that can't be one."""


class DocumentRefused(DomainError):
    """Something that can't take the place of what was decided before."""


@transaction.atomic
def prepare_process(
    *,
    slug: str,
    title: str,
    introduction: str,
    mandate: str,
    scope_open: str,
    scope_fixed: str,
    level: Level,
    lead: Organisation | None = None,
    decider: Organisation | None = None,
    by: Person | None,
) -> Process:
    """A process that only staff see, until it is announced."""
    process = Process.objects.create(
        slug=slug,
        title=title,
        introduction=introduction,
        mandate=mandate,
        scope_open=scope_open,
        scope_fixed=scope_fixed,
        level=level,
        lead=lead,
        decider=decider,
    )
    record(by, "process.prepared", process)
    return process


@transaction.atomic
def move_process(process: Process, to: State, *, by: Person | None, reason: str = "") -> None:
    """Take a process one state further, or pause it. Raises StepRefused."""
    if not may_follow(State(process.state), to):
        raise StepRefused(f"A process that is {process.state} can't become {to}.")
    before, process.state = process.state, to
    process.save(update_fields=["state"])
    record(by, "process.moved", process, before=str(before), to=str(to), reason=reason)


@transaction.atomic
def revise_process(process: Process, changed: Iterable[str], *, by: Person) -> None:
    """Keep what was changed on the row; its translations in those fields become stale."""
    changed = sorted(changed)
    process.save()
    mark_stale(process, changed)
    record(by, "process.revised", process, fields=changed)


@transaction.atomic
def plan_phase(
    process: Process,
    *,
    title: str,
    starts: PartialDate = UNKNOWN,
    ends: PartialDate = UNKNOWN,
    invitation: str = "",
    is_invented: bool = False,
    by: Person | None,
) -> Phase:
    """A further step, after those there are."""
    phase = Phase(
        process=process,
        number=_next_number(process, process.phases),
        title=title,
        invitation=invitation,
        is_invented=is_invented,
    )
    _set_span(phase, starts, ends)
    phase.save(force_insert=True)
    record(by, "phase.planned", phase, starts=starts.isoformat(), ends=ends.isoformat())
    return phase


@transaction.atomic
def revise_phase(
    phase: Phase,
    *,
    starts: PartialDate,
    ends: PartialDate,
    changed: Iterable[str] = (),
    by: Person | None,
) -> None:
    """Give a phase other dates, and keep what else was changed on the row."""
    before = (phase.starts.isoformat(), phase.ends.isoformat())
    _set_span(phase, starts, ends)
    phase.save()
    mark_stale(phase, changed)
    record(
        by, "phase.revised", phase, before=before, starts=starts.isoformat(), ends=ends.isoformat()
    )


def _next_number(process: Process, rows: Any) -> int:
    """The number after the last; the process is locked so that two people don't get the same."""
    Process.objects.select_for_update().get(pk=process.pk)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _set_span(phase: Phase, starts: PartialDate, ends: PartialDate) -> None:
    phase.starts_on, phase.starts_precision = starts.first, starts.precision
    phase.ends_on, phase.ends_precision = ends.first, ends.precision


@transaction.atomic
def set_milestone(milestone: Milestone, *, due: PartialDate, by: Person | None) -> Milestone:
    """Enter a milestone that was made but not saved yet, due at `due`."""
    _set_due(milestone, due)
    milestone.save(force_insert=True)
    record(by, "milestone.set", milestone, due=due.isoformat())
    return milestone


@transaction.atomic
def revise_milestone(
    milestone: Milestone, *, due: PartialDate, changed: Iterable[str] = (), by: Person
) -> None:
    """Give a milestone another due date, and keep what else was changed on the row."""
    before = milestone.due.isoformat()
    _set_due(milestone, due)
    milestone.save()
    mark_stale(milestone, changed)
    record(by, "milestone.revised", milestone, before=before, due=due.isoformat())


def _set_due(milestone: Milestone, due: PartialDate) -> None:
    if due.first is None:
        raise ValueError("a milestone is due at some time")
    milestone.due_on, milestone.due_precision = due.first, due.precision


@transaction.atomic
def reach_milestone(milestone: Milestone, *, on: date, by: Person | None) -> None:
    milestone.reached_on = on
    milestone.save(update_fields=["reached_on"])
    record(by, "milestone.reached", milestone, on=on.isoformat())


@transaction.atomic
def open_field(
    process: Process,
    *,
    slug: str,
    title: str,
    description: str = "",
    leads: Sequence[Organisation] = (),
    is_invented: bool = False,
    by: Person | None,
) -> Field:
    """A further field of action, after those there are; `leads` in their order."""
    field = Field.objects.create(
        process=process,
        number=_next_number(process, process.fields),
        slug=slug,
        title=title,
        description=description,
        is_invented=is_invented,
    )
    _entrust(field, leads)
    record(by, "field.opened", field)
    return field


@transaction.atomic
def revise_field(
    field: Field, changed: Iterable[str], *, leads: Sequence[Organisation], by: Person | None
) -> None:
    """Keep what was changed on the row, and who leads its group in which order."""
    changed = sorted(changed)
    field.save()
    _entrust(field, leads)
    mark_stale(field, changed)
    record(by, "field.revised", field, fields=changed)


def _entrust(field: Field, leads: Sequence[Organisation]) -> None:
    field.leads.all().delete()
    FieldLead.objects.bulk_create(
        FieldLead(field=field, organisation=organisation, position=position)
        for position, organisation in enumerate(leads, start=1)
    )


@transaction.atomic
def name_predecessor(
    process: Process,
    *,
    slug: str,
    title: str,
    adopted: PartialDate,
    adopted_by: Organisation,
    is_outcome: bool = False,
    by: Person | None,
) -> Document:
    """Something that was decided: before the process, or in the end by it."""
    if adopted.first is None:
        raise ValueError("a predecessor was adopted at some time")
    document = Document.objects.create(
        process=process,
        slug=slug,
        title=title,
        adopted_on=adopted.first,
        adopted_precision=adopted.precision,
        adopted_by=adopted_by,
        status=DocumentStatus.IN_FORCE,
        is_outcome=is_outcome,
    )
    record(by, "document.named", document)
    return document


@transaction.atomic
def supersede_document(
    document: Document, *, successor: Document | None = None, by: Person | None
) -> None:
    """What was in force no longer is, because of the successor. Raises DocumentRefused."""
    if successor and (
        successor.adopted_on < document.adopted_on or document in _line_of(successor)
    ):
        raise DocumentRefused(_("Only something that was decided later can take its place."))
    document.status, document.superseded_by = DocumentStatus.SUPERSEDED, successor
    document.save(update_fields=["status", "superseded_by"])
    number = str(successor.pk) if successor else ""
    record(by, "document.superseded", document, successor=number)


def _line_of(document: Document) -> list[Document]:
    """The document, what took its place, and so on."""
    line: list[Document] = []
    one: Document | None = document
    while one and one not in line:
        line.append(one)
        one = one.superseded_by
    return line


@transaction.atomic
def reinstate_document(document: Document, *, by: Person) -> None:
    """It is in force after all: nothing took its place."""
    document.status, document.superseded_by = DocumentStatus.IN_FORCE, None
    document.save(update_fields=["status", "superseded_by"])
    record(by, "document.reinstated", document)


@transaction.atomic
def revise_document(
    document: Document, changed: Iterable[str], *, adopted: PartialDate, by: Person
) -> None:
    """Keep what was changed on the row."""
    changed = sorted(changed)
    if adopted.first is None:
        raise ValueError("a document was adopted at some time")
    document.adopted_on, document.adopted_precision = adopted.first, adopted.precision
    document.save()
    mark_stale(document, changed)
    record(by, "document.revised", document, fields=changed)


@transaction.atomic
def cite_source(
    process: Process, *, title: str, published_on: date, publisher: Organisation, by: Person | None
) -> Source:
    source = Source.objects.create(
        process=process, title=title, published_on=published_on, publisher=publisher
    )
    record(by, "source.cited", source)
    return source


@transaction.atomic
def give_short_address(
    process: Process | None, path: str, *, target: str = "", by: Person | None
) -> ShortAddress:
    """An address such as "fluechtlinge" that leads to the process, or to a public path, for ever.

    Raises AddressRefused.
    """
    taken = words_in_use()
    if not may_be_short_address(path) or path in taken:
        raise AddressRefused(
            _(
                "“%(path)s” can't be a short address. Use small letters, digits and hyphens, and "
                "none of the words that lead elsewhere: %(words)s."
            )
            % {"path": path[:60], "words": ", ".join(sorted(taken))}
        )
    if there := ShortAddress.objects.filter(path=path).first():
        raise _taken(there)
    short = ShortAddress(path=path, process=process, target=target)
    _check_target(short)
    try:
        with transaction.atomic():
            short.save(force_insert=True)
    except IntegrityError as error:  # of two who give it at once one is told
        raise _taken(ShortAddress.objects.get(path=path)) from error
    _keep_target(short, by=by)
    record(by, "address.given", short, leads_to=short.leads_to)
    return short


def _taken(there: ShortAddress) -> AddressRefused:
    return AddressRefused(
        _("/%(path)s is given already and leads to %(target)s. Please choose another one.")
        % {"path": there.path, "target": there.leads_to}
    )


@transaction.atomic
def point_address(
    short: ShortAddress, *, process: Process | None, target: str = "", by: Person | None
) -> None:
    """Let a short address lead elsewhere from now on; where it led stays known. Raises
    AddressRefused."""
    before, short.process, short.target = short.leads_to, process, target
    _check_target(short)
    short.save(update_fields=["process", "target"])
    _keep_target(short, by=by)
    record(by, "address.pointed", short, before=before, leads_to=short.leads_to)


def _check_target(short: ShortAddress) -> None:
    if bool(short.process) == bool(short.target):
        raise AddressRefused(_("Choose a process, or type the path of a public page: one of both."))
    if short.target and not is_public_path(short.target):
        raise AddressRefused(
            _("No public page answers at %(target)s. Copy the address from the browser.")
            % {"target": short.target}
        )


@part
def _keep_target(short: ShortAddress, *, by: Person | None) -> None:
    short.targets.create(leads_to=short.leads_to, since_at=domain_now(), by=by)
