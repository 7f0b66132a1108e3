"""Every read about passwords that are nearly over."""

from __future__ import annotations

from datetime import datetime, timedelta

from lindun.organisation.models import Company, Password, Staff

FIRST_REMINDER = 14  # days before the end


def demands() -> Company:
    """What the company demands of passwords and screens."""
    return Company.objects.get()


def nearly_over(now: datetime) -> list[Password]:
    """Passwords of people in post that end within a fortnight, locked."""
    lasts = timedelta(days=demands().password_days)
    ending = Password.objects.filter(
        staff__in=Staff.objects.in_post(),
        set_at__gt=now - lasts,
        set_at__lte=now - lasts + timedelta(days=FIRST_REMINDER),
    )
    return list(ending.select_for_update().order_by("pk"))
