"""Making themes, merging and splitting them, moving what speaks of them, handing them over."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ratschlag.contributions.models import Contribution, Part
from ratschlag.contributions.queries import domain_day
from ratschlag.journal.actions import part, record
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.process.models import Process
from ratschlag.synthesis.actions.codings import enter_coding
from ratschlag.synthesis.actions.memory import remember
from ratschlag.synthesis.models import Coding, FormerThemeTitle, Outcome, Theme
from ratschlag.synthesis.queries import codings_of
from ratschlag.synthesis.rules import CodingState, ThemeState


class ThemeRefused(DomainError):
    """What was wanted of a theme would lose something, or mix two processes."""


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
        coding = enter_coding(contribution, theme, part, reason="", by=by)
        was = {"theme": theme.pk, "state": "", "opened": True}
        now = was | {"coding": coding.pk, "after": str(coding.state)}
        remember(by, contribution, "theme.opened", codings=[now])
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
    enter_revision(theme, changed)
    record(by, "theme.revised", theme, fields=changed)


@part
@transaction.atomic
def enter_revision(theme: Theme, changed: Sequence[str]) -> None:
    """The same, for whoever records it in words of their own. Raises ThemeRefused."""
    _check_field(theme)
    before = Theme.objects.values_list("title", flat=True).get(pk=theme.pk)
    if before != theme.title:
        FormerThemeTitle.objects.create(theme=theme, title=before, until_on=domain_day())
    theme.is_machine_named = False
    theme.save(update_fields=["title", "summary", "field", "is_machine_named"])
    mark_stale(theme, changed)


@transaction.atomic
def merge_theme(theme: Theme, *, into: Theme, by: Person | None) -> None:
    """From now on `theme` counts as `into`. Its codings stay where they are, so that everyone
    still sees what theirs was called first. Raises ThemeRefused."""
    _lock(theme, into)
    _merge(theme, into)
    record(by, "theme.merged", theme, into=into.pk)


@transaction.atomic
def merge_themes(themes: Sequence[Theme], *, into: Theme, by: Person | None) -> None:
    """The same for several at once: all of them, or none. Raises ThemeRefused."""
    others = [theme for theme in themes if theme.pk != into.pk]
    if not others:
        raise ThemeRefused(_("Please choose at least two themes."))
    _lock(into, *others)
    for theme in others:
        _merge(theme, into)
    record(by, "themes.merged", into, themes=[theme.pk for theme in others])


def _merge(theme: Theme, into: Theme) -> None:
    _check_merge(theme, into)
    _stand_behind(into)
    theme.state, theme.merged_into = ThemeState.MERGED, into
    theme.save(update_fields=["state", "merged_into"])
    # Chains stay flat: who asks for a theme's codings looks one step down and no further.
    theme.merged_themes.update(merged_into=into)


def _stand_behind(theme: Theme) -> None:
    """A theme that a machine found is one of the desk as soon as a person puts something in."""
    if theme.state == ThemeState.PROPOSED:
        theme.state = ThemeState.OPEN
        theme.save(update_fields=["state"])


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
def accept_codings(theme: Theme, codings: Sequence[Coding], *, by: Person | None) -> int:
    """Of what the machine proposes for a theme, what a person has looked at counts from now on;
    returns how many. Raises ThemeRefused, CodingRefused."""
    _lock(theme)
    if not codings or any(coding.theme_id != theme.pk for coding in codings):
        raise ThemeRefused(_("Please tick contributions that are proposed for this theme."))
    for coding in codings:
        enter_coding(coding.contribution, theme, coding.part, reason="", by=by)
    numbers = sorted({coding.contribution_id for coding in codings})
    record(by, "codings.accepted", theme, contributions=numbers)
    return len(codings)


@transaction.atomic
def move_codings(
    theme: Theme, *, to: Theme, codings: Sequence[Coding], by: Person | None
) -> list[Coding]:
    """From now on the chosen contributions speak of another theme. Raises ThemeRefused."""
    _lock(theme, to)
    _check_move(theme, to, codings)
    _stand_behind(to)
    moved = [_move(coding, to, by=by) for coding in codings]
    numbers = sorted({coding.contribution_id for coding in codings})
    record(by, "coding.moved", theme, to=to.pk, contributions=numbers)
    return moved


def _check_move(theme: Theme, to: Theme, codings: Sequence[Coding]) -> None:
    if theme.pk == to.pk:
        raise ThemeRefused(_("They are in this theme already. Please choose another one."))
    if theme.process_id != to.process_id:
        raise ThemeRefused(_("The two themes belong to different processes."))
    if ThemeState.MERGED in (theme.state, to.state):
        raise ThemeRefused(_("One of the two has been merged already. Please choose again."))
    if Outcome.objects.filter(theme=theme).exists():
        raise ThemeRefused(_("This theme has an outcome already, which is for all that is in it."))
    if theme.state == ThemeState.HANDED_OVER and to.state != ThemeState.HANDED_OVER:
        # What the field group has got once, it keeps.
        raise ThemeRefused(
            _("The field group works with it already. Please hand over the other theme first.")
        )
    own = set(codings_of(theme).values_list("pk", flat=True))
    if not codings or not {coding.pk for coding in codings} <= own:
        raise ThemeRefused(_("Please choose contributions of this theme."))


def _move(coding: Coding, to: Theme, *, by: Person | None) -> Coding:
    """Where the other theme has a line for the same contribution, that line counts from now on."""
    same = Coding.objects.filter(contribution=coding.contribution_id, part=coding.part_id)
    there = same.filter(theme=to).exclude(pk=coding.pk).first()
    if there is None:
        coding.moved_from_id, coding.theme = coding.theme_id, to
        coding.decided_by, coding.decided_on = by, domain_day()
        coding.save(update_fields=["theme", "moved_from", "decided_by", "decided_on"])
        return coding
    for row, state in ((coding, CodingState.DISMISSED), (there, CodingState.ACCEPTED)):
        row.state, row.decided_by, row.decided_on = state, by, domain_day()
        row.save(update_fields=["state", "decided_by", "decided_on"])
    return there


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
def hand_over_themes(
    process: Process,
    *,
    themes: Collection[Theme] | None = None,
    on: date | None = None,
    by: Person | None,
) -> int:
    """The open ones of these themes, or all of the process, go to the field groups; returns how
    many. From then on a withdrawn contribution is erased but still counted. Raises ThemeRefused."""
    rows = process.themes.filter(state=ThemeState.OPEN)
    if themes is not None:
        rows = rows.filter(pk__in=[theme.pk for theme in themes])
    count: int = rows.update(state=ThemeState.HANDED_OVER, handed_over_on=on or domain_day())
    if not count:
        raise ThemeRefused(_("All themes have been handed over already."))
    chosen = {} if themes is None else {"themes": sorted(theme.pk for theme in themes)}
    record(by, "themes.handed_over", process, count=count, **chosen)
    return count
