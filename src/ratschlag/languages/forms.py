"""What a person writes beside a source, and the file that an agency sends back."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ratschlag.languages.imports import MOST_BYTES


class TranslationForm(forms.Form):
    """One text in one language; `seen` is the fingerprint of what lay before the person."""

    said = forms.CharField(label=_("translation"), widget=forms.Textarea)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(
        self, *args: Any, longest: int, lang: str, direction: str, lines: int, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["said"]
        field.max_length = longest
        field.validators.append(MaxLengthValidator(longest))
        field.widget.attrs |= {"lang": lang, "dir": direction, "rows": lines, "spellcheck": "true"}


class DeliveryForm(forms.Form):
    """A file in XLIFF, and who translated it."""

    file = forms.FileField(
        label=_("file"), max_length=200, help_text=_("XLIFF 1.2 (.xlf), at most 5 MB.")
    )
    agency = forms.CharField(
        label=_("who translated"),
        max_length=60,
        help_text=_("The name of the agency. It stands beside each text."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].widget.attrs["accept"] = ".xlf,.xliff"

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 5 MB. Please send it in parts."), code="too_large"
            )
        return file
