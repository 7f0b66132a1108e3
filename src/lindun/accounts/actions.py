"""Every write about accounts: the rules of the company, a new password by personnel, reminders."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.accounts import queries
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.organisation import passwords, session_actions
from lindun.organisation.models import LOCK_MINUTES, PASSWORD_DAYS, Company, Ended, Password, Staff

REMINDERS = {14: Kind.PASSWORD_SOON, 3: Kind.PASSWORD_DAYS, 1: Kind.PASSWORD_TOMORROW}  # days before the end


class BadRule(Exception):
    """The company cannot demand this; the text says what it can."""


def change_rules(who: gate.Identity, *, password_days: int, lock_minutes: int) -> None:
    """How long passwords last; after how many idle minutes a screen locks. Raises gate.Denied, BadRule."""
    for value, (least, most) in ((password_days, PASSWORD_DAYS), (lock_minutes, LOCK_MINUTES)):
        if not least <= value <= most:
            raise BadRule(_("Choose from %(least)d to %(most)d.") % {"least": least, "most": most})
    with gate.passage(who, Action.RULES_CHANGE, writes=True) as passage:
        company = Company.objects.select_for_update().get()
        for side in ("before", "after"):
            passage.about(f"{side}.password.d{company.password_days}", f"{side}.lock.m{company.lock_minutes}")
            company.password_days, company.lock_minutes = password_days, lock_minutes
        company.save(update_fields=["password_days", "lock_minutes"])


def give_new_password(who: gate.Identity, *, staff: UUID) -> tuple[Staff, str]:
    """Somebody forgot hers, or others know it: a first password again, which she changes at once.

    Her session ends. Nobody gives herself one. Raises gate.Denied, gate.NotHere.
    """
    password = passwords.first_password()
    with gate.passage(who, Action.STAFF_CHANGE, other_person=staff, writes=True) as passage:
        person = Staff.objects.select_for_update(of=("self",)).select_related("user").filter(pk=staff).first()
        if person is None:
            raise gate.NotHere
        passwords.replace(person.user, password, by_owner=False)
        session_actions.end_told(person, why=Ended.RESET)
        passage.saw([staff], kind="staff")
        passage.about("password.given")
        return person, password


def remind() -> int:
    """Remind everybody whose password is nearly over: a fortnight, three days and a day before, once each."""
    now = timezone.now()
    with gate.passage(gate.HOUSE, Action.PASSWORD_REMIND, writes=True) as passage:
        lasts = timedelta(days=queries.demands().password_days)
        due = [(each, _stage(each, lasts, now)) for each in queries.nearly_over(now)]
        told = [(each, stage) for each, stage in due if each.reminded is None or stage < each.reminded]
        for password, stage in told:
            ends = timezone.localtime((password.set_at or now) + lasts)
            notify(
                to=[password.pk],
                kind=REMINDERS[stage],
                reference=f"MM-{ends:%Y%m%d}",
                url=reverse("account_change_password"),
            )
            password.reminded = stage
        Password.objects.bulk_update([password for password, _stage in told], ["reminded"])
        passage.saw(reminded=len(told))
        return len(told)


def _stage(password: Password, lasts: timedelta, now: datetime) -> int:
    """Which reminder it is time for: the nearest of 14, 3 and 1 days that has come."""
    left = (password.set_at or now) + lasts - now
    return min(days for days in REMINDERS if left <= timedelta(days=days))
