"""The desk as a whole: what needs a person today, and the journal with names looked up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Min, Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ratschlag.council.queries import unreported
from ratschlag.council.rules import may_keep_council
from ratschlag.events.models import Event
from ratschlag.events.rules import EventState, may_keep_events
from ratschlag.goals.queries.desk import gaps_of_measures
from ratschlag.goals.rules import may_mend_gaps
from ratschlag.journal.models import Entry
from ratschlag.lib.dates import UNKNOWN, PartialDate, Precision
from ratschlag.monitoring.queries import due_reports
from ratschlag.monitoring.rules import may_report
from ratschlag.people.models import Person
from ratschlag.people.rules import Standing
from ratschlag.portal.queries import (
    verbs_access,
    verbs_info,
    verbs_languages,
    verbs_mail,
    verbs_press,
    verbs_privacy,
)
from ratschlag.portal.queries.duty import OF_THE_PUBLIC_FACE, Duty
from ratschlag.portal.queries.overview import in_time
from ratschlag.process.models import Milestone, Process
from ratschlag.process.queries import is_late
from ratschlag.process.rules import State, may_plan
from ratschlag.synthesis.models import Answer
from ratschlag.synthesis.queries.desk import to_code
from ratschlag.synthesis.rules import may_code, may_decide_outcome

# From then on a gap is a fact and no longer a duty.
_DECIDED = (State.DECIDED, State.IMPLEMENTING, State.CLOSED)

# What each verb of the journal reads as at the desk.
VERBS: dict[str, Promise] = {
    "amendment.decided": _("amendment decided"),
    "amendment.moved": _("amendment moved"),
    "amendment.revised": _("amendment changed"),
    "answer.published": _("answers published"),
    "answer.written": _("answer written"),
    "batch.closed": _("batch of papers closed"),
    "batch.opened": _("batch of papers opened"),
    "city.founded": _("installation founded"),
    "coding.accepted": _("assignment to a theme accepted"),
    "coding.dismissed": _("assignment to a theme dismissed"),
    "coding.moved": _("contributions moved to another theme"),
    "codings.accepted": _("assignments to a theme accepted together"),
    "coding.proposed": _("assignment to a theme proposed"),
    "consultation.held": _("result of a consultation noted"),
    "consultation.planned": _("consultation planned"),
    "consultation.revised": _("consultation changed"),
    "contribution.language_named": _("language of a contribution named"),
    "contribution.linked": _("contribution linked to one that says the same"),
    "contribution.published": _("contribution published"),
    "contribution.redacted": _("contribution redacted"),
    "contribution.split": _("contribution split"),
    "contribution.translated": _("contribution translated"),
    "contribution.typed_in": _("contribution typed in"),
    "contribution.withheld": _("contribution withheld"),
    "contributions.erased": _("contributions erased by those who wrote them"),
    "contributions.withdrawn": _("contributions withdrawn by those who wrote them"),
    "demo.loaded": _("demo loaded"),
    "desk_act.undone": _("act at the coding desk undone"),
    "draft.asked": _("draft of a title and a summary asked for"),
    "draft.confirmed": _("machine's draft of a theme confirmed"),
    "draft.dismissed": _("machine's draft of a theme dismissed"),
    "draft.finished": _("draft of a title and a summary finished"),
    "edition.frozen": _("edition frozen"),
    "event.cancelled": _("meeting cancelled"),
    "event.held": _("meeting held"),
    "event.planned": _("meeting planned"),
    "event.result_noted": _("result of a meeting noted"),
    "event.revised": _("meeting changed"),
    "exception.signed": _("submission with open contributions signed"),
    "field.opened": _("field of action opened"),
    "field.revised": _("field of action changed"),
    "field_coding.accepted": _("field of action of a contribution named"),
    "flag.closed": _("flagged contribution looked at"),
    "flag.set": _("contribution flagged for another person"),
    "goal.moved": _("goal moved on"),
    "goal.proposed": _("goal proposed"),
    "goal.revised": _("goal changed"),
    "likeness.accepted": _("contributions found to say the same"),
    "likeness.dismissed": _("contributions found not to say the same"),
    "measure.moved": _("measure moved on"),
    "measure.proposed": _("measure proposed"),
    "measure.reported": _("status of a measure reported"),
    "measure.revised": _("measure changed"),
    "measures.moved": _("measures moved on"),
    "milestone.reached": _("milestone reached"),
    "milestone.revised": _("milestone changed"),
    "milestone.set": _("milestone set"),
    "network.registered": _("network entered"),
    "office.held": _("holder of an office named"),
    "organisation.registered": _("organisation entered"),
    "organisation.revised": _("organisation changed"),
    "origin.named": _("origin named"),
    "origin.removed": _("origin removed"),
    "outcome.decided": _("outcome decided"),
    "outcome.revised": _("outcome changed"),
    "paper.first_entry_trusted": _("paper of the survey taken as one person typed it in"),
    "paper.keyed": _("paper of the survey typed in for the first time"),
    "paper.keyed_again": _("paper of the survey typed in a second time"),
    "paper.settled": _("entries of a paper of the survey compared and settled"),
    "paper.decided": _("council decided"),
    "paper.prepared": _("paper prepared"),
    "paper.revised": _("paper changed"),
    "paper.submitted": _("paper submitted"),
    "paper.withdrawn": _("paper withdrawn"),
    "person.revised": _("own settings changed"),
    "phase.planned": _("phase planned"),
    "phase.revised": _("phase changed"),
    "point.put": _("point of the resolution put"),
    "point.revised": _("point of the resolution changed"),
    "process.moved": _("process moved on"),
    "process.prepared": _("process prepared"),
    "process.revised": _("process changed"),
    "report.begun": _("report begun"),
    "report.published": _("report published"),
    "report.revised": _("report changed"),
    "result.published": _("result of a survey published"),
    "result.withdrawn": _("result of a survey taken from the public page"),
    "run.asked": _("full run of the machine asked for"),
    "run.dismissed": _("result of a full run dismissed"),
    "run.failed": _("full run of the machine failed"),
    "run.finished": _("full run of the machine finished"),
    "run.taken_over": _("result of a full run taken over"),
    "second_reading.done": _("contribution read by a second person"),
    "second_reading.settled": _("difference of two readers settled"),
    "second_reading.share_set": _("share for a second reader set"),
    "section.revised": _("section changed"),
    "section.written": _("section written"),
    "series.begun": _("series of meetings begun"),
    "series.renamed": _("former title of a series noted"),
    "source.cited": _("source cited"),
    "survey.answered": _("answers to the survey came in"),
    "survey.held_accepted": _("held answers accepted"),
    "survey.held_refused": _("held answers refused"),
    "survey.imported": _("answers from elsewhere taken in"),
    "survey.import_assigned": _("columns of a file assigned"),
    "survey.import_begun": _("taking in of answers from elsewhere begun"),
    "survey.import_discarded": _("file of answers discarded"),
    "survey.import_uploaded": _("file of answers uploaded"),
    "survey.details_shuffled": _("voluntary details shuffled"),
    "survey.exported": _("answers of a survey taken away as a file"),
    "survey.back_to_draft": _("survey taken back to draft"),
    "survey.cancelled": _("draft of a survey deleted"),
    "survey.closed_early": _("survey closed before the planned end"),
    "survey.entry_finished": _("all papers of the survey typed in"),
    "survey.evaluated": _("survey evaluated"),
    "survey.extended": _("survey extended"),
    "survey.opened_early": _("survey opened before the planned day"),
    "survey.planned": _("survey planned"),
    "survey.proposal_dropped": _("proposal about the survey dropped"),
    "survey.proposed": _("proposal about the survey made"),
    "survey.published": _("results of the survey published"),
    "survey.revised": _("survey changed"),
    "survey.scheduled": _("survey scheduled"),
    "tablet.paired": _("tablet paired"),
    "tablet.prepared": _("code for a tablet made"),
    "tablet.queue_accepted": _("answers from a tablet taken"),
    "tablet.revoked": _("tablet revoked"),
    "survey.seal_broken": _("seal of the survey broken"),
    "survey.test_runs_thrown_away": _("test runs of the survey thrown away"),
    "survey.tested": _("survey tested"),
    "survey.translated": _("survey translated"),
    "survey.tried": _("survey tried out"),
    "survey.version_frozen": _("new version of the survey put in force"),
    "theme.handed_over": _("theme handed over to the field group"),
    "theme.merged": _("theme merged"),
    "theme.opened": _("theme opened"),
    "theme.revised": _("theme changed"),
    "theme.split": _("theme split"),
    "themes.handed_over": _("themes handed over to the field groups"),
    "themes.merged": _("themes merged"),
    **verbs_press.VERBS,
    **verbs_info.VERBS,
    **verbs_mail.VERBS,
    **verbs_languages.VERBS,
    **verbs_access.VERBS,
    **verbs_privacy.VERBS,
}


def duties(standing: Standing, today: date) -> list[Duty]:
    """What needs this person, by due date; what has no date comes last."""
    found = [duty for find in _DUTIES for duty in find(standing, today)]
    return sorted(found, key=lambda duty: in_time(duty.due))


def _milestones_due(standing: Standing, today: date) -> Iterator[Duty]:
    open_ones = Milestone.objects.filter(reached_on=None).select_related("process")
    for milestone in open_ones:
        if may_plan(standing, milestone.process.slug):
            yield Duty(
                due=milestone.due,
                is_urgent=is_late(milestone, today),
                count=1,
                title=gettext("Milestone: %(title)s") % {"title": milestone.title},
                hint=gettext("Enter the day when it is reached."),
                href=reverse("process_desk:milestone", args=[milestone.pk]),
            )


def _events_coming(standing: Standing, today: date) -> Iterator[Duty]:
    planned = Event.objects.filter(state=EventState.PLANNED).select_related("process")
    for event in planned:
        if may_keep_events(standing, event.process.slug):
            over = event.held.is_over(today)
            yield Duty(
                due=event.held,
                is_urgent=over,
                count=1,
                title=event.title,
                hint=gettext("Enter who came and what was agreed.")
                if over
                else gettext("Prepare the meeting."),
                href=reverse("events_desk:event", args=[event.pk]),
            )


def _fields_without_leads(standing: Standing, today: date) -> Iterator[Duty]:
    for process in Process.objects.all():
        count = process.fields.filter(leads=None).count()
        if count and may_plan(standing, process.slug):
            yield Duty(
                due=UNKNOWN,
                is_urgent=False,
                count=count,
                title=gettext("Fields of action without a lead"),
                hint=gettext("Choose the organisations that lead the groups."),
                href=reverse("process_desk:fields"),
            )


def _voices_to_order(standing: Standing, today: date) -> Iterator[Duty]:
    """Contributions to read or to assign, for those who code."""
    for process in Process.objects.all():
        count = to_code(process).count() if may_code(standing, process.slug) else 0
        if count:
            yield Duty(
                due=UNKNOWN,
                is_urgent=False,
                count=count,
                title=gettext("Contributions to read and to order"),
                hint=process.title,
                href=reverse("synthesis_desk:contributions") + f"?verfahren={process.slug}",
            )


def _themes_to_answer(standing: Standing, today: date) -> Iterator[Duty]:
    """Themes without outcome, and those with one but without a public answer."""
    for process in Process.objects.all():
        if not may_decide_outcome(standing, process.slug):
            continue
        themes = process.themes.current()
        answers = Answer.objects.of(process).filter(published_on=None)
        due_on = answers.aggregate(first=Min("due_on"))["first"]
        for title, count, due in (
            (gettext("Themes without an outcome"), themes.without_outcome().count(), None),
            (
                gettext("Themes without an answer"),
                themes.without_answer().exclude(outcome=None).count(),
                None,
            ),
            (gettext("Answers that are not public yet"), answers.count(), due_on),
        ):
            if count:
                yield Duty(
                    due=PartialDate(due, Precision.DAY) if due else UNKNOWN,
                    is_urgent=bool(due and due < today),
                    count=count,
                    title=title,
                    hint=process.title,
                    href=reverse("synthesis_desk:board", args=[process.slug]),
                )


def _gaps_to_mend(standing: Standing, today: date) -> Iterator[Duty]:
    """What goals and measures still lack, as long as the council has not decided."""
    for process in Process.objects.exclude(state__in=_DECIDED):
        if not may_mend_gaps(standing, process.slug):
            continue
        for found in gaps_of_measures(process):
            if found.count:
                yield Duty(
                    due=UNKNOWN,
                    is_urgent=False,
                    count=found.count,
                    title=str(found.title),
                    hint=process.title,
                    href=f"{reverse('goals_desk:gaps', args=[process.slug])}#{found.gap}",
                )


def _consultations_without_result(standing: Standing, today: date) -> Iterator[Duty]:
    for row in unreported(today):
        if may_keep_council(standing, row.paper.process.slug):
            yield Duty(
                due=PartialDate(row.meets_on, Precision.DAY),
                is_urgent=True,
                count=1,
                title=gettext("%(body)s: result of the consultation") % {"body": row.body.name},
                hint=gettext("The day is over. Enter how it ended."),
                href=reverse("council_desk:held", args=[row.pk]),
            )


def _reports_due(standing: Standing, today: date) -> Iterator[Duty]:
    for process, due in due_reports(today):
        if may_report(standing, process.slug):
            yield Duty(
                due=PartialDate(due, Precision.DAY),
                is_urgent=due < today,
                count=1,
                title=gettext("Report on the measures"),
                hint=gettext("Say how each measure stands, then publish the report."),
                href=reverse("monitoring_desk:report", args=[process.slug]),
            )


_DUTIES = (
    *(_milestones_due, _events_coming, _fields_without_leads, _voices_to_order),
    *(_themes_to_answer, _gaps_to_mend, _consultations_without_result, _reports_due),
    *OF_THE_PUBLIC_FACE,
)


@dataclass(frozen=True)
class JournalLine:
    """An entry with its names looked up."""

    entry: Entry
    actor: str
    verb: Promise | str
    subject: str


def lines_of(entries: Iterable[Entry]) -> list[JournalLine]:
    """Entries as they are shown; a name that was erased reads as such."""
    entries = list(entries)
    wanted = {(entry.actor_kind, entry.actor_number) for entry in entries}
    wanted |= {(entry.subject_kind, entry.subject_number) for entry in entries}
    names = _names(wanted)
    return [
        JournalLine(
            entry=entry,
            actor=names[entry.actor_kind, entry.actor_number],
            verb=VERBS.get(entry.verb, entry.verb),
            subject=names[entry.subject_kind, entry.subject_number],
        )
        for entry in entries
    ]


def _names(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What each kind and number is called now: one query per kind."""
    names = {}
    for kind in {kind for kind, _number in wanted}:
        numbers = [number for of, number in wanted if of == kind]
        found = _rows(kind, [int(number) for number in numbers if number])
        for number in numbers:
            row = found.get(int(number)) if number else None
            names[kind, number] = str(row) if row else _nameless(kind)
    return names


def _rows(kind: str, numbers: list[int]) -> dict[int, Model]:
    """The rows of a kind by number; none for the system, and for a kind of an older version."""
    try:
        model: type[Model] = apps.get_model(kind)
    except (LookupError, ValueError):
        return {}
    return model._base_manager.in_bulk(numbers)


def _nameless(kind: str) -> str:
    if not kind:
        return ""
    if kind == Person._meta.label_lower:
        return gettext("a person whose name was erased")
    return gettext("something that is no longer there")
