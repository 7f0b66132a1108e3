"""From a task to a sheet: what may stand on it, the decision of the gate, the page in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.catalogue.models import DataItem
from lindun.core.policy import Decision, Place, Way
from lindun.gate import sheets
from lindun.gate.registry import facts
from lindun.gate.sheets import Wanted
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.organisation.numbering import numbered
from lindun.papers import jobs, page, queries
from lindun.papers.errors import BadSheet
from lindun.papers.models import MOST_A_TASK, SPOILED, Customer, Sheet
from lindun.requests.models import Task
from lindun.residents import queries as residents
from lindun.residents.movements import MOVEMENT
from lindun.residents.queries import Person

PREFIX = "ZY"
WORKING_DAYS = 3
OFFICE_CLOSES = time(18)
SATURDAY = 5
MOST_PEOPLE = 12


@dataclass(frozen=True)
class Offer:
    """What a task's purpose lets its holder print of its household, and what the gate says to each item."""

    task: Task
    people: list[Person]
    printable: list[tuple[DataItem, Decision]]
    masked: list[DataItem]  # shown masked on the sheet
    made: list[Sheet]  # what was printed for it, the latest first

    @property
    def sheet(self) -> Sheet | None:
        """What stands against printing another one: a sheet that is not spoiled, or the last there may be."""
        return None if may_follow(self.made) else self.made[0]

    @property
    def instead_of(self) -> Sheet | None:
        """The spoiled one that the next would stand in for."""
        return self.made[0] if self.made and may_follow(self.made) else None

    @property
    def open(self) -> list[DataItem]:
        return [item for item, decision in self.printable if decision.allowed]


@dataclass(frozen=True)
class Wish:
    """What somebody wants on the sheet: whom, which items in clear, and whether the resident is there."""

    people: Sequence[UUID]
    items: Sequence[str]
    customer: str


@dataclass(frozen=True)
class Printed:
    """A sheet and its PDF, which exists in memory alone."""

    sheet: Sheet
    content: bytes

    def __repr__(self) -> str:
        return f"Printed({self.sheet.number})"


def offer(who: gate.Identity, *, task: UUID) -> Offer:
    """What may be printed for one's own task. Raises gate.Denied, gate.NotHere."""
    with gate.passage(who, Action.HOUSEHOLD_VIEW) as passage:
        return _offer(passage, task)


def print_sheet(who: gate.Identity, staff: Staff, *, task: UUID, wish: Wish) -> Printed:
    """Print the sheet of one's own task and enter it in the register, a second in a spoiled one's stead.

    Raises gate.Denied (recorded), gate.NotHere, gate.SealingError, BadSheet. After a failed opening the sheet
    stands in the register and a colleague says that it never came out.
    """
    if wish.customer not in Customer.values:
        raise BadSheet(_("Say whether the resident is here."))
    if not 0 < len(wish.people) <= MOST_PEOPLE or not wish.items:
        words = _("Choose what stands on the sheet, and of whom: %(most)d people at most.")
        raise BadSheet(words % {"most": MOST_PEOPLE})
    with gate.passage(who, Action.HOUSEHOLD_VIEW) as passage:
        offered = _offer(passage, task)
    chosen = [person for person in offered.people if person.resident.pk in set(wish.people)]
    if len(chosen) != len(set(wish.people)):
        raise BadSheet(_("Somebody on the sheet is not registered in this household any more."))
    wanted = Wanted(
        sheet=uuid4(),
        subjects=[person.resident.pk for person in chosen],
        items=list(dict.fromkeys(wish.items)),
        purpose=offered.task.purpose_id,
        task=offered.task.number,
        why=(f"customer.{wish.customer}",),
    )
    masked = [item for item in _shown(offered) if item.code not in wish.items]
    entered: list[Sheet] = []
    opened = sheets.open_sheet(
        who, wanted, enter=lambda: _enter(entered, who, offered.task, wanted, masked, wish.customer)
    )
    (sheet,) = entered
    content = page.typeset(sheet, offered.task, staff, chosen, _shown(offered), opened)
    return Printed(sheet, content)


def may_follow(made: Sequence[Sheet]) -> bool:
    """Whether another may be printed after these: of the latest no paper is left, as a colleague said."""
    return not made or (made[0].end in SPOILED and len(made) < MOST_A_TASK)


def due_after(printed: datetime) -> datetime:
    """When a sheet is due: as the office closes, three working days on. Holidays are not known here."""
    day = timezone.localtime(printed)
    for _each in range(WORKING_DAYS):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day.date(), OFFICE_CLOSES))


def _offer(passage: gate.Passage, task: UUID) -> Offer:
    found = _own_task(passage, task)
    purpose = facts.purpose(found.purpose_id)
    needs = purpose.needs if purpose else {}
    items = [item for item in catalogue.items() if item.code in needs and item.code != MOVEMENT]
    people = residents.household(passage, found.dwelling_id, items=[item.code for item in items])
    printable = [item for item in items if needs[item.code] is Way.PRINT]
    return Offer(
        task=found,
        people=people,
        printable=[(item, _outlook(passage, found, people, item)) for item in printable],
        masked=[item for item in items if item not in printable],
        made=queries.of_task(found.pk),
    )


def _own_task(passage: gate.Passage, task: UUID) -> Task:
    """A task of hers, over or not; the passage is about it. Raises gate.NotHere."""
    found = Task.objects.select_related("purpose", "dwelling__building", "community")
    own = found.filter(pk=task, holder_id=passage.who.person).first()
    if own is None:
        raise gate.NotHere
    passage.place = Place(own.community_id, own.building_id)
    passage.task, passage.purpose = f"task:{own.pk}", own.purpose_id
    return own


def _outlook(passage: gate.Passage, task: Task, people: Sequence[Person], item: DataItem) -> Decision:
    wanted = Wanted(
        sheet=task.pk,  # none is entered by a look
        subjects=[person.resident.pk for person in people],
        items=[item.code],
        purpose=task.purpose_id,
        task=task.number,
    )
    return sheets.outlook(passage, wanted)


def _shown(offered: Offer) -> list[DataItem]:
    """Everything that stands on the sheet, in the catalogue's order."""
    return sorted(
        [*(item for item, _decision in offered.printable), *offered.masked], key=lambda item: item.position
    )


def _enter(
    entered: list[Sheet],
    who: gate.Identity,
    task: Task,
    wanted: Wanted,
    masked: Sequence[DataItem],
    customer: str,
) -> bool:
    """Write the sheet into the register; False where its task has one. Of two clicks one enters it."""
    Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    made = queries.of_task(task.pk)
    if not may_follow(made):
        return False
    now = timezone.now()
    sheet = numbered(
        PREFIX,
        lambda number: Sheet.objects.create(
            id=wanted.sheet,
            number=number,
            task=task,
            instead_of=made[0] if made else None,
            holder_id=who.person,
            people=len(wanted.subjects),
            items=list(wanted.items),
            masked=[item.code for item in masked],
            customer=customer,
            printed_at=now,
            due=due_after(now),
        ),
        otherwise=BadSheet,
    )
    jobs.at_its_time(sheet)
    entered.append(sheet)
    return True
