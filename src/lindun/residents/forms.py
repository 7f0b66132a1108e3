"""What people type and choose about residents."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.catalogue import queries as catalogue


class SearchForm(forms.Form):
    q = forms.CharField(max_length=60, error_messages={"required": _("Type a room, a name, a phone tail.")})
    purpose = forms.CharField(max_length=30, required=False)

    def clean_purpose(self) -> str:
        purpose: str = self.cleaned_data["purpose"]
        known = {known.code for known in catalogue.purposes()}
        return purpose if purpose in known else ""


class ListForm(forms.Form):
    """A page of the list: for which purpose, and after which resident."""

    purpose = forms.CharField(max_length=30, required=False)
    after = forms.UUIDField(required=False)
