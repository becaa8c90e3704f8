"""A file that is to stand beside a release."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ratschlag.files.imports import FileRefused, Taken, taken
from ratschlag.files.rules import MOST_BYTES


class AttachmentForm(forms.Form):
    title = forms.CharField(
        label=_("title"), max_length=160, help_text=_("What it is; of a picture: what it shows.")
    )
    file = forms.FileField(
        label=_("file"), max_length=200, help_text=_("PDF, PNG or JPEG, at most 8 MB.")
    )
    content: Taken

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".pdf,.png,.jpg,.jpeg"

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 8 MB. Please make it smaller."))
        try:
            self.content = taken(file.read())
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file
