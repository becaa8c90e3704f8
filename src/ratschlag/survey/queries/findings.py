"""What keeps a survey from being tested or scheduled, and where that is mended."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import ngettext

from ratschlag.survey.compute.reach import Finding, Flaw, findings_in
from ratschlag.survey.models import Page, Question, Survey
from ratschlag.survey.models.labels import FLAW_LABELS
from ratschlag.survey.queries.versions import draft_of, missing_texts


@dataclass(frozen=True)
class Lack:
    """What has to be mended: where it is, what it is, and the page to do it on."""

    where: str
    what: str
    href: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def flaws_of(survey: Survey) -> list[Lack]:
    """What is wrong with the questionnaire itself: it can be neither tested nor scheduled."""
    questions = {row.key: row for row in survey.questions.all()}
    pages = {row.key: row for row in survey.pages.all()}
    found = findings_in(draft_of(survey))
    return [_lack(survey, finding, questions, pages) for finding in found]


def _lack(
    survey: Survey, finding: Finding, questions: dict[str, Question], pages: dict[str, Page]
) -> Lack:
    row = (pages if finding.is_page else questions).get(finding.key)
    what = str(FLAW_LABELS[finding.flaw])
    if row is None:
        return Lack("", what, reverse("survey_desk:questions", args=_names(survey)))
    is_condition = finding.flaw in _OF_CONDITIONS
    name = ("page" if finding.is_page else "question") + ("_condition" if is_condition else "")
    address = reverse(f"survey_desk:{name}", args=[*_names(survey), row.key])
    return Lack(str(row), what, address)


_OF_CONDITIONS = (
    *(Flaw.UNKNOWN_QUESTION, Flaw.LATER_QUESTION, Flaw.CIRCLE, Flaw.WRONG_TEST),
    *(Flaw.UNKNOWN_ANSWER, Flaw.NEVER_SHOWN, Flaw.NEVER_TRUE, Flaw.TOO_ENTANGLED),
)


def texts_lacking(survey: Survey) -> list[Lack]:
    """By language: how many texts are missing or no longer say the same."""
    names = dict(settings.LANGUAGES)
    return [
        Lack(
            where=str(names[language]),
            what=ngettext(
                "%(count)s text is missing or out of date.",
                "%(count)s texts are missing or out of date.",
                len(missing),
            )
            % {"count": len(missing)},
            href=reverse("survey_desk:texts", args=[*_names(survey), language]),
        )
        for language, missing in missing_texts(survey).items()
    ]


def _names(survey: Survey) -> list[str]:
    return [survey.process.slug, survey.slug]
