"""Deciding about answers that are held."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.forms import WordsField


class HoldForm(forms.Form):
    """What is decided about answers that are held, those that say the same together."""

    group = forms.RegexField(r"^[0-9a-f]{64}$")
    decision = forms.ChoiceField(choices=[("accept", ""), ("refuse", "")])
    why = WordsField(label=_("reason"), limit=500, required=False)
