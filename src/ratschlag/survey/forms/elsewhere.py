"""What a file from elsewhere must satisfy, and what is said when it can't be read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.contributions.models import CHANNEL_LABELS, CONTRIBUTION_LANGUAGES
from ratschlag.contributions.rules import Channel
from ratschlag.lib.forms import a_day
from ratschlag.lib.tables import Why
from ratschlag.survey.compute.answers import Wrong
from ratschlag.survey.compute.columns import (
    CHANNEL,
    DAY,
    LANGUAGE,
    POSTMARK,
    Part,
    Target,
    targets_of,
)
from ratschlag.survey.compute.imported import Refused
from ratschlag.survey.compute.private import Private
from ratschlag.survey.imports.tables import MOST_BYTES
from ratschlag.survey.models import Import
from ratschlag.survey.queries import Sheet

WHY_LABELS: dict[Why, Promise] = {
    Why.TOO_LARGE: _(
        "This file is too large: more than 60 MB, 200,000 rows or 1,000 columns. Please split it."
    ),
    Why.NOT_A_TABLE: _("This file can’t be read. Please save it as XLSX or CSV and try again."),
    Why.UNSAFE: _(
        "This file holds parts that don’t belong into a table. "
        "Please save it anew as XLSX without macros."
    ),
    Why.FORMULAS: _("This file holds formulas. Please save it with values only and try again."),
    Why.EMPTY: _("This file is empty."),
    Why.ENCODING: _("The letters of this file can’t be read. Please save it as UTF-8."),
    Why.BROKEN: _("This file is broken. Please save it anew and try again."),
}
# A form looks the same for a file of one byte too many as for a thousand times that.
_MOST_XLSFORM = 10_000_000


class _FileForm(forms.Form):
    most_bytes = MOST_BYTES

    file = forms.FileField(label=_("file"), max_length=200)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.most_bytes:
            raise forms.ValidationError(str(WHY_LABELS[Why.TOO_LARGE]))
        return file


class XlsformForm(_FileForm):
    """A questionnaire as a file."""

    most_bytes = _MOST_XLSFORM

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].help_text = _("An XLSForm (.xlsx), as KoBo and ODK use it.")
        self.fields["file"].widget.attrs["accept"] = ".xlsx"


class AnswersForm(_FileForm):
    """A file of answers."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].help_text = _(
            "CSV or XLSX, at most 60 MB: a result export of LimeSurvey or KoBo, or any table "
            "whose first row names the columns."
        )
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx"


PRIVATE_LABELS: dict[Private, Promise] = {
    Private.ADDRESS: _("address of a computer"),
    Private.TOKEN: _("number or token of a single answer"),
    Private.AGENT: _("device or person at the device"),
    Private.REFERRER: _("address of another page"),
    Private.TIME: _("time"),
    Private.PLACE: _("place"),
    Private.PERSON: _("name or address of a person"),
    Private.TECHNICAL: _("kept by the other tool for itself"),
    Private.DAY_ONLY: _("the time was dropped, the day stays"),
}
REFUSED_LABELS: dict[str, Promise] = {
    Refused.NOT_SENT: _("The answer was never sent."),
    Refused.NOTHING_SAID: _("There is no answer in it."),
    Refused.NO_DAY: _("There is no day on which it came."),
    Refused.FUTURE: _("This day has not come yet."),
    Refused.POSTMARK: _("The postmark is later than the day it came."),
    Refused.CHANNEL: _("This channel is not known."),
    Wrong.TOO_LONG: _("The text is too long."),
    Wrong.NOT_STORABLE: _("This holds characters that can't be stored."),
    Wrong.NOT_AN_OPTION: _("This is none of the answers to the question."),
    Wrong.TOO_MANY: _("Too many answers are chosen."),
    Wrong.TOO_FEW: _("Too few answers are chosen."),
    Wrong.NOT_A_NUMBER: _("This is no number."),
    Wrong.TOO_SMALL: _("The number is too small."),
    Wrong.TOO_LARGE: _("The number is too large."),
    Wrong.NOT_A_DAY: _("This is no day."),
    Wrong.RANKED_TWICE: _("Two answers have the same place."),
}
FACT_LABELS = {
    CHANNEL: _("channel"),
    LANGUAGE: _("language"),
    DAY: _("received on"),
    POSTMARK: _("date of the postmark"),
}


