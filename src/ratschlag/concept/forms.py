"""What a section and an edition must satisfy when they are typed in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.concept.compute import is_section_number, number_above
from ratschlag.concept.models import Edition, Section
from ratschlag.concept.rules import (
    EditionState,
    Renders,
    may_be_edition_number,
    may_be_kept_back,
)

# Twenty closely printed pages: a section that is longer wants to be several.
_LONGEST_TEXT = 60_000


class SectionForm(forms.ModelForm[Section]):
    text = forms.CharField(
        label=_("text"),
        required=False,
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("An empty line begins a new paragraph. Signs such as * or # stay as they are."),
    )

    class Meta:
        model = Section
        fields = ("number", "title", "text", "renders", "field")
        help_texts = {
            "number": _("Such as 6, 6.2 or A1. The number says where the section stands."),
            "renders": _("What is taken from the records and stands below the text."),
            "field": _("Only if it shows goals and measures."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = self.instance.process.fields.all()  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if not is_section_number(number):
            raise forms.ValidationError(
                _("This is not a number of a section. Examples: 6, 6.2, 6.2.1 or A1.")
            )
        others = self.instance.process.sections.exclude(pk=self.instance.pk)
        if others.filter(number=number).exists():
            raise forms.ValidationError(_("There is a section with this number already."))
        above = number_above(number)
        if above and not others.filter(number=above).exists():
            raise forms.ValidationError(
                _("There is no section %(number)s. Please write it first."),
                params={"number": above},
            )
        return number

    def clean(self) -> dict[str, Any]:
        renders, field = map(self.cleaned_data.get, ("renders", "field"))
        if renders == Renders.FIELD and not field and "field" not in self.errors:
            self.add_error("field", _("Please choose the field whose goals and measures it shows."))
        elif field and renders != Renders.FIELD:
            self.add_error(
                "field",
                _("Only a section that shows goals and measures has a field. Leave it empty."),
            )
        return self.cleaned_data


class EditionForm(forms.ModelForm[Edition]):
    class Meta:
        model = Edition
        fields = ("number", "state", "reason", "is_public")
        help_texts = {
            "number": _("Such as 0.9, 1.0-rc1 or 1.0. It can't be used again."),
            "reason": _("A sentence for everyone who has read the edition before."),
            "is_public": _("Only a working draft can be kept from the public."),
        }

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if not may_be_edition_number(number):
            raise forms.ValidationError(
                _("A number has letters, digits, full stops and hyphens, such as 0.9 or 1.0-rc1.")
            )
        if self.instance.process.editions.filter(number=number).exists():
            raise forms.ValidationError(_("There is an edition with this number already."))
        return number

    def clean(self) -> dict[str, Any]:
        state, is_public = map(self.cleaned_data.get, ("state", "is_public"))
        if state and not is_public and not may_be_kept_back(EditionState(state)):
            self.add_error("is_public", _("Only a working draft can be kept from the public."))
        return self.cleaned_data
