"""What the routes need to be called with: arguments of their addresses and things to act on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.assets import actions as assets
from lindun.catalogue import actions as catalogue
from lindun.catalogue import queries as matrix
from lindun.catalogue.actions import BadChange
from lindun.core.marking import SCHEMES
from lindun.gate import Identity
from lindun.gate.vocabulary import Action, Happening
from lindun.leaving.models import System
from lindun.organisation import posts
from lindun.organisation.actions import current_post
from lindun.organisation.models import Staff
from lindun.organisation.posts import Plan
from lindun.policies import material
from lindun.requests import actions as tasks
from lindun.requests import applying, deciding, deputies, emergencies
from lindun.requests.applying import Wish
from lindun.requests.deciding import Answer
from lindun.requests.models import AccessRequest, Alert, Lookup, Task
from lindun.requests.statement import digest
from lindun.rights import actions as rights
from lindun.rights import queries as rights_queries
from lindun.sharing import actions as links
from tests import cast
from tests.assets import issuing
from tests.catalogue.entered import proposed_item
from tests.conduct import staged
from tests.exits import carrying
from tests.exports import ordering
from tests.leaving import going
from tests.legal import asked as outside
from tests.matrix import imports
from tests.matrix.declared import WEAK
from tests.notices.arrears import code, submitted
from tests.notifications import robots
from tests.notifications.told import tell, told
from tests.orders import listing, sending
from tests.pages import HTMX, entries
from tests.papers import printed as paper
from tests.partners import partnering
from tests.personnel import listing as staff_lists
from tests.policies import tasks as special
from tests.policies import texts
from tests.policies.hanging import hung
from tests.questions.asked import asked
from tests.scoped import everywhere
from tests.sharing import bearers, waiting
from tests.signin import as_
from tests.training import learning

Builder = Callable[[str], object]


def client(who: str) -> Client:
    """Somebody's browser; a weak_ one signed in with her password alone, a leaver's session goes on."""
    if who == "anonymous":
        return Client()
    if who in WEAK:
        return as_(who.removeprefix("weak_"), second_factor=False)
    return as_(who)


def character(who: str) -> str:
    """The member of the cast behind a name of the table; the counter stands in for nobody."""
    return "counter" if who == "anonymous" else who.removeprefix("weak_")


def arguments(names: tuple[str, ...], who: str) -> list[object]:
    return [ARGUMENTS[name](who) if name in ARGUMENTS else name for name in names]


def nowhere(names: tuple[str, ...]) -> list[object]:
    """The same address for things that do not exist."""
    return [(0 if name in NUMBERED else uuid4()) if name in ARGUMENTS else name for name in names]


def identified(names: tuple[str, ...]) -> bool:
    """Whether the address names something by id."""
    return any(name in ARGUMENTS for name in names)


def prepare(need: str, browser: Client, who: str) -> None:
    """Bring about what a route presupposes, as far as this person can."""
    if need:
        with suppress(gate.Denied, gate.NotHere):
            NEEDS[need](browser, who)


def _task(who: str, purpose: str = "repair") -> UUID:
    """A task of her own where her post opens tasks, else the counter's."""
    try:
        task, _cleaned = tasks.open_task(
            cast.identity(character(who)),
            dwelling=cast.dwelling(cast.OWNER),
            purpose=purpose,
            summary="漏水",
        )
    except (gate.Denied, gate.NotHere):
        return _task("counter", purpose)
    return task.pk


def _task_with_paper(who: str) -> UUID:
    return _task(who, "handover")


def _lookup(_who: str) -> UUID:
    tasks.give_reason(
        cast.identity("counter"),
        dwelling=cast.dwelling(cast.OWNER),
        purpose="repair",
        reason="caller",
        text="",
    )
    with everywhere():
        return Lookup.objects.latest("at").pk


def _alert(_who: str) -> UUID:
    tasks.open_task(
        cast.identity("counter"),
        dwelling=cast.dwelling(cast.OWNER),
        purpose="repair",
        summary=f"请联系{cast.NEIGHBOUR.phones[0]}",
    )
    with everywhere():
        return Alert.objects.latest("at").pk


def _link(who: str) -> UUID:
    """A link to a task of her own where her post opens tasks, else to the counter's; nobody has opened it."""
    task = _task(who)
    with everywhere():
        holder = Task.objects.values_list("holder_id", flat=True).get(pk=task)
    sender = Identity(staff=holder, second_factor=True)
    made = links.make_link(sender, task=task, assignee=None, outside=partnering.outside(), views=1, hours=2)
    return made.link.pk


def _wish() -> Wish:
    whom = (cast.resident(cast.OWNER),)
    return Wish(subjects=whom, items=("phone",), purpose="fee", why="催缴前核对", minutes=30, views=1)


