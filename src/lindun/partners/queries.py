"""Reads of partners. All run inside an open passage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.organisation import queries as organisation
from lindun.organisation.models import Staff
from lindun.partners.models import (
    Agreement,
    Breach,
    Consent,
    Contract,
    Opening,
    Partner,
    Person,
    Remedy,
    Transfer,
    Waiver,
)
from lindun.partners.refusal import BadPartner

Row = TypeVar("Row")


def partners() -> QuerySet[Partner]:
    """Each with its contracts, the newest entered first."""
    return Partner.objects.select_related("owner").prefetch_related(
        Prefetch("contracts", Contract.objects.order_by("-ends")), "agreements"
    )


def by_name() -> QuerySet[Partner]:
    """For choosing one."""
    return Partner.objects.order_by("name", "number")


def partner(pk: UUID) -> Partner:
    """Raises gate.NotHere."""
    return _found(partners().filter(pk=pk).first())


def locked(pk: UUID) -> Partner:
    """Held until the transaction ends, so that two writers do not pass each other. Raises gate.NotHere."""
    return _found(Partner.objects.select_for_update().filter(pk=pk).first())


def of_firm(registration: str) -> Partner | None:
    """The firm with this code on the list, whatever it is called and wherever it is registered now."""
    for known in Partner.objects.filter(registration__contains=registration[8:17]):
        if known.registration[8:17] == registration[8:17]:
            return known
    return None


def of_name(name: str) -> QuerySet[Partner]:
    """Firms that are called so, or were."""
    return Partner.objects.filter(Q(name=name) | Q(former__contains=[name]))


def contract(pk: UUID) -> Contract:
    """Raises gate.NotHere."""
    return _found(Contract.objects.select_related("partner").filter(pk=pk).first())


def person(pk: UUID) -> Person:
    """Raises gate.NotHere."""
    return _found(Person.objects.select_related("partner").filter(pk=pk).first())


def locked_contract(pk: UUID) -> tuple[Partner, Contract]:
    """A contract, read after its partner was locked. Raises gate.NotHere."""
    holder = locked(contract(pk).partner_id)
    return holder, Contract.objects.get(pk=pk)


def locked_person(pk: UUID) -> tuple[Partner, Person]:
    """Somebody of a partner, read after the partner was locked. Raises gate.NotHere."""
    holder = locked(person(pk).partner_id)
    return holder, Person.objects.get(pk=pk)


def consent(pk: UUID) -> Consent:
    """Raises gate.NotHere."""
    return _found(Consent.objects.select_related("partner").filter(pk=pk).first())


def breach(pk: UUID) -> Breach:
    """Raises gate.NotHere."""
    return _found(Breach.objects.select_related("partner__owner").filter(pk=pk).first())


def has_open_case(partner: Partner) -> bool:
    """Whether a confirmed leak has a remedy that is not settled."""
    return partner.breaches.filter(confirmed_at__isnull=False, closed_at=None).exists()


def remedy(pk: UUID) -> Remedy:
    """Raises gate.NotHere."""
    return _found(Remedy.objects.select_related("breach__partner").filter(pk=pk).first())


def asked(of: type[Opening | Waiver | Consent], pk: UUID) -> Opening | Waiver | Consent:
    """Raises gate.NotHere."""
    rows: QuerySet[Any] = of._default_manager.all()
    found: Opening | Waiver | Consent = _found(rows.filter(pk=pk).first())
    return found


def partner_of(row: Opening | Waiver | Consent) -> Partner:
    return row.assessment.partner if isinstance(row, Waiver) else row.partner


def end_of(contract: Contract) -> date:
    """The first day on which it binds no more."""
    return min(contract.ends, contract.ended_on or contract.ends)


def agreement_within(partner: Partner, begins: date, ends: date) -> Agreement | None:
    """An agreement of this partner that runs on a day of this time."""
    return partner.agreements.filter(begins__lt=ends, ends__gt=begins).first()


def transfers(partner: Partner) -> QuerySet[Transfer]:
    found = Transfer.objects.filter(consent__partner=partner)
    return found.select_related("consent", "recipient", "made_by")


def agreement_end(partner: Partner) -> date | None:
    """The day on which its last agreement ends."""
    return max((row.ends for row in partner.agreements.all()), default=None)


def item_names(codes: Iterable[str]) -> list[str]:
    """Items by name, in the order of the catalogue."""
    chosen = set(codes)
    return [item.name for item in catalogue.items() if item.code in chosen]


def holders_of(roles: Iterable[str], *, besides: UUID | None = None) -> list[UUID]:
    """Accounts of these posts, without any of one person."""
    found = Staff.objects.in_post().filter(role__in=roles)
    if besides is not None:
        found = found.exclude(pk__in=organisation.accounts_of(besides))
    return list(found.values_list("pk", flat=True))


def in_post(pk: UUID) -> Staff:
    """Somebody who can be put in charge. Raises BadPartner."""
    found = Staff.objects.in_post().filter(pk=pk).first()
    if found is None:
        raise BadPartner(_("Choose somebody who is in post."))
    return found


def people_in_charge() -> list[Staff]:
    """Who may look after a partner or a remedy: everybody in post who keeps partners."""
    from lindun.partners.rules import KEEPING

    return list(Staff.objects.in_post().filter(role__in=KEEPING))


def _found(row: Row | None) -> Row:
    if row is None:
        raise gate.NotHere
    return row
