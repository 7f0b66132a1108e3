"""What people type about company texts, special tasks and posters, and the proof of who signs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.core.policy import Place
from lindun.policies.models import MOST_CHARACTERS, MOST_NOTE, MOST_WORDS
from lindun.web.codes import CodeField

QUIET = {"autocomplete": "off", "spellcheck": "false"}


class ProofForm(forms.Form):
    """Who signs, proved at this moment. Nothing of it is kept or shown again."""

    text = forms.UUIDField(widget=forms.HiddenInput, required=False)
    password = forms.CharField(
        label=_("Your password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    code = CodeField(
        label=_("Code of the second factor"),
        max_length=6,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    @classmethod
    def again(cls) -> ProofForm:
        """Empty, and where the long page comes to rest: what was wrong stands beside it."""
        form = cls()
        form.fields["password"].widget.attrs["autofocus"] = True
        return form


class ReadForm(forms.Form):
    """Which version was read."""

    text = forms.UUIDField(widget=forms.HiddenInput)


class DraftForm(forms.Form):
    """A new version of a text, in both languages; the Chinese one binds."""

    chinese = forms.CharField(
        label=_("Text in Chinese"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs=QUIET | {"rows": 22, "class": "draft"}),
    )
    english = forms.CharField(
        label=_("Text in English"),
        max_length=MOST_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs=QUIET | {"rows": 10, "class": "draft"}),
    )
    why = forms.CharField(
        label=_("What changes, and why"), max_length=MOST_WORDS, widget=forms.TextInput(attrs=QUIET)
    )


class DecisionForm(forms.Form):
    """Publish or refuse, and why it is refused. seen: the digest of what was read."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    seen = forms.CharField(max_length=64)
    words = forms.CharField(max_length=MOST_WORDS, required=False)


class ProjectForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the task"), max_length=MOST_WORDS, widget=forms.TextInput(attrs=QUIET)
    )
    undertaking = forms.CharField(
        label=_("Undertaking that each member signs"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs=QUIET | {"rows": 14, "class": "draft"}),
    )


class MemberForm(forms.Form):
    staff = forms.UUIDField()


class NoteForm(forms.Form):
    words = forms.CharField(
        label=_("Keep something about this task"),
        max_length=MOST_NOTE,
        widget=forms.Textarea(attrs=QUIET | {"rows": 3}),
    )


class PosterForm(forms.Form):
    """Where a poster of the version in force hangs now."""

    place = forms.ChoiceField(label=_("Where"))
    spot = forms.CharField(
        label=_("At which spot"), max_length=MOST_WORDS, widget=forms.TextInput(attrs=QUIET)
    )

    def __init__(self, data: Any = None, *, places: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def where(self) -> Place:
        community, _dash, building = self.cleaned_data["place"].partition("-")
        return Place(int(community), int(building) if building else None)
