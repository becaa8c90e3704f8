"""Saying what any room says in other languages: by hand, by a machine, by an agency."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ratschlag.journal.actions import part, record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import put_translation
from ratschlag.languages.models import TranslationRun
from ratschlag.languages.rules import State, Verdict
from ratschlag.languages.tasks import translate_by_machine
from ratschlag.lib.errors import DomainError
from ratschlag.lib.marks import new_placeholders
from ratschlag.lib.translate import translator
from ratschlag.people.models import Person
from ratschlag.portal.queries.deliveries import Brought
from ratschlag.portal.queries.translatable import survey_of
from ratschlag.portal.queries.translations import Text, text_at
from ratschlag.press.actions.pages import keep_translation
from ratschlag.press.models import Page
from ratschlag.survey.actions import SurveyRefused
from ratschlag.survey.actions.writing import Writing


class Meanwhile(DomainError):
    """Somebody changed the text or its source since it was opened; both are to be looked at."""


class MarkRefused(DomainError):
    """A placeholder that the source does not have would be read by everyone as it was typed."""


class MachineRefused(DomainError):
    """The machine can't be asked now."""


@transaction.atomic
def save_translation(text: Text, *, said: str, seen: str, by: Person) -> None:
    """Keep what a person wrote; `seen` is the fingerprint of what lay before them.

    Raises Meanwhile, MarkRefused, or SurveyRefused while what a survey asks can't change.
    """
    if new := new_placeholders(text.source, said):
        raise MarkRefused(
            _("The German text has no %(mark)s. Please write the words in its place.")
            % {"mark": ", ".join(new)}
        )
    with _held(text, seen):
        put_translation(
            text.row, text.field, language=text.language, text=said, state=State.CHECKED,
            checked_by=str(by.pk),
        )  # fmt: skip
        _keep_history(text, by=by)
    record(by, "translation.written", text.row, field=text.field, language=text.language)


@transaction.atomic
def accept_translation(text: Text, *, seen: str, by: Person) -> None:
    """A person has read what is there beside its source, and it says the same.

    Raises Meanwhile, or SurveyRefused while what a survey asks can't change.
    """
    with _held(text, seen) as now:
        put_translation(
            now.row, now.field, language=now.language, text=now.said, state=State.CHECKED,
            checked_by=str(by.pk), maker=now.there.maker if now.there else "",
        )  # fmt: skip
        _keep_history(now, by=by)
    record(by, "translation.checked", text.row, field=text.field, language=text.language)


@part
def _keep_history(text: Text, *, by: Person) -> None:
    """A page of the city keeps every text that a person saved for it."""
    if isinstance(text.row, Page):
        keep_translation(text.row, text.language, by=by)


@contextmanager
def _held(text: Text, seen: str) -> Iterator[Text]:
    """The text as it is now, while nobody else changes its source."""
    survey = survey_of(text.kind, text.row)
    if survey is not None:
        with Writing(survey):
            yield _unchanged(text, seen)
        return
    text.kind.model._base_manager.select_for_update(of=("self",)).get(pk=text.row.pk)
    yield _unchanged(text, seen)


def _unchanged(text: Text, seen: str) -> Text:
    now = text_at(text.kind.label, text.row.pk, text.field, text.language)
    if now is None or now.seen != seen:
        raise Meanwhile(
            _("Somebody changed this meanwhile. Look at both texts, then save yours again.")
        )
    return now


@transaction.atomic
def ask_machine(texts: Sequence[Text], *, language: str, by: Person) -> TranslationRun:
    """Have the service that is set translate these texts; the worker begins at once.

    Raises MachineRefused.
    """
    service = translator()
    if service is None:
        raise MachineRefused(_("No translation service is set up. Its address is missing."))
    if not texts:
        raise MachineRefused(_("There is nothing that the machine may translate."))
    try:
        with transaction.atomic():
            run = TranslationRun.objects.create(
                language=language,
                service=service.name,
                wanted=[
                    [text.kind.label, text.row.pk, text.field, text.is_of_citizens]
                    for text in texts
                ],
                text_count=len(texts),
                asked_by=str(by.pk),
                asked_at=domain_now(),
                beat_at=timezone.now(),
            )
    except IntegrityError as error:
        raise MachineRefused(
            _("The machine is at work for this language already. Please wait.")
        ) from error
    record(by, "translation.machine_asked", run, language=language, count=len(texts))
    transaction.on_commit(lambda: translate_by_machine.enqueue(run.pk))
    return run


@transaction.atomic
def take_in_translations(
    brought: Sequence[Brought], *, agency: str, language: str, by: Person
) -> dict[str, Verdict]:
    """Keep what an agency brought; returns why each key that was not kept wasn't."""
    refused: dict[str, Verdict] = {}
    for each in brought:
        try:
            # Each on its own: what a survey's state refuses leaves no half of it behind.
            with transaction.atomic(), _held(each.text, each.seen):
                put_translation(
                    each.text.row, each.text.field, language=language, text=each.said,
                    state=State.MACHINE if each.is_machine else State.CHECKED,
                    checked_by="" if each.is_machine else str(by.pk), maker=agency,
                )  # fmt: skip
                if not each.is_machine:
                    _keep_history(each.text, by=by)
        except Meanwhile:
            refused[each.key] = Verdict.CHANGED_HERE
        except SurveyRefused:
            refused[each.key] = Verdict.SURVEY
    taken = len(brought) - len(refused)
    record(by, "translations.taken_in", None, language=language, count=taken)
    return refused
