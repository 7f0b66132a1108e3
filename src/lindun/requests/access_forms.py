"""What people type and choose when they ask for something, and when they answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lindun.requests.applying import LONGEST_WINDOW, MOVEMENT
from lindun.requests.models import ApprovalRule
from lindun.web.codes import CodeField
from lindun.web.days import DayField

TIMES = (
    (30, _("30 minutes")),
    (120, _("2 hours")),
    (8 * 60, _("8 hours")),
    (24 * 60, _("1 day")),
    (7 * 24 * 60, _("7 days")),
)
MORNING = timedelta(hours=9)  # before it, who asks for hours means those of the day before


class ApplyForm(forms.Form):
    """The request as it can be changed before it is sent: what for, why, how long, how often."""

    purpose = forms.ChoiceField(label=_("What is this for?"))
    why = forms.CharField(
        label=_("Why is it needed?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("The approver decides by this sentence. No names or numbers of people."),
    )
    minutes = forms.TypedChoiceField(label=_("How long, from the approval on?"), coerce=int)
    views = forms.IntegerField(label=_("How often?"), min_value=1, initial=1)
    day = DayField(
        label=_("Day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    begins = forms.TypedChoiceField(label=_("From"), required=False, coerce=int, empty_value=None)
    ends = forms.TypedChoiceField(label=_("To"), required=False, coerce=int, empty_value=None)

    def __init__(
        self, *args: Any, rule: ApprovalRule, item: str, purposes: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = purposes  # type: ignore[attr-defined]
        self.fields["minutes"].choices = [  # type: ignore[attr-defined]
            (minutes, label) for minutes, label in TIMES if minutes <= rule.most_minutes
        ]
        self.fields["views"].max_value = rule.most_views  # type: ignore[attr-defined]
        self.fields["views"].widget.attrs["max"] = rule.most_views
        if rule.most_views == 1:
            self.fields["views"].widget = forms.HiddenInput()
        if item == MOVEMENT:
            self._ask_for_hours()
        else:
            for name in ("day", "begins", "ends"):
                del self.fields[name]

    def _ask_for_hours(self) -> None:
        hours = [(hour, f"{hour:02}:00") for hour in range(LONGEST_WINDOW + 1)]
        self.fields["day"].required = True
        self.fields["day"].initial = timezone.localdate(timezone.now() - MORNING)
        for name, choices, initial in (("begins", hours[:-1], 8), ("ends", hours[1:], 12)):
            field = self.fields[name]
            field.required, field.initial = True, initial
            field.choices = choices  # type: ignore[attr-defined]

    @property
    def window(self) -> tuple[datetime, datetime] | None:
        """The hours asked for, of a valid form about movements."""
        if "day" not in self.fields:
            return None
        said = self.cleaned_data
        midnight = timezone.make_aware(datetime.combine(said["day"], datetime.min.time()))
        return midnight + timedelta(hours=said["begins"]), midnight + timedelta(hours=said["ends"])


class AnswerForm(forms.Form):
    """An approver's answer. `seen` is the digest of what she was shown."""

    decision = forms.ChoiceField(choices=(("approve", ""), ("refuse", "")))
    seen = forms.RegexField(r"^[0-9a-f]{64}\Z")
    words = forms.CharField(max_length=200, required=False)


class CredentialsForm(forms.Form):
    """Who is standing here, proved for one deed. Nothing of it is kept or shown again."""

    account = forms.CharField(label=_("Account"), max_length=150, required=False)
    password = forms.CharField(
        label=_("Password"),
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


class ResultForm(forms.Form):
    """What came of it."""

    result = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class EmergencyForm(forms.Form):
    """What the emergency is, before the red button."""

    why = forms.CharField(max_length=200)
