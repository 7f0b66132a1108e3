"""What the watchers choose: which entries, whose trace, which days."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lindun.catalogue import queries as catalogue
from lindun.organisation import queries as organisation
from lindun.oversight.queries import NO_PURPOSE, Filters
from lindun.web import deeds

DAYS_OF_LEDGER = 7
DAYS_OF_TRACE = 365
MOST_DAYS = 366
YEARS = 10  # back from this one, that a handling report can be about


def _day(label: Any) -> forms.DateField:
    """A day that the ledger's times can tell: not before the first, nor where the calendar ends."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
    )


class PeriodForm(forms.Form):
    """Two days, both included."""

    since = _day(_("From"))
    until = _day(_("To"))

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        since, until = asked.get("since"), asked.get("until")
        if since and until and since > until:
            raise forms.ValidationError(_("The first day lies after the last."))
        return asked


def last_days(days: int) -> dict[str, date]:
    today = timezone.localdate()
    return {"since": today - timedelta(days=days - 1), "until": today}


def _with_any(
    label: Any, choices: Callable[[], list[tuple[str, Any]]]
) -> Callable[[], list[tuple[str, Any]]]:
    return lambda: [("", label), *choices()]


def _people() -> list[tuple[str, Any]]:
    return [(str(person.pk), f"{person.name} {person.number}") for person in organisation.staff()]


def _purposes() -> list[tuple[str, Any]]:
    return [(purpose.code, purpose.name) for purpose in catalogue.purposes()]


class LedgerForm(PeriodForm):
    """Filters of the ledger. Keys only: they stand in the address."""

    who = forms.ChoiceField(label=_("Who"), required=False, choices=_with_any(_("everybody"), _people))
    action = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=_with_any(_("everything"), lambda: list(deeds.ACTIONS.items())),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=_with_any(_("any"), lambda: list(deeds.OUTCOMES.items()))
    )
    purpose = forms.ChoiceField(
        label=_("For"),
        required=False,
        choices=_with_any(_("any"), lambda: [*_purposes(), (NO_PURPOSE, _("no purpose in particular"))]),
    )

    def filters(self) -> Filters:
        """What was asked for; only after is_valid."""
        asked = self.cleaned_data
        who = UUID(asked["who"]) if asked["who"] else None
        return Filters(
            asked["since"], asked["until"], who, asked["action"], asked["outcome"], asked["purpose"]
        )

    def query(self) -> str:
        """The filters for the address of the next page, ending in "&"."""
        return "".join(f"{name}={value}&" for name, value in self.cleaned_data.items() if value)


def default_filters() -> Filters:
    days = last_days(DAYS_OF_LEDGER)
    return Filters(days["since"], days["until"])


class HandlingForm(forms.Form):
    """Which year and purpose the handling report is about."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, choices=lambda: _years())
    purpose = forms.ChoiceField(
        label=_("For"), required=False, choices=_with_any(_("every purpose"), _purposes)
    )


def _years() -> list[tuple[int, str]]:
    this = timezone.localdate().year
    return [(year, str(year)) for year in range(this, this - YEARS, -1)]


class TraceForm(PeriodForm):
    """Whose trace: a room of a community. Posted, never in an address."""

    community = forms.TypedChoiceField(label=_("Community"), coerce=int)
    room = forms.CharField(
        label=_("Room"),
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "3-2-1201", "autocomplete": "off"}),
    )
    subject = forms.UUIDField(required=False, widget=forms.HiddenInput())
    field_order = ("community", "room", "since", "until", "subject")

    def __init__(self, *args: Any, communities: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reachable = [each for each, _buildings in organisation.places() if each.pk in communities]
        self.fields["community"].choices = [(each.pk, each.name) for each in reachable]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        since, until = asked.get("since"), asked.get("until")
        if since and until and (until - since).days >= MOST_DAYS:
            raise forms.ValidationError(_("At most a year at a time."))
        return asked
