"""Reads of cases. All run inside an open passage; outside one the database shows none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.conduct.ladder import REMEMBERED, Rung
from lindun.conduct.models import Answer, Bulletin, Case, Deduction, Step, Terms
from lindun.conduct.rules import HANDLING
from lindun.conduct.wages import Month
from lindun.organisation import queries as organisation
from lindun.organisation.models import Role, Staff
from lindun.personnel.registry import Fact

STAFF_NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")
NOT_LIFTED = Q(decision__confirmed=True) & (Q(reply=None) | ~Q(reply__outcome=Answer.LIFTED))


def cases(passage: gate.Passage) -> QuerySet[Case]:
    """Of whoever handles cases: all but those about herself. Of others: those they reported."""
    mine = organisation.accounts_of(passage.who.person)
    found = _all().exclude(accused_id__in=mine)
    return found if passage.actor.role in HANDLING else found.filter(reported_by_id__in=mine)


def case(passage: gate.Passage, case_id: UUID) -> Case:
    """Raises gate.NotHere for what does not exist, or not for this reader."""
    return _here(cases(passage).filter(pk=case_id).first())


def own_cases(passage: gate.Passage) -> QuerySet[Case]:
    """Cases about the reader herself, from when she is asked for her statement."""
    return _all().filter(accused_id__in=organisation.accounts_of(passage.who.person), asked_at__isnull=False)


def own_case(passage: gate.Passage, case_id: UUID) -> Case:
    """Raises gate.NotHere."""
    return _here(own_cases(passage).filter(pk=case_id).first())


def locked(case_id: UUID) -> Case:
    """Held until the transaction ends. Raises gate.NotHere."""
    Case.objects.select_for_update().filter(pk=case_id).first()
    return _here(_all().filter(pk=case_id).first())


def bulletins() -> QuerySet[Bulletin]:
    return Bulletin.objects.all()


def somebody(typed: str) -> Staff | None:
    """The first account of whoever has this staff number, or alone has this name."""
    typed = typed.strip()
    found = list(Staff.objects.select_related("same_person_as").filter(Q(number=typed) | Q(name=typed))[:3])
    people = {person.same_person_as or person for person in found}
    return people.pop() if len(people) == 1 else None


def earlier_cases(found: Case, *, now: datetime) -> int:
    """Confirmed cases that are remembered, of the same person, or the same partner by whatever name."""
    others = Case.objects.filter(NOT_LIFTED, decision__at__gte=now - REMEMBERED).exclude(pk=found.pk)
    if found.accused_id is not None:
        return others.filter(accused_id__in=organisation.accounts_of(found.accused_id)).count()
    return others.filter(partner_id=found.partner_id).count() if found.partner_id else 0


def about_partner(partner: UUID) -> list[Case]:
    """For the partner's page, which shows neither words nor people: only how far each case is."""
    found = Case.objects.filter(partner_id=partner).select_related("decision", "reply")
    return list(found.prefetch_related("hearings"))


def shown_rungs() -> list[Rung]:
    """The rungs the company uses, from light to heavy."""
    return [Rung(step.rung) for step in Step.objects.filter(shown=True)]


def terms() -> Terms:
    return Terms.objects.get()


def hold_wages_of(accused: UUID) -> None:
    """One deduction of a person at a time: whoever comes second sees the first."""
    Staff.objects.select_for_update().get(pk=accused)


def month_of(accused: UUID, month: date, *, pay: Decimal) -> Month:
    """What a month of this person bears. Pay stated twice counts as the lower one."""
    known = Deduction.objects.filter(month=month, case__accused_id__in=organisation.accounts_of(accused))
    stated = known.values_list("pay", flat=True)
    return Month(min([pay, *stated]), _sum(known), terms().minimum_wage)


def open_loss(found: Case) -> Decimal:
    """What of the decided compensation is not deducted yet; nothing without one that holds."""
    decision = getattr(found, "decision", None)
    if decision is None or not decision.stands or decision.compensation is None:
        return Decimal(0)
    return Decimal(decision.compensation) - _sum(Deduction.objects.filter(case=found))


def handlers(found: Case, *, roles: Iterable[str] = HANDLING) -> list[UUID]:
    """Who is to be told that a case waits: in post, and neither accused nor the one who reported it."""
    parted = [organisation.accounts_of(one) for one in (found.accused_id, found.reported_by_id) if one]
    in_post = Staff.objects.in_post().filter(role__in=set(roles))
    return list(in_post.exclude(pk__in=[each for one in parted for each in one]).values_list("pk", flat=True))


def personnel(found: Case) -> list[UUID]:
    return handlers(found, roles={Role.HR})


def record_of(staff: UUID) -> list[Fact]:
    """Dated facts for the confidentiality file: what was confirmed and holds."""
    found = _all().filter(NOT_LIFTED, accused_id=staff).order_by("-decision__at")
    return [Fact(case.decision.at, _said(case)) for case in found]


def _said(found: Case) -> str:
    words = {
        "number": found.number,
        "type": found.get_type_display(),
        "intent": found.get_intent_display(),
        "measure": found.rung.label if found.rung else "-",
    }
    if found.stage(timezone.now()) == "decided":
        return _("%(number)s: %(type)s (%(intent)s), %(measure)s; still open to appeal") % words
    if found.stage(timezone.now()) == "appealed":
        return _("%(number)s: %(type)s (%(intent)s), %(measure)s; an appeal waits for its answer") % words
    return _("%(number)s: %(type)s (%(intent)s), %(measure)s") % words


def _sum(deductions: QuerySet[Deduction]) -> Decimal:
    return deductions.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def _here(found: Case | None) -> Case:
    if found is None:
        raise gate.NotHere
    return found


def _all() -> QuerySet[Case]:
    people = ("accused", "partner", "incident", "reported_by", "asked_by", "suspended_by", "closed_by")
    steps = (
        "decision__decided_by", "decision__breach", "reply__answered_by", "naming__by", "bulletin__by"
    )  # fmt: skip
    many = ("evidence__added_by", "hearings__taken_by", "hearings__witness", "deductions__entered_by")
    return Case.objects.select_related(*people, *steps).prefetch_related(
        *many, "inquiries__answered_by", "inquiries__recorded_by"
    )
