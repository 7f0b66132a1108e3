"""What people fill in about the catalogue."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.catalogue.models import Way


class ChangeForm(forms.Form):
    """What a cell of the matrix should become, and why the work needs it."""

    after = forms.ChoiceField(
        choices=[(Way.REVEAL, Way.REVEAL.label), (Way.MASKED, Way.MASKED.label), ("", _("Not needed"))],
        required=False,
    )
    necessity = forms.CharField(
        min_length=6,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say in a sentence why the purpose needs this; the second person decides by it."),
            "min_length": _("Say in a sentence why the purpose needs this; the second person decides by it."),
        },
    )


class DecisionForm(forms.Form):
    """The second person's answer."""

    decision = forms.ChoiceField(choices=[("approve", _("Agree")), ("refuse", _("Refuse"))])
