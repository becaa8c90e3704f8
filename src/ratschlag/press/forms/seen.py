"""What lay before a person when they began to write."""

from typing import Any

from django import forms
from django.utils.functional import Promise


class Seen(forms.CharField):
    """The fingerprint of what lay before the person; nobody types it."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=64, widget=forms.HiddenInput)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def check_seen(form: forms.BaseForm, now: str, meanwhile: Promise) -> None:
    """Say `meanwhile` once when somebody else saved; who saves again has read that."""
    if form.cleaned_data.pop("seen", "") not in ("", now):
        form.add_error(None, str(meanwhile))
        show_seen(form, now)


def show_seen(form: forms.BaseForm, now: object) -> None:
    """The form, shown again, comes with what is there now."""
    form.data = {**form.data, form.add_prefix("seen"): now}
