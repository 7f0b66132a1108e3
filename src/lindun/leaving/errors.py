"""What is wrong with something that was asked about an exit or a transfer."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

LONGEST_AHEAD = timedelta(days=366)


class BadExit(Exception):
    """It cannot be recorded, settled, signed or closed like this; the message says what to do first."""


def check_day(day: date, *, today: date) -> None:
    """Raises BadExit unless it is today or within a year to come."""
    if day < today:
        raise BadExit(_("This day is over: choose today, or a day to come."))
    if day - today > LONGEST_AHEAD:
        raise BadExit(_("This day is more than a year ahead: check the year."))
