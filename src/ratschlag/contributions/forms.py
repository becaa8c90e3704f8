"""What people's own words must satisfy when they are typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ratschlag.contributions.rules import LONGEST_TEXT


class WordsField(forms.CharField):
    """A text in people's own words: kept as it was typed, but for blanks around it.

    The browser is not told where the text ends (no `maxlength`): it would cut what someone
    pasted without a word. The server says by how much it is too long, and keeps it.
    """

    widget = forms.Textarea

    def __init__(self, *, limit: int = LONGEST_TEXT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> Any:
        # Browsers send two characters for the end of a line, and count one.
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: Any) -> None:
        super().validate(value)
        if over := max(0, len(value) - self.limit):
            raise ValidationError(
                ngettext(
                    "This is %(over)s character too long. Please shorten it a little.",
                    "This is %(over)s characters too long. Please shorten it a little.",
                    over,
                ),
                params={"over": over},
            )
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            raise ValidationError(_("This holds characters that can't be stored."))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A shared computer must not offer one person's words to the next.
        return super().widget_attrs(widget) | {"autocomplete": "off", "rows": 5, "cols": 40}
