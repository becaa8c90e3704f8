"""A form that only shows how forms look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.forms import PartialDateField


class SampleForm(forms.Form):
    """One field of each kind, for the page of components."""

    title = forms.CharField(
        label=_("title"), max_length=120, help_text=_("At most 120 characters.")
    )
    text = forms.CharField(label=_("description"), widget=forms.Textarea, required=False)
    day = PartialDateField(label=_("date"), required=False)
    language = forms.ChoiceField(
        label=_("language"), choices=(("de", "Deutsch"), ("en", "English"))
    )
    is_public = forms.BooleanField(label=_("open to everyone"), required=False)
