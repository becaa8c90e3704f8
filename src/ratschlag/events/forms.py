"""What a meeting must satisfy when it is typed in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.events.models import Event, EventResult
from ratschlag.events.rules import EventState
from ratschlag.lib.dates import Precision
from ratschlag.lib.forms import PartialDateField, RowsField, a_time
from ratschlag.lib.slugs import free_slug
from ratschlag.people.models import Organisation


class EventForm(forms.ModelForm[Event]):
    """`today` is the domain clock's day: nothing was held in the future."""

    held = PartialDateField(label=_("date"), required=False)
    participants = RowsField(
        label=_("Who took part"),
        queryset=Organisation.objects.all(),
        required=False,
    )

    class Meta:
        model = Event
        fields = (
            "title", "kind", "field", "purpose", "audience", "held", "starts_at", "ends_at",
            "venue", "access_notes", "chair", "is_public", "state", "cancel_reason", "attended", "participants",
        )  # fmt: skip
        widgets = {"starts_at": a_time(), "ends_at": a_time()}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["field"].queryset = self.instance.process.fields.all()  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            before = self.instance.participations.values_list("organisation_id", flat=True)
            self.initial.update(held=self.instance.held, participants=list(before))

    def clean(self) -> dict[str, Any]:
        held, starts_at, ends_at = map(self.cleaned_data.get, ("held", "starts_at", "ends_at"))
        if ends_at and not starts_at:
            self.add_error("starts_at", _("There is an end but no beginning. Please fill in both."))
        elif ends_at and starts_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end must lie after the beginning."))
        if starts_at and held and held.precision is not Precision.DAY:
            self.add_error("held", _("With a time of day the date needs a day."))
        is_held = self.cleaned_data.get("state") == EventState.HELD
        if is_held and held and not (held.first and held.first <= self.today):
            self.add_error("state", _("The date has not come yet, so it can't have been held."))
        is_cancelled = self.cleaned_data.get("state") == EventState.CANCELLED
        if is_cancelled and not self.cleaned_data.get("cancel_reason"):
            self.add_error("cancel_reason", _("Please say why the meeting is cancelled."))
        return self.cleaned_data

    def slug(self) -> str:
        taken = self.instance.process.events.values_list("slug", flat=True)
        return free_slug(self.cleaned_data["title"], taken)

    def participants_in_order(self) -> list[Organisation]:
        """Those who were noted before in their order, new ones behind."""
        before = list(self.initial.get("participants", []))
        return sorted(
            self.cleaned_data["participants"],
            key=lambda org: before.index(org.pk) if org.pk in before else len(before),
        )


class ResultForm(forms.ModelForm[EventResult]):
    class Meta:
        model = EventResult
        fields = ("kind", "text")
