"""What people type about a text for publication."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from lindun.core.policy import Place
from lindun.notices.actions import Draft
from lindun.notices.models import MOST_CHARACTERS, Channel

SALT = "lindun.notices.found"


class NoticeForm(forms.Form):
    """A text, where it is to be read, and (signed) which kinds the check has taken out of it."""

    channel = forms.ChoiceField(label=_("Where it is read"), choices=Channel.choices)
    place = forms.ChoiceField(label=_("For whom"))
    text = forms.CharField(
        label=_("Text"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"class": "long", "autocomplete": "off", "spellcheck": "false"}),
    )
    found = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, places: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def clean_found(self) -> list[str]:
        return found_of(self.cleaned_data["found"])

    def draft(self) -> Draft:
        asked = self.cleaned_data
        community, _dash, building = asked["place"].partition("-")
        place = Place(int(community), int(building) if building else None)
        return Draft(place, asked["channel"], asked["text"], asked["found"])


class DecisionForm(forms.Form):
    """Approve or refuse, what was looked at, and why it is refused."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    seen = forms.CharField(max_length=64)
    words = forms.CharField(
        label=_("What is to be changed"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def signed_found(found: list[str]) -> str:
    return signing.dumps(found, salt=SALT)


def found_of(signed: str) -> list[str]:
    """The kinds, or none when nobody has signed them."""
    try:
        return list(signing.loads(signed, salt=SALT, max_age=24 * 3600)) if signed else []
    except signing.BadSignature:
        return []
