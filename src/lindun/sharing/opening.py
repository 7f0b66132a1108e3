"""What a link opens: the household of its task as far as the kind of work needs it, a few values of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.catalogue.models import DataItem
from lindun.core.policy import Purpose, Way
from lindun.gate.passages import house_facts
from lindun.gate.registry import facts
from lindun.gate.reveals import Opened
from lindun.gate.vocabulary import Action
from lindun.residents import queries as residents
from lindun.residents.queries import Line, Person
from lindun.sharing import call_queries as calls
from lindun.sharing import queries, receiving
from lindun.sharing.closed import LinkClosed
from lindun.sharing.connecting import PHONE
from lindun.sharing.models import Call, Link, LinkState
from lindun.sharing.rules import NOT_ACCEPTED
from lindun.sharing.tokens import browser_digest, same

NAME = "name"


@dataclass(frozen=True)
class Shown:
    """A person of the household with the values that this kind of work needs."""

    person: Person
    lines: list[Line]
    call: Call | None

    @property
    def callable(self) -> bool:
        """Whether there is a number that could be put through, or that the desk could dial."""
        return any(line.item.code == PHONE for line in self.lines)


@dataclass(frozen=True)
class Order:
    """A work order as its bearer sees it."""

    link: Link
    people: list[Shown]
    names: bool  # whether masked names may be shown


def order(link: UUID, *, browser: str) -> Order:
    """The page of a work order, masked. Raises gate.Denied and LinkClosed, both recorded."""
    with gate.passage(gate.Identity(link=link), Action.LINK_OPEN) as passage:
        found = at_the_door(passage, link, browser=browser)
        purpose, items = needed(passage, found)
        people = residents.household(passage, found.dwelling_id, items=[item.code for item in items])
        live = {call.resident_id: call for call in calls.live([link])}
        shown = [
            Shown(person, lines(passage, found, person, purpose, items), live.get(person.resident.pk))
            for person in people
        ]
        passage.saw([link], kind="link", views_left=found.state.views_left)
    return Order(found, shown, names=any(item.code == NAME for item in items))


def accept(link: UUID, *, browser: str, version: int) -> None:
    """The bearer accepts the rules he was shown; if a newer version stands, that one will be shown.

    Raises gate.Denied and LinkClosed, both recorded.
    """
    with gate.passage(gate.Identity(link=link), Action.LINK_ACCEPT, writes=True) as passage:
        found = of_this_browser(passage, link, browser=browser)
        passage.saw([link], kind="link")
        if found.assignee_id:
            passage.saw([found.assignee_id], kind="staff")
        stored = receiving.record(found, version=version)
        passage.about(f"rules.v{version}" if stored else "rules.outdated")


def open_value(link: UUID, *, browser: str, resident: UUID, item: str, ordinal: int) -> tuple[Opened, Link]:
    """Open one value by a link. Raises gate.Denied, gate.SealingError, LinkClosed; all recorded.

    The gate takes one view off the link in the transaction of its entry, and only then opens the value: two
    windows cannot share the last view, and what the gate refuses costs none.
    """
    bearer = gate.Identity(link=link)
    with gate.passage(bearer, Action.LINK_OPEN) as passage:
        found = at_the_door(passage, link, browser=browser)
        passage.saw([link], kind="link")
    opened = gate.reveal(
        bearer,
        subject=resident,
        items=[item],
        ordinal=ordinal,
        purpose=found.task.purpose_id,
        task=found.task.number,
    )
    return opened, found


def views_left(link: UUID) -> int:
    """How many values the link may still open, for showing it."""
    return LinkState.objects.values_list("views_left", flat=True).get(pk=link)


def at_the_door(passage: gate.Passage, link: UUID, *, browser: str) -> Link:
    """The link, if its browser came, its task is open and the rules are accepted. Raises LinkClosed."""
    found = of_this_browser(passage, link, browser=browser)
    if not receiving.accepted(found):
        raise LinkClosed(NOT_ACCEPTED)
    return found


def of_this_browser(passage: gate.Passage, link: UUID, *, browser: str) -> Link:
    """The link, if this is the browser it is tied to and its task is open. Raises LinkClosed."""
    found = queries.bearer_of(passage, link)
    if not same(found.state.bound_digest, browser_digest(link, browser)):
        raise LinkClosed("link.bound_elsewhere" if found.state.bound_digest else "link.not_presented")
    if queries.is_over(found.task):
        raise LinkClosed("link.task_over")
    return found


def needed(passage: gate.Passage, link: Link) -> tuple[Purpose | None, list[DataItem]]:
    """What this kind of work needs, and the items of it in the catalogue's order.

    For somebody outside only those that the written consent names, masked or not.
    """
    purpose = facts.purpose(link.task.purpose_id)
    codes = set(purpose.needs) if purpose else set()
    if passage.actor.errand and passage.actor.errand.consent:
        codes &= passage.actor.errand.consent.items
    return purpose, [item for item in catalogue.items() if item.code in codes]


def lines(
    passage: gate.Passage,
    link: Link,
    person: Person,
    purpose: Purpose | None,
    items: Sequence[DataItem],
    *,
    use: Way = Way.REVEAL,
) -> list[Line]:
    """What each of a person's values would need to be used so by this link, by the gate's own rules."""
    return residents.lines(
        passage,
        person,
        purpose=purpose,
        task=facts.task(link.task.number),
        reason_given=False,
        catalogue=items,
        house=house_facts(),
        use=use,
    )
