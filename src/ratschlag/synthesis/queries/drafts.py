"""What a language model is given of a theme, and what of its draft the desk shows."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.queries import shown_text
from ratschlag.contributions.rules import SHOWN
from ratschlag.lib.endpoint import EndpointFault, endpoint
from ratschlag.synthesis.compute.board import in_proportion
from ratschlag.synthesis.models import Draft, Theme
from ratschlag.synthesis.queries.desk import codings_to_read, readable
from ratschlag.synthesis.queries.machine import is_there
from ratschlag.synthesis.queries.private import found_in
from ratschlag.synthesis.rules import DraftState

# So many texts are sent at most, and so many characters: what common models read at once.
MOST_TEXTS, MOST_LETTERS = 60, 40_000

REFUSAL_LABELS = {
    "no_ids": _("named no contribution"),
    "unknown_id": _("named a contribution that was not sent"),
    "not_a_quotation": _("quoted words that nobody wrote"),
    "open_quotation": _("a quotation without an end"),
    "unknown_number": _("a number that nobody wrote"),
    "empty": _("no words"),
    "title_unfit": _("a title that is too long, quotes, or is several sentences"),
}


def drafting_host() -> str:
    """Where the endpoint for drafts is; empty where none is set, or it can't be used."""
    try:
        found = endpoint()
    except EndpointFault:
        return ""
    if found is None or not found.chat_model or not is_there():
        return ""
    return urlsplit(found.url).hostname or ""


@dataclass(frozen=True)
class Sent:
    """A text as it is sent: under a name of its own, so that no key leaves the house."""

    name: str
    contribution: int
    text: str


def to_send(theme: Theme) -> list[Sent]:
    """Public words of the theme, each contribution once, none in which personal data was found;
    in proportion to languages and channels."""
    found = codings_to_read(theme).filter(
        contribution__publication__in=SHOWN, contribution__in=readable(theme.process)
    )
    texts: dict[int, str] = {}
    groups: dict[int, str] = {}
    for coding in found:
        said = coding.contribution
        text = (coding.part.text if coding.part else shown_text(said)).strip()
        if said.pk in texts or not text or found_in(shown_text(said), said.language):
            continue
        texts[said.pk], groups[said.pk] = text, f"{said.language} {said.channel}"
    numbers = list(texts)
    chosen: list[Sent] = []
    left = MOST_LETTERS
    for index in in_proportion(list(groups.values()), MOST_TEXTS):
        left -= len(texts[numbers[index]])
        if left < 0:
            break
        chosen.append(Sent(f"t{len(chosen) + 1}", numbers[index], texts[numbers[index]]))
    return chosen


@dataclass(frozen=True)
class DraftSheet:
    """The last draft of a theme as its page shows it."""

    draft: Draft
    refused: tuple[tuple[Promise | str, int], ...]

    @property
    def refused_count(self) -> int:
        return sum(count for _label, count in self.refused)


def draft_of(theme: Theme) -> DraftSheet | None:
    """What waits for a person or has failed; a confirmed one as long as it is what stands there."""
    found = theme.drafts.select_related("asked_by", "decided_by").first()
    if found is None or found.state == DraftState.DISMISSED:
        return None
    if found.state == DraftState.CONFIRMED and not is_still_there(found, theme):
        return None
    told = sorted(found.refused.items())
    return DraftSheet(found, tuple((REFUSAL_LABELS.get(why, why), count) for why, count in told))


def is_still_there(draft: Draft, theme: Theme) -> bool:
    if draft.summary:
        return draft.summary == theme.summary
    return draft.title == theme.title
