"""When a release comes out by itself, and what is said about it afterwards."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from ratschlag.journal.queries import domain_now
from ratschlag.lib.forms import a_day, a_time
from ratschlag.press.rules import LONGEST_REASON, State

_MOST_YEARS = 2


class ScheduleForm(forms.Form):
    """A day and a time in the city, still to come."""

    kind = forms.ChoiceField(
        label=_("how"),
        choices=(
            (State.SCHEDULED, _("scheduled: nobody has it before")),
            (
                State.EMBARGOED,
                _("under embargo: the press may have it before, with the date on it"),
            ),
        ),
        widget=forms.RadioSelect,
        initial=State.SCHEDULED,
    )
    day = forms.DateField(label=_("day"), widget=a_day())
    time = forms.TimeField(label=_("time"), widget=a_time())

    def clean(self) -> dict[str, Any]:
        day, time = self.cleaned_data.get("day"), self.cleaned_data.get("time")
        if day is None or time is None:
            return self.cleaned_data
        now = domain_now()
        if not now.year <= day.year <= now.year + _MOST_YEARS:
            self.add_error("day", _("Choose a day within the next two years."))
            return self.cleaned_data
        at = datetime.combine(day, time, get_current_timezone())
        if at <= now:
            past = _("This time is over already. Choose a later one, or publish now.")
            self.add_error("time" if day == now.date() else "day", past)
        self.cleaned_data["at"] = at
        return self.cleaned_data


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label=_("correction"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands above the release with today's date. The text itself stays."),
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone reads it in place of the release. The number stays taken."),
    )
