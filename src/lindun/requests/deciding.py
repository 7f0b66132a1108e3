"""Approve: who may answer a request, and what her answer does.

An approval performs no deed. It is written down with the digest of the statement it agreed to; when enough of
them are there the request gets its grant, which the applicant's next passage uses. At every use the gate
counts the approvals anew, by what is true of the approvers then.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.organisation.queries import accounts_of
from lindun.requests import facts, telling
from lindun.requests.actions import clean
from lindun.requests.applying import BadRequest, begin, place_of
from lindun.requests.models import AccessRequest, Approval, Deputy, Outcome
from lindun.requests.quorum import reached
from lindun.requests.statement import Statement, digest


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an approver says. `seen`: hex digest of the statement she was shown.

    with_credentials: whether she proved who she is for exactly this, at most a moment ago.
    """

    agreed: bool
    seen: str
    words: str = ""
    with_credentials: bool = False


def decide(who: gate.Identity, *, request: UUID, answer: Answer) -> AccessRequest:
    """Answer somebody else's request. One refusal ends it; enough approvals open it.

    Raises gate.Denied (one's own request, or data above the level one decides about), gate.NotHere,
    BadRequest (decided or too late, changed since it was shown, or credentials are needed).
    """
    with gate.passage(who, Action.REQUEST_VIEW) as passage:
        asked = _found(request)
        passage.place, passage.task = place_of(asked), f"request:{asked.id}"
        passage.saw([asked.id], kind="request")
    absent = standing_in_for(who.person, asked)
    deciders = frozenset(asked.deciders) | ({_role(who)} if absent else frozenset())
    with gate.passage(
        who,
        Action.REQUEST_DECIDE,
        purpose=asked.purpose_id,
        task=f"request:{asked.id}",
        place=place_of(asked),
        proposed_by=asked.applicant_id,
        deciders=deciders,
        writes=True,
    ) as passage:
        locked = _found(request, lock=True)
        _check_answerable(locked, answer)
        passage.saw([request], kind="request")
        passage.about("approved" if answer.agreed else "refused")
        _write(who, locked, answer, absent)
        _settle(locked, answer)
        telling.of_answer(who, locked)
        return locked


def standing_in_for(person: UUID, asked: AccessRequest) -> UUID | None:
    """Whose deputy this person is now, among those who may decide; nobody when she may decide herself.

    Never the applicant's: nobody approves what she asks for, and nobody does it with her post.
    """
    if _is_decider(person, asked.deciders):
        return None
    found = Deputy.objects.in_force().filter(deputy_id=person, person__role__in=asked.deciders)
    others = found.exclude(person_id__in=accounts_of(asked.applicant_id))
    return others.values_list("person_id", flat=True).first()


def _is_decider(person: UUID, deciders: list[str]) -> bool:
    return Staff.objects.filter(pk=person, role__in=deciders).exists()


def _role(who: gate.Identity) -> str:
    return Staff.objects.values_list("role", flat=True).get(pk=who.person)


def _found(request: UUID, *, lock: bool = False) -> AccessRequest:
    rows = AccessRequest.objects.select_for_update(of=("self",)) if lock else AccessRequest.objects
    found = rows.filter(pk=request, emergency=False).first()
    if found is None:
        raise gate.NotHere
    return found


def _check_answerable(request: AccessRequest, answer: Answer) -> None:
    if request.outcome:
        raise BadRequest(_("This request has been decided already."))
    if timezone.now() >= request.decide_by:
        raise BadRequest(_("It was not decided in time and has lapsed: it has to be asked for anew."))
    if not hmac.compare_digest(digest(request.statement).hex(), answer.seen):
        raise BadRequest(_("This is not what you were shown: please look at it again."))
    if request.together and answer.agreed and not answer.with_credentials:
        raise BadRequest(_("Two people must be present: type your password for this request."))


def _write(who: gate.Identity, request: AccessRequest, answer: Answer, absent: UUID | None) -> None:
    Approval.objects.create(
        request=request,
        community_id=request.community_id,
        building_id=request.building_id,
        approver_id=who.person,
        standing_in_for_id=absent,
        agreed=answer.agreed,
        with_credentials=answer.with_credentials,
        digest=digest(request.statement),
        words=clean(answer.words.strip()).text[:200],
        at=timezone.now(),
    )


def _settle(request: AccessRequest, answer: Answer) -> None:
    """End the request if this answer did: refused, or everybody who is needed agreed."""
    if not answer.agreed:
        request.outcome, request.ended_at = Outcome.REFUSED, timezone.now()
        request.save(update_fields=["outcome", "ended_at"])
    elif reached(*facts.answers(request.number)):
        request.outcome, request.ended_at = Outcome.APPROVED, timezone.now()
        request.save(update_fields=["outcome", "ended_at"])
        begin(request, Statement.read(request.statement))
