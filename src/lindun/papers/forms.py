"""What people say about a printed sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from lindun.catalogue import queries as catalogue
from lindun.papers.models import MOST_WORDS, SETTLED, Customer
from lindun.papers.printing import Offer, Wish


class WishForm(forms.Form):
    """Whom and what the sheet shows. Any item can be asked for: the gate refuses, and writes it down."""

    people = forms.TypedMultipleChoiceField(coerce=UUID)
    items = forms.MultipleChoiceField()
    customer = forms.ChoiceField(choices=Customer.choices)

    def __init__(self, data: Any = None, *, offer: Offer) -> None:
        super().__init__(data)
        self.fields["people"].choices = [(str(one.resident.pk), one.name) for one in offer.people]  # type: ignore[attr-defined]
        self.fields["items"].choices = [(item.code, item.name) for item in catalogue.items()]  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)


class EndForm(forms.Form):
    """What became of a sheet, in the words of whoever took it back or watched."""

    end = forms.ChoiceField(choices=[(end.value, end.label) for end in SETTLED])
    words = forms.CharField(max_length=MOST_WORDS, required=False)


class LossForm(forms.Form):
    words = forms.CharField(max_length=MOST_WORDS, required=False)
