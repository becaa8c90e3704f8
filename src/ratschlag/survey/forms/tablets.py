"""Forms about tablets: pairing one, and asking where an answer is."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import NATIVE_NAMES
from ratschlag.contributions.compute import digits_typed, is_receipt
from ratschlag.lib.forms import a_day, a_time
from ratschlag.survey.models import Survey, Tablet
from ratschlag.survey.rules import LONGEST_EVENT


class TabletForm(forms.Form):
    """A tablet for an event; `at` is the domain time of now."""

    name = forms.CharField(label=_("name of the tablet"), max_length=80)
    place = forms.CharField(label=_("event or place"), max_length=160)
    ends_on = forms.DateField(label=_("last day of the event"), widget=a_day())
    ends_time = forms.TimeField(label=_("until what time"), widget=a_time())
    languages = forms.MultipleChoiceField(label=_("languages"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, survey: Survey, zone: ZoneInfo, at: datetime, **more: Any):
        super().__init__(*args, **more)
        self.survey, self.zone, self.at = survey, zone, at
        self.fields["languages"].choices = [(it, NATIVE_NAMES[it]) for it in survey.languages]  # type: ignore[attr-defined]
        self.fields["languages"].initial = survey.languages

    def clean(self) -> dict[str, Any]:
        day, time = map(self.cleaned_data.get, ("ends_on", "ends_time"))
        if day and time:
            ends_at = datetime.combine(day, time, self.zone)
            if not self.at < ends_at <= self.survey.closes_at:
                self.add_error("ends_on", _("The end lies between now and the end of the survey."))
            elif ends_at > self.at + LONGEST_EVENT:
                self.add_error("ends_on", _("A tablet is paired for a month at most."))
            self.cleaned_data["ends_at"] = ends_at
        return self.cleaned_data

    @property
    def tablet(self) -> Tablet:
        """What was typed, as a row that is not saved yet."""
        names = ("name", "place", "ends_at", "languages")
        return Tablet(survey=self.survey, **{name: self.cleaned_data[name] for name in names})


class WhereForm(forms.Form):
    """A number that somebody names, to tell them where their answer is."""

    code = forms.CharField(label=_("number on the slip"), max_length=200)

    def clean_code(self) -> str:
        try:
            code = digits_typed(self.cleaned_data["code"])
        except ValueError as error:
            raise ValidationError(_("A number has twenty digits.")) from error
        if not is_receipt(code):
            raise ValidationError(_("There is a slip in this number. Please compare it."))
        return code
