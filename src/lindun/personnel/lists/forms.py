"""What personnel gives and chooses when a list of staff is brought."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lindun.personnel.lists.columns import Column, Heading
from lindun.personnel.lists.words import FIELDS

ACCEPT = ".xlsx,.xls,.csv,.txt"


class ListForm(forms.Form):
    """A list of staff."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Export it again and look into it first."),
        },
    )

    @property
    def list(self) -> UploadedFile[Any]:
        """The uploaded file, once the form is valid."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        return file


class ColumnsForm(forms.Form):
    """For every column what it is, or that it is not read."""

    def __init__(self, data: Any = None, *, heading: Heading) -> None:
        super().__init__(data)
        self._heading = heading
        for column in heading.columns:
            self.fields[_name(column)] = forms.ChoiceField(
                label=column.heading,
                required=False,
                choices=[("", _("Not read")), *((field.value, words) for field, words in FIELDS.items())],
                initial=column.field or "",
            )

    def clean(self) -> dict[str, Any]:
        said = [field for field in self.cleaned_data.values() if field]
        if len(set(said)) < len(said):
            raise forms.ValidationError(_("Two columns are said to be the same. Choose one of them."))
        return self.cleaned_data

    def said(self) -> dict[str, str]:
        """What was chosen for every column, once the form is valid."""
        return {str(column.index): self.cleaned_data[_name(column)] for column in self._heading.columns}

    def of(self, column: Column) -> forms.BoundField:
        return self[_name(column)]


class SeenForm(forms.Form):
    """The mark of what was looked at."""

    seen = forms.CharField(max_length=32)


def _name(column: Column) -> str:
    return f"column_{column.index}"
