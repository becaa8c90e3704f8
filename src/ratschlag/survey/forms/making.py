"""What must be satisfied to plan a survey, to translate it, and to move it on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ratschlag.city.models import City
from ratschlag.city.rules import SOURCE_LANGUAGE
from ratschlag.languages.rules import TextState
from ratschlag.lib.slugs import free_slug
from ratschlag.survey.models import Survey
from ratschlag.survey.queries.texts import Text
from ratschlag.survey.rules import PUBLIC_ACTS, Act

_LONGEST_WHY = 1000
_LONGEST_TEXT = 4000
_LEAST_CELL = 3
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class MomentField(forms.DateTimeField):
    """A day and a time to the minute, in the city's time zone."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    default_error_messages = {
        "invalid": _("Please write a day and a time, such as 2016-09-05T08:00.")
    }

    def to_python(self, value: Any) -> datetime | None:
        """Databases know no year so far off that it has no time in another zone."""
        found: datetime | None = super().to_python(value)
        if found and not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class SurveyForm(forms.ModelForm[Survey]):
    """A survey as it is planned; its languages are some of the city's."""

    opens_at = MomentField(label=_("opens"))
    closes_at = MomentField(
        label=_("closes"), help_text=_("The whole of this minute still belongs to it.")
    )
    languages = forms.MultipleChoiceField(
        label=_("languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It can only be asked in a language in which nothing is missing."),
    )
    smallest_cell = forms.IntegerField(
        label=_("smallest number shown where two traits cross"),
        min_value=_LEAST_CELL, max_value=1000, initial=5,
    )  # fmt: skip
    keyed_twice = forms.IntegerField(
        label=_("papers in a hundred that two people type in"),
        min_value=0, max_value=100, initial=0,
    )  # fmt: skip
    grace = forms.IntegerField(
        label=_("minutes after the end for who has begun"),
        min_value=0, max_value=1440, initial=30,
    )  # fmt: skip

    class Meta:
        model = Survey
        fields = (
            *("title", "purpose", "rule", "opens_at", "closes_at", "languages"),
            *("is_paged", "is_sealed", "grace", "smallest_cell", "keyed_twice"),
        )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        languages: Any = self.fields["languages"]
        languages.choices = [(code, names[code]) for code in city.languages]
        if not self.initial.get("languages"):
            self.initial["languages"] = list(city.languages)

    def clean_languages(self) -> list[str]:
        """In the order of the city, with the language of record, which nothing can do without."""
        chosen = {*self.cleaned_data["languages"], SOURCE_LANGUAGE}
        languages: Any = self.fields["languages"]
        return [code for code, _name in languages.choices if code in chosen]

    def clean_closes_at(self) -> datetime:
        moment: datetime = self.cleaned_data["closes_at"]
        return moment.replace(second=59)

    def clean(self) -> dict[str, Any]:
        opens_at, closes_at = map(self.cleaned_data.get, ("opens_at", "closes_at"))
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error(
                "closes_at", _("It closes before it opens. Please change one of the two.")
            )
        return self.cleaned_data

    def slug(self) -> str:
        """The address of a new survey, from its title."""
        taken = self.instance.process.surveys.values_list("slug", flat=True)
        return free_slug(self.cleaned_data["title"], {*taken, "neu"})


class OpenSurveyForm(SurveyForm):
    """What may still change while people answer: words, and further languages."""

    opens_at = None  # type: ignore[assignment]
    closes_at = None  # type: ignore[assignment]
    grace = None  # type: ignore[assignment]
    smallest_cell = None  # type: ignore[assignment]
    keyed_twice = None  # type: ignore[assignment]

    class Meta:
        model = Survey
        fields = ("title", "purpose", "rule", "languages")

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class ActForm(forms.Form):
    """Why something is done, and until when where an end is moved."""

    closes_at = MomentField(
        label=_("new end"), help_text=_("The whole of this minute still belongs to it.")
    )
    why = forms.CharField(
        label=_("reason"), max_length=_LONGEST_WHY, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, act: Act, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if act is not Act.EXTEND:
            del self.fields["closes_at"]
        if act in PUBLIC_ACTS:
            self.fields["why"].label = _("reason, which everyone reads")
            self.fields["why"].help_text = _(
                "It stands on the page of the survey. Please name nobody."
            )

    def clean_closes_at(self) -> datetime:
        moment: datetime = self.cleaned_data["closes_at"]
        return moment.replace(second=59)


class TextsForm(forms.Form):
    """Every text of a questionnaire in one language, beside its source."""

    def __init__(self, *args: Any, texts: Sequence[Text], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for text in texts:
            field: Any = text.row._meta.get_field(text.field)
            self.fields[text.name] = forms.CharField(
                label=text.where,
                required=False,
                max_length=field.max_length or _LONGEST_TEXT,
                initial=text.said,
                widget=_box(text.source, language),
            )
            if text.state in (TextState.MACHINE, TextState.STALE):
                self.fields[f"{text.name}-ok"] = forms.BooleanField(
                    label=_("read, and it says the same"), required=False
                )

    @property
    def lines(self) -> list[tuple[Text, Any, Any]]:
        """Each text with its field, and with its tick where there is something to check."""
        return [
            (text, self[text.name], self[f"{text.name}-ok"] if self._has_tick(text) else None)
            for text in self.texts
        ]

    def _has_tick(self, text: Text) -> bool:
        return f"{text.name}-ok" in self.fields

    def written(self) -> list[tuple[Any, str, str]]:
        """What a person wrote or checked: row, field, text."""
        found = []
        for text in self.texts:
            said = self.cleaned_data[text.name]
            if said != text.said or self.cleaned_data.get(f"{text.name}-ok"):
                found.append((text.row, text.field, said))
        return found


def _box(source: str, language: str) -> forms.Textarea:
    rows = max(1, min(8, len(source) // 60 + 1))
    return forms.Textarea(
        attrs={"rows": rows, "dir": "auto", "lang": language.removesuffix("-easy")}
    )
