"""What people type about exit permits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.core.policy import Place
from lindun.exits.actions import Wish
from lindun.exits.models import MOST_WORDS, Thing

QUIET = {"autocomplete": "off", "spellcheck": "false"}
MINUTES = "%Y-%m-%dT%H:%M"


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MINUTES)


class WishForm(forms.Form):
    thing = forms.ChoiceField(label=_("What leaves"), choices=Thing.choices)
    place = forms.ChoiceField(label=_("From where"))
    what = forms.CharField(
        label=_("What exactly"), max_length=MOST_WORDS, widget=forms.TextInput(attrs=QUIET)
    )
    why = forms.CharField(label=_("Why"), max_length=MOST_WORDS, widget=forms.TextInput(attrs=QUIET))
    begins = forms.DateTimeField(label=_("Leaves from"), input_formats=[MINUTES], widget=_Moment())
    until = forms.DateTimeField(label=_("Back by"), input_formats=[MINUTES], widget=_Moment())

    def __init__(self, data: Any = None, *, places: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        asked = dict(self.cleaned_data)
        community, _dash, building = asked.pop("place").partition("-")
        return Wish(place=Place(int(community), int(building) if building else None), **asked)


class DecisionForm(forms.Form):
    """Approve or refuse, and why it is refused."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    words = forms.CharField(max_length=MOST_WORDS, required=False)


class NumberForm(forms.Form):
    """A number as it is typed, or as a scanner writes it: then it stands at the end of an address."""

    number = forms.CharField(
        label=_("Number on the permit"),
        max_length=200,
        widget=forms.TextInput(attrs=QUIET | {"autofocus": True, "placeholder": "CM-1122-4821"}),
    )
