"""Permits and conditions, and how they are judged.

1. A *permit* says: this role may do this action, as far as this reach. Without one: `action.not_for_role`.
2. A *condition* must hold besides, for the actions it names (or for all). One that fails denies, whatever
   permits say.
3. The place of the resource must lie within the reach of the permit. The same computation gives the extent
   of a list (`RuleSet.extent`), so list and detail cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from lindun.core.policy.decision import Decision, Obligation
from lindun.core.policy.facts import Access, Actor, Extent

NOWHERE = Extent()


class Reach(StrEnum):
    """How far a permit reaches."""

    BUILDINGS = "buildings"  # the buildings the actor is assigned to, one by one
    ASSIGNED = "assigned"  # whole communities too, where the assignment is one
    COMPANY = "company"  # every community
    PLACELESS = "placeless"  # things that lie nowhere: the catalogue, the ledger, staff


@dataclass(frozen=True)
class Permit:
    """These roles may do this action, this far."""

    action: str
    roles: frozenset[str]
    reach: Reach


@dataclass(frozen=True)
class Condition:
    """Something that must hold. `code` names the failure, `ways_on` what would mend it."""

    code: str
    holds: Callable[[Access], bool]
    actions: frozenset[str] | None = None  # None: every action
    ways_on: tuple[str, ...] = ()
    spared: frozenset[str] = frozenset()  # of every action, these not

    def concerns(self, action: str) -> bool:
        return action not in self.spared if self.actions is None else action in self.actions


@dataclass
class RuleSet:
    """All permits and conditions; apps add theirs while the program starts, then it is frozen."""

    _permits: dict[tuple[str, str], Permit] = field(default_factory=dict)
    _conditions: list[Condition] = field(default_factory=list)
    _obligations: dict[str, frozenset[Obligation]] = field(default_factory=dict)
    _concerned: dict[str, tuple[Condition, ...]] = field(default_factory=dict)  # by action, once frozen
    _frozen: bool = False

    def permit(self, action: str, roles: Iterable[str], reach: Reach) -> None:
        """Raises ValueError when a role already has a permit for the action: two would be ambiguous."""
        self._must_be_open()
        rule = Permit(action, frozenset(roles), reach)
        for role in rule.roles:
            if (action, role) in self._permits:
                raise ValueError(f"{role} already has a permit for {action}")
            self._permits[action, role] = rule

    def require(self, condition: Condition) -> None:
        """Add a condition. Raises RuntimeError once the rule set is frozen."""
        self._must_be_open()
        self._conditions.append(condition)

    def oblige(self, action: str, *obligations: Obligation) -> None:
        """Say what comes with an Allow of this action. Raises RuntimeError once the rule set is frozen."""
        self._must_be_open()
        self._obligations[action] = frozenset(obligations)

    def freeze(self) -> None:
        """No rule can be added from here on; called once all apps have loaded."""
        self._frozen = True

    def decide(self, access: Access) -> Decision:
        """May this actor do this, here and now? Every failing reason is given, not only the first."""
        permit = self._permits.get((access.action, access.actor.role))
        if permit is None:
            return Decision(reasons=("action.not_for_role",), ways_on=("ask.supervisor",))
        reasons: list[str] = []
        ways_on: list[str] = []
        if not self._within(access, permit):
            reasons.append("place.out_of_reach")
        for condition in [each for each in self._concerning(access.action) if not each.holds(access)]:
            reasons.append(condition.code)
            ways_on += condition.ways_on
        if reasons:
            return Decision(reasons=tuple(reasons), ways_on=tuple(dict.fromkeys(ways_on)))
        return Decision(obligations=self._obligations_of(access))

    def extent(self, actor: Actor, action: str) -> Extent:
        """Which rows may this actor meet by this action? Empty when there is no permit or no post."""
        permit = self._permits.get((action, actor.role))
        if permit is None or not actor.in_post:
            return NOWHERE
        match permit.reach:
            case Reach.COMPANY:
                return Extent(communities=actor.company)
            case Reach.ASSIGNED:
                return actor.assigned
            case Reach.BUILDINGS:
                return Extent(buildings=actor.assigned.buildings)
            case Reach.PLACELESS:
                return NOWHERE

    def offers(self, action: str, role: str) -> bool:
        """Whether a post has this action at all; whether it may be done here and now, `decide` says."""
        return (action, role) in self._permits

    def roles_for(self, action: str) -> frozenset[str]:
        return frozenset(role for (known, role) in self._permits if known == action)

    @property
    def permits(self) -> list[Permit]:
        return list(dict.fromkeys(self._permits.values()))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(self._conditions)

    def _concerning(self, action: str) -> tuple[Condition, ...]:
        """The conditions of an action; kept once no other can be added."""
        found = self._concerned.get(action)
        if found is None:
            found = tuple(condition for condition in self._conditions if condition.concerns(action))
            if self._frozen:
                self._concerned[action] = found
        return found

    def _within(self, access: Access, permit: Permit) -> bool:
        if access.place is None or permit.reach is Reach.PLACELESS:
            return True  # a list: its extent filters; or a thing that lies nowhere
        return self.extent(access.actor, access.action).covers(access.place)

    def _obligations_of(self, access: Access) -> frozenset[Obligation]:
        owed = self._obligations.get(access.action, frozenset())
        if Obligation.SAMPLE in owed and access.task_named:
            owed -= {Obligation.SAMPLE}
        return owed

    def _must_be_open(self) -> None:
        if self._frozen:
            raise RuntimeError("the rule set is frozen: rules are registered while apps load")
