"""What is typed about work-order systems."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from lindun.orders.actions import DAYS
from lindun.orders.models import MOST_NAME

QUIET = {"autocomplete": "off", "spellcheck": "false"}
LASTING = [(days, ngettext_lazy("%(n)d day", "%(n)d days", "n") % {"n": days}) for days in DAYS]


class SystemForm(forms.Form):
    """A key that is proposed."""

    name = forms.CharField(
        label=_("What the system is called"), max_length=MOST_NAME, widget=forms.TextInput(attrs=QUIET)
    )
    communities = forms.TypedMultipleChoiceField(
        label=_("Communities it may send orders for"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=_("Good for"), choices=LASTING, coerce=int, initial=180)

    def __init__(self, data: Any = None, *, communities: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["communities"].choices = communities  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])


class FileForm(forms.Form):
    """A file of the other system's work orders."""

    file = forms.FileField(
        label=_("File of work orders"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"})
    )


class SeenForm(forms.Form):
    """The rows that were looked through, as the page kept them."""

    sealed = forms.CharField(max_length=1_000_000, strip=False)
