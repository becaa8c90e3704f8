"""What a clerk types in from paper."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ratschlag.contributions.models import CHANNEL_LABELS, CONTRIBUTION_LANGUAGES
from ratschlag.contributions.rules import BY_HAND
from ratschlag.lib.forms import RowField, a_day
from ratschlag.people.models import Organisation
from ratschlag.survey.compute.keying import marked
from ratschlag.survey.forms.sheets import Filled
from ratschlag.survey.models import Batch
from ratschlag.survey.queries.sheets import Sheet

_MOST_PEOPLE = 100_000


class PaperForm(forms.Form):
    """What is known about a paper besides its words; `today` is the domain clock's day."""

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

    envelope = ("channel", "received_on", "postmarked_on")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        sheet: Sheet,
        has_envelope: bool = True,
        **more: Any,
    ) -> None:
        """Without an envelope of its own how and when it came is known from its batch."""
        super().__init__(data, **more)
        self.today = today
        for name in () if has_envelope else self.envelope:
            del self.fields[name]
        self.filled = Filled(sheet, data, beside=frozenset(self.fields))
        if not self.is_bound:  # what is wrong with a form that was sent is read first
            next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    @property
    def paper(self) -> list[BoundField]:
        return [field for field in self if field.name != "is_unreadable"]

    @property
    def entry(self) -> dict[str, Any]:
        """What was typed in, as compute/keying.py reads it."""
        answers, organisation = self.filled.answers, self.cleaned_data["organisation"]
        return {
            "texts": {key: marked(text) for key, text in answers.texts.items()},
            "chosen": answers.chosen,
            "about": {
                "language": self.cleaned_data["language"],
                "supporters": self.cleaned_data["supporters"],
                "organisation": organisation.pk if organisation else None,
            },
        }

    def is_valid(self) -> bool:
        return super().is_valid() and self.filled.is_valid

    def clean(self) -> dict[str, Any]:
        for error in self.filled.errors:
            self.add_error(None, error)
        received_on, postmarked_on = map(self.cleaned_data.get, ("received_on", "postmarked_on"))
        if received_on and received_on > self.today:
            self.add_error("received_on", _("This day has not come yet."))
        if received_on and postmarked_on and postmarked_on > received_on:
            self.add_error("postmarked_on", _("The postmark is later than the day it came."))
        is_unreadable = self.cleaned_data.get("is_unreadable")
        if self.filled.has_words and is_unreadable:
            self.add_error("is_unreadable", _("There are words. Please take the tick away."))
        elif not self.filled.has_words and not is_unreadable:
            self.add_error(
                None, _("Please type in at least one answer, or tick that it can’t be read.")
            )
        return self.cleaned_data


class VersionField(RowField):
    """Which version of a questionnaire is printed on the papers."""

    def label_from_instance(self, obj: Any) -> str:
        return gettext("Version %(number)s") % {"number": obj.number}


class BatchForm(forms.ModelForm):  # type: ignore[type-arg]
    """A pile of papers that came together."""

    expected = forms.IntegerField(label=_("number of papers"), min_value=1, max_value=_MOST_PEOPLE)

    class Meta:
        model = Batch
        fields = ("name", "channel", "received_on", "postmarked_on", "language", "expected")
        widgets: ClassVar = {"received_on": a_day(), "postmarked_on": a_day()}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        versions = self.instance.survey.versions.all()
        self.fields["version"] = VersionField(
            label=_("version of the questionnaire"), queryset=versions, initial=versions.last()
        )
        if not self.is_bound:  # what is wrong with a form that was sent is read first
            self.fields["name"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        received_on, postmarked_on = map(self.cleaned_data.get, ("received_on", "postmarked_on"))
        if received_on and postmarked_on and postmarked_on > received_on:
            self.add_error("postmarked_on", _("The postmark is later than the day it came."))
        self.instance.version = self.cleaned_data.get("version")
        return self.cleaned_data
