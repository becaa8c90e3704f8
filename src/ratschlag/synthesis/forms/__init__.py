"""What must be satisfied to read a contribution, to order it, and to answer it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ratschlag.city.rules import LANGUAGES, NATIVE_NAMES, SOURCE_LANGUAGE
from ratschlag.contributions.models import (
    CHANNEL_LABELS,
    CONTRIBUTION_LANGUAGES,
    PUBLICATION_LABELS,
    Contribution,
    Part,
)
from ratschlag.contributions.queries import quote_of
from ratschlag.contributions.rules import LONGEST_TEXT, WITHHELD
from ratschlag.lib.errors import DomainError
from ratschlag.lib.forms import RowField, RowsField, a_day
from ratschlag.lib.slugs import free_slug
from ratschlag.process.models import Process
from ratschlag.synthesis.models import OUTCOME_LABELS, Coding, Outcome, Theme
from ratschlag.synthesis.queries import codings_of
from ratschlag.synthesis.queries.board import proposed_for
from ratschlag.synthesis.queries.desk import Filter, readable
from ratschlag.synthesis.queries.private import without_private
from ratschlag.synthesis.rules import OF_THEMES

# Beside the original there is room for words such as "[name removed]".
_LONGEST_BESIDE = 2 * LONGEST_TEXT
_PARTS = 4
_TO_CHOOSE = ("", _("please choose"))


def is_done(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do what a valid form asks for; a refusal of the domain is said at the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _long_text(label: Any, **options: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"dir": "auto"})
    return forms.CharField(label=label, max_length=_LONGEST_BESIDE, widget=box, **options)


class FilterForm(forms.Form):
    """A word that nobody knows narrows nothing."""

    stand = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("all")), ("unread", _("not read yet")), ("uncoded", _("not coded yet"))],
    )
    weg = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("all")), *CHANNEL_LABELS.items()]
    )
    sprache = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("all")), *CONTRIBUTION_LANGUAGES]
    )
    suche = forms.CharField(label=_("Words"), required=False, max_length=100)

    def wanted(self) -> Filter:
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return Filter(
            state=chosen["stand"],
            channel=chosen["weg"],
            language=chosen["sprache"],
            words=chosen["suche"],
        )


class OfContribution(forms.Form):
    """A form on the sheet of one contribution; each has its own ids there."""

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}_%s")
        super().__init__(*args, **kwargs)
        self.contribution = contribution


class RedactForm(OfContribution):
    text = _long_text(_("text as everyone may read it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        redaction = getattr(self.contribution, "redaction", None)
        text = self.contribution.text
        begun = redaction.text if redaction else without_private(text, self.contribution.language)
        self.initial.setdefault("text", begun)


class WithholdForm(OfContribution):
    publication = forms.ChoiceField(
        label=_("Why it is not published"),
        choices=[(value, PUBLICATION_LABELS[value]) for value in WITHHELD],
        widget=forms.RadioSelect,
    )


class LanguageForm(OfContribution):
    language = forms.ChoiceField(label=_("language"), choices=CONTRIBUTION_LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", self.contribution.language)


class TranslateForm(OfContribution):
    language = forms.ChoiceField(label=_("language"))
    text = _long_text(_("translation"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [code for code in LANGUAGES if code != self.contribution.language]
        self.fields["language"].choices = [(code, NATIVE_NAMES[code]) for code in others]  # type: ignore[attr-defined]
        first = others[0]
        known = {row.language: row.text for row in self.contribution.translations.all()}
        self.initial.update(language=first, text=known.get(first, ""))


class SplitForm(OfContribution):
    """Passages of one contribution, each in a field of its own; the words stay as they are."""

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = " ".join(text.split())
        for number in range(1, _PARTS + 1):
            label = _("Part %(number)s") % {"number": number}
            self.fields[f"part_{number}"] = _long_text(label, required=number <= 2)
            self.initial[f"part_{number}"] = text if number <= 2 else ""

    def texts(self) -> list[str]:
        return list(filter(None, map(self.cleaned_data.get, self.fields)))

    def clean(self) -> dict[str, Any]:
        for name, passage in list(self.cleaned_data.items()):
            if " ".join(passage.split()) not in self.text:
                self.add_error(name, _("Please leave the words as they are, and only cut."))
        if not self.errors and len(set(self.texts())) < len(self.texts()):
            self.add_error(None, _("Two parts are the same. Please leave in each what is its own."))
        return self.cleaned_data


class DuplicateForm(OfContribution):
    of = forms.IntegerField(
        label=_("number of the other contribution"),
        help_text=_("It stands over the other one. Both voices are counted."),
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_of(self) -> Contribution:
        others = readable(self.contribution.process).exclude(pk=self.contribution.pk)
        found = others.filter(pk=self.cleaned_data["of"]).first()
        if not found:
            raise forms.ValidationError(gettext("There is no other contribution with this number."))
        return found


class PartField(RowField):
    """The whole contribution (empty) or one of its parts."""

    def label_from_instance(self, part: Part) -> str:
        return gettext("Part %(number)s") % {"number": part.position}


def part_field(contribution: Contribution) -> PartField:
    return PartField(
        label=_("What of it"),
        queryset=contribution.parts.all(),
        empty_label=_("the whole contribution"),
        required=False,
        blank=True,
        widget=forms.RadioSelect,
    )


class AssignForm(OfContribution):
    themes = RowsField(label=_("Themes"), queryset=Theme.objects.none())
    reason = forms.CharField(label=_("reason"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = self.contribution.process.themes.at_the_desk()
        self.fields["themes"].queryset = found  # type: ignore[attr-defined]
        if self.contribution.parts.exists():
            self.fields["part"] = part_field(self.contribution)

    @property
    def chosen(self) -> list[str]:
        """What was ticked, to be ticked again."""
        return self["themes"].value() or []


class ThemeForm(forms.ModelForm[Theme]):
    """A theme; its address part is made from its first title and stays."""

    class Meta:
        model = Theme
        fields = ("title", "field", "summary")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = self.instance.process.fields.all()  # type: ignore[attr-defined]

    def slug(self) -> str:
        return free_theme_slug(self.instance.process, self.cleaned_data["title"])


class NewThemeForm(ThemeForm):
    """The same on the sheet of a contribution, which is the first that speaks of it."""

    class Meta(ThemeForm.Meta):
        fields = ("title", "field")  # type: ignore[assignment]

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        theme = Theme(process=contribution.process)
        super().__init__(*args, instance=theme, auto_id="newtheme_%s", **kwargs)
        if contribution.parts.exists():
            self.fields["part"] = part_field(contribution)


def free_theme_slug(process: Process, title: str) -> str:
    return free_slug(title, set(process.themes.values_list("slug", flat=True)))


class MergeForm(forms.Form):
    into = RowField(
        label=_("merge into"), queryset=Theme.objects.none(), empty_label=_("please choose")
    )

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = theme.process.themes.at_the_desk().exclude(pk=theme.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class CodingsField(RowsField):
    """Contributions of a theme to tick, with their words."""

    def label_from_instance(self, coding: Coding) -> str:
        text = coding.part.text if coding.part else coding.contribution.text
        quote = quote_of(coding.contribution, get_language() or SOURCE_LANGUAGE)
        return format_html(
            '<span lang="{}" dir="auto">{}</span> {}',
            quote.language,
            text or gettext("(without text)"),
            f"({quote.translation})" if quote.translation else "",
        )


class SplitThemeForm(forms.Form):
    title = forms.CharField(label=_("title of the new theme"), max_length=160)
    codings = CodingsField(
        label=_("Contributions that go into the new theme"), queryset=Coding.objects.none()
    )

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = codings_of(theme).select_related("contribution__redaction", "part")
        found = found.prefetch_related("contribution__translations")
        self.fields["codings"].queryset = found  # type: ignore[attr-defined]


class ChosenThemesForm(forms.Form):
    """Themes that were ticked on the board; in addresses they are `?thema=`."""

    thema = RowsField(
        label=_("Themes"), queryset=Theme.objects.none(), widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thema"].queryset = process.themes.at_the_desk()  # type: ignore[attr-defined]

    def chosen(self) -> list[Theme]:
        """The themes, by title; empty where something else was sent."""
        self.is_valid()
        return list(self.cleaned_data.get("thema", ()))


class MergeChosenForm(ChosenThemesForm):
    """Which of the ticked themes stays; the others go into it."""

    into = RowField(
        label=_("Which one stays"),
        queryset=Theme.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, themes: list[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [theme.pk for theme in themes]
        self.fields["into"].queryset = Theme.objects.filter(pk__in=numbers)  # type: ignore[attr-defined]
        self.initial.setdefault("thema", numbers)


class MoveForm(forms.Form):
    """Contributions of a theme that speak of another one, rather."""

    codings = RowsField(label=_("Contributions"), queryset=Coding.objects.none())
    to = RowField(label=_("to theme"), queryset=Theme.objects.none(), empty_label=_TO_CHOOSE[1])

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = theme.process.themes.at_the_desk().exclude(pk=theme.pk)
        self.fields["codings"].queryset = codings_of(theme)  # type: ignore[attr-defined]
        self.fields["to"].queryset = others  # type: ignore[attr-defined]
        self.fields["codings"].error_messages["required"] = gettext(
            "Please tick the contributions that you want to move."
        )
        self.fields["to"].error_messages["required"] = gettext("Please choose a theme.")

    @property
    def ticked(self) -> list[str]:
        return self["codings"].value() or []


class AcceptForm(forms.Form):
    """What the machine proposes for a theme; ticked is what a person agrees with."""

    codings = RowsField(label=_("Contributions"), queryset=Coding.objects.none())

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codings"].queryset = proposed_for(theme)  # type: ignore[attr-defined]


class OutcomeForm(forms.Form):
    """What became of a theme; with `is_own` of one contribution."""

    value = forms.ChoiceField(label=_("outcome"))
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea, max_length=_LONGEST_BESIDE)

    def __init__(
        self, *args: Any, outcome: Outcome | None, is_own: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": "outcome_%s"} | kwargs)
        values = list(OUTCOME_LABELS) if is_own else list(OF_THEMES)
        labels = [(value, OUTCOME_LABELS[value]) for value in values]
        self.fields["value"].choices = [_TO_CHOOSE, *labels]  # type: ignore[attr-defined]
        if outcome:
            self.initial.update(value=outcome.value, reason=outcome.reason)


class AnswerForm(forms.Form):
    text = _long_text(_("answer"), help_text=_("Everyone with this outcome reads it."))
    due_on = forms.DateField(label=_("due"), required=False, widget=a_day())
