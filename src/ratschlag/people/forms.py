"""What staff type about themselves, and the register of organisations."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ratschlag.lib.slugs import free_slug
from ratschlag.people.models import Organisation, Person

# What allauth says by itself; here so that our catalogue has it, since allauth's German says Du.
_SAID_BY_ALLAUTH = (
    _("Forgot your password?"),
    _("Please type your current password."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("You must type the same password each time."),
    _("You have signed out."),
    _(
        "You're receiving this email because you or someone else has requested a password reset"
        " for your user account.\nIt can be safely ignored if you did not request a password"
        " reset. Click the link below to reset your password."
    ),
)

# "neu" leads to the form for a new organisation.
_ADDRESS_OF_FORM = "neu"


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are given by the coordinator; nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("desk:today")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow down an address that tries too often, in words and in the status."""
        try:
            super().pre_authenticate(request, **credentials)
        except forms.ValidationError as refusal:
            response = render(request, "account/too_many_attempts.html", status=429)
            response.headers["Retry-After"] = "60"
            raise ImmediateHttpResponse(response) from refusal


class LogInForm(LoginForm):
    """The log-in of allauth without "remember me": every session ends after twelve hours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response: HttpResponse = super().login(request, redirect_url)
        # A moment instead of a duration: work at the desk does not put the end off.
        request.session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))
        return response


class OrganisationForm(forms.ModelForm[Organisation]):
    class Meta:
        model = Organisation
        fields = ("name", "kind", "is_group")

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = Organisation.objects.exclude(pk=self.instance.pk).values_list("name", flat=True)
        # Compared here, because SQLite knows capital letters only from A to Z.
        if name.casefold() in (other.casefold() for other in others):
            raise forms.ValidationError(_("There is an organisation with this name already."))
        return name

    def slug(self) -> str:
        """The address of a new organisation, from its name."""
        taken = {*Organisation.objects.values_list("slug", flat=True), _ADDRESS_OF_FORM}
        return free_slug(self.cleaned_data["name"], taken)


class SettingsForm(forms.ModelForm[Person]):
    class Meta:
        model = Person
        fields = ("name", "language")
