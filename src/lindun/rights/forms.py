"""What is chosen of the register, and what a reviewer answers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lindun.organisation import queries as organisation
from lindun.organisation.models import Role
from lindun.rights.register import Filters

DAYS = 91
EARLIEST, LAST = date(2000, 1, 1), date(2199, 12, 31)


def _people() -> list[tuple[str, Any]]:
    named = [(str(person.pk), f"{person.name} {person.number}") for person in organisation.staff()]
    return [("", _("everybody")), *named]


def _communities() -> list[tuple[str, Any]]:
    return [("", _("everywhere")), *((str(each.pk), each.name) for each, _buildings in organisation.places())]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(EARLIEST)],
    )


class RegisterForm(forms.Form):
    """Which changes. Keys only: they stand in the address."""

    since, until = _day(_("From")), _day(_("To"))
    staff = forms.ChoiceField(label=_("Person"), required=False, choices=_people)
    role = forms.ChoiceField(label=_("Post"), required=False, choices=[("", _("all posts")), *Role.choices])
    community = forms.ChoiceField(label=_("Community"), required=False, choices=_communities)

    @staticmethod
    def usual() -> dict[str, date]:
        today = timezone.localdate()
        return {"since": today - timedelta(days=DAYS - 1), "until": today}

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until > LAST:
            raise forms.ValidationError(_("Choose a nearer day."))
        return until

    def filters(self) -> Filters:
        """What was asked for, or the last quarter where it was not understood."""
        asked = self._asked()
        return Filters(
            since=_midnight(asked["since"]),
            until=_midnight(asked["until"] + timedelta(days=1)),
            staff=UUID(asked["staff"]) if asked.get("staff") else None,
            role=str(asked.get("role") or ""),
            community=int(asked["community"]) if asked.get("community") else None,
        )

    def query(self) -> str:
        """The filters for another address, ending in "&"."""
        return "".join(f"{name}={value}&" for name, value in self._asked().items() if value)

    def _asked(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else dict(self.usual())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class AnswerForm(forms.Form):
    """Keep, or take away what is ticked; and the mark of the post that was looked at."""

    decision = forms.ChoiceField(choices=[("keep", _("Keep")), ("remove", _("Propose removal"))])
    seen = forms.CharField(max_length=32)
    drops = forms.TypedMultipleChoiceField(required=False, coerce=str)

    def __init__(self, *args: Any, droppable: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["drops"].choices = [(code, code) for code in droppable]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("decision") == "remove" and not asked.get("drops"):
            raise forms.ValidationError(_("Tick what is to be taken away."))
        return asked

    @property
    def chosen(self) -> list[str]:
        """What is to be taken away; nothing when all is kept. Only after is_valid."""
        return self.cleaned_data["drops"] if self.cleaned_data["decision"] == "remove" else []
