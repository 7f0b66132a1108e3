"""Reads of texts and of who acknowledged or signed them. All run inside an open passage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lindun import gate
from lindun.organisation import queries as organisation
from lindun.organisation.models import Staff
from lindun.policies.models import Acknowledgement, Kind, Signature, State, Text
from lindun.standing import codes
from lindun.standing import queries as standing

CODES = {Kind.RULES: codes.POLICY, Kind.PLEDGE: codes.PLEDGE, Kind.DUTIES: codes.DUTIES}
"""What a text meets once it is accepted."""


def in_force(kind: str, role: str = "") -> Text:
    """The version that counts now. Raises gate.NotHere: none was ever published."""
    found = _published(kind, role).first()
    if found is None:
        raise gate.NotHere
    return found


def versions(kind: str, role: str = "") -> list[Text]:
    """All that were published, newest first."""
    return list(_published(kind, role).select_related("proposed_by", "decided_by"))


def published(text_id: UUID) -> Text:
    """Raises gate.NotHere."""
    found = Text.objects.filter(pk=text_id, state=State.PUBLISHED).first()
    if found is None:
        raise gate.NotHere
    return found


def before(text: Text) -> Text | None:
    """The version in force before this one; before a proposal the one that counts now."""
    earlier = _published(text.kind, text.role)
    return earlier.filter(number__lt=text.number).first() if text.number else earlier.first()


def proposals() -> list[Text]:
    """Those that wait, oldest first."""
    waiting = Text.objects.filter(state=State.WAITING).select_related("proposed_by")
    return list(waiting.order_by("proposed_at"))


def proposal(text_id: UUID) -> Text:
    """A text that was proposed, whatever became of it. Raises gate.NotHere."""
    found = Text.objects.select_related("proposed_by", "decided_by").filter(pk=text_id).first()
    if found is None:
        raise gate.NotHere
    return found


def locked(text_id: UUID) -> Text:
    """Held until the transaction ends. Raises gate.NotHere."""
    found = Text.objects.select_for_update().filter(pk=text_id).first()
    if found is None:
        raise gate.NotHere
    return found


def current_texts() -> list[Text]:
    """Of rules, pledge and each post's duties the version that counts."""
    newest = Text.objects.filter(state=State.PUBLISHED).order_by("kind", "role", "-number")
    order = list(Kind.values)
    return sorted(newest.distinct("kind", "role"), key=lambda text: order.index(text.kind))


def acknowledged(person: UUID, text: Text) -> datetime | None:
    """When she acknowledged exactly this version, by whichever account."""
    done = Acknowledgement.objects.filter(staff_id__in=organisation.accounts_of(person), text=text)
    return done.order_by("at").values_list("at", flat=True).first()


def accepted(person: UUID, kind: str, role: str = "") -> Text | None:
    """The version she accepted last; None: no version ever, or the one that is still in force."""
    met = standing.met(person, CODES[Kind(kind)], role=role)
    return _published(kind, role).filter(number=met.version).first() if met else None


def signatures(person: UUID) -> list[Signature]:
    """All that she signed by any account, newest first."""
    found = Signature.objects.filter(staff_id__in=organisation.accounts_of(person))
    return list(found.select_related("text", "member__project"))


def signature(signature_id: UUID, *, person: UUID) -> Signature:
    """One that she herself signed. Raises gate.NotHere."""
    found = next((one for one in signatures(person) if one.pk == signature_id), None)
    if found is None:
        raise gate.NotHere
    return found


def missing(kind: str) -> QuerySet[Staff]:
    """Who is in post and has not accepted the version that counts for her."""
    people = Staff.objects.in_post().select_related("department").order_by("number")
    return people.filter(standing.unmet(CODES[Kind(kind)]))


def in_post(*, role: str = "") -> list[UUID]:
    people = Staff.objects.in_post()
    return list((people.filter(role=role) if role else people).values_list("pk", flat=True))


def accounts_in_post(people: Iterable[UUID]) -> list[UUID]:
    """Every account in post of these persons, known by their first accounts."""
    whose = Q(pk__in=list(people)) | Q(same_person_as_id__in=list(people))
    return list(Staff.objects.in_post().filter(whose).values_list("pk", flat=True))


def _published(kind: str, role: str) -> QuerySet[Text]:
    return Text.objects.filter(kind=kind, role=role, state=State.PUBLISHED).order_by("-number")
