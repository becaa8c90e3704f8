"""Drafts of a language model: asked for by a person, confirmed or dismissed by a person."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.synthesis.actions.themes import enter_revision
from ratschlag.synthesis.models import Draft, Theme
from ratschlag.synthesis.queries.drafts import drafting_host
from ratschlag.synthesis.rules import OPEN_DRAFTS, DraftState, ThemeState
from ratschlag.synthesis.tasks import draft_theme


class DraftRefused(DomainError):
    """There is nothing that drafts, or a draft already, or it was decided on."""


@transaction.atomic
def ask_for_draft(theme: Theme, *, by: Person | None) -> Draft:
    """Send public texts of the theme to the endpoint; the worker does it. Raises DraftRefused."""
    if not drafting_host():
        raise DraftRefused(_("No language model is set that could draft. Nothing was sent."))
    _lock(theme)
    try:
        with transaction.atomic():
            draft = Draft.objects.create(theme=theme, asked_by=by, asked_at=domain_now())
    except IntegrityError as error:
        raise DraftRefused(_("There is a draft already. Please decide on it first.")) from error
    record(by, "draft.asked", theme, draft=draft.pk)
    transaction.on_commit(lambda: draft_theme.enqueue(draft.pk))
    return draft


@transaction.atomic
def confirm_draft(draft: Draft, *, by: Person | None) -> None:
    """From now on the theme is called and described so. Raises DraftRefused, ThemeRefused."""
    theme = draft.theme
    _lock(theme)
    _lock_draft(draft, DraftState.PROPOSED)
    given = {"title": draft.title, "summary": draft.summary}
    changed = [name for name, text in given.items() if text and text != getattr(theme, name)]
    for name in changed:
        setattr(theme, name, given[name])
    enter_revision(theme, changed)
    _decide(draft, DraftState.CONFIRMED, by)
    record(by, "draft.confirmed", theme, draft=draft.pk, fields=changed)


@transaction.atomic
def dismiss_draft(draft: Draft, *, by: Person | None) -> None:
    """Nothing changes; one that is still waited for is not kept when it comes. Raises
    DraftRefused."""
    _lock_draft(draft, *OPEN_DRAFTS)
    draft.sources.all().delete()
    draft.title, draft.summary, draft.title_cites, draft.sentences = "", "", [], []
    _decide(draft, DraftState.DISMISSED, by, "title", "summary", "title_cites", "sentences")
    record(by, "draft.dismissed", draft.theme, draft=draft.pk)


def _decide(draft: Draft, state: DraftState, by: Person | None, *emptied: str) -> None:
    draft.state, draft.decided_by, draft.decided_at = state, by, domain_now()
    draft.save(update_fields=["state", "decided_by", "decided_at", *emptied])


def _lock(theme: Theme) -> None:
    now = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    theme.state, theme.title, theme.summary = now.state, now.title, now.summary
    if theme.state == ThemeState.MERGED:
        raise DraftRefused(_("This theme has been merged. Please use the one it went into."))


def _lock_draft(draft: Draft, *states: DraftState) -> None:
    """Read it again and hold it: it may be gone with the words that it rests on."""
    found = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if found is None or found.state not in states:
        raise DraftRefused(_("This draft is not there any more, or somebody has decided on it."))
    draft.state, draft.title, draft.summary = found.state, found.title, found.summary
