"""The page of a household: its people, each value as far as it may be seen, and why the rest is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.catalogue.models import DataItem
from lindun.core import policy
from lindun.core.policy import Decision
from lindun.estates.models import Dwelling
from lindun.gate.looks import looks
from lindun.gate.passages import house_facts
from lindun.gate.registry import facts, rules
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.requests import access_queries as requests
from lindun.requests import queries as tasks
from lindun.requests.models import AccessRequest, Grant, LookupReason, Task
from lindun.requests.statement import Statement
from lindun.residents import choices, queries, timeline
from lindun.residents.choices import Choice
from lindun.residents.movements import MOVEMENT
from lindun.residents.queries import Line, Person
from lindun.web.reasons import Explanation, Way, explain

PHONE = "phone"
OPEN_AT_ONCE = "open_at_once"  # session: the emergency whose phones open with the next page, once
SEARCHED_FOR = "searched_for"  # session: the purpose a wide search was made for
ASKED_ABOVE = "purpose.missing"  # the question stands at the top of the page, not on every line
ASKING, ASKED_ALREADY = "request.access", "request.asked"
HEARD_ABOVE = frozenset({"task.or_reason_missing"})  # said on a line only when nothing else closes it


@dataclass(frozen=True)
class Move:
    """The one button that moves on."""

    label: str
    url: str
    kind: str = "reveal"
    post: bool = True
    primary: bool = True
    at_once: bool = False  # pressed by the page itself, when it is shown


@dataclass(frozen=True)
class LineShown:
    """A Line in words and addresses. `open` is an opened value, on the answer to a reveal only."""

    key: str
    label: str
    level: int
    masked: str
    moves: tuple[Move, ...] = ()
    source_url: str = ""
    reason: Explanation | None = None
    open: gate.Revealed | None = None
    seconds: int = 0
    entry: str = ""


def show(request: StaffRequest, dwelling: UUID) -> dict[str, Any]:
    """The context of the page, read in one passage. Raises gate.Denied, gate.NotHere."""
    with gate.passage(request.actor, Action.HOUSEHOLD_VIEW) as passage:
        home = queries.dwelling(passage, dwelling)
        catalogued = catalogue.items()
        items = [item for item in catalogued if item.code != MOVEMENT]
        people = queries.household(passage, home.pk, items=[item.code for item in items])
        mine = list(tasks.my_open_tasks(request.staff.pk).filter(dwelling=home))
        choice = settled(choices.of(request.session, home.pk), mine, request.session.get(SEARCHED_FOR, ""))
        choices.keep(request.session, home.pk, choice, ids(people))
        task = next((task for task in mine if task.number == choice.task), None)
        passage.purpose = choice.purpose or None
        passage.task = f"task:{task.pk}" if task else None
        granted = requests.live_at(request.staff.pk, home.pk)
        unsettled = requests.unsettled(request.staff.pk, home.pk)
        asked = [one for one in unsettled if not one.emergency]
        pressed = request.session.pop(OPEN_AT_ONCE, "")
        at_once = any(grant.request.number == pressed for grant in granted)
        shown = _people(request, passage, people, choice, items, (granted, asked), task, at_once=at_once)
        seen = looks(passage, ids(people), most=timeline.READ, now=timezone.now())
        numbers = tasks.numbers(look.task for look in seen if look.task)
        keeps_history = offers(Action.HISTORY_VIEW)(request)
    return {
        "dwelling": {"pk": home.pk, "title": home.title, "facts": _facts(home, people)},
        "choices": choices_in_words(choice, mine),
        "task": {"pk": task.pk, "number": task.number, "title": task.summary, "until": task.closes_at}
        if task
        else None,
        "prints": task is not None and offers(Action.SHEET_PRINT)(request) and _has_paper(task),
        "reason": LookupReason(choice.reason).label if choice.reason else "",
        "asks_why": bool(choice.purpose) and not task and not choice.reason,
        "reasons": [(code, label) for code, label in LookupReason.choices if code != LookupReason.OTHER],
        "people": shown,
        "movement": next((item for item in catalogued if item.code == MOVEMENT), None),
        "may_press": offers(Action.EMERGENCY_OPEN)(request),
        "debt": next((one for one in unsettled if one.emergency), None),
        "looks": timeline.lines(
            request.staff.pk, seen, items=catalogued, numbers=numbers, now_for=choice.purpose
        ),
        "history_url": reverse("requests:history", args=[home.pk]) if keeps_history else "",
    }


def _has_paper(task: Task) -> bool:
    purpose = facts.purpose(task.purpose_id)
    return purpose is not None and policy.Way.PRINT in purpose.needs.values()


def settled(kept: Choice | None, mine: Sequence[Task], searched_for: str) -> Choice:
    """What she works for: what she chose if it still holds, else her own open task, else nothing yet."""
    chosen = kept or Choice(purpose=searched_for)
    by_number = {task.number: task for task in mine}
    if chosen.task in by_number:
        return Choice(purpose=by_number[chosen.task].purpose_id, task=chosen.task)
    wanted = [task for task in mine if chosen.purpose in {"", task.purpose_id}]
    if wanted and not chosen.reason:
        return Choice(purpose=wanted[0].purpose_id, task=wanted[0].number)
    known = facts.purpose(chosen.purpose) is not None
    return Choice(purpose=chosen.purpose, reason=chosen.reason) if known else Choice()


def ids(people: Sequence[Person]) -> list[UUID]:
    return [person.resident.pk for person in people]


def choices_in_words(choice: Choice, mine: Sequence[Task]) -> list[dict[str, Any]]:
    """Her open tasks here, then the purposes that none of them serves."""
    served = {task.purpose_id for task in mine}
    shown = [
        {
            "value": f"task:{task.number}",
            "label": task.purpose.name,
            "number": task.number,
            "chosen": task.number == choice.task,
        }
        for task in mine
    ]
    return shown + [
        {
            "value": f"purpose:{purpose.code}",
            "label": purpose.name,
            "number": "",
            "chosen": purpose.code == choice.purpose,
        }
        for purpose in catalogue.purposes()
        if purpose.code not in served
    ]


def _facts(home: Dwelling, people: Sequence[Person]) -> list[str]:
    count = ngettext("%(n)d person registered", "%(n)d people registered", len(people)) % {"n": len(people)}
    return [home.community.name, count]


def _people(
    request: StaffRequest,
    passage: gate.Passage,
    people: Sequence[Person],
    choice: Choice,
    items: Sequence[DataItem],
    own: tuple[Sequence[Grant], Sequence[AccessRequest]],
    task: Task | None,
    *,
    at_once: bool,
) -> list[dict[str, Any]]:
    granted, asked = own
    lines = partial(
        queries.lines,
        passage,
        purpose=facts.purpose(choice.purpose) if choice.purpose else None,
        task=facts.task(choice.task) if choice.task else None,
        reason_given=bool(choice.reason),
        catalogue=items,
        house=house_facts(),
    )
    with_source = offers(Action.SOURCE_VIEW)(request)
    called = partial(lines, catalogue=[item for item in items if item.code == PHONE], use=policy.Way.CALL)

    def in_words(person: Person, line: Line, call_url: str) -> LineShown:
        shown = line_in_words(person, line, with_source=with_source, purpose=choice.purpose, granted=granted)
        if not shown.moves and (waits := waiting_for(asked, person.resident.pk, line.item.code)):
            shown = replace(shown, reason=asked_already(shown.reason, waits))
        return with_call(pressed(shown, line) if at_once else shown, line, url=call_url)

    return [
        {
            "name": person.name,
            "relation": person.resident.get_relation_display(),
            "pk": person.resident.pk,
            "hours_granted": any(
                Statement.read(grant.request.statement).covers(person.resident.pk, MOVEMENT)
                for grant in granted
            ),
            "hours_asked": waiting_for(asked, person.resident.pk, MOVEMENT),
            "lines": [in_words(person, line, call_url) for line in lines(person)],
        }
        for person in people
        for call_url in [_call_url(task, person, called(person)[:1])]
    ]


def waiting_for(asked: Sequence[AccessRequest], resident: UUID, item: str) -> AccessRequest | None:
    """One's own request for this that waits for its answer."""
    return next((one for one in asked if Statement.read(one.statement).covers(resident, item)), None)


