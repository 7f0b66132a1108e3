"""What people give and choose when they bring a roster."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lindun.estates.models import Community
from lindun.residents.intake import ITEM_OF_FIELD
from lindun.residents.roster.vocabulary import Field
from lindun.residents.words import FIELDS

LEAVE_OUT = ""
ACCEPT = ".xlsx,.xls,.csv,.txt,.html"


class UploadForm(forms.Form):
    """A roster file, and the community whose it is."""

    file = forms.FileField(
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Export it again and look into it first."),
        },
    )
    community = forms.TypedChoiceField(
        coerce=int, error_messages={"required": _("Choose the community the roster belongs to.")}
    )

    def __init__(self, *args: Any, communities: Iterable[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].choices = [(each.pk, each.name) for each in communities]  # type: ignore[attr-defined]

    @property
    def roster(self) -> UploadedFile[Any]:
        """The uploaded file, once the form is valid."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        return file


class ColumnsForm(forms.Form):
    """For every column of every sheet, what it is. `sheets` is what the reading has described."""

    def __init__(
        self, *args: Any, sheets: list[dict[str, Any]], catalogued: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._sheets = sheets
        choices = _choices(catalogued)
        for name, column in self._columns():
            shown = "" if column["closed"] or column["field"] == Field.NOT_IMPORTED else column["field"]
            self.fields[name] = forms.ChoiceField(choices=choices, required=False, initial=shown or LEAVE_OUT)

    def said(self) -> dict[str, dict[str, str | None]]:
        """What a person changed: sheet -> column index -> field. Call when valid."""
        changes: dict[str, dict[str, str | None]] = {}
        for number, sheet in enumerate(self._sheets):
            for column in sheet["columns"]:
                name = _name(number, column)
                chosen = self.cleaned_data[name]
                if chosen != self.fields[name].initial:
                    field = chosen or Field.NOT_IMPORTED.value
                    changes.setdefault(sheet["name"], {})[str(column["index"])] = field
        return changes

    def of(self, sheet: int, column: dict[str, Any]) -> forms.BoundField:
        """The select of one column."""
        return self[_name(sheet, column)]

    def _columns(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for number, sheet in enumerate(self._sheets):
            for column in sheet["columns"]:
                yield _name(number, column), column


def _name(sheet: int, column: dict[str, Any]) -> str:
    return f"column_{sheet}_{column['index']}"


def _choices(catalogued: Collection[str]) -> list[tuple[str, Any]]:
    """Fields that may be read: places and notes, and kinds of data that are in the catalogue."""
    known = [
        (field, words)
        for field, words in FIELDS.items()
        if field not in ITEM_OF_FIELD or ITEM_OF_FIELD[Field(field)] in catalogued
    ]
    return [(LEAVE_OUT, _("Leave out")), *known]
