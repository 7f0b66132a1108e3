"""Who may wish for a call: the bearer of a link, or whoever holds the task. Neither is shown a number."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.core.policy import Decision, Way
from lindun.gate.passages import house_facts
from lindun.gate.registry import facts
from lindun.gate.vocabulary import Action
from lindun.requests.models import Task
from lindun.residents import queries as residents
from lindun.residents.queries import Line, Person
from lindun.sharing import call_queries as calls
from lindun.sharing import connecting, opening
from lindun.sharing.connecting import PHONE, Caller, Wish
from lindun.sharing.dial.chosen import provider
from lindun.sharing.models import Call

SHOWN = ("name", PHONE)


class CallClosed(gate.NotHere):
    """The gate would not have it dialled; recorded with its first reason."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.reasons[0])
        self.reason = decision.reasons[0]
        self.decision = decision


@dataclass(frozen=True)
class Callee:
    """A resident as somebody who wants to call her sees her: masked, with the call that is under way."""

    task: Task
    person: Person
    line: Line
    call: Call | None


def call(link: UUID, *, browser: str, resident: UUID, own_number: str) -> None:
    """Have the bearer connected with a resident: by the provider, else by the desk.

    own_number: the phone the bearer will call from; it goes to the provider and is not kept. Asking again
    while a call is in use or waits changes nothing. Raises BadNumber, gate.Denied, LinkClosed.
    """
    dial = provider()
    own = connecting.own_number(own_number) if dial else ""
    wish = _wish_by_link(link, browser=browser, resident=resident)
    if wish is not None:
        connecting.carry_out(wish, dial=dial, own=own)


def _wish_by_link(link: UUID, *, browser: str, resident: UUID) -> Wish | None:
    """Enter the call; None when one is under way."""
    bearer = gate.Identity(link=link)
    with gate.passage(bearer, Action.LINK_CALL, writes=True) as passage:
        found = opening.at_the_door(passage, link, browser=browser)
        purpose, items = opening.needed(passage, found)
        asked = [item for item in items if item.code == PHONE]
        people = residents.household(passage, found.dwelling_id, items=[PHONE])
        passage.subjects.clear()
        person = next((one for one in people if one.resident.pk == resident), None)
        if person is None or not asked:
            raise gate.NotHere
        passage.saw([resident])
        passage.items.append(PHONE)
        first = opening.lines(passage, found, person, purpose, asked, use=Way.CALL)[:1]
        caller = Caller(bearer, Action.LINK_CALL, found.task, found.expires_at, found)
        entered = connecting.enter(caller, resident)
        if entered is None:
            passage.about("call.under_way")
            return None
    openable = bool(first and first[0].decision.allowed)
    return Wish(caller, entered, openable, desk={found.made_by_id, found.task.holder_id})


def callee(who: gate.Identity, *, task: UUID, resident: UUID) -> Callee:
    """A resident at the dwelling of one's own task, masked. Raises gate.Denied, gate.NotHere."""
    with gate.passage(who, Action.CALL_MAKE) as passage:
        return _callee(passage, who, task, resident)


def call_for_task(who: gate.Identity, *, task: UUID, resident: UUID, own_number: str) -> None:
    """Have whoever holds the task connected with a resident: by the provider, else by the desk.

    own_number: as for `call`. Raises BadNumber, gate.Denied, gate.NotHere, CallClosed.
    """
    dial = provider()
    own = connecting.own_number(own_number) if dial else ""
    with gate.passage(who, Action.CALL_MAKE, writes=True) as passage:
        found = _callee(passage, who, task, resident)
        if not found.line.decision.allowed:
            raise CallClosed(found.line.decision)
        caller = Caller(who, Action.CALL_MAKE, found.task, found.task.closes_at)
        entered = connecting.enter(caller, resident)
        if entered is None:
            passage.about("call.under_way")
            return
        wish = Wish(caller, entered, openable=True, desk=calls.connectors(found.task))
    connecting.carry_out(wish, dial=dial, own=own)


def _callee(passage: gate.Passage, who: gate.Identity, task: UUID, resident: UUID) -> Callee:
    found = calls.task_of_hers(passage, task, staff=who.person)
    people = residents.household(passage, found.dwelling_id, items=SHOWN)
    passage.subjects.clear()
    person = next((one for one in people if one.resident.pk == resident), None)
    if person is None:
        raise gate.NotHere
    passage.saw([resident])
    passage.items.append(PHONE)
    lines = residents.lines(
        passage,
        person,
        purpose=facts.purpose(found.purpose_id),
        task=facts.task(found.number),
        reason_given=False,
        catalogue=[item for item in catalogue.items() if item.code == PHONE],
        house=house_facts(),
        use=Way.CALL,
    )
    if not lines:
        raise gate.NotHere
    under_way = calls.live_of_staff(task, staff=who.person, resident=resident)
    return Callee(found, person, lines[0], under_way)
