"""What two people typed in from a paper, as it is laid side by side."""

from typing import Any

from django.utils.translation import gettext as _

from ratschlag.contributions.models import CONTRIBUTION_LANGUAGES
from ratschlag.people.models import Organisation
from ratschlag.survey.compute.keying import Difference
from ratschlag.survey.queries.sheets import AskedQuestion
from ratschlag.survey.rules import NO, OTHER, YES


def said_in_words(difference: Difference, said: Any, question: AskedQuestion | None) -> list[str]:
    """An entry line by line; without a line where nothing was typed."""
    if said in (None, "", [], {}):
        return []
    if difference.is_about:
        return [_fact(difference.fact, said)]
    if question is None or difference.is_text or difference.name != question.key:
        return [str(said)]
    labels = {option.key: option.wordings["label"].text for option in question.options}
    labels |= {YES: _("Yes"), NO: _("No"), OTHER: _("Something else:").rstrip(":")}
    if isinstance(said, dict):
        rows = {row.key: row.wordings["label"].text for row in question.rows}
        return [f"{rows.get(row, row)}: {labels.get(key, key)}" for row, key in said.items()]
    keys = said if isinstance(said, list) else [said]
    return [str(labels.get(key, key)) for key in keys]


def _fact(name: str, said: Any) -> str:
    if name == "language":
        return str(dict(CONTRIBUTION_LANGUAGES).get(said, said))
    if name == "organisation":
        found = Organisation.objects.filter(pk=said).first()
        return found.name if found else str(said)
    return str(said)
