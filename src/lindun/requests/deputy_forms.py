"""What a leader fills in about her deputy."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lindun.organisation.models import Staff
from lindun.web.days import DayField


class DeputyForm(forms.Form):
    """Who, from which day, to which; both days count in full."""

    deputy = forms.TypedChoiceField(label=_("Deputy"), coerce=UUID)
    begins = DayField(label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    ends = DayField(
        label=_("Up to and including"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, colleagues: QuerySet[Staff], **kwargs: Any) -> None:
        today = timezone.localdate()
        super().__init__(*args, **kwargs)
        self.initial = {"begins": today, "ends": today + timedelta(days=6)}
        people = [(each.pk, f"{each.name} · {each.get_role_display()}") for each in colleagues]
        self.fields["deputy"].choices = people  # type: ignore[attr-defined]

    def named(self) -> dict[str, Any]:
        """What `deputies.name_deputy` takes; only after is_valid."""
        said = self.cleaned_data
        return {
            "deputy": said["deputy"],
            "begins": _midnight(said["begins"]),
            "ends": _midnight(said["ends"] + timedelta(days=1)),
        }


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
