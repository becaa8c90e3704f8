"""What staff type in about the cookie notice, and about requests to see or to erase."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import NATIVE_NAMES, SOURCE_LANGUAGE
from ratschlag.privacy.models import Layer

# How long the texts may be: the first layer stays smaller than the page that it asks about.
_LONGEST = {"title": 80, "text": 400, "statistics": 600}


class LayerForm(forms.Form):
    """All texts of the notice, in each of the city's languages; an empty one is the standard."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)

    def __init__(
        self, *args: Any, languages: list[str], texts: dict[tuple[str, str], str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for language in languages:
            for field in Layer.translated:
                self.fields[f"{field}_{language}"] = _text_field(
                    field, language, texts.get((field, language), "")
                )

    @property
    def groups(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """Language, its name, and its fields."""
        for language in self.languages:
            names = (f"{field}_{language}" for field in Layer.translated)
            yield language, NATIVE_NAMES[language], [self[name] for name in names]

    @property
    def texts(self) -> dict[tuple[str, str], str]:
        return {
            (field, language): self.cleaned_data[f"{field}_{language}"]
            for field in Layer.translated
            for language in self.languages
        }

    def clean(self) -> dict[str, Any]:
        for language in self.languages:
            for field in Layer.translated:
                source = self.cleaned_data.get(f"{field}_{SOURCE_LANGUAGE}")
                if self.cleaned_data.get(f"{field}_{language}") and not source:
                    self.add_error(
                        f"{field}_{language}",
                        _("Please write the German text too: it is the one that counts."),
                    )
        return self.cleaned_data


def _text_field(field: str, language: str, text: str) -> forms.CharField:
    label = Layer._meta.get_field(field).verbose_name  # type: ignore[union-attr]
    shape = forms.TextInput if field == "title" else forms.Textarea
    tongue = {"lang": language.removesuffix("-easy"), "dir": "auto"}
    return forms.CharField(
        label=f"{label} ({NATIVE_NAMES[language]})",
        required=False,
        max_length=_LONGEST[field],
        initial=text,
        widget=shape(attrs=tongue),
    )


class RequestForm(forms.Form):
    """By what we find what somebody asks about."""

    word = forms.CharField(
        label=_("number of the receipt, or e-mail address"),
        max_length=254,
        help_text=_("Twenty digits with or without spaces, or an address such as a.b@example.org."),
    )


class EraseForm(RequestForm):
    """Erasing can't be undone, so somebody says that they have looked at who asks."""

    is_sure = forms.BooleanField(
        label=_("I have made sure that the right person asks. This can not be undone."),
        error_messages={"required": _("Please tick this first: erasing can not be undone.")},
    )
