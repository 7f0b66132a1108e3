"""Posts as records: create, change, name who answers for one, remove. Who holds which is `actions`' business.

A post that reaches confidential data and has nobody in post who answers for it gets no new grants: the gate
reads that with every decision (GOV-07).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.assigning import BadPost
from lindun.organisation.models import Company, Department, Kind, Position, Role, Staff, Status

# Until the company names somebody else: who answers for a role's post, the first of these who is there.
ANSWERING: Mapping[str, tuple[str, ...]] = {
    Role.SUPERVISOR: (Role.MANAGER, Role.GENERAL_MANAGER, Role.OFFICER),
    Role.MANAGER: (Role.GENERAL_MANAGER, Role.OFFICER),
    Role.GENERAL_MANAGER: (Role.OFFICER,),
    Role.OFFICER: (Role.GENERAL_MANAGER, Role.OFFICER),
    Role.HR: (Role.GENERAL_MANAGER, Role.OFFICER),
    Role.AUDITOR: (Role.GENERAL_MANAGER, Role.OFFICER),
}
OTHERWISE = (Role.MANAGER, Role.GENERAL_MANAGER, Role.OFFICER)


@dataclass(frozen=True)
class Plan:
    """What a post is to be."""

    name: str
    role: str
    kinds: frozenset[str]
    sensitive: bool = False
    department: str = ""
    duties: str = ""


def create(who: gate.Identity, plan: Plan) -> Position:
    """Raises gate.Denied, BadPost."""
    _check(plan)
    with gate.passage(who, Action.POST_CHANGE, writes=True) as passage:
        position = Position(role=plan.role)
        _write(position, plan)
        passage.about("post.created", f"after.role.{plan.role}", *_marks(position))
        return position


def change(who: gate.Identity, *, position: int, plan: Plan) -> Position:
    """Change what it is called and who may hold it; whoever holds it now stays, and so does the role.

    Raises gate.Denied, gate.NotHere, BadPost.
    """
    _check(plan)
    with gate.passage(who, Action.POST_CHANGE, writes=True) as passage:
        found = _locked(position)
        if plan.role != found.role:
            raise BadPost(_("A post keeps its role: open another post for another role."))
        passage.about("post.changed", *(f"before.{mark}" for mark in _marks(found)))
        _write(found, plan)
        passage.about(*(f"after.{mark}" for mark in _marks(found)))
        return found


def name_responsible(who: gate.Identity, *, position: int, staff: UUID | None) -> Position:
    """Say who answers for a post, or that nobody does. What that opens and closes changes at once.

    Raises gate.Denied, gate.NotHere, BadPost.
    """
    with gate.passage(who, Action.POST_CHANGE, writes=True) as passage:
        found = _locked(position)
        person = Staff.objects.in_post().filter(pk=staff).first() if staff else None
        if staff and person is None:
            raise BadPost(_("Choose somebody who is in post."))
        passage.saw([each for each in (found.responsible_id, staff) if each], kind="staff")
        passage.about("post.responsible", _code(found), "responsible.named" if person else "responsible.none")
        found.responsible = person
        found.save(update_fields=["responsible"])
        return found


def remove(who: gate.Identity, *, position: int) -> bool:
    """Delete a post nobody ever held, close one that was held once. Returns whether it was deleted.

    Raises gate.Denied, gate.NotHere, BadPost for one that is held or the standard one of its role.
    """
    with gate.passage(who, Action.POST_CHANGE, writes=True) as passage:
        found = _locked(position)
        if found.standard:
            raise BadPost(_("The standard post of a role stays."))
        if found.holders.exclude(status=Status.LEFT).exists():
            raise BadPost(_("This post is held: give its holders another one first."))
        deleted = not found.holders.exists()
        passage.about("post.deleted" if deleted else "post.closed", _code(found))
        if deleted:
            found.delete()
        else:
            found.closed = True
            found.save(update_fields=["closed"])
        return deleted


def name_unit(who: gate.Identity, *, unit: str) -> None:
    """Say what the unit that answers for confidentiality is called. Raises gate.Denied, BadPost."""
    if not unit.strip():
        raise BadPost(_("Say what the unit is called."))
    with gate.passage(who, Action.POST_CHANGE, writes=True) as passage:
        passage.about("unit.named")
        Company.objects.update(unit=unit.strip()[:60])


def name_first_responsibles() -> None:
    """Let somebody answer for every post of a company that begins. Runs in the founding transaction."""
    people: dict[str, Staff] = {}
    for person in Staff.objects.in_post().order_by("number"):
        people.setdefault(person.role, person)
    for position in Position.objects.filter(responsible=None):
        answering = ANSWERING.get(position.role, OTHERWISE)
        position.responsible = next((people[role] for role in answering if role in people), None)
        position.save(update_fields=["responsible"])


def _check(plan: Plan) -> None:
    if not plan.name.strip() or plan.role not in Role.values:
        raise BadPost(_("This post is not one the company has."))
    if not plan.kinds or not plan.kinds <= set(Kind.values):
        raise BadPost(_("Say what kind of people may hold it."))


def _write(position: Position, plan: Plan) -> None:
    position.name, position.sensitive = plan.name.strip(), plan.sensitive
    position.kinds, position.duties = sorted(plan.kinds), plan.duties.strip()
    name = plan.department.strip()
    position.department = Department.objects.get_or_create(name=name)[0] if name else None
    try:
        with transaction.atomic():
            position.save()
    except IntegrityError:
        raise BadPost(_("There is a post of this name already.")) from None


def _locked(position: int) -> Position:
    found = Position.objects.select_for_update(of=("self",)).filter(pk=position).first()
    if found is None:
        raise gate.NotHere
    return found


def _marks(position: Position) -> list[str]:
    return [_code(position), "post.sensitive" if position.sensitive else "post.ordinary"]


def _code(position: Position) -> str:
    return f"post.p{position.pk}"
