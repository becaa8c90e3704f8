"""What the answer to a report and the statement on accessibility must satisfy."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.city.queries import domain_today
from ratschlag.lib.forms import a_day
from ratschlag.press.models import Statement
from ratschlag.press.rules import LONGEST_REPORT, Conformance


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("what was done and answered"),
        help_text=_("For your colleagues. The answer itself goes out by e-mail."),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea,
    )


class StatementForm(forms.ModelForm[Statement]):
    body_link = forms.URLField(
        label=_("web address of the complaint body"), max_length=300, assume_scheme="https"
    )

    class Meta:
        model = Statement
        fields = (
            "law", "conformance", "exceptions", "checked_on", "checked_by", "method",
            "contact", "contact_email", "body", "body_task", "body_contact", "body_link",
        )  # fmt: skip
        widgets = {"checked_on": a_day()}
        help_texts = {
            "law": _("Each Land has its own law. Ask your legal office."),
            "exceptions": _("A paragraph for each: what, why, and until when."),
            "contact": _("Who answers, a line each: office, telephone, address."),
        }

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > domain_today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        is_whole = found.get("conformance") == Conformance.FULL
        if found.get("conformance") and not is_whole and not found.get("exceptions"):
            self.add_error("exceptions", _("Please say what is not accessible, and why."))
        return found
