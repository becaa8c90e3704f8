"""What must be satisfied to flag a contribution, to name its field, and to read a second time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import Contribution
from ratschlag.lib.forms import RowField, RowsField
from ratschlag.process.models import Field
from ratschlag.synthesis.forms import OfContribution, part_field
from ratschlag.synthesis.models import Theme
from ratschlag.synthesis.rules import Verdict


class FlagForm(OfContribution):
    note = forms.CharField(label=_("What should be looked at"), max_length=300, required=False)


class FieldForm(OfContribution):
    field = RowField(
        label=_("field of action"), queryset=Field.objects.none(), empty_label=_("please choose")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        process = self.contribution.process
        self.fields["field"].queryset = process.fields.all()  # type: ignore[attr-defined]
        if self.contribution.parts.exists():
            self.fields["part"] = part_field(self.contribution)


class ShareForm(forms.Form):
    percent = forms.IntegerField(
        label=_("Share in percent"),
        help_text=_("So many of a hundred contributions are read by a second person; 0 is none."),
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class SecondForm(OfContribution):
    """What a second person sees in a contribution; several themes, or one."""

    themes = RowsField(label=_("Themes"), queryset=Theme.objects.none())

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, contribution=contribution, **kwargs)
        current = contribution.process.themes.current()
        self.fields["themes"].queryset = current  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[str]:
        """What was ticked, to be ticked again."""
        return self["themes"].value() or []


class SettleForm(OfContribution):
    verdict = forms.ChoiceField(
        label=_("What counts"),
        widget=forms.RadioSelect,
        choices=[
            (Verdict.FIRST, _("what the first person said")),
            (Verdict.SECOND, _("what the second person said")),
            (Verdict.BOTH, _("both together")),
        ],
    )
    reason = forms.CharField(label=_("reason"), max_length=300)
