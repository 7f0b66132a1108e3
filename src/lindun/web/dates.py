"""Dates as people say them: 今天 10:42, 昨天 16:05, 11-18 09:20. The full time is for hovering."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _


def day_in_words(day: date, today: date) -> str:
    """`day` seen from `today`: a word when near, month-day within the year, else the full date."""
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get((day - today).days)
    if near:
        return near
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def moment_in_words(moment: datetime, now: datetime) -> str:
    """An aware moment in the current time zone, seen from the aware moment `now`."""
    local = timezone.localtime(moment)
    return f"{day_in_words(local.date(), timezone.localdate(now))} {local:%H:%M}"


def in_full(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def span_in_words(span: timedelta) -> str:
    """A length of time in its largest fitting unit, rounded down: 45 seconds, 12 minutes, 3 hours, 5 days."""
    seconds = int(span.total_seconds())
    for size, text in (
        (86400, _("%(n)d days")),
        (3600, _("%(n)d hours")),
        (60, _("%(n)d minutes")),
    ):
        if seconds >= size:
            return text % {"n": seconds // size}
    return _("%(n)d seconds") % {"n": seconds}
