"""Writing the sections, and freezing editions that never change."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ratschlag.concept.compute import canonical, number_above, place_of, sha256_of
from ratschlag.concept.models import Edition, Section
from ratschlag.concept.queries import document_now
from ratschlag.concept.rules import EditionState, may_be_edition_number, may_be_kept_back
from ratschlag.journal.actions import record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import mark_stale
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.process.models import Process


class SectionRefused(DomainError):
    """A section can't stand where its number says."""


class EditionRefused(DomainError):
    """An edition can't be frozen like this."""


@transaction.atomic
def write_section(section: Section, *, by: Person | None) -> Section:
    """Enter a section that was made but not saved yet, where its number belongs.

    Raises SectionRefused.
    """
    _place(section)
    section.save(force_insert=True)
    record(by, "section.written", section, number=section.number)
    return section


@transaction.atomic
def revise_section(section: Section, changed: Iterable[str], *, by: Person | None) -> None:
    """Keep what was changed on the row; its translations in those fields become stale.

    Raises SectionRefused.
    """
    changed = sorted(changed)
    if "number" in changed:
        if section.subsections.exists():
            raise SectionRefused(
                _("Sections stand below this one. Give those other numbers first.")
            )
        _place(section)
    section.save()
    mark_stale(section, changed)
    record(by, "section.revised", section, fields=changed)


def _place(section: Section) -> None:
    """Find the section's place and the one above it; those behind it make room."""
    Process.objects.select_for_update().get(pk=section.process_id)
    others = list(section.process.sections.exclude(pk=section.pk))
    above = number_above(section.number)
    section.parent = next((row for row in others if row.number == above), None)
    if above and section.parent is None:
        raise SectionRefused(
            _("There is no section %(number)s. Please write it first.") % {"number": above}
        )
    if any(row.number == section.number for row in others):
        raise SectionRefused(_("There is a section with this number already."))
    behind = [row for row in others if place_of(row.number) > place_of(section.number)]
    last = section.process.sections.aggregate(last=Max("position"))["last"] or 0
    if not section._state.adding:
        # Out of the way, behind where the last one may go.
        Section.objects.filter(pk=section.pk).update(position=last + 2)
    section.position = behind[0].position if behind else last + 1
    # From the last one on, so that no two ever share a place.
    for row in reversed(behind):
        row.position += 1
        row.save(update_fields=["position"])


@transaction.atomic
def freeze_edition(
    process: Process,
    *,
    number: str,
    state: EditionState,
    reason: str = "",
    is_public: bool = True,
    by: Person | None,
) -> Edition:
    """The document as it is now, for good. Raises EditionRefused."""
    Process.objects.select_for_update().get(pk=process.pk)
    _check_edition(process, number, state, is_public=is_public)
    frozen_at = domain_now().replace(microsecond=0)
    document = document_now(
        process, number=number, state=state, reason=reason, is_public=is_public, frozen_at=frozen_at
    )
    text = canonical(document.as_plain())
    edition = Edition.objects.create(
        process=process,
        number=number,
        state=state,
        frozen_at=frozen_at,
        reason=reason,
        is_public=is_public,
        canonical=text,
        sha256=sha256_of(text),
    )
    # The journal is sealed: it bears witness to what was frozen.
    record(by, "edition.frozen", edition, number=number, state=str(state), sha256=edition.sha256)
    return edition


def _check_edition(process: Process, number: str, state: EditionState, *, is_public: bool) -> None:
    if not may_be_edition_number(number):
        raise EditionRefused(
            _("A number has letters, digits, full stops and hyphens, such as 0.9 or 1.0-rc1.")
        )
    if process.editions.filter(number=number).exists():
        raise EditionRefused(_("There is an edition with this number already."))
    if not process.sections.exists():
        raise EditionRefused(_("There are no sections yet. Please write one first."))
    if not is_public and not may_be_kept_back(EditionState(state)):
        raise EditionRefused(_("Only a working draft can be kept from the public."))
