"""Writing, translating and publishing the pages of the city; every text that was saved stays."""

from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.journal.actions import part, record
from ratschlag.journal.queries import domain_now
from ratschlag.languages.actions import drop_translations, mark_stale, put_translation
from ratschlag.languages.models import Translation
from ratschlag.languages.rules import State as Translated
from ratschlag.lib.errors import DomainError
from ratschlag.people.models import Person
from ratschlag.press.models import Page, PageVersion
from ratschlag.press.rules import PageState, PageText


class PageRefused(DomainError):
    """A page that can't be saved or shown like this."""


class PageOutdated(PageRefused):
    """Somebody has saved text number `last` while another was being written."""

    def __init__(self, last: int) -> None:
        self.last = last
        text = _(
            "Someone saved text %(number)s of this page while you wrote. Compare it with "
            "yours in the history, then save again."
        )
        super().__init__(text % {"number": last})


@transaction.atomic
def begin_page(page: Page, text: PageText, *, by: Person | None) -> Page:
    """Take in a page that was made but not saved yet; nobody but staff sees it.

    Raises PageRefused.
    """
    _wear(page, text)
    try:
        with transaction.atomic():
            page.save(force_insert=True)
    except IntegrityError as error:  # of two who begin it at once one is told
        raise PageRefused(
            _("Somebody has just begun this page. Please look at the list of pages.")
        ) from error
    _keep(page, text, by=by)
    record(by, "page.begun", page)
    return page


@transaction.atomic
def save_page(page: Page, text: PageText, *, seen: int, by: Person | None) -> PageVersion:
    """Keep a further text. What is public stays as it is until someone publishes.

    `seen` is the number of the text that the person had before them. Raises PageOutdated.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    if seen != (last := _last_number(page, SOURCE_LANGUAGE)):
        raise PageOutdated(last)
    version = _keep(page, text, by=by)
    _follow_draft(page, text)
    record(by, "page.saved", page, version=version.number)
    return version


@transaction.atomic
def publish_page(page: Page, *, by: Person | None) -> None:
    """Show the text that was saved last to everyone. Raises PageRefused."""
    page = Page.objects.select_for_update().get(pk=page.pk)
    version = page.versions.filter(language=SOURCE_LANGUAGE).latest("number")
    if not version.body.strip():
        raise PageRefused(_("There is no text yet. Write one, save it, then publish."))
    now = domain_now()
    _wear(page, version.text)
    page.state, page.published_at = PageState.PUBLISHED, now
    page.save()
    page.versions.filter(pk=version.pk).update(published_at=now)
    mark_stale(page, page.translated)
    record(by, "page.published", page, version=version.number)


@transaction.atomic
def withdraw_page(page: Page, *, by: Person | None) -> None:
    """Take a page from the public; its texts and its history stay at the desk."""
    page.state = PageState.DRAFT
    page.save(update_fields=["state"])
    record(by, "page.withdrawn", page)


@transaction.atomic
def translate_page(page: Page, language: str, text: PageText, *, by: Person | None) -> PageVersion:
    """Say the page in another language, as a person wrote it; it is public with the page."""
    version = _keep(page, text, language=language, by=by)
    _say(page, language, text, by=by)
    record(by, "page.translated", page, language=language, version=version.number)
    return version


@part
@transaction.atomic
def keep_translation(page: Page, language: str, *, by: Person | None) -> None:
    """Keep in the history how the page reads in a language now: it was written at the desk of the
    translators. What has no title there yet is no whole text."""
    found = Translation.objects.filter(kind=page.kind, number=page.pk, language=language)
    room = {name: Page._meta.get_field(name).max_length for name in page.translated}  # type: ignore[union-attr]
    # Only what a machine wrote is ever longer than what a person may save.
    said = {name: text[: room[name]] for name, text in found.values_list("field", "text")}
    if "title" in said:
        _keep(page, PageText(**said), language=language, by=by)


@transaction.atomic
def restore_version(version: PageVersion, *, by: Person | None) -> PageVersion:
    """Bring an earlier text back as the latest: a draft in German, at once in a translation."""
    page = Page.objects.select_for_update().get(pk=version.page_id)
    again = _keep(page, version.text, language=version.language, restores=version.number, by=by)
    if version.language == SOURCE_LANGUAGE:
        _follow_draft(page, version.text)
    else:
        _say(page, version.language, version.text, by=by)
    record(by, "page.restored", page, language=version.language, version=version.number)
    return again


def _last_number(page: Page, language: str) -> int:
    found = page.versions.filter(language=language).aggregate(last=Max("number"))["last"]
    return found or 0


@part
def _keep(
    page: Page,
    text: PageText,
    *,
    language: str = SOURCE_LANGUAGE,
    restores: int | None = None,
    by: Person | None,
) -> PageVersion:
    # Two people who save at once wait for each other here, and get two numbers.
    Page.objects.select_for_update().get(pk=page.pk)
    return PageVersion.objects.create(
        page=page,
        language=language,
        number=_last_number(page, language) + 1,
        **asdict(text),
        saved_at=domain_now(),
        saved_by=by,
        restores=restores,
    )


@part
def _follow_draft(page: Page, text: PageText) -> None:
    """What was never public reads as it was saved last."""
    if page.state == PageState.DRAFT:
        _wear(page, text)
        page.save()
        mark_stale(page, page.translated)


@part
def _say(page: Page, language: str, text: PageText, *, by: Person | None) -> None:
    for field in page.translated:
        words = getattr(text, field)
        if not words:
            drop_translations([page], field=field, language=language)
            continue
        put_translation(
            page, field, language=language, text=words, state=Translated.CHECKED,
            checked_by=str(by.pk) if by else "",
        )  # fmt: skip


def _wear(page: Page, text: PageText) -> None:
    for name, words in asdict(text).items():
        setattr(page, name, words)
