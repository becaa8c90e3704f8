"""What a filled-in form must satisfy: sent by a resident, or typed in by a clerk."""

import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.forms import WordsField
from ratschlag.contributions.models import CHANNEL_LABELS, CONTRIBUTION_LANGUAGES
from ratschlag.contributions.rules import BY_HAND
from ratschlag.languages.queries import wording_of
from ratschlag.lib.forms import RowField, a_day
from ratschlag.people.models import Organisation
from ratschlag.survey.models import Detail, Question
from ratschlag.survey.queries import Sheet

_FORM_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")
_MOST_PEOPLE = 100_000


def fresh_form_key() -> str:
    """Names one sheet of paper, so to say: nobody can guess another's."""
    return secrets.token_urlsafe(24)


class SheetForm(forms.Form):
    """The questions of a survey and what people may say about themselves, by their keys."""

    beside = frozenset({"survey", "form_key"})

    def __init__(self, data: Mapping[str, Any] | None = None, *, sheet: Sheet, **more: Any) -> None:
        super().__init__(data, **more)
        self.sheet = sheet
        for question in sheet.questions:
            self.fields[question.key] = WordsField(
                label=wording_of(question, "text").text, limit=question.limit, required=False
            )
        for detail, options in sheet.details:
            choices = [(option.key, wording_of(option, "label").text) for option in options]
            self.fields[detail.key] = forms.ChoiceField(
                label=wording_of(detail, "label").text,
                choices=[("", _("I’d rather not say")), *choices],
                required=False,
            )

    @property
    def form_key(self) -> str:
        """The key with which the page is sent; a fresh one where it came without a good one."""
        sent = self.data.get("form_key", "") if self.is_bound else ""
        return sent if _FORM_KEY.fullmatch(sent) else fresh_form_key()

    @property
    def asks(self) -> Iterator[tuple[Question, BoundField]]:
        return ((question, self[question.key]) for question in self.sheet.questions)

    @property
    def details(self) -> Iterator[tuple[Detail, BoundField]]:
        return ((detail, self[detail.key]) for detail, _options in self.sheet.details)

    @property
    def typed(self) -> list[tuple[Question, str]]:
        """The answers as they were typed, whatever is wrong with them."""
        texts = ((question, str(field.value() or "")) for question, field in self.asks)
        return [(question, text) for question, text in texts if text.strip()]

    @property
    def texts(self) -> dict[str, str]:
        return {question.key: self.cleaned_data[question.key] for question in self.sheet.questions}

    @property
    def said_of_themselves(self) -> dict[str, str]:
        return {
            detail.key: self.cleaned_data[detail.key] for detail, _options in self.sheet.details
        }

    def clean(self) -> dict[str, Any]:
        known = {*self.fields, *self.beside}
        if not set(self.data) <= known or not _FORM_KEY.fullmatch(self.data.get("form_key", "")):
            self.add_error(
                None, _("This page was out of date. Please look at it and send it again.")
            )
        return self.cleaned_data

    def _has_words(self) -> bool:
        """Whether anything was typed, be it right or wrong."""
        return bool(self.typed)


class AnswerForm(SheetForm):
    """What a resident sends."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self._has_words():
            self.add_error(None, _("Please answer at least one question. One is enough."))
        return self.cleaned_data


class IntakeForm(SheetForm):
    """What a clerk types in from paper; `today` is the domain clock's day."""

    beside = SheetForm.beside | {"csrfmiddlewaretoken", "twin"}
    channel = forms.ChoiceField(
        label=_("channel"), choices=[(channel, CHANNEL_LABELS[channel]) for channel in BY_HAND]
    )
    received_on = forms.DateField(label=_("received on"), widget=a_day())
    postmarked_on = forms.DateField(label=_("date of the postmark"), widget=a_day(), required=False)
    language = forms.ChoiceField(label=_("language"), choices=CONTRIBUTION_LANGUAGES)
    supporters = forms.IntegerField(
        label=_("number of people"), min_value=1, max_value=_MOST_PEOPLE, initial=1
    )
    organisation = RowField(
        label=_("organisation"), queryset=Organisation.objects.all(), required=False
    )
    is_unreadable = forms.BooleanField(label=_("This paper can’t be read"), required=False)

    about_the_paper = (
        *("channel", "received_on", "postmarked_on", "language", "supporters", "organisation"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, today: date, **more: Any) -> None:
        super().__init__(data, **more)
        self.today = today
        if not self.is_bound:  # what is wrong with a form that was sent is read first
            self.fields["channel"].widget.attrs["autofocus"] = True

    @property
    def paper(self) -> list[BoundField]:
        return [self[name] for name in self.about_the_paper]

    @property
    def facts(self) -> dict[str, Any]:
        """What is known about the paper besides its words."""
        return {name: self.cleaned_data[name] for name in (*self.about_the_paper, "is_unreadable")}

    def clean(self) -> dict[str, Any]:
        super().clean()
        received_on, postmarked_on = map(self.cleaned_data.get, ("received_on", "postmarked_on"))
        if received_on and received_on > self.today:
            self.add_error("received_on", _("This day has not come yet."))
        if received_on and postmarked_on and postmarked_on > received_on:
            self.add_error("postmarked_on", _("The postmark is later than the day it came."))
        is_unreadable = self.cleaned_data.get("is_unreadable")
        if self._has_words() and is_unreadable:
            self.add_error("is_unreadable", _("There are words. Please take the tick away."))
        elif not self._has_words() and not is_unreadable:
            self.add_error(
                None, _("Please type in at least one answer, or tick that it can’t be read.")
            )
        return self.cleaned_data
