"""The text of a release, and what it says in another language."""

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.forms import RowField, a_day
from ratschlag.people.models import Organisation
from ratschlag.press.compute.placeholders import named_in, unknown_in
from ratschlag.press.forms.seen import Seen, check_seen
from ratschlag.press.models import Release
from ratschlag.press.queries.facts import values_of
from ratschlag.press.rules import LONGEST_BODY, LONGEST_HEADLINE, LONGEST_TEASER
from ratschlag.process.models import Process

_UNKNOWN = _("The records know no such fact: %(keys)s. The list beside the text has all of them.")
_MEANWHILE = _(
    "Somebody has changed the release since you opened it. Please look at it; if you save again, "
    "what you wrote here counts."
)
_IN_HEADLINE = _("A headline names no facts. Please write the words themselves.")
_LINE = _(
    "Each line needs a label and a text: “Conference: {{ event:x:date }}”. Please look at: %(line)s"
)
_MOST_FACTS = 2000


def _facts() -> forms.CharField:
    return forms.CharField(
        label=_("facts"),
        max_length=_MOST_FACTS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One line each: a label, a colon, a text. They stand above the release."),
    )


def _body() -> forms.CharField:
    return forms.CharField(
        label=_("text"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "Markdown: an empty line between paragraphs, ## for a heading, **bold**, - for a list, "
            "[words](address) for a link. Name facts as {{ … }}."
        ),
    )


def _teaser() -> forms.CharField:
    return forms.CharField(
        label=_("teaser"),
        max_length=LONGEST_TEASER,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The first sentence or two: it stands in the list and in bold above the text."),
    )


class ReleaseForm(forms.ModelForm[Release]):
    """`processes` are those about which the person may write; `is_free`: also about none."""

    seen = Seen()
    process = RowField(label=_("Process"), queryset=Process.objects.none(), required=False)
    teaser, facts, body = _teaser(), _facts(), _body()
    publisher = RowField(label=_("publisher"), queryset=Organisation.objects.order_by("name"))
    partner = RowField(
        label=_("together with"), queryset=Organisation.objects.order_by("name"), required=False
    )
    contact = forms.CharField(
        label=_("contact"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line each. Left empty, the page has no such box."),
    )

    class Meta:
        model = Release
        fields = (
            "process", "headline", "teaser", "facts", "body", "publisher", "partner", "contact",
            "as_of",
        )  # fmt: skip
        widgets = {"as_of": a_day()}
        help_texts = {
            "headline": _("At most 120 characters."),
            "as_of": _("Left empty it is the day on which the release comes out."),
        }

    def __init__(
        self, *args: Any, processes: QuerySet[Process], is_free: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["process"].queryset = processes  # type: ignore[attr-defined]
        self.fields["process"].required = not is_free
        self.now = "" if self.instance._state.adding else self.instance.fingerprint
        self.initial["seen"] = self.now

    def clean_facts(self) -> str:
        text: str = self.cleaned_data["facts"]
        for line in filter(None, map(str.strip, text.splitlines())):
            label, colon, rest = line.partition(": ")
            if not (label.strip() and colon and rest.strip()):
                raise forms.ValidationError(_LINE % {"line": line[:80]})
        return text

    def clean_headline(self) -> str:
        return " ".join(str(self.cleaned_data["headline"]).split())

    def clean(self) -> dict[str, Any]:
        known = values_of(self.cleaned_data.get("process"))
        for field, text in _unknown(self, known):
            self.add_error(field, text)
        partner = self.cleaned_data.get("partner")
        if partner and partner == self.cleaned_data.get("publisher"):
            self.add_error("partner", _("The publisher can't be its own partner."))
        check_seen(self, self.now, _MEANWHILE)
        return self.cleaned_data


class TranslationForm(forms.Form):
    """The texts of a release in another language; what is left empty is not there."""

    seen = Seen()
    headline = forms.CharField(label=_("headline"), max_length=LONGEST_HEADLINE, required=False)
    teaser, facts, body = _teaser(), _facts(), _body()

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.release = release
        self.instance = release  # the page says that nothing was saved
        self.initial["seen"] = release.fingerprint
        for name in release.translated:
            source = getattr(release, name)
            if not source:
                del self.fields[name]
                continue
            self.fields[name].required = False
            self.fields[name].help_text = source

    def clean(self) -> dict[str, Any]:
        for field, text in _unknown(self, values_of(self.release.process)):
            self.add_error(field, text)
        check_seen(self, self.release.fingerprint, _MEANWHILE)
        return self.cleaned_data


def _unknown(form: forms.BaseForm, known: Collection[str]) -> Iterator[tuple[str, Any]]:
    if named_in(form.cleaned_data.get("headline") or ""):
        yield "headline", _IN_HEADLINE
    for field in ("teaser", "facts", "body"):
        if unknown := unknown_in(known, form.cleaned_data.get(field) or ""):
            keys = ", ".join(f"{{{{ {key[:80]} }}}}" for key in unknown[:5])
            yield field, _UNKNOWN % {"keys": keys}
