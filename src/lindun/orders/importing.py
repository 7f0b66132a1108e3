"""A file of work orders, first looked through, then brought in: what was seen is what is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.policy import Extent
from lindun.gate.vocabulary import Action
from lindun.orders import finding, keeping
from lindun.orders.finding import Where
from lindun.orders.keeping import Order
from lindun.orders.sheets import Line
from lindun.orders.words import BadOrder
from lindun.requests.actions import BadTask, clean

SALT = "lindun.orders.preview"
SEEN_FOR = 3600  # seconds within which what was looked through is brought in


class Outdated(Exception):
    """What was looked through is too long ago, another's, or was altered on the way."""


@dataclass(frozen=True)
class Seen:
    """A row before or after it is brought in. `word`: what becomes of it; else `problem` says why not."""

    position: int
    kind: str = ""
    place: str = ""
    what: str = ""
    word: str = ""
    task: str = ""
    problem: str = ""
    masked: tuple[str, ...] = ()


def look(who: gate.Identity, lines: Sequence[Line]) -> tuple[list[Seen], list[Line]]:
    """What would become of each row, and the rows that can be brought in. Raises gate.Denied."""
    seen, good = [], []
    with gate.passage(who, _action(who)) as passage:
        leads = passage.extent_of(Action.ORDER_ASSIGN) != Extent()
        for line in lines:
            try:
                order = _order(who, line, leads=leads)
                seen.append(_shown(who, line.position, order))
                good.append(replace(line, order=order))
            except BadOrder as wrong:
                seen.append(Seen(line.position, problem=wrong.sentence))
        passage.saw(rows=len(seen))
    return seen, good


def bring(who: gate.Identity, lines: Sequence[Line]) -> list[Seen]:
    """Open, change or close a task for each row; one that fails stops no other. Raises gate.Denied."""
    return [_brought(who, line) for line in lines if line.order is not None]


def sealed(who: gate.Identity, lines: Sequence[Line]) -> str:
    """Rows as the page keeps them between looking and bringing, signed for whoever looked.

    What personal data was found in them is kept as kinds; the words are masked already.
    """
    rows = [{"position": line.position, **asdict(line.order)} for line in lines if line.order]
    return signing.dumps([str(who.person), rows], salt=SALT, compress=True)


def unsealed(who: gate.Identity, text: str) -> list[Line]:
    """The rows that were looked through. Raises Outdated."""
    try:
        whose, rows = signing.loads(text, salt=SALT, max_age=SEEN_FOR)
    except signing.BadSignature:
        raise Outdated from None
    if whose != str(who.person):
        raise Outdated
    return [_line(row) for row in rows]


def _line(row: dict[str, Any]) -> Line:
    said = dict(row)
    position, where = said.pop("position"), Where(**said.pop("where"))
    return Line(position, Order(where=where, found=tuple(said.pop("found")), **said))


def _action(who: gate.Identity) -> str:
    return Action.ORDER_KEEP if who.staff else Action.ORDER_ASSIGN


def _order(who: gate.Identity, line: Line, *, leads: bool) -> Order:
    """The order of a row as it would be kept: its words masked, its assignee somebody else or nobody.

    Raises BadOrder.
    """
    if line.order is None:
        raise line.problem or BadOrder("row_damaged", "row")
    keeping.check(line.order)
    cleaned = clean(line.order.what)
    home = finding.home(line.order.where)
    finding.purpose(line.order.kind)
    holder = finding.holder(who, line.order.assignee, home)
    mine = holder == who.staff
    if not mine and not leads:
        raise BadOrder("assignee_for_leaders", "assignee")
    assignee = "" if mine else line.order.assignee
    return replace(line.order, what=cleaned.text, assignee=assignee, found=cleaned.found)


def _shown(who: gate.Identity, position: int, order: Order) -> Seen:
    home, purpose = finding.home(order.where), finding.purpose(order.kind)
    word = keeping.outlook(who, order, home)
    return Seen(position, purpose.name, home.title, order.what, word, masked=order.found)


def _brought(who: gate.Identity, line: Line) -> Seen:
    order = line.order
    if order is None:
        raise ValueError("only rows with an order are brought in")
    try:
        kept = keeping.keep(who, order)
    except BadOrder as wrong:
        return Seen(line.position, problem=wrong.sentence)
    except BadTask as wrong:
        return Seen(line.position, problem=str(wrong))
    except gate.Denied:
        return Seen(line.position, problem=_("The gate refused this."))
    return Seen(line.position, word=kept.became, task=kept.task, masked=kept.masked)
