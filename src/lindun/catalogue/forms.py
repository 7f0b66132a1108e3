"""What people fill in about the catalogue."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lindun.catalogue.entering import MOST_HOURS, NewItem, NewPurpose
from lindun.catalogue.models import Category, DataItem, Mask, Way


class ChangeForm(forms.Form):
    """What a cell of the matrix should become, and why the work needs it."""

    necessity = forms.CharField(
        min_length=6,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say in a sentence why the purpose needs this; the second person decides by it."),
            "min_length": _("Say in a sentence why the purpose needs this; the second person decides by it."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, item: DataItem, before: str) -> None:
        super().__init__(data, initial={"after": before})
        ways = [(way, way.label) for way in reversed(Way) if way in item.ways]
        self.fields["after"] = forms.ChoiceField(choices=[*ways, ("", _("Not needed"))], required=False)


class DecisionForm(forms.Form):
    """The second person's answer."""

    decision = forms.ChoiceField(choices=[("approve", _("Agree")), ("refuse", _("Refuse"))])


QUIET = {"autocomplete": "off", "spellcheck": "false"}


class _Why(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Why it is needed"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
        )


class EntryForm(forms.Form):
    """What a kind of data and a purpose have in common."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=40, widget=forms.TextInput(QUIET))
    name_en = forms.CharField(label=_("Name in English"), max_length=60, widget=forms.TextInput(QUIET))
    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        widget=forms.TextInput(QUIET),
        help_text=_("Small letters, as it stands in the ledger: access_card"),
    )

    def _said(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if name != "necessity"}


class ItemForm(EntryForm):
    """A new kind of data."""

    level = forms.TypedChoiceField(label=_("Level"), coerce=int, choices=[(n, f"L{n}") for n in range(1, 5)])
    personal_class = forms.TypedChoiceField(
        label=_("Class"), coerce=int, choices=[(n, f"P{n}") for n in range(5)], initial=1
    )
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    kind = forms.ChoiceField(label=_("How it is masked"), choices=Mask.choices)
    owner_department = forms.CharField(
        label=_("Answers for it"), max_length=60, widget=forms.TextInput(QUIET)
    )
    necessity = forms.CharField(
        label=_("Why it is needed"), max_length=300, widget=forms.Textarea({"rows": 3})
    )

    def new(self) -> NewItem:
        return NewItem(**self._said())  # type: ignore[arg-type]


class PurposeForm(EntryForm):
    """A new purpose."""

    task_prefix = forms.CharField(
        label=_("Prefix of its tasks"),
        max_length=4,
        widget=forms.TextInput(QUIET),
        help_text=_("Two to four capital letters, as in WX-1122-4821"),
    )
    task_hours = forms.IntegerField(
        label=_("Hours a task stays open"), min_value=1, max_value=MOST_HOURS, initial=10
    )
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=60, widget=forms.TextInput(QUIET))
    necessity = forms.CharField(
        label=_("Why it is needed"), max_length=300, widget=forms.Textarea({"rows": 3})
    )

    def new(self) -> NewPurpose:
        return NewPurpose(**self._said())  # type: ignore[arg-type]
