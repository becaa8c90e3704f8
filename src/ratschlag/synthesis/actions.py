"""Voices become themes, themes get an outcome, and everyone gets an answer."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.models import Contribution, Part
from ratschlag.contributions.queries import domain_day
from ratschlag.contributions.rules import Publication
from ratschlag.journal.actions import record
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.synthesis.models import Answer, Coding, FormerThemeTitle, Outcome, Theme
from ratschlag.synthesis.queries import codings_of
from ratschlag.synthesis.rules import (
    OF_THEMES,
    CodingState,
    OutcomeValue,
    Proposer,
    ThemeState,
)


class ThemeRefused(DomainError):
    """What was wanted of a theme would lose something, or mix two processes."""


class CodingRefused(DomainError):
    """A contribution and a theme that don't go together, or a decision that stands already."""


class OutcomeRefused(DomainError):
    """An outcome or an answer that can't be."""


def _lock(*themes: Theme) -> None:
    """Wait for whoever is changing these themes, and see how they stand now."""
    numbers = [theme.pk for theme in themes]
    rows = Theme.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    now = {row.pk: row for row in rows}
    for theme in themes:
        theme.state, theme.merged_into_id = now[theme.pk].state, now[theme.pk].merged_into_id
        theme.handed_over_on = now[theme.pk].handed_over_on


@transaction.atomic
def open_theme(
    theme: Theme,
    *,
    contribution: Contribution | None = None,
    part: Part | None = None,
    by: Person | None,
) -> Theme:
    """Enter a theme that was made but not saved yet, with the first contribution it is about.

    Raises ThemeRefused, CodingRefused.
    """
    _check_field(theme)
    _enter(theme)
    if contribution:
        _accept(contribution, theme, part, reason="", by=by)
    record(by, "theme.opened", theme, contribution=contribution.pk if contribution else None)
    return theme


def _enter(theme: Theme) -> None:
    """Its title is its address too: of two who open the same theme at once one is told."""
    try:
        with transaction.atomic():
            theme.save(force_insert=True)
    except IntegrityError as error:
        raise ThemeRefused(
            _("Somebody has just opened a theme with this title. Please look at it first.")
        ) from error


def _check_field(theme: Theme) -> None:
    if theme.field and theme.field.process_id != theme.process_id:
        raise ThemeRefused(_("The field of action belongs to another process."))


@transaction.atomic
def revise_theme(theme: Theme, changed: Iterable[str], *, by: Person | None) -> None:
    """Keep what was changed on the row; a title that it had is kept beside it."""
    changed = sorted(changed)
    _check_field(theme)
    before = Theme.objects.values_list("title", flat=True).get(pk=theme.pk)
    if before != theme.title:
        FormerThemeTitle.objects.create(theme=theme, title=before, until_on=domain_day())
    theme.save(update_fields=["title", "summary", "field"])
    mark_stale(theme, changed)
    record(by, "theme.revised", theme, fields=changed)


@transaction.atomic
def merge_theme(theme: Theme, *, into: Theme, by: Person | None) -> None:
    """From now on `theme` counts as `into`. Its codings stay where they are, so that everyone
    still sees what theirs was called first. Raises ThemeRefused."""
    _lock(theme, into)
    _check_merge(theme, into)
    theme.state, theme.merged_into = ThemeState.MERGED, into
    theme.save(update_fields=["state", "merged_into"])
    # Chains stay flat: who asks for a theme's codings looks one step down and no further.
    theme.merged_themes.update(merged_into=into)
    record(by, "theme.merged", theme, into=into.pk)


def _check_merge(theme: Theme, into: Theme) -> None:
    if theme.pk == into.pk:
        raise ThemeRefused(_("A theme can't be merged into itself. Please choose another one."))
    if theme.process_id != into.process_id:
        raise ThemeRefused(_("The two themes belong to different processes."))
    if ThemeState.MERGED in (theme.state, into.state):
        raise ThemeRefused(_("One of the two has been merged already. Please choose again."))
    if Outcome.objects.filter(theme=theme).exists():
        raise ThemeRefused(
            _("This theme has an outcome already. Merge the other one into this one instead.")
        )


@transaction.atomic
def split_theme(
    theme: Theme, *, title: str, slug: str, codings: Sequence[Coding], by: Person | None
) -> Theme:
    """Move the chosen codings to a new theme of their own. Raises ThemeRefused."""
    _lock(theme)
    _check_split(theme, codings)
    split = Theme(
        process=theme.process,
        field=theme.field,
        slug=slug,
        title=title,
        split_from=theme,
        # What the field group has got once, it keeps.
        state=theme.state,
        handed_over_on=theme.handed_over_on,
    )
    _enter(split)
    moved = set()
    for coding in codings:
        what = (coding.contribution_id, coding.part_id)
        if what in moved:  # it came into the theme twice, by itself and through a merged one
            coding.state, coding.decided_by, coding.decided_on = (
                CodingState.DISMISSED,
                by,
                domain_day(),
            )
        else:
            coding.moved_from_id, coding.theme = coding.theme_id, split
        moved.add(what)
        coding.save(update_fields=["theme", "moved_from", "state", "decided_by", "decided_on"])
    record(by, "theme.split", theme, new=split.pk, codings=len(moved))
    return split


