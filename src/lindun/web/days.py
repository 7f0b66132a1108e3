"""A day as somebody types it into a form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
WRONG_YEAR = _("Check the year of this day.")


class DayField(forms.DateField):
    """A day in a year that people mean. At the ends of the calendar a month more or less is no day at all."""

    def __init__(self, **said: Any) -> None:
        bounds = [MinValueValidator(EARLIEST, WRONG_YEAR), MaxValueValidator(LATEST, WRONG_YEAR)]
        super().__init__(**said, validators=bounds)
