"""What a notice must satisfy; there is none without an end."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.city.models import City
from ratschlag.city.rules import NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_language
from ratschlag.press.models import Notice
from ratschlag.press.queries.notices import texts_of
from ratschlag.press.rules import LONGEST_NOTICE


def _a_moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class NoticeForm(forms.ModelForm[Notice]):
    """`now` is domain time: what would be over already helps nobody."""

    class Meta:
        model = Notice
        fields = ("level", "text", "starts_at", "ends_at")
        widgets = {"starts_at": _a_moment(), "ends_at": _a_moment()}
        error_messages = {
            "ends_at": {
                "required": _("Say until when it is shown. A notice without an end would stay."),
            },
        }

    def __init__(self, *args: Any, city: City, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["text"].help_text = _("One sentence in German, at most 300 characters.")
        said = {} if self.instance._state.adding else texts_of(self.instance)
        self.languages = [code for code in city.languages if code != SOURCE_LANGUAGE]
        for language in self.languages:
            attrs = {"lang": html_language(language), "dir": direction(language)}
            self.fields[f"text_{language}"] = forms.CharField(
                label=NATIVE_NAMES[language],
                max_length=LONGEST_NOTICE,
                required=False,
                initial=said.get(language, ""),
                widget=forms.TextInput(attrs=attrs),
            )

    def clean(self) -> dict[str, Any]:
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("The end lies before the beginning."))
        elif ends and ends <= self.now:
            self.add_error("ends_at", _("This end is over already. Choose a later one."))
        return self.cleaned_data

    def texts(self) -> dict[str, str]:
        """What was changed in other languages; the rest keeps its state."""
        return {
            language: self.cleaned_data[f"text_{language}"]
            for language in self.languages
            if f"text_{language}" in self.changed_data
        }
