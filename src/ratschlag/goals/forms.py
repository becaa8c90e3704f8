"""What goals, measures and their origins must satisfy when they are typed in.

A figure that is missing is not an error: a sheet may be saved unfinished.
"""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.goals.models import (
    GOAL_STATE_LABELS,
    MEASURE_STATE_LABELS,
    ORIGIN_LABELS,
    Goal,
    Measure,
)
from ratschlag.goals.rules import (
    GoalLevel,
    GoalState,
    MeasureState,
    OriginKind,
    next_goal_states,
    next_measure_states,
)
from ratschlag.lib.dates import PartialDate
from ratschlag.lib.forms import PartialDateField, RowsField
from ratschlag.people.models import Organisation

_LONGEST_TEXT = 4000
_MOST_EUROS = 2_000_000_000
# "84 000", "84.000 Euro", "84000,00 €": in German a full stop parts thousands.
_EUROS = re.compile(r"(\d{1,3}(?:[.\s]\d{3})+|\d+)(?:,(?:00|-|–))?\s*(?:€|euros?|eur)?", re.I)


class EurosField(forms.IntegerField):
    """Whole euros as people write them. Django's own field would read "84.000" as 84."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("This is not a sum in whole euros. Examples: 0, 84000, 84.000 or 84 000 Euro.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=_MOST_EUROS, required=False, **kwargs)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return super().to_python(value)
        if not str(value).strip():
            return None
        found = _EUROS.fullmatch(str(value).strip())
        # Python refuses to read numbers of thousands of digits.
        if not found or len(found[1]) > 20:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(re.sub(r"\D", "", found[1]))


def _one_line() -> forms.Textarea:
    """A field that grows with its sentence."""
    return forms.Textarea(attrs={"rows": 1})


def _clean_code(form: "GoalForm | MeasureForm") -> str:
    """Left empty it will be the next free one."""
    code: str = form.cleaned_data["code"]
    others = type(form.instance)._default_manager.filter(process=form.instance.process_id)
    if code and others.filter(code=code).exclude(pk=form.instance.pk).exists():
        raise forms.ValidationError(_("This number is taken. Choose another one."))
    return code


def _set_choices(field: forms.Field, rows: Any) -> None:
    field.queryset = rows  # type: ignore[attr-defined]


class GoalForm(forms.ModelForm[Goal]):
    class Meta:
        model = Goal
        fields = ("title", "level", "field", "parent", "code")
        widgets = {"title": _one_line()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        process = self.instance.process
        _set_choices(self.fields["field"], process.fields.all())
        others = Goal.objects.standing().in_order().filter(process=process)
        _set_choices(self.fields["parent"], others.exclude(pk=self.instance.pk))
        self.fields["parent"].label = _("belongs to the goal")
        self.fields["code"].required = False
        self.fields["code"].help_text = _("Left empty it gets the next free number.")

    clean_code = _clean_code

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        level, field = self.cleaned_data.get("level"), self.cleaned_data.get("field")
        if level == GoalLevel.ACTION and not field and "field" not in self.errors:
            self.add_error("field", _("Please choose the field of action that the goal is for."))
        return self.cleaned_data


class MeasureForm(forms.ModelForm[Measure]):
    """The sheet of a measure: only what is done, and in which field, must be said at once."""

    starts = PartialDateField(label=_("From when?"), required=False)
    ends = PartialDateField(label=_("Until when?"), required=False)
    cost_per_year = EurosField(label=_("What does it cost per year?"))
    cost_once = EurosField(label=_("What does it cost once?"))
    description = forms.CharField(
        label=_("What exactly is done?"),
        max_length=_LONGEST_TEXT,
        required=False,
        widget=forms.Textarea,
    )
    need = forms.CharField(
        label=_("Why is it needed?"),
        max_length=_LONGEST_TEXT,
        required=False,
        widget=forms.Textarea,
        help_text=_("It stands in the concept below the measure."),
    )
    partners = RowsField(label=_("Who helps?"), queryset=Organisation.objects.all(), required=False)

    class Meta:
        model = Measure
        fields = (
            "title", "field", "goal", "lead", "target_group", "starts", "ends", "is_continuous",
            "funding", "cost_per_year", "cost_once", "indicator", "target_value",
            "indicator_source", "place", "priority", "code", "description", "need", "partners",
        )  # fmt: skip
        widgets = {"title": _one_line()}
        labels = {
            "title": _("What is done?"),
            "lead": _("Who is responsible?"),
            "target_group": _("For whom?"),
            "is_continuous": _("It goes on without an end"),
            "funding": _("Who pays?"),
            "indicator": _("How does one see that it works?"),
            "target_value": _("Which value shall be reached?"),
            "indicator_source": _("Where does the value come from?"),
            "place": _("Where in the city?"),
        }
        help_texts = {"title": _("A sentence that could stand in the newspaper.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        process = self.instance.process
        _set_choices(self.fields["field"], process.fields.all())
        # The goal that it has stays a choice, also when it was dropped.
        goals = Goal.objects.standing() | Goal.objects.filter(pk=self.instance.goal_id or 0)
        _set_choices(self.fields["goal"], goals.filter(process=process).in_order())
        self.fields["code"].required = False
        self.fields["code"].help_text = _("Left empty it gets the next free number.")
        if not self.instance._state.adding:
            before = self.instance.partners.values_list("organisation_id", flat=True)
            self.initial.update(
                starts=self.instance.starts, ends=self.instance.ends, partners=list(before)
            )

    clean_code = _clean_code

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if not isinstance(ends, PartialDate) or not ends.last:
            return self.cleaned_data
        # An end without a beginning may be: a sheet is saved unfinished.
        if starts and starts.first and ends.last < starts.first:
            self.add_error(
                "ends", _("The end lies before the beginning. Please change one of the two.")
            )
        if self.cleaned_data.get("is_continuous"):
            self.add_error(
                "ends", _("It goes on without an end. Leave the end empty, or take the tick away.")
            )
        return self.cleaned_data

    def partners_in_order(self) -> list[Organisation]:
        """Those who were named before in their order, new ones behind; who leads is no partner."""
        before = list(self.initial.get("partners", []))
        chosen = [row for row in self.cleaned_data["partners"] if row.pk != self.instance.lead_id]
        return sorted(
            chosen, key=lambda org: before.index(org.pk) if org.pk in before else len(before)
        )


class OriginForm(forms.Form):
    """One of the sources that were found, and how it became part of the goal or measure."""

    source = forms.ChoiceField(label=_("Where does it come from?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("How?"), choices=[(kind, ORIGIN_LABELS[kind]) for kind in OriginKind]
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, sources: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]


class MeasureStateForm(forms.Form):
    """One step on, or out; whoever drops a measure says why."""

    state = forms.ChoiceField(label=_("New state"))
    reason = forms.CharField(
        label=_("Why is it dropped?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone can read it. Only needed if the measure is dropped."),
    )

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = next_measure_states(MeasureState(measure.state))
        choices = [(state, MEASURE_STATE_LABELS[state]) for state in states]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        dropped = self.cleaned_data.get("state") == MeasureState.DROPPED
        if dropped and not self.cleaned_data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please say why the measure is dropped."))
        return self.cleaned_data


class GoalStateForm(forms.Form):
    state = forms.ChoiceField(label=_("New state"))

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(s, GOAL_STATE_LABELS[s]) for s in next_goal_states(GoalState(goal.state))]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


class MoveAllForm(forms.Form):
    """All measures of a process that stand one step before, and their goals if wanted."""

    state = forms.ChoiceField(
        label=_("New state"),
        choices=[
            (MeasureState.PLANNED, _("planned: all that are proposed")),
            (MeasureState.ADOPTED, _("decided: all that are planned")),
        ],
    )
    with_goals = forms.BooleanField(label=_("Their goals too"), required=False)
