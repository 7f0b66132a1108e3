"""What people choose when they want a list, and what the officer gives to be traced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lindun.catalogue.models import DataItem
from lindun.core.policy import Place
from lindun.exports.models import Form
from lindun.requests.access_forms import TIMES

MASKED, CLEAR = "masked", "clear"
DAY = 24 * 60
LONGEST_TEXT = 1_000_000


class OrderForm(forms.Form):
    """A list for one purpose. Only what the purpose needs can be put on it (USE-06)."""

    way = forms.ChoiceField(label=_("How are values shown?"))
    place = forms.TypedChoiceField(label=_("Of whom?"), coerce=int)
    items = forms.MultipleChoiceField(
        label=_("What?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    consent = forms.ChoiceField(label=_("For whom?"), required=False)
    form = forms.ChoiceField(label=_("As which file?"), choices=Form.choices)
    why = forms.CharField(
        label=_("Why is it needed in clear?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only for values in clear: the approvers decide by this sentence."),
    )
    minutes = forms.TypedChoiceField(
        label=_("Made within, from the approval on"),
        coerce=int,
        required=False,
        empty_value=str(DAY),
        choices=[(minutes, label) for minutes, label in TIMES if minutes <= DAY],
    )

    def __init__(
        self,
        *args: Any,
        ways: Iterable[tuple[str, Any]],
        places: Sequence[tuple[Place, str]],
        items: Sequence[DataItem],
        consents: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._places = [place for place, _name in places]
        self.fields["way"].choices = list(ways)  # type: ignore[attr-defined]
        self.fields["consent"].choices = [("", _("for ourselves")), *consents]  # type: ignore[attr-defined]
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (number, name) for number, (_place, name) in enumerate(places)
        ]
        self.fields["items"].choices = [(item.code, item.name) for item in items]  # type: ignore[attr-defined]

    @property
    def chosen_place(self) -> Place:
        """Of a valid form."""
        number: int = self.cleaned_data["place"]
        return self._places[number]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("way") == CLEAR and not said.get("why", "").strip():
            self.add_error("why", _("Say in a sentence why it is needed; the approvers decide by it."))
        return said


class MakeForm(forms.Form):
    """The file of an approved request: only its form is still open."""

    form = forms.ChoiceField(choices=Form.choices)


class TraceForm(forms.Form):
    """A leaked list: a table, or lines as they were found."""

    file = forms.FileField(label=_("A table or text file"), required=False)
    text = forms.CharField(
        label=_("Or the lines themselves"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("file") and not said.get("text", "").strip():
            raise forms.ValidationError("nothing given")
        return said

    @property
    def uploaded(self) -> UploadedFile[Any] | None:
        """Of a valid form."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        return file
