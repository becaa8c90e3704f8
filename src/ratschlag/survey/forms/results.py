"""Publishing a result: with a text, and with the words beside the list that everyone may read."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ResultForm(forms.Form):
    """What the city says about a result, and which words beside the list everyone may read."""

    note = forms.CharField(
        label=_("What the figures mean, in a sentence or two"),
        help_text=_("It stands above the picture, in every language once it is translated."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    released = forms.MultipleChoiceField(
        label=_("Other answers that everyone may read"),
        help_text=_("Choose only what names nobody."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, words: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Named by what they say: more may come while somebody chooses.
        self._words = {_sign_of(text): text for text in sorted(words, key=str.casefold)}
        self.fields["released"].choices = list(self._words.items())  # type: ignore[attr-defined]
        if not words:
            del self.fields["released"]

    def clean_released(self) -> list[str]:
        return [self._words[sign] for sign in self.cleaned_data["released"]]

    @property
    def released_words(self) -> list[str]:
        found: list[str] = self.cleaned_data.get("released", [])
        return found


def _sign_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
