"""What is chosen when a work order is sent, and typed when one is opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from lindun.organisation.models import Staff
from lindun.partners.transfers import Recipient
from lindun.sharing.actions import Outside
from lindun.sharing.bringing import MOST_TEXT
from lindun.sharing.models import MOST_RULES
from lindun.sharing.tokens import MOST_TOKEN, PIN_DIGITS
from lindun.web.codes import CodeField

OUTSIDE = "+"  # between the consent and the person of a partner
VIEWS = [(n, ngettext_lazy("%(n)d value", "%(n)d values", "n") % {"n": n}) for n in (1, 2, 3, 5)]
HOURS = [
    (2, _("2 hours")),
    (4, _("4 hours")),
    (10, _("10 hours")),
    (48, _("until the task closes, 2 days at most")),
]


class SendForm(forms.Form):
    """To whom, how many values may be opened, until when."""

    to = forms.ChoiceField(
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Nothing can be sent there now. Choose from the list.")},
    )
    views = forms.TypedChoiceField(label=_("Values that may be opened"), choices=VIEWS, coerce=int, initial=2)
    hours = forms.TypedChoiceField(label=_("Good for"), choices=HOURS, coerce=int, initial=10)

    def __init__(
        self, *arguments: Any, staff: Iterable[Staff], outside: Iterable[Recipient], **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        people = [(str(person.pk), f"{person.name} · {person.get_role_display()}") for person in staff]
        firms = [
            (
                f"{one.consent.pk}{OUTSIDE}{one.person.pk}",
                f"{one.person.name} · {one.consent.partner.name} · {one.consent.number}",
            )
            for one in outside
        ]
        self.fields["to"].choices = [*people, *firms]  # type: ignore[attr-defined]

    @property
    def assignee(self) -> UUID | None:
        """Of a valid form: the colleague it is for."""
        to: str = self.cleaned_data["to"]
        return None if OUTSIDE in to else UUID(to)

    @property
    def outside(self) -> Outside | None:
        """Of a valid form: whom at a partner it is for, and by which consent."""
        consent, outside, person = self.cleaned_data["to"].partition(OUTSIDE)
        return Outside(UUID(consent), UUID(person)) if outside else None


class BringForm(forms.Form):
    """Rows of another system's work orders, pasted."""

    rows = forms.CharField(
        label=_("Kind of work, room, what is to be done: one work order a row"),
        max_length=MOST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )


class TokenForm(forms.Form):
    """The secret of a link: filled in by the page from the address, or by hand."""

    token = forms.CharField(max_length=MOST_TOKEN)


class PinForm(forms.Form):
    pin = CodeField(
        label=_("PIN"),
        max_length=PIN_DIGITS,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class VersionForm(forms.Form):
    """Which version of the rules for receivers somebody was shown and accepts."""

    version = forms.IntegerField(min_value=1, max_value=9999)


class RulesForm(forms.Form):
    """A new version of the rules for receivers."""

    chinese = forms.CharField(
        label=_("In Chinese"), max_length=MOST_RULES, widget=forms.Textarea(attrs={"class": "long"})
    )
    english = forms.CharField(
        label=_("In English"), max_length=MOST_RULES, widget=forms.Textarea(attrs={"class": "long"})
    )
