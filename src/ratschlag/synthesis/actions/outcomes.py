"""What becomes of a theme or of one contribution, and the city's answer to everyone with it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.models import Contribution
from ratschlag.contributions.queries import domain_day
from ratschlag.journal.actions import record
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Answer, Outcome, Theme
from ratschlag.synthesis.rules import OF_THEMES, OutcomeValue, ThemeState


class OutcomeRefused(DomainError):
    """An outcome or an answer that can't be."""


@transaction.atomic
def decide_outcome(
    *,
    theme: Theme | None = None,
    contribution: Contribution | None = None,
    value: OutcomeValue,
    reason: str,
    by: Person | None,
) -> Outcome:
    """What becomes of a theme or of one contribution, and why; decided again it is changed, and
    the journal keeps what was decided before. Raises OutcomeRefused."""
    _check_outcome(theme, contribution, value, reason)
    what = {"theme": theme} if theme else {"contribution": contribution}
    before = Outcome.objects.select_for_update().filter(**what).first()
    outcome, _is_new = Outcome.objects.update_or_create(
        **what, defaults={"value": value, "reason": reason, "decided_on": domain_day()}
    )
    mark_stale(outcome, ["reason"])
    history = {"before": before.value, "decided": str(before.decided_on)} if before else {}
    verb = "outcome.revised" if before else "outcome.decided"
    record(by, verb, theme or contribution, value=str(value), **history)
    return outcome


def _check_outcome(
    theme: Theme | None, contribution: Contribution | None, value: OutcomeValue, reason: str
) -> None:
    if bool(theme) == bool(contribution):
        raise OutcomeRefused(_("An outcome is for a theme or for one contribution."))
    if not reason.strip():
        raise OutcomeRefused(_("Please give the reason."))
    if theme and value not in OF_THEMES:
        raise OutcomeRefused(_("This can't become of a whole theme."))
    if theme and theme.state == ThemeState.MERGED:
        raise OutcomeRefused(_("This theme has been merged. Please decide the one it went into."))


@transaction.atomic
def write_answer(
    outcome: Outcome, *, text: str, due_on: date | None = None, by: Person | None
) -> Answer:
    """The answer to everyone with this outcome; written again it is changed."""
    if not text.strip():
        raise OutcomeRefused(_("Please write the answer."))
    answer, _is_new = Answer.objects.update_or_create(
        outcome=outcome, defaults={"text": text, "due_on": due_on}
    )
    mark_stale(answer, ["text"])
    record(by, "answer.written", outcome.subject, is_public=answer.published_on is not None)
    return answer


@transaction.atomic
def publish_answer(answer: Answer, *, by: Person | None) -> None:
    """Raises OutcomeRefused if it is public already."""
    if answer.published_on:
        raise OutcomeRefused(_("This answer is public already."))
    answer.published_on = domain_day()
    answer.save(update_fields=["published_on"])
    record(by, "answer.published", answer.outcome.subject, count=1)


@transaction.atomic
def publish_answers(process: Process, *, by: Person | None) -> int:
    """All answers that were written; returns how many. Raises OutcomeRefused if there are none."""
    count = Answer.objects.of(process).filter(published_on=None).update(published_on=domain_day())
    if not count:
        raise OutcomeRefused(_("There is no answer that is not public yet."))
    record(by, "answer.published", process, count=count)
    return count