class ColumnsForm(forms.Form):
    """What each column of a file means, and what holds for all its rows."""

    channel = forms.ChoiceField(
        label=_("channel"), choices=[(channel, CHANNEL_LABELS[channel]) for channel in Channel]
    )
    language = forms.ChoiceField(label=_("language"), choices=CONTRIBUTION_LANGUAGES)
    received_on = forms.DateField(
        label=_("received on"),
        widget=a_day(),
        required=False,
        help_text=_("For rows that name no day."),
    )
    keep_as = forms.CharField(
        label=_("Keep this assignment as"), max_length=60, required=False,
        help_text=_("With a name it can be used for the next file."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, row: Import, sheet: Sheet, today: date,
        kept: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """`kept` is a mapping that was kept: tokens by the names of columns."""
        super().__init__(data)
        self.row, self.today = row, today
        self._targets = targets_of(sheet.questionnaire)
        self._add_columns(_choices(sheet, self._targets), kept)
        for name in ("channel", "language", "received_on"):
            self.initial[name] = row.plan.get(name)
        self.initial["language"] = self.initial["language"] or SOURCE_LANGUAGE

    def _add_columns(self, choices: list[Any], kept: Mapping[str, str] | None) -> None:
        for at, name in enumerate(self.row.columns):
            token = self.row.plan["tokens"][at] if kept is None else kept.get(name, "")
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=name or _("column %(number)s") % {"number": at + 1},
                choices=choices, required=False, initial=token,
            )  # fmt: skip

    @property
    def about(self) -> list[BoundField]:
        return [self[name] for name in ("channel", "language", "received_on", "keep_as")]

    @property
    def columns(self) -> list[BoundField]:
        return [self[f"column_{at}"] for at in range(len(self.row.columns))]

    @property
    def tokens(self) -> list[str]:
        return [self.cleaned_data[f"column_{at}"] for at in range(len(self.row.columns))]

    @property
    def facts(self) -> dict[str, Any]:
        day = self.cleaned_data["received_on"]
        return {
            "channel": self.cleaned_data["channel"],
            "language": self.cleaned_data["language"],
            "received_on": day.isoformat() if day else None,
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, str] = {}
        for at in range(len(self.row.columns)):
            name = f"column_{at}"
            token = self.cleaned_data.get(name, "")
            if token and token in said:
                self.add_error(name, _("Another column goes there already."))
            said[token] = name
        if not any(token in self._targets for token in said) and not self.errors:
            self.add_error(None, _("Please assign at least one column to a question."))
        day = self.cleaned_data.get("received_on")
        if day and day > self.today:
            self.add_error("received_on", _("This day has not come yet."))
        elif not day and DAY not in said and "received_on" not in self.errors:
            self.add_error("received_on", _("Please name the day on which the answers came."))
        return self.cleaned_data


def _choices(sheet: Sheet, targets: Mapping[str, Target]) -> list[Any]:
    """All that a column can mean, question by question."""
    groups: list[Any] = [("", _("leave out")), (_("About the answer"), list(FACT_LABELS.items()))]
    for question in [*sheet.questions, *sheet.details]:
        own = [target for target in targets.values() if target.key == question.key]
        title = question.wordings["text" if "text" in question.wordings else "label"].text
        groups.append((f"{question.key}: {title[:60]}", [(t.token, _part(t)) for t in own]))
    return groups


def _part(target: Target) -> str:
    label = target.label.get(SOURCE_LANGUAGE, "")[:60]
    words = {
        Part.WHOLE: _now("the whole answer"),
        Part.DETAIL: _now("what they say about themselves"),
        Part.OTHER: _now("what was written under “other”"),
        Part.AT_PLACE: _now("what is at place %(place)s") % {"place": target.which},
        Part.PLACE_OF: _now("place of: %(answer)s") % {"answer": label},
        Part.ROW: _now("row: %(row)s") % {"row": label},
        Part.OPTION: _now("chosen: %(answer)s") % {"answer": label or _now("other")},
    }
    return f"{target.token} – {words[target.part]}"
