"""What people type about company things."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.assets import queries
from lindun.assets.models import MOST_WORDS, Sort, State

QUIET = {"autocomplete": "off", "spellcheck": "false"}


def _people() -> list[tuple[str, str]]:
    return [("", "–"), *((str(one.pk), f"{one.name} {one.number}") for one in queries.in_post())]


class FilterForm(forms.Form):
    """Which things the register shows. Keys only: they stand in the address."""

    sort = forms.ChoiceField(label=_("Sort"), required=False, choices=[("", _("All sorts")), *Sort.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All states")),
            ("in", _("In store")),
            (State.WAITING.value, State.WAITING.label),
            (State.OUT.value, State.OUT.label),
            (State.LOST.value, State.LOST.label),
        ],
    )


class AssetForm(forms.Form):
    sort = forms.ChoiceField(label=_("Sort"), choices=Sort.choices)
    what = forms.CharField(
        label=_("What the thing is"), max_length=MOST_WORDS, widget=forms.TextInput(attrs=QUIET)
    )


class IssueForm(forms.Form):
    holder = forms.TypedChoiceField(label=_("Give it to"), choices=_people, coerce=UUID)


class DecisionForm(forms.Form):
    """Approve or refuse, and why it is refused."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    words = forms.CharField(max_length=MOST_WORDS, required=False)


class WordsForm(forms.Form):
    words = forms.CharField(max_length=MOST_WORDS, required=False)


class ReportForm(forms.Form):
    """What somebody found: a thing of the company in other hands, or something nobody approved."""

    what = forms.ChoiceField(
        label=_("What you report"),
        choices=[
            ("passed_on", _("A thing of the company in other hands")),
            ("barred", _("A medium, device or program that nobody approved")),
        ],
    )
    number = forms.CharField(
        label=_("Number on the thing"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=QUIET | {"placeholder": "ZC-1122-4821"}),
    )
    by = forms.CharField(
        label=_("Staff number of who has it"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=QUIET),
    )
    words = forms.CharField(
        label=_("What happened"), max_length=MOST_WORDS, required=False, widget=forms.TextInput(attrs=QUIET)
    )
