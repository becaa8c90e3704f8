"""Form fields and small rules that several rooms share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.dates import UNKNOWN, PartialDate, as_typed, parse_partial_date
from ratschlag.lib.errors import DomainError


class PartialDateField(forms.CharField):
    """A date typed as precisely as it is known; left empty it is unknown."""

    default_error_messages = {
        "invalid": _(
            "This is not a date. Examples: 16.8.2016, August 2016, Q1 2017 or 2017. "
            "Leave it empty if the date is not known."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault(
            "help_text", _("As precise as it is known: 16.8.2016, August 2016, Q1 2017 or 2017.")
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return as_typed(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Any:
        """The typed text as a PartialDate."""
        text = super().clean(value)
        try:
            return parse_partial_date(text) if text else UNKNOWN
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows, ticked one by one; a forged number is refused like any other."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:  # SQLite knows no integers of more than 64 bits
            raise ValidationError(self.error_messages["invalid_list"], code="invalid") from error


class RowField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of several; a forged number is refused like any other."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except (OverflowError, ValueError) as error:  # numbers and signs that no database knows
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from error


def a_day() -> forms.DateInput:
    """The browser's own field for a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def a_time() -> forms.TimeInput:
    """The browser's own field for a time of day."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def check_order(form: forms.BaseForm, first: str, last: str) -> None:
    """Say at the second field when a span would end before it begins."""
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if not isinstance(start, PartialDate) or not isinstance(end, PartialDate):
        return
    if start.first and end.last and end.last < start.first:
        form.add_error(last, _("The end lies before the beginning. Please change one of the two."))
    elif end.first and not start.first:
        form.add_error(first, _("There is an end but no beginning. Please fill in the beginning."))


def is_done(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Act on a valid form; what the domain refuses stands on the form in its own words."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True
