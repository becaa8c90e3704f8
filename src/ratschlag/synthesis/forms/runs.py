"""What a full run of the machine is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RunForm(forms.Form):
    themes = forms.IntegerField(
        label=_("number of themes"),
        help_text=_("From 2 to 500. Left empty, the machine chooses."),
        required=False,
        min_value=2,
        max_value=500,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
