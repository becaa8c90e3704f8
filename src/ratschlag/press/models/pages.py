"""The pages that the city writes itself, and every text that was ever saved for them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import LANGUAGES, SOURCE_LANGUAGE
from ratschlag.languages.models import Authored
from ratschlag.lib.rows import Row
from ratschlag.people.models import Person
from ratschlag.press.models.purposes import PAGE_LABELS
from ratschlag.press.rules import PageKind, PageState, PageText

STATE_LABELS = {PageState.DRAFT: _("not public"), PageState.PUBLISHED: _("public")}


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> "PageQuerySet":
        return self.filter(state=PageState.PUBLISHED)


class Page(Authored):
    """A page of the city, as it is public; until then as it was saved last."""

    translated = ("title", "body", "poster")

    purpose = models.CharField(
        _("what it is for"), max_length=20, choices=[(v, PAGE_LABELS[v]) for v in PageKind]
    )
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"), blank=True)
    poster = models.CharField(_("text in place of the video"), max_length=300, blank=True)
    video = models.CharField(_("address of the video"), max_length=300, blank=True)
    captions = models.CharField(_("address of the captions"), max_length=300, blank=True)
    state = models.CharField(
        max_length=10,
        default=PageState.DRAFT,
        choices=[(v, STATE_LABELS[v]) for v in PageState],
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ("purpose", "title")
        constraints = (
            models.UniqueConstraint(
                fields=("purpose",),
                condition=~Q(purpose=PageKind.FREE),
                name="page_of_a_kind_is_one",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="page_has_a_title"),
            models.CheckConstraint(
                condition=Q(purpose__in=list(PageKind)), name="page_purpose_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PageState.DRAFT)
                | Q(state=PageState.PUBLISHED, published_at__isnull=False) & ~Q(body=""),
                name="page_published_has_text",
            ),
            models.CheckConstraint(
                condition=Q(purpose=PageKind.SIGN) | Q(video="", captions="", poster=""),
                name="page_video_is_in_sign_language",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> PageText:
        return PageText(self.title, self.body, self.poster, self.video, self.captions)

    @property
    def has_own_video(self) -> bool:
        """On this host; what lies elsewhere is only linked, because it would see the visitor."""
        return self.video.startswith("/")


class PageVersion(Row):
    """A text as it was saved once. The database refuses to change or delete it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(
        max_length=10, default=SOURCE_LANGUAGE, choices=[(code, code) for code in LANGUAGES]
    )
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"), blank=True)
    poster = models.CharField(_("text in place of the video"), max_length=300, blank=True)
    video = models.CharField(_("address of the video"), max_length=300, blank=True)
    captions = models.CharField(_("address of the captions"), max_length=300, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    restores = models.PositiveIntegerField(null=True, help_text="The number it brings back.")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("page", "language", "number"), name="page_version_is_one"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="page_version_has_a_title"),
            models.CheckConstraint(condition=Q(number__gt=0), name="page_version_counts_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @property
    def text(self) -> PageText:
        return PageText(self.title, self.body, self.poster, self.video, self.captions)
