"""What a report must satisfy when it is typed in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.forms import a_day
from ratschlag.monitoring.models import STATUS_LABELS, MeasureStatus, Report
from ratschlag.monitoring.rules import Status, needs_note


class ReportForm(forms.ModelForm[Report]):
    class Meta:
        model = Report
        fields = ("title", "as_of", "next_on")
        widgets = {"as_of": a_day(), "next_on": a_day()}

    def clean_as_of(self) -> date:
        as_of: date = self.cleaned_data["as_of"]
        others = Report.objects.filter(process=self.instance.process_id)
        if others.exclude(pk=self.instance.pk).filter(as_of__gte=as_of).exists():
            raise forms.ValidationError(_("There is a report of this day or a later one already."))
        return as_of

    def clean(self) -> dict[str, Any]:
        as_of, next_on = self.cleaned_data.get("as_of"), self.cleaned_data.get("next_on")
        if as_of and next_on and next_on <= as_of:
            self.add_error("next_on", _("The next report must come later than this one."))
        return self.cleaned_data


class StatusForm(forms.Form):
    """`instance` is what the report says so far; a correction is a further row, never this one."""

    status = forms.ChoiceField(
        label=_("status"),
        choices=[(value, STATUS_LABELS[value]) for value in Status],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("note"),
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text=_("What is late, changed or dropped needs a reason."),
    )
    indicator_value = forms.CharField(
        label=_("value of the indicator"), max_length=200, required=False
    )

    def __init__(self, *args: Any, instance: MeasureStatus | None, **kwargs: Any) -> None:
        names = ("status", "note", "indicator_value")
        known = {name: getattr(instance, name) for name in names} if instance else {}
        super().__init__(*args, **({"initial": known} | kwargs))
        # The page says that nothing was saved.
        self.instance = instance or MeasureStatus()

    def clean(self) -> dict[str, Any]:
        status = self.cleaned_data.get("status")
        if status and needs_note(Status(status)) and not self.cleaned_data.get("note"):
            self.add_error("note", _("Please say why."))
        return self.cleaned_data
