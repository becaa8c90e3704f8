"""What somebody types who wants news, and what the desk types to forget an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import NATIVE_NAMES, html_language
from ratschlag.languages.queries import wording_of
from ratschlag.mail.compute.addresses import LONGEST, normalised
from ratschlag.press.models import Subscriber, Subscription
from ratschlag.press.models.subscriptions import NEWS_LABELS, RHYTHM_LABELS
from ratschlag.press.rules import NewsKind, Rhythm
from ratschlag.process.models import Process

# No process has this name: it is none that a slug may be.
_ALL = "*"


class AddressField(forms.CharField):
    """An e-mail address, in the one way of writing in which it is kept."""

    default_error_messages = {
        "invalid": _("This is not an e-mail address. It looks like this: name@example.org"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("e-mail address"))
        kwargs.setdefault("max_length", LONGEST)
        kwargs["widget"] = forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return normalised(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class _EachInItsOwn(forms.Select):
    """Languages by their own names, each marked as what it is."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["lang"] = html_language(str(value))
        return option


def _language_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("language of the mails"), widget=_EachInItsOwn)


def _rhythm_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("how often"),
        choices=[(rhythm, RHYTHM_LABELS[rhythm]) for rhythm in Rhythm],
        widget=forms.RadioSelect,
        initial=Rhythm.AT_ONCE,
    )


class SubscribeForm(forms.Form):
    email = AddressField()
    kinds = forms.MultipleChoiceField(
        label=_("what about"),
        choices=[(kind, NEWS_LABELS[kind]) for kind in NewsKind],
        widget=forms.CheckboxSelectMultiple,
        initial=list(NewsKind),
        error_messages={"required": _("Please choose at least one kind of news.")},
    )
    process = forms.ChoiceField(label=_("from where"), initial=_ALL)
    rhythm = _rhythm_field()
    language = _language_field()

    def __init__(
        self, *args: Any, processes: list[Process], languages: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._processes = {process.slug: process for process in processes}
        every: list[tuple[str, Any]] = [
            (slug, wording_of(row, "title").text) for slug, row in self._processes.items()
        ]
        every.insert(0, (_ALL, _("everything that the city publishes here")))
        self.fields["process"].choices = every  # type: ignore[attr-defined]
        self.fields["language"].choices = _names(languages)  # type: ignore[attr-defined]

    def wish(self) -> dict[str, Any]:
        """What is asked for, as the action takes it."""
        typed = self.cleaned_data
        return {
            "process": self._processes.get(typed["process"]),
            "kinds": [NewsKind(kind) for kind in typed["kinds"]],
            "language": typed["language"],
            "rhythm": Rhythm(typed["rhythm"]),
        }


class _AnyOfThem(forms.MultipleChoiceField):
    """Some of these, or none; all the same it is not called optional."""

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


class SubscriptionForm(forms.Form):
    """What an address gets; nothing ticked means no more mail."""

    keep = _AnyOfThem(label=_("what you get"), widget=forms.CheckboxSelectMultiple)
    rhythm = _rhythm_field()
    language = _language_field()

    def __init__(
        self,
        *args: Any,
        subscriber: Subscriber,
        wishes: list[tuple[Subscription, str, str]],
        languages: list[str],
        **kwargs: Any,
    ) -> None:
        initial = {
            "keep": [str(row.pk) for row, _kind, _about in wishes],
            "rhythm": subscriber.rhythm,
            "language": subscriber.language,
        }
        super().__init__(*args, **(kwargs | {"initial": initial}))
        self.fields["keep"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), f"{kind}: {about}") for row, kind, about in wishes
        ]
        self.fields["language"].choices = _names(languages)  # type: ignore[attr-defined]

    def change(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "keep": [int(number) for number in typed["keep"]],
            "language": typed["language"],
            "rhythm": Rhythm(typed["rhythm"]),
        }


def _names(languages: list[str]) -> list[tuple[str, str]]:
    return [(code, NATIVE_NAMES[code]) for code in languages]


class ForgetForm(forms.Form):
    email = AddressField()
