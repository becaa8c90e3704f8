"""The number somebody finds their contribution by; and a form that only shows how forms look."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.compute import digits_typed, is_receipt
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


class ReceiptForm(forms.Form):
    """The number, as it was printed, read out, or typed on any keyboard."""

    receipt = forms.CharField(
        label=_("your number"),
        help_text=_("20 digits. Blanks and dashes do no harm."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "size": 30}
        ),
    )

    use_required_attribute = False

    def clean_receipt(self) -> str:
        """The twenty digits. A slip of the pen is told before anything is looked up."""
        try:
            code = digits_typed(self.cleaned_data["receipt"])
        except ValueError as error:
            raise ValidationError(
                _("Please type all 20 digits of your number, and nothing else."), code="digits"
            ) from error
        if not is_receipt(code):
            raise ValidationError(
                _(
                    "One digit is mistyped, or two have changed places. "
                    "Please compare it with your number."
                ),
                code="mistyped",
            )
        return code


class TakeBackForm(ReceiptForm):
    """The number again, what the page said would happen, and that it was meant."""

    receipt = forms.CharField(widget=forms.HiddenInput)
    way = forms.ChoiceField(
        choices=[("withdraw", "withdraw"), ("erase", "erase")], widget=forms.HiddenInput
    )
    is_sure = forms.BooleanField(
        label=_("Yes, take it back. I know that nobody can undo this."),
        error_messages={"required": _("Please tick the box if you are sure.")},
    )
