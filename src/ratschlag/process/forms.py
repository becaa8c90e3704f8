"""What a plan must satisfy when it is typed in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.dates import PartialDate
from ratschlag.lib.forms import (
    PartialDateField,
    RowField,
    RowsField,
    a_day,
    check_order,
)
from ratschlag.lib.slugs import free_slug
from ratschlag.people.models import Organisation
from ratschlag.process.models import Document, Field, Milestone, Phase, Process, ShortAddress
from ratschlag.process.rules import as_target


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


class DocumentForm(forms.ModelForm[Document]):
    adopted = PartialDateField(label=_("adopted"))
    superseded_by = RowField(
        label=_("superseded by"), queryset=Document.objects.none(), required=False
    )

    class Meta:
        model = Document
        fields = ("title", "adopted", "adopted_by", "is_outcome")

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = process.predecessors.exclude(pk=self.instance.pk)
        self.fields["superseded_by"].queryset = others  # type: ignore[attr-defined]
        if self.instance._state.adding:
            del self.fields["superseded_by"]
        else:
            self.initial["adopted"] = self.instance.adopted
            self.initial["superseded_by"] = self.instance.superseded_by_id

    def clean_adopted(self) -> PartialDate:
        adopted: PartialDate = self.cleaned_data["adopted"]
        if not adopted.is_known:
            raise forms.ValidationError(_("Say when it was adopted, as precisely as it is known."))
        return adopted

    def slug(self) -> str:
        taken = Document.objects.values_list("slug", flat=True)
        return free_slug(self.cleaned_data["title"], list(taken))


class AddressForm(forms.Form):
    """Where a short address leads; a new one is given its word, too. `own` is the site's."""

    path = forms.CharField(
        label=_("short address"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens, such as mitmachen. It stays for ever."),
    )
    process = RowField(
        label=_("leads to the process"), queryset=Process.objects.all(), required=False
    )
    target = forms.CharField(
        label=_("or to a public page"),
        max_length=300,
        required=False,
        help_text=_("Its address, copied from the browser, such as /faq/."),
    )

    def __init__(
        self, *args: Any, own: str, short: ShortAddress | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        if short:
            del self.fields["path"]
            self.initial.update(process=short.process_id, target=short.target)

    def clean_path(self) -> str:
        return str(self.cleaned_data["path"]).strip().strip("/").lower()

    def clean_target(self) -> str:
        typed: str = self.cleaned_data["target"]
        target = as_target(typed, own=self.own) if typed else ""
        if typed and not target:
            raise forms.ValidationError(
                _("This is no page of this site. Copy the address from the browser.")
            )
        return target
