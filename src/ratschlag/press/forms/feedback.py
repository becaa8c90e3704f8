"""What a report of a barrier must satisfy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.press.rules import LONGEST_PATH, LONGEST_REPORT


class BarrierForm(forms.Form):
    """What does not work, on which page; an address only from who wants an answer."""

    text = forms.CharField(
        label=_("what does not work for you?"),
        help_text=_("In your own words and in any language. At most 4,000 characters."),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Please write what does not work for you."),
            "max_length": _("This is too long. Please write at most 4,000 characters."),
        },
    )
    email = forms.EmailField(
        label=_("e-mail address"),
        help_text=_("Only if you want an answer. We use it for nothing else."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "invalid": _("This is no e-mail address. Example: name@example.org. Or leave it empty.")
        },
    )
    page = forms.CharField(max_length=LONGEST_PATH, required=False, widget=forms.HiddenInput)

    use_required_attribute = False
