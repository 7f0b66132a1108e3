"""What is typed about a question."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """A question, the screen it is about, and the page to come back to."""

    text = forms.CharField(max_length=300)
    screen = forms.CharField(max_length=60)
    back = forms.CharField(max_length=200, required=False)


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Answer"), max_length=600, widget=forms.Textarea(attrs={"autocomplete": "off"})
    )


class SearchForm(forms.Form):
    """Words to look for among the rules; posted, as they may be anything."""

    q = forms.CharField(max_length=60, required=False)
