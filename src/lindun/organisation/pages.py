"""What the pages about people show: rows in words, permits, what the ledger says of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.marking import SCHEMES, Level
from lindun.core.policy import Access, Decision, Reach
from lindun.gate import history
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action, Happening
from lindun.organisation import queries, words
from lindun.organisation.actions import current_post
from lindun.organisation.models import Staff
from lindun.web import deeds, levels, reasons

MOST_DEEDS = 15
SIGN_INS = (
    Happening.SESSION_BEGIN,
    Happening.SESSION_REPLACED,
    Happening.SIGNIN_FAILED,
    Happening.SIGNIN_LOCKED,
)


def scopes(person: Staff) -> list[str]:
    """Where somebody's duty reaches, one text a community. Reads the places `queries.staff` brought along."""
    places = sorted(person.assignments.all(), key=lambda place: (place.community_id, place.building_id or 0))
    named = [
        f"{community.name} {_(', ').join(place.building.title for place in here if place.building)}".strip()
        for community, here in groupby(places, key=lambda place: place.community)
    ]
    return named or ([_("the whole company")] if _is_company_wide(person.role) else [])


def _is_company_wide(role: str) -> bool:
    return any(role in permit.roles and permit.reach is Reach.COMPANY for permit in rules.permits)


@dataclass(frozen=True)
class Line:
    """One thing a post may do, and how far."""

    action: str
    reach: str


def permitted(role: str) -> list[Line]:
    """What the rules permit this role, in words, in the order of the vocabulary."""
    order = list(Action)
    found = sorted(
        (permit for permit in rules.permits if role in permit.roles),
        key=lambda each: order.index(Action(each.action)),
    )
    return [Line(deeds.action(each.action), str(deeds.REACHES[each.reach])) for each in found]


def deeds_about(passage: gate.Passage, person: Staff) -> list[dict[str, Any]]:
    """Changes of the post; sign-ins too for those who may read the ledger."""
    reads_ledger = may(passage, Action.LEDGER_READ).allowed
    actions = (Action.STAFF_CHANGE, Action.STAFF_CONFIRM, *(SIGN_INS if reads_ledger else ()))
    found = history.about_staff(passage, person.pk, actions=actions, most=MOST_DEEDS, now=timezone.now())
    known = queries.names(deed.by for deed in found if deed.by)
    scheme = queries.level_scheme()
    return [
        {
            "who": known.get(deed.by, words.nobody()) if deed.by else words.nobody(),
            "what": deeds.action(deed.action),
            "at": deed.at,
            "detail": _(", ").join(words.changes(deed.reasons, scheme=scheme)),
            "refused": deed.outcome in {"denied", "failed"},
        }
        for deed in found
    ]


def may(
    passage: gate.Passage, action: str, *, other_person: str | None = None, proposed_by: str | None = None
) -> Decision:
    """What the gate would say to this action, now."""
    return passage.outlook(
        Access(
            actor=passage.actor,
            action=action,
            now=timezone.now(),
            other_person=other_person,
            proposed_by=proposed_by,
        )
    )


@dataclass(frozen=True)
class Waiting:
    """A post that waits for a second person. `seen` is its mark, `blocked` why this reader cannot decide."""

    proposed_by: str
    seen: str
    may_decide: bool
    blocked: reasons.Explanation | None


def waiting(passage: gate.Passage, person: Staff) -> Waiting | None:
    """How it stands with a post that waits; None for any other."""
    if person.raised_by is None:
        return None
    decision = may(
        passage, Action.STAFF_CONFIRM, other_person=str(person.pk), proposed_by=str(person.raised_by.pk)
    )
    why_not = blocked(decision)
    if str(person.raised_by.pk) == passage.actor.id:
        why_not = reasons.explain(["people.proposed_it"], ["ask.second_person"])
    return Waiting(person.raised_by.name, current_post(person).mark, decision.allowed, why_not)


def blocked(decision: Decision) -> reasons.Explanation | None:
    """Why the reader cannot do it; nothing where it is not her work anyway."""
    if decision.allowed or "action.not_for_role" in decision.reasons:
        return None
    return reasons.explain(decision.reasons, decision.ways_on)


def schemes(current: str) -> list[dict[str, Any]]:
    """The schemes to choose from, each with its five words."""
    return [
        {
            "code": code,
            "chosen": code == current,
            "words": [(int(level), levels.word(level, code)) for level in Level],
        }
        for code in SCHEMES
    ]
