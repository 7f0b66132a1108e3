"""Every write about work-order systems: propose a key, agree to it, take it once, withdraw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.estates.models import Community
from lindun.gate.secrets import wrap_secret
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.orders import queries, signing
from lindun.orders.door import KEY_USE
from lindun.orders.models import MOST_NAME, Standing, State, System
from lindun.organisation.numbering import numbered
from lindun.requests.actions import clean

PREFIX = "JK"
DAYS = (30, 90, 180, 365)


class BadSystem(Exception):
    """It cannot be proposed, decided, taken or withdrawn like this; the message says what to change."""


@dataclass(frozen=True)
class Taken:
    """A key as it is shown, this once. The repr does not show it."""

    system: System
    key: str

    def __repr__(self) -> str:
        return f"Taken({self.system.pk})"


def propose(who: gate.Identity, *, name: str, communities: Sequence[int], days: int) -> System:
    """Put a key for a system before a second person. Raises gate.Denied, BadSystem."""
    said = name.strip()
    if not said or len(said) > MOST_NAME or clean(said).found:
        raise BadSystem(_("Give the system a short name, without people's names and numbers."))
    if days not in DAYS:
        raise BadSystem(_("Choose how long the key is good for."))
    with gate.passage(who, Action.SYSTEM_PROPOSE, writes=True) as passage:
        reach = sorted(Community.objects.filter(pk__in=communities).values_list("pk", flat=True))
        if not reach or len(reach) != len(set(communities)):
            raise BadSystem(_("Choose the communities it may send orders for."))
        system = _create(who, said, reach, days)
        passage.saw([system.pk], kind="client", communities=len(reach))
        page = reverse("orders:system", args=[system.pk])
        notify(to=queries.deciders(who.person), kind=Kind.SYSTEM_WAITS, reference=system.number, url=page)
        return system


def decide(who: gate.Identity, *, system: UUID, approve: bool) -> System:
    """Agree to a key or turn it down; whoever proposed it cannot.

    Raises gate.Denied, gate.NotHere, BadSystem.
    """
    proposed = queries.system(who, system)
    with gate.passage(who, Action.SYSTEM_DECIDE, proposed_by=proposed.proposed_by_id, writes=True) as passage:
        found = queries.locked(system)
        if found.state != State.WAITING:
            raise BadSystem(_("This was decided meanwhile."))
        found.state = State.APPROVED if approve else State.REFUSED
        found.decided_by_id, found.decided_at = who.staff, timezone.now()
        found.save(update_fields=["state", "decided_by", "decided_at"])
        passage.saw([system], kind="client")
        passage.about("approved" if approve else "refused")
        page = reverse("orders:system", args=[system])
        notify(to=[found.proposed_by_id], kind=Kind.SYSTEM_DECIDED, reference=found.number, url=page)
        settle(who, reference=found.number)
        return found


def take(who: gate.Identity, *, system: UUID) -> Taken:
    """Make the key and show it, once, to whoever proposed it. Raises gate.Denied, gate.NotHere, BadSystem."""
    with gate.passage(who, Action.SYSTEM_TAKE, writes=True) as passage:
        found = queries.locked(system)
        passage.saw([system], kind="client")
        if found.proposed_by_id != who.staff:
            raise gate.NotHere
        if found.standing(timezone.now()) is not Standing.TO_TAKE:
            raise BadSystem(_("There is no key to take."))
        key = signing.new_key()
        found.key, found.taken_at = wrap_secret(key, use=KEY_USE, about=system), timezone.now()
        found.save(update_fields=["key", "taken_at"])
    return Taken(found, signing.written(key))


def revoke(who: gate.Identity, *, system: UUID) -> System:
    """Withdraw a key: nothing more is taken from it. Raises gate.Denied, gate.NotHere, BadSystem."""
    with gate.passage(who, Action.SYSTEM_REVOKE, writes=True) as passage:
        found = queries.locked(system)
        passage.saw([system], kind="client")
        if found.state != State.APPROVED or found.revoked_at is not None:
            raise BadSystem(_("There is nothing to withdraw."))
        found.revoked_at, found.revoked_by_id = timezone.now(), who.staff
        found.save(update_fields=["revoked_at", "revoked_by"])
        return found


def _create(who: gate.Identity, name: str, communities: list[int], days: int) -> System:
    now = timezone.now()
    return numbered(
        PREFIX,
        lambda number: System.objects.create(
            number=number,
            name=name,
            communities=communities,
            proposed_by_id=who.person,
            proposed_at=now,
            expires_at=now + timedelta(days=days),
        ),
        otherwise=BadSystem,
    )