def asked_already(reason: Explanation | None, waits: AccessRequest) -> Explanation:
    """The way to ask gives way to the request that waits: nobody asks twice, or thinks it was lost."""
    said = reason or Explanation(())
    label = _("Request %(number)s waits for approval") % {"number": waits.number}
    file = Way(ASKED_ALREADY, label, reverse("requests:file", args=[waits.pk]))
    return replace(said, ways=(*(way for way in said.ways if way.code != ASKING), file))


def pressed(shown: LineShown, line: Line) -> LineShown:
    """After the red button the page itself presses what opens a phone: nobody should look for it then."""
    if line.item.code != PHONE:
        return shown
    return replace(shown, moves=tuple(replace(move, at_once=True) for move in shown.moves))


def _call_url(task: Task | None, person: Person, first: Sequence[Line]) -> str:
    """Where she is called for this task; empty where the gate would not have her number dialled."""
    if task is None or not (first and first[0].decision.allowed):
        return ""
    return reverse("sharing:call", args=[task.pk, person.resident.pk])


def with_call(shown: LineShown, line: Line, *, url: str) -> LineShown:
    """The line with the button that calls. Without a provider, whoever may read a number dials it."""
    reads = line.decision.allowed and settings.DIAL_PROVIDER == "desk"
    if not url or reads or line.item.code != PHONE or line.value.ordinal:
        return shown
    move = Move(_("Call"), url, kind="call", post=False, primary=not line.decision.allowed)
    return replace(shown, moves=(*shown.moves, move))


