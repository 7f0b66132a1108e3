"""What people type about exits and transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.leaving import queries
from lindun.leaving.exits import Wish
from lindun.leaving.models import MOST_WORDS, SHORT, Cause
from lindun.organisation.forms import PostForm
from lindun.requests.access_forms import CredentialsForm
from lindun.web.days import DayField

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

QUIET = {"autocomplete": "off", "spellcheck": "false"}
DAY = "%Y-%m-%d"


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format=DAY)


def _people() -> list[tuple[str, str]]:
    return [("", "–"), *((str(one.pk), f"{one.name} {one.number}") for one in queries.people())]


def _successors() -> list[tuple[str, StrPromise | str]]:
    return [("", _("nobody: they close")), *_people()[1:]]


def _successor() -> forms.TypedChoiceField:
    """Who goes on with all that is open, if anybody does."""
    return forms.TypedChoiceField(
        label=_("Open tasks go to"), choices=_successors, coerce=UUID, empty_value=None, required=False
    )


class HandForm(forms.Form):
    """Who goes on with a task; empty: nobody."""

    to = forms.UUIDField(required=False)


class ExitForm(forms.Form):
    person = forms.TypedChoiceField(label=_("Who leaves"), choices=_people, coerce=UUID)
    cause = forms.ChoiceField(label=_("Why"), choices=Cause.choices)
    from_day = DayField(label=_("Out of post from"), input_formats=[DAY], widget=_Day())
    tasks_to = _successor()

    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)

    def chosen(self) -> dict[str, StrPromise | str]:
        """What was chosen from each list, in words. Of a valid form."""
        lists = ("person", "cause", "tasks_to")
        words = {name: dict(self.fields[name].choices) for name in lists}  # type: ignore[attr-defined]
        return {name: words[name].get(str(self.cleaned_data[name] or ""), "") for name in lists}


class WordsForm(forms.Form):
    """A sentence about something of the file."""

    words = forms.CharField(
        max_length=MOST_WORDS, required=False, widget=forms.Textarea(attrs=QUIET | {"rows": 3})
    )


class SettleForm(forms.Form):
    """What became of one line."""

    subject = forms.UUIDField()
    how = forms.ChoiceField(choices=[("returned", ""), ("deleted", ""), ("missing", "")])
    words = forms.CharField(max_length=SHORT, required=False)


class PaperForm(forms.Form):
    signed_on = DayField(label=_("Signed on"), input_formats=[DAY], widget=_Day())
    kept = forms.CharField(
        label=_("Where the paper is kept"), max_length=SHORT, widget=forms.TextInput(attrs=QUIET)
    )


class RefusalForm(forms.Form):
    words = forms.CharField(
        label=_("What she gave as the reason"), max_length=SHORT, widget=forms.TextInput(attrs=QUIET)
    )
    first = forms.CharField(
        label=_("Staff number of the first witness"), max_length=20, widget=forms.TextInput(attrs=QUIET)
    )
    second = forms.CharField(
        label=_("Staff number of the second witness"), max_length=20, widget=forms.TextInput(attrs=QUIET)
    )


class SystemForm(forms.Form):
    name = forms.CharField(label=_("Name of the system"), max_length=40, widget=forms.TextInput(attrs=QUIET))


class TransferForm(PostForm):
    """The post as it is to be, and from when; she stays in post."""

    from_day = DayField(label=_("From which day"), input_formats=[DAY], widget=_Day())
    tasks_to = _successor()

    def __init__(self, *args: Any, mover: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("status", None)
        others = [(key, words) for key, words in _successors() if key != str(mover)]
        self.fields["tasks_to"].choices = others  # type: ignore[attr-defined]


class OwnCredentialsForm(CredentialsForm):
    """One's own password, and the code where the post has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["account"]
