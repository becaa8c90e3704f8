"""What a plan must satisfy when it is typed in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.forms import PartialDateField, RowsField, a_day, check_order, free_slug
from ratschlag.people.models import Organisation
from ratschlag.process.models import Field, Milestone, Phase, Process


class ProcessForm(forms.ModelForm[Process]):
    class Meta:
        model = Process
        fields = ("title", "introduction", "mandate", "scope_open", "scope_fixed", "level", "lead")


class PhaseForm(forms.ModelForm[Phase]):
    starts = PartialDateField(label=_("beginning"), required=False)
    ends = PartialDateField(label=_("end"), required=False)

    class Meta:
        model = Phase
        fields = ("title", "starts", "ends", "invitation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(starts=self.instance.starts, ends=self.instance.ends)

    def clean(self) -> dict[str, Any]:
        check_order(self, "starts", "ends")
        return self.cleaned_data


class MilestoneForm(forms.ModelForm[Milestone]):
    """`today` is the domain clock's day: nothing has been reached in the future."""

    due = PartialDateField(label=_("due"))

    class Meta:
        model = Milestone
        fields = ("title", "due", "reached_on", "delay_reason")
        widgets = {"reached_on": a_day()}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.instance.due_on:
            self.initial["due"] = self.instance.due

    def clean_reached_on(self) -> date | None:
        reached: date | None = self.cleaned_data["reached_on"]
        if reached and reached > self.today:
            raise forms.ValidationError(
                _("This day lies in the future. Enter it when the milestone has been reached.")
            )
        return reached

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        others = Milestone.objects.filter(process=self.instance.process_id, title=title)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a milestone with this title already."))
        return title


class FieldForm(forms.ModelForm[Field]):
    leads = RowsField(
        label=_("led by"),
        queryset=Organisation.objects.all(),
        required=False,
    )

    class Meta:
        model = Field
        fields = ("title", "description", "leads")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["leads"] = [lead.organisation_id for lead in self.instance.leads.all()]

    def slug(self, process: Process) -> str:
        """The address of a new field, from its title."""
        taken = process.fields.values_list("slug", flat=True)
        return free_slug(self.cleaned_data["title"], taken)

    def leads_in_order(self) -> list[Organisation]:
        """The chosen organisations: those who led before in their order, new ones behind."""
        before = [lead.organisation_id for lead in self.instance.leads.all()]
        chosen = list(self.cleaned_data["leads"])
        return sorted(
            chosen,
            key=lambda org: before.index(org.pk) if org.pk in before else len(before),
        )
