"""What a page must satisfy when it is written."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.compute import fingerprint
from ratschlag.lib.slugs import free_slug
from ratschlag.press.forms.seen import Seen, check_seen
from ratschlag.press.models import Page, PageVersion
from ratschlag.press.models.purposes import PAGE_LABELS
from ratschlag.press.queries.pages import kinds_to_begin
from ratschlag.press.rules import LONGEST_PAGE, PageKind, PageText

_OF_THE_VIDEO = ("poster", "video", "captions")
_here_or_safe = RegexValidator(
    r"^(/(?![/\\])|https://)[^\s\"'<>\\]+$",
    _("Begin with / for a file on this site, or with https:// for another site."),
)
_here = RegexValidator(
    r"^/(?![/\\])[^\s\"'<>\\]+$", _("Captions must be a file on this site: begin with /.")
)

_MEANWHILE = _(
    "Somebody has changed the German text or this one since you opened it. Please compare; if you "
    "save again, what you wrote here counts."
)


class PageTextForm(forms.ModelForm[PageVersion]):
    """A text in one language; only the page in sign language has a video."""

    class Meta:
        model = PageVersion
        fields = ("title", "body", "poster", "video", "captions")

    def __init__(self, *args: Any, purpose: str, is_source: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left_out = () if purpose == PageKind.SIGN else _OF_THE_VIDEO
        for name in left_out if is_source or left_out else _OF_THE_VIDEO[1:]:
            del self.fields[name]
        self.fields["body"] = forms.CharField(
            label=_("text"),
            max_length=LONGEST_PAGE,
            required=is_source,
            widget=forms.Textarea(attrs={"rows": 20}),
            help_text=_(
                "Markdown: # for a heading, - for a list, **bold**, [words](/faq/) for a link. "
                "A link such as /faq/ leads to the page in the reader's language."
            ),
        )
        if "video" in self.fields:
            self.fields["video"].validators.append(_here_or_safe)
            self.fields["captions"].validators.append(_here)
            self.fields["video"].help_text = _(
                "A file on this site is played here; an address elsewhere is only linked."
            )
            self.fields["captions"].help_text = _("A WebVTT file with the spoken or signed words.")

    def text(self) -> PageText:
        return PageText(
            **{name: self.cleaned_data.get(name, "") for name in PageText.__annotations__}
        )


class PageForm(PageTextForm):
    """A text in German; `seen` says which one the person had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    class Meta(PageTextForm.Meta):
        pass


class PageInForm(PageTextForm):
    """A text in another language, written beside the German of the page."""

    seen = Seen()

    class Meta(PageTextForm.Meta):
        pass

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, purpose=page.purpose, is_source=False, **kwargs)
        said = sorted(kwargs["initial"].items())
        self.initial["seen"] = self.now = fingerprint(repr(page.text), repr(said))

    def clean(self) -> dict[str, Any]:
        check_seen(self, self.now, _MEANWHILE)
        return self.cleaned_data


class NewPageForm(forms.Form):
    purpose = forms.ChoiceField(label=_("what it is for"))
    title = forms.CharField(label=_("title"), max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.value, PAGE_LABELS[kind]) for kind in kinds_to_begin()]
        self.fields["purpose"].choices = choices  # type: ignore[attr-defined]

    def page(self) -> Page:
        purpose = PageKind(self.cleaned_data["purpose"])
        taken = set(Page.objects.values_list("slug", flat=True)) | {kind.value for kind in PageKind}
        is_free = purpose is PageKind.FREE
        slug = free_slug(self.cleaned_data["title"], taken) if is_free else purpose.value
        return Page(purpose=purpose, slug=slug)