def line_in_words(
    person: Person, line: Line, *, with_source: bool, purpose: str, granted: Sequence[Grant]
) -> LineShown:
    """A line with the button that opens it: by what she works for, else by a grant, else none."""
    resident = person.resident
    shown = closed_line(
        resident.pk, line.item, line.value.ordinal, line.value.masked, with_source=with_source
    )
    if line.decision.allowed:
        return shown
    for grant in granted:
        if Statement.read(grant.request.statement).covers(resident.pk, line.item.code):
            of_value = (resident.pk, line.item.code, line.value.ordinal)
            return by_grant(shown, of_value, number=grant.request.number, left=grant.views_left)
    about = {
        "dwelling": resident.dwelling_id,
        "resident": resident.pk,
        "item": line.item.code,
        "purpose": purpose,
    }
    return replace(shown, moves=(), reason=why(line.decision, about))


def by_grant(shown: LineShown, of_value: tuple[UUID, str, int], *, number: str, left: int) -> LineShown:
    """The line with the button of an approved request, which says how many views are left."""
    if left < 1:
        about = {"resident": of_value[0], "item": of_value[1]}
        return replace(shown, moves=(), reason=explain(["grant.used_up"], ["request.access"], about))
    label = ngettext("Open (%(n)d view left)", "Open (%(n)d views left)", left) % {"n": left}
    return replace(shown, moves=(Move(label, reverse("residents:reveal_granted", args=[*of_value, number])),))


def closed_line(resident: UUID, item: DataItem, ordinal: int, masked: str, *, with_source: bool) -> LineShown:
    """A line that can be opened and is not open now."""
    of_value = (resident, item.code, ordinal)
    return LineShown(
        key=line_key(*of_value),
        label=item.name,
        level=item.level,
        masked=masked,
        moves=(Move(_("Open"), reverse("residents:reveal", args=of_value)),),
        source_url=reverse("residents:source", args=of_value) if with_source else "",
    )


def line_key(resident: UUID, item: str, ordinal: int) -> str:
    return f"{resident}-{item}-{ordinal}"


def why(decision: Decision, facts_of_case: Mapping[str, Any]) -> Explanation | None:
    """What closes a line, as far as the line must say it: what the top of the page asks is not repeated."""
    if ASKED_ABOVE in decision.reasons:
        return None
    telling = [code for code in decision.reasons if code not in HEARD_ABOVE] or list(decision.reasons)
    mends = {condition.code: condition.ways_on for condition in rules.conditions}
    ways = dict.fromkeys(way for code in telling for way in mends.get(code, ()))
    return explain(telling, ways, facts_of_case)
