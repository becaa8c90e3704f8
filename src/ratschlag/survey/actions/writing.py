"""A survey while somebody changes what it asks."""

from types import TracebackType

from django.utils.translation import gettext as _

from ratschlag.journal.queries import domain_now
from ratschlag.lib.errors import DomainError
from ratschlag.survey.compute.changes import breaches
from ratschlag.survey.models import Survey
from ratschlag.survey.models.labels import CHANGE_LABELS
from ratschlag.survey.queries import draft_of, latest_version, questionnaire_of, state_of
from ratschlag.survey.rules import is_open_in, is_written_in


class SurveyRefused(DomainError):
    """A survey can't be planned, changed or moved on so."""


class Writing:
    """Holds a survey while it is changed: nobody else changes it, its state allows it, and what
    people answered still fits afterwards. Raises SurveyRefused; then nothing has changed."""

    def __init__(self, survey: Survey, *, only_as_draft: bool = False) -> None:
        self.number, self.only_as_draft = survey.pk, only_as_draft

    def __enter__(self) -> Survey:
        at = domain_now()
        self.survey = Survey.objects.select_for_update().get(pk=self.number)
        state = state_of(self.survey, at)
        self.is_open = is_open_in(state)
        if not is_written_in(state) and (self.only_as_draft or not self.is_open):
            raise SurveyRefused(
                _("The survey can’t be changed now. Before it opens you can take it back to draft.")
            )
        return self.survey

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        version = latest_version(self.survey) if self.is_open and error is None else None
        if version is None:
            return
        now = Survey.objects.get(pk=self.number)
        found = breaches(questionnaire_of(version), draft_of(now))
        if found:
            why = sorted({str(CHANGE_LABELS[breach.change]) for breach in found})
            raise SurveyRefused(
                _("People are answering, so this can’t change any more: %(why)s.")
                % {"why": "; ".join(why)}
            )