def _request(_who: str) -> UUID:
    """The counter's request, waiting for the manager or somebody above."""
    return applying.submit(cast.identity("counter"), _wish()).pk


def _own_request(who: str) -> UUID:
    """A request of her own where her post may ask at this home, else the counter's."""
    try:
        return applying.submit(cast.identity(character(who)), _wish()).pk
    except (gate.Denied, gate.NotHere):
        return _request(who)


def _refused_request(who: str) -> UUID:
    """A request of her own that was answered, so that its file can be closed."""
    pk = _own_request(who)
    with everywhere():
        asked = AccessRequest.objects.get(pk=pk)
    answer = Answer(agreed=False, seen=digest(asked.statement).hex())
    deciding.decide(
        cast.identity("manager" if who == "general_manager" else "general_manager"), request=pk, answer=answer
    )
    return pk


def _emergency(_who: str) -> UUID:
    """The guard's emergency, reviewed by nobody yet."""
    with everywhere(action=Action.EMERGENCY_REVIEW):
        AccessRequest.objects.filter(emergency=True, archived_at=None).update(archived_at=timezone.now())
    people = [cast.resident(cast.OWNER)]
    guard = cast.identity("guard")
    return emergencies.open_emergency(guard, subjects=people, purpose="repair", why="水管爆裂").pk


def _own_deputy(who: str) -> int:
    """A deputy she named where her post has deputies, else the manager's."""
    now = timezone.now()
    by = character(who)
    deputy = cast.staff("general_manager" if by == "officer" else "officer")
    try:
        named = deputies.name_deputy(
            cast.identity(by), deputy=deputy, begins=now, ends=now + timedelta(hours=1)
        )
    except gate.Denied:
        return _own_deputy("manager")
    return named.pk


def _review(_who: str) -> UUID:
    """The review that is open."""
    latest = rights_queries.latest()
    if latest is None or not rights_queries.progress(latest).is_open:
        return rights.open_review(cast.identity("officer")).pk
    return latest.pk


def _change(who: str) -> UUID:
    """A proposal of somebody else, on a cell where none waits."""
    proposer = cast.identity("manager" if character(who) == "officer" else "officer")
    for row in matrix.matrix():
        for cell in row.cells:
            with suppress(BadChange):
                return catalogue.propose_change(
                    proposer,
                    purpose=row.purpose.code,
                    item=cell.item.code,
                    after="" if cell.way else "masked",
                    necessity="看板需要这一项",
                ).pk
    raise LookupError("no cell is left to propose for")


def _classification(_who: str) -> UUID:
    label = f"列{uuid4().hex[:6]}"
    with gate.passage(cast.identity("officer"), Action.ROSTER_IMPORT, writes=True):
        catalogue.request_classification(labels=[label], brought_by=None)
    return next(task.pk for task in matrix.classification_tasks() if task.label == label)


def _event(_who: str) -> UUID:
    """A sign-in that ended an earlier one: something for the watchers."""
    as_("guard")
    as_("guard")
    return UUID(entries(Happening.SESSION_REPLACED)[-1]["id"])


def _sealed_entry(_who: str) -> UUID:
    from lindun.ledger import keys
    from lindun.ledger.sealing import at_work

    with at_work(keys.read_signer()) as sealer:
        sealer.seal()
    return UUID(entries()[0]["id"])


def _notification(who: str) -> UUID:
    """Something she was told."""
    tell(character(who), reference=f"SQ-{uuid4().hex[:8]}")
    return told(character(who))[-1].pk


def _own_post(_who: str) -> int:
    """A post of the company's own that nobody holds."""
    return posts.create(cast.identity("hr"), Plan(uuid4().hex[:8], "guard", frozenset({"full_time"}))).pk


NUMBERED = frozenset({"own deputy", "own post"})  # by a running number, not by a random id


def _signature(who: str) -> UUID:
    """A pledge of her own where she may sign, else the counter's."""
    try:
        return texts.signed(character(who)).pk
    except gate.Denied:
        return texts.signed("counter").pk


