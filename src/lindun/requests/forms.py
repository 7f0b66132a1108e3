"""What people type and choose about tasks and look-ups."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.catalogue import queries as catalogue
from lindun.requests.models import LookupReason


def _purposes() -> list[tuple[str, str]]:
    return [(purpose.code, purpose.name) for purpose in catalogue.purposes()]


class NewTaskForm(forms.Form):
    """A new task: what for, where, and in a few words what is to be done."""

    purpose = forms.ChoiceField(
        choices=_purposes, error_messages={"required": _("Choose what kind of work it is.")}
    )
    place = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"placeholder": "3-2-1201"}))
    summary = forms.CharField(
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("What the work is, no names or numbers of people."),
    )


class QuickTaskForm(forms.Form):
    """A task for the household on the screen: the purpose is chosen already."""

    summary = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class ReasonForm(forms.Form):
    """Why a household is looked up without a task."""

    reason = forms.ChoiceField(
        choices=LookupReason.choices, error_messages={"required": _("Choose a reason, or open a task.")}
    )
    text = forms.CharField(
        max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
