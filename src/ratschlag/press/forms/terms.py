"""What a word of the glossary must satisfy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.city.models import City
from ratschlag.city.rules import NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_language
from ratschlag.languages.models import Term, Translation
from ratschlag.languages.rules import LONGEST_EXPLANATION

_FIELDS = ("word", "explanation")


class TermForm(forms.ModelForm[Term]):
    """The word in German and, below, in every language of the city; translators fill in those."""

    class Meta:
        model = Term
        fields = _FIELDS

    def __init__(self, *args: Any, city: City, is_only_words: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["explanation"].widget = forms.Textarea(attrs={"rows": 3})
        for name in _FIELDS if is_only_words else ():
            self.fields[name].disabled = True
        self.languages = [code for code in city.languages if code != SOURCE_LANGUAGE]
        rows = Translation.objects.filter(kind=self.instance.kind, number=self.instance.pk)
        said = {(row.language, row.field): row.text for row in rows}
        for language in self.languages:
            attrs = {"lang": html_language(language), "dir": direction(language)}
            for name, label, longest in (
                ("word", _("word"), 80),
                ("explanation", _("explanation"), LONGEST_EXPLANATION),
            ):
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=f"{NATIVE_NAMES[language]}: {label}",
                    max_length=longest,
                    required=False,
                    initial=said.get((language, name), ""),
                    widget=forms.TextInput(attrs=attrs)
                    if name == "word"
                    else forms.Textarea(attrs=attrs | {"rows": "3"}),
                )

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"]
        others = Term.objects.filter(word__iexact=word).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("This word is in the glossary already."))
        return word

    def texts(self) -> dict[str, dict[str, str]]:
        """What was changed in other languages; the rest keeps its state."""
        found: dict[str, dict[str, str]] = {}
        for language in self.languages:
            for name in _FIELDS:
                if f"{name}_{language}" in self.changed_data:
                    text = self.cleaned_data[f"{name}_{language}"]
                    found.setdefault(language, {})[name] = text
        return found
