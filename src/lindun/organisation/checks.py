"""Background checks: what was found, when, by whom. Never the papers: the company may not even keep some."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lindun.organisation.assigning import BadPost
from lindun.organisation.models import BackgroundCheck, Result
from lindun.standing import codes
from lindun.standing.actions import end, fulfil

PARTS = {
    "identity": _lazy("Identity"),
    "work": _lazy("Work history"),
    "record": _lazy("Criminal record"),
    "credit": _lazy("Credit record"),
}


@dataclass(frozen=True)
class Checked:
    """The result of one check. parts: codes of PARTS. checked_by: who looked, or which paper was shown."""

    result: str
    checked_on: date
    checked_by: str
    parts: frozenset[str] = frozenset()
    valid_until: date | None = None


def write_down(checked: Checked, *, number: str, by: UUID | None) -> BackgroundCheck:
    """Add it under a staff number, in the caller's passage. by: the recorder's account. Raises BadPost."""
    who = checked.checked_by.strip()
    if checked.result not in Result.values or not checked.parts <= set(PARTS) or not who:
        raise BadPost(_("Say what was found and who checked it."))
    if checked.result == Result.PASSED and not checked.parts:
        raise BadPost(_("Say what was looked at."))
    if checked.checked_on > timezone.localdate():
        raise BadPost(_("A check is dated today or earlier."))
    if checked.valid_until is not None and checked.valid_until < checked.checked_on:
        raise BadPost(_("A check is valid from the day on which it was made."))
    return BackgroundCheck.objects.create(
        number=number,
        result=checked.result,
        parts=sorted(checked.parts),
        checked_on=checked.checked_on,
        checked_by=who[:60],
        valid_until=checked.valid_until,
        recorded_by_id=by,
    )


def settle(staff: UUID, check: BackgroundCheck | None) -> None:
    """Let this check be what the person has met of what her post asks: until it runs out, or not any more.

    Inside the caller's passage. staff: any account of hers.
    """
    if check is None:
        end(staff, codes.BACKGROUND)
        return
    fulfil(staff, codes.BACKGROUND, until=_end_of(check.valid_until))


def _end_of(day: date | None) -> datetime | None:
    """The moment at which a day is over, by the house's clock."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) if day else None
