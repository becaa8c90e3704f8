"""Publishing what a survey gave, question by question, and noting who took its answers away."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.queries import domain_day
from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.survey.compute.counted import as_json, figures_from
from ratschlag.survey.compute.results import Figures
from ratschlag.survey.models import PublishedResult, Question, ReleasedOther, Survey
from ratschlag.survey.queries import counting_of, state_of
from ratschlag.survey.rules import may_be_published


class ResultRefused(DomainError):
    """A result that can't be published, or not now."""


@transaction.atomic
def publish_result(
    question: Question, *, note: str, released: Collection[str] = (), by: Person | None
) -> PublishedResult:
    """Let everyone see what a question gave, as it is counted now.

    `released` are the words beside a list that everyone may read. Raises ResultRefused.
    """
    survey = Survey.objects.select_for_update(no_key=True).get(pk=question.survey_id)
    if not may_be_published(state_of(survey, domain_now())):
        raise ResultRefused(
            _("Results can be published once the survey is closed and all papers are typed in.")
        )
    if not note.strip():
        raise ResultRefused(_("Please say in a sentence what the figures mean."))
    earlier = list(question.results.all())
    if any(row.withdrawn_on is None for row in earlier):
        raise ResultRefused(_("This result is published already."))
    counting = counting_of(survey)
    result = PublishedResult.objects.create(
        question=question,
        note=note.strip(),
        figures=as_json(_figures_to_show(counting.figures[question.key], earlier)),
        smallest_cell=survey.smallest_cell,
        published_on=domain_day(),
        by=by,
    )
    others = counting.others.get(question.key, {})
    ReleasedOther.objects.bulk_create(
        ReleasedOther(result=result, response_id=number)
        for words in sorted(set(released) & set(others))
        for number in others[words]
    )
    record(by, "result.published", result, question=question.key)
    return result


def _figures_to_show(now: Figures, earlier: list[PublishedResult]) -> Figures:
    """Crossed figures are shown as they were counted first, or not at all.

    Of two countings the difference is what a few said who came, or took back, in between.
    """
    return now if all(figures_from(row.figures) == now for row in earlier) else now.without_tables


@transaction.atomic
def withdraw_result(result: PublishedResult, *, by: Person | None) -> None:
    """Take a result from the public page. Raises ResultRefused when it is withdrawn already."""
    row = PublishedResult.objects.select_for_update().get(pk=result.pk)
    if row.withdrawn_on is not None:
        raise ResultRefused(_("This result is withdrawn already."))
    row.withdrawn_on = domain_day()
    row.save(update_fields=["withdrawn_on"])
    record(by, "result.withdrawn", row, question=row.question.key)


@transaction.atomic
def note_export(survey: Survey, *, form: str, by: Person | None) -> None:
    """Note that somebody took the answers away as a file, before they get it."""
    record(by, "survey.exported", survey, form=form)