ARGUMENTS: dict[str, Builder] = {
    "dwelling": lambda who: cast.dwelling(cast.OWNER),
    "partner": lambda who: partnering.somewhere().pk,
    "opening to decide": lambda who: partnering.waiting_opening().pk,
    "resident": lambda who: cast.resident(cast.OWNER),
    "staff": lambda who: cast.staff("guard"),
    "own post": _own_post,
    "somebody gone": lambda who: cast.staff("leaver"),
    "task": _task,
    "lookup": _lookup,
    "alert": _alert,
    "link": _link,
    "call": waiting.by_link,
    "waiting call": waiting.call,
    "request": _request,
    "own request": _own_request,
    "answered request": _refused_request,
    "emergency": _emergency,
    "own deputy": _own_deputy,
    "review": _review,
    "change": _change,
    "new entry": lambda who: proposed_item().pk,
    "classification": _classification,
    "event": _event,
    "sealed entry": _sealed_entry,
    "roster in preview": lambda who: imports.in_preview(),
    "notification": _notification,
    "robot": lambda who: robots.unreachable().pk,
    "question": lambda who: asked().pk,
    "enquiry": lambda who: outside.asked().pk,
    "notice": lambda who: submitted().pk,
    **{name: partial(staged.build, name) for name in staged.BUILDERS},
    "exit": lambda who: carrying.asked_for().pk,
    "exit out": lambda who: carrying.approved().pk,
    "task with paper": _task_with_paper,
    "sheet": lambda who: paper.sheet("repair").pk,
    "asset": lambda who: issuing.registered().pk,
    "issue to decide": lambda who: issuing.proposed().pk,
    "issue": lambda who: issuing.issued().pk,
    "incident": lambda who: assets.report_barred(cast.identity("guard"), by="", words="私人U盘").pk,
    "departure": lambda who: going.of_somebody().pk,
    "planned exit": lambda who: going.of_somebody(days=3).pk,
    "refused exit": lambda who: going.refused_by_somebody().pk,
    "revocation": lambda who: going.latest_revocation(),
    "connected system": lambda who: System.objects.values_list("pk", flat=True)[0],
    "transfer": lambda who: going.moved_somebody().pk,
    "planned transfer": lambda who: going.moved_somebody(days=3).pk,
    "own paper": lambda who: learning.paper_of(character(who)),
    "contest": lambda who: learning.contest().pk,
    "planned course": lambda who: learning.planned().pk,
    "finished roster": lambda who: imports.taken_in(),
    "work-order system": lambda who: sending.proposed().pk,
    "work-order system, agreed": lambda who: sending.agreed().pk,
    "masked export": lambda who: ordering.masked().pk,
    "signature": _signature,
    "proposal": lambda who: texts.waiting().pk,
    "project": lambda who: special.open_one().pk,
    "member": lambda who: special.added("guard").pk,
    "signed project": lambda who: special.open_one(signed=True).pk,
    "poster": lambda who: hung().pk,
    **staff_lists.BUILDERS,
}


def _chosen(browser: Client, who: str) -> None:
    """She looks at the household and has chosen repair, with a task of her own or a reason."""
    where = cast.dwelling(cast.OWNER)
    tasks.open_task(cast.identity(character(who)), dwelling=where, purpose="repair", summary="漏水")
    browser.get(reverse("residents:household", args=[where]))


def _purpose(browser: Client, _who: str) -> None:
    address = reverse("residents:purpose", args=[cast.dwelling(cast.OWNER)])
    browser.post(address, {"choice": "purpose:visitor"}, headers=HTMX)


NEEDS = {"open task": _chosen, "purpose": _purpose, "waiting call": waiting.begin}


def fill(data: dict[str, Any], who: str) -> dict[str, Any]:
    """POST data with what differs from run to run filled in."""
    known: dict[str, Callable[[], object]] = {
        "{community}": imports.community,
        "{fresh}": lambda: uuid4().hex[:8],
        "{building}": code,
        "{owner}": lambda: cast.resident(cast.OWNER),
        "{scheme}": lambda: sorted(SCHEMES)[-1],
        "{today}": timezone.localdate,
        "{tomorrow}": lambda: f"{timezone.localdate() + timedelta(days=1)}T18:00",
        "{post of the guard}": lambda: current_post(Staff.objects.get(pk=cast.staff("guard"))).mark,
        "{general manager}": lambda: cast.staff("general_manager"),
        "{tomorrow as a day}": lambda: going.in_days(1),
        "{nothing}": uuid4,
        "{neighbour}": lambda: cast.staff("neighbour_desk"),
        "{file}": lambda: SimpleUploadedFile("名册.csv", imports.roster()),
        "{rules}": lambda: texts.in_force().pk,
        "{duties}": lambda: texts.in_force(texts.Kind.DUTIES, "guard").pk,
        "{pledge}": lambda: texts.in_force(texts.Kind.PLEDGE).pk,
        "{new rules}": lambda: texts.draft().chinese,
        "{new duties}": lambda: texts.draft(texts.Kind.DUTIES, "guard").chinese,
        "{undertaking}": lambda: material.undertaking(english=False),
        "{outside}": bearers.somebody_outside,
        "{order file}": lambda: SimpleUploadedFile("工单.csv", listing.csv_of(listing.ROW)),
    }
    return {
        name: known[value]() if isinstance(value, str) and value in known else value
        for name, value in data.items()
    }