def _check_split(theme: Theme, codings: Sequence[Coding]) -> None:
    if theme.state == ThemeState.MERGED:
        raise ThemeRefused(_("This theme has been merged. Please split the one it went into."))
    if Outcome.objects.filter(theme=theme).exists():
        raise ThemeRefused(_("This theme has an outcome already, which is for all that is in it."))
    own = set(codings_of(theme).values_list("pk", flat=True))
    chosen = {coding.pk for coding in codings}
    if not chosen or not chosen <= own:
        raise ThemeRefused(_("Please choose contributions of this theme."))
    if chosen == own:
        raise ThemeRefused(_("Leave at least one contribution, or rename the theme instead."))


@transaction.atomic
def hand_over_theme(theme: Theme, *, on: date | None = None, by: Person | None) -> None:
    """The field group works with it from now on. Raises ThemeRefused."""
    _lock(theme)
    if theme.state != ThemeState.OPEN:
        raise ThemeRefused(_("Only an open theme can be handed over."))
    theme.state, theme.handed_over_on = ThemeState.HANDED_OVER, on or domain_day()
    theme.save(update_fields=["state", "handed_over_on"])
    record(by, "theme.handed_over", theme)


@transaction.atomic
def hand_over_themes(process: Process, *, on: date | None = None, by: Person | None) -> int:
    """All open themes of the process go to the field groups; returns how many. From then on a
    withdrawn contribution is erased but still counted. Raises ThemeRefused."""
    rows = process.themes.filter(state=ThemeState.OPEN)
    count: int = rows.update(state=ThemeState.HANDED_OVER, handed_over_on=on or domain_day())
    if not count:
        raise ThemeRefused(_("All themes have been handed over already."))
    record(by, "themes.handed_over", process, count=count)
    return count


@transaction.atomic
def propose_coding(
    contribution: Contribution,
    *,
    theme: Theme,
    part: Part | None = None,
    reason: str = "",
    proposer: Proposer = Proposer.PERSON,
    by: Person | None,
) -> Coding:
    """Say what a contribution could be about; nobody but staff sees it before it is accepted.

    What a person has decided stays. Raises CodingRefused.
    """
    _check_coding(contribution, theme, part)
    before = Coding.objects.filter(contribution=contribution, part=part)
    if before.filter(theme=theme).exists() or before.filter(moved_from=theme).exists():
        raise CodingRefused(_("It has been proposed or decided already."))
    coding = Coding.objects.create(
        contribution=contribution,
        part=part,
        theme=theme,
        proposer=proposer,
        proposed_by=by,
        reason=reason,
    )
    record(by, "coding.proposed", contribution, theme=theme.pk, proposer=str(proposer))
    return coding


@transaction.atomic
def assign_contribution(
    contribution: Contribution,
    *themes: Theme,
    part: Part | None = None,
    reason: str = "",
    by: Person | None,
) -> list[Coding]:
    """What a person assigns is accepted at once. Raises CodingRefused."""
    codings = [_accept(contribution, theme, part, reason=reason, by=by) for theme in themes]
    numbers = [theme.pk for theme in themes]
    record(by, "coding.accepted", contribution, themes=numbers, part=part.pk if part else None)
    return codings


def _accept(
    contribution: Contribution, theme: Theme, part: Part | None, *, reason: str, by: Person | None
) -> Coding:
    _check_coding(contribution, theme, part)
    coding = Coding.objects.filter(contribution=contribution, part=part, theme=theme).first()
    if coding is None:
        coding = Coding(contribution=contribution, part=part, theme=theme)
    if coding.state != CodingState.PROPOSED or coding._state.adding:
        coding.proposer, coding.proposed_by = Proposer.PERSON, by
    coding.state, coding.reason = CodingState.ACCEPTED, reason or coding.reason
    coding.decided_by, coding.decided_on = by, domain_day()
    coding.save()
    return coding


def _check_coding(contribution: Contribution, theme: Theme, part: Part | None) -> None:
    if theme.process_id != contribution.process_id:
        raise CodingRefused(_("Theme and contribution belong to different processes."))
    if part and part.contribution_id != contribution.pk:
        raise CodingRefused(_("This part belongs to another contribution."))
    if theme.state == ThemeState.MERGED:
        raise CodingRefused(_("This theme has been merged. Please choose the one it went into."))
    if contribution.publication == Publication.WITHDRAWN:
        raise CodingRefused(_("This contribution was withdrawn."))


@transaction.atomic
def accept_coding(coding: Coding, *, by: Person | None) -> None:
    """Raises CodingRefused if it is accepted already."""
    _decide(coding, CodingState.ACCEPTED, by=by)
    record(by, "coding.accepted", coding.contribution, themes=[coding.theme_id])


@transaction.atomic
def dismiss_coding(coding: Coding, *, by: Person | None) -> None:
    """Raises CodingRefused if it is dismissed already."""
    _decide(coding, CodingState.DISMISSED, by=by)
    record(by, "coding.dismissed", coding.contribution, themes=[coding.theme_id])


def _decide(coding: Coding, state: CodingState, *, by: Person | None) -> None:
    if coding.state == state:
        raise CodingRefused(_("This has been decided already."))
    coding.state, coding.decided_by, coding.decided_on = state, by, domain_day()
    coding.save(update_fields=["state", "decided_by", "decided_on"])


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
