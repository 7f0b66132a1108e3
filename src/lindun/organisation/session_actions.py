"""Every write about signing in: sessions begin, end each other and end; failures; a new password."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.passages import account_work
from lindun.gate.vocabulary import Happening
from lindun.organisation import desks
from lindun.organisation.models import Ended, Staff


def session_of(mark: str) -> UUID:
    """The reference under which the ledger knows a sign-in; the mark itself stays in the session."""
    return UUID(bytes=hashlib.sha256(b"session" + mark.encode()).digest()[:16])


def begin_session(*, user: User, mark: str, earlier_alive: bool) -> None:
    """Make this sign-in the person's one live session; an older one ends with its next request.

    earlier_alive: whether an earlier session could still be used; then ending it is an event to review.
    """
    with account_work():
        hers = _accounts_locked(user)
        staff = next((each for each in hers if each.user_id == user.pk), None)
        if staff is None:
            return
        others = [each.pk for each in hers if each.pk != staff.pk and each.session_digest]
        Staff.objects.filter(pk__in=others).update(session_digest="")
        desks.ended(others, Ended.OTHER_ACCOUNT)  # she is at one desk
        replaced = bool(others) or (bool(staff.session_digest) and earlier_alive)
        staff.session_digest = hashlib.sha256(mark.encode()).hexdigest()  # see signin.is_live
        staff.save(update_fields=["session_digest"])
        desks.begin(staff, now=timezone.now())
        happening = Happening.SESSION_REPLACED if replaced else Happening.SESSION_BEGIN
        accounts = tuple(f"staff:{account}" for account in (staff.pk, *others))
        what = What(action=happening, outcome="done", subjects=accounts, session=session_of(mark))
        entries.write(f"staff:{staff.pk}", what)


def _accounts_locked(user: User) -> list[Staff]:
    """All accounts of the person behind this one, locked in one order: two may sign in at the same moment."""
    first = Staff.objects.filter(user=user).values_list(Coalesce("same_person_as_id", "pk")).first()
    if first is None:
        return []
    hers = Staff.objects.filter(Q(pk=first[0]) | Q(same_person_as_id=first[0]))
    return list(hers.select_for_update().order_by("pk"))


def end_session(*, staff: Staff) -> None:
    with account_work():
        Staff.objects.filter(pk=staff.pk).update(session_digest="")
        desks.ended([staff.pk], Ended.SIGNED_OUT)
        what = What(action=Happening.SESSION_END, outcome="done", subjects=(f"staff:{staff.pk}",))
        entries.write(f"staff:{staff.pk}", what)


def end_told(staff: Staff, *, why: Ended) -> None:
    """End somebody's session; she will read why. Inside the caller's transaction."""
    Staff.objects.filter(pk=staff.pk).update(session_digest="")
    desks.ended([staff.pk], why)


def record_new_password(*, user: User) -> None:
    """Write down that somebody chose a new password. Inside the transaction of the change."""
    person = f"staff:{Staff.objects.get(user=user).pk}"
    entries.write(person, What(action=Happening.PASSWORD_CHANGED, outcome="done", subjects=(person,)))


def record_failed_signin(*, username: str) -> None:
    """Write the failure down. A name that is nobody's is not: it may be a password typed too early."""
    _record_signin(username, Happening.SIGNIN_FAILED)


def record_lockout(*, username: str) -> None:
    """Write down that an account, or the place that tries, is shut out for some minutes."""
    _record_signin(username, Happening.SIGNIN_LOCKED)


def _record_signin(username: str, happening: Happening) -> None:
    with transaction.atomic():
        staff = Staff.objects.filter(user__username=username).first()
        subjects = (f"staff:{staff.pk}",) if staff else ()
        entries.write(entries.NOBODY, What(action=happening, outcome="denied", subjects=subjects))
