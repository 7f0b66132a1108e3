"""What is typed about somebody who asks for data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.legal.actions import Asked
from lindun.legal.askers import PAPERS, Asker
from lindun.legal.models import MOST_WANTED, MOST_WORDS

_TYPED = {"autocomplete": "off"}
_LONG = _TYPED | {"rows": "3"}


class AskedForm(forms.Form):
    """The office, its file number, what it wants; and a tick for each paper that was seen."""

    office = forms.CharField(
        label=_("Which office"),
        max_length=60,
        widget=forms.TextInput(attrs=_TYPED),
        help_text=_("Name of the authority, court, firm or committee; no names of people."),
    )
    file_number = forms.CharField(
        label=_("File number of their paper"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_TYPED),
    )
    wanted = forms.CharField(
        label=_("What they ask for"),
        max_length=MOST_WANTED,
        widget=forms.Textarea(attrs=_LONG),
        help_text=_(
            "In a sentence: which room or file, which items, which period. Names and numbers are masked."
        ),
    )
    papers = forms.MultipleChoiceField(
        label=_("Papers you have seen"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, asker: Asker, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asker = asker
        papers = self.fields["papers"]
        assert isinstance(papers, forms.MultipleChoiceField)
        papers.choices = [(code, PAPERS[code]) for code in asker.papers]
        for name in self.fields if not asker.is_official else ():
            self.fields[name].required = False

    def asked(self) -> Asked:
        said = self.cleaned_data
        return Asked(
            self.asker.code, said["office"], said["file_number"], said["wanted"], frozenset(said["papers"])
        )


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("What they are told"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs=_LONG),
    )


class AnswerForm(WordsForm):
    """The answer, what else was seen, and the request by which data went out, if any did."""

    request = forms.CharField(
        label=_("Number of the approved request"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=_TYPED),
        help_text=_("By which data went out. Empty: no resident's data went out."),
    )
    papers = forms.MultipleChoiceField(
        label=_("Papers you have seen"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, asker: Asker, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = self.fields["papers"]
        assert isinstance(papers, forms.MultipleChoiceField)
        papers.choices = [(code, PAPERS[code]) for code in asker.papers]
