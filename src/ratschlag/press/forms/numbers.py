"""Numbers that were given elsewhere."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.press.models import TakenElsewhere

_MOST = 999_999


class TakenForm(forms.ModelForm[TakenElsewhere]):
    """One number, or all from one to another."""

    year = forms.IntegerField(label=_("year"), min_value=1990, max_value=2199)
    first = forms.IntegerField(label=_("from"), min_value=1, max_value=_MOST)
    last = forms.IntegerField(
        label=_("to"),
        min_value=1,
        max_value=_MOST,
        required=False,
        help_text=_("Left empty it is that one number."),
    )

    class Meta:
        model = TakenElsewhere
        fields = ("year", "first", "last", "note")

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last number comes before the first."))
        elif first and not last and "last" not in self.errors:
            self.cleaned_data["last"] = first
        return self.cleaned_data
