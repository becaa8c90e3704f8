"""What staff type about themselves, and the register of organisations."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.forms import free_slug
from ratschlag.people.models import Organisation, Person


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are given by the coordinator; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class LogInForm(LoginForm):
    """The log-in of allauth without "remember me": every session ends after twelve hours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)


class OrganisationForm(forms.ModelForm[Organisation]):
    class Meta:
        model = Organisation
        fields = ("name", "kind", "is_group")

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = Organisation.objects.filter(name__iexact=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is an organisation with this name already."))
        return name

    def slug(self) -> str:
        """The address of a new organisation, from its name."""
        taken = Organisation.objects.values_list("slug", flat=True)
        return free_slug(self.cleaned_data["name"], taken)


class SettingsForm(forms.ModelForm[Person]):
    class Meta:
        model = Person
        fields = ("name", "language")
