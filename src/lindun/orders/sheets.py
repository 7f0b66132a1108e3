"""A file of work orders: which column is what, and its rows as orders. Decided by content, not by name.

Nothing is passed over in silence: a column that is not read is named, a row that cannot be read says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lindun.orders.finding import Where
from lindun.orders.keeping import Order
from lindun.orders.words import BadOrder
from lindun.requests.actions import clean
from lindun.residents.roster.headers import plain
from lindun.residents.roster.refusal import RosterRefused
from lindun.residents.roster.table import Cell, Mark, Sheet, SourceRow, column_letters
from lindun.residents.roster.workbook import open_table_file

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST_ROWS = 500
MOST_BYTES = 2 * 1024 * 1024
HEADING_WITHIN = 10  # rows; above it may stand a title and who printed it
LONGEST_LABEL = 20
NEEDED = ("kind", "room", "what")
NAMES: dict[str, StrPromise] = {
    "number": _("Number"),
    "kind": _("Kind of work"),
    "community": _("Community"),
    "building": _("Building"),
    "unit": _("Unit"),
    "room": _("Room"),
    "what": _("What is to be done"),
    "assignee": _("Who does it"),
    "state": _("State"),
}
ORDER = "工单|报修|报事|任务|受理|服务|维修|派单|投诉|诉求|业务|问题|故障"  # what such systems call an order
HEADINGS = {
    "number": rf"({ORDER})?(编号|单号|号码|流水号?)|工单号|(order)?(no|number|id)",
    "kind": rf"({ORDER})?([大小]类|[大小]?(类别|类型|种类|分类))|kind|type|category",
    "community": r"小区(名称)?|项目(名称)?|community",
    "building": r"楼栋(号)?|楼号|栋号|幢号|栋|building",
    "unit": r"单元(号)?|unit",
    "room": rf"({ORDER})?(房号|房间号?|室号|房屋|房产|地址|位置|地点)(信息|名称)?|门牌号?|room|address",
    "what": rf"({ORDER})?(内容|描述|事项|说明|摘要|详情|现象)|summary|description|content",
    "assignee": (
        r"(当前)?(处理|维修|服务|接单|派单|负责|执行|承办|责任|跟进)(人|人员|员|工|师傅)?|师傅|assignee|worker"
    ),
    "state": rf"({ORDER}|处理|当前)?状态|进度|state|status",
}
OVER = re.compile(
    r"已?(处理)?(完成|完工|完毕|办结|结单|关闭|取消|作废|解决|评价|回访)|已处理"
    r"|closed|done|finished|cancell?ed|resolved"
)
OPEN = re.compile(
    r"(待|未)(处理|派单|派工|接单|受理|分配|完成|开始|上门)|已(派单|派工|接单|受理|分配|开始|上门)"
    r"|(处理|维修|进行)中|新建|新增|挂起|open|new|pending|assigned|inprogress"
)
UNREADABLE = frozenset({Mark.ERROR, Mark.FORMULA_WITHOUT_RESULT, Mark.CUT, Mark.UNDECODABLE, Mark.SWALLOWED})


class BadSheet(Exception):
    """The file cannot be read as work orders. `code` says why: one of ours, or a roster's Refusal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Line:
    """A row of the file: the order it makes, or why it makes none. The repr shows its place only."""

    position: int
    order: Order | None
    problem: BadOrder | None = None

    def __repr__(self) -> str:
        return f"Line({self.position})"


@dataclass(frozen=True)
class Reading:
    """What a file holds. `read`: fields by the heading they stand under; `passed`: headings nobody reads."""

    read: dict[str, str]
    passed: tuple[str, ...]
    lines: tuple[Line, ...]


def read(path: Path, *, community: str = "") -> Reading:
    """The work orders of a file, for a community where the file names none. Raises BadSheet."""
    if path.stat().st_size > MOST_BYTES:
        raise BadSheet("file_too_large")
    try:
        sheets = [sheet for sheet in open_table_file(path).sheets if not sheet.hidden]
        found = [reading for sheet in sheets if (reading := _of_sheet(sheet, community)) is not None]
    except RosterRefused as refused:
        raise BadSheet(refused.code.value) from None
    if not found:
        raise BadSheet("no_heading")
    if len(found) > 1:
        raise BadSheet("several_sheets")
    if not found[0].lines:
        raise BadSheet("no_rows")
    return found[0]


def _of_sheet(sheet: Sheet, community: str) -> Reading | None:
    rows = sheet.rows()
    columns, headings = _heading(rows)
    if not columns:
        return None
    lines: list[Line] = []
    for row in rows:
        if row.is_blank():
            continue
        if len(lines) == MOST_ROWS:
            raise BadSheet("too_many_rows")
        lines.append(_line(row, columns, community))
    read = {name: headings[index] for name, index in columns.items()}
    passed = tuple(text for index, text in headings.items() if index not in columns.values())
    return Reading(read, passed, tuple(lines))


def _heading(rows: Iterator[SourceRow]) -> tuple[dict[str, int], dict[int, str]]:
    """Column indexes by field, and every heading by index; both empty where none of the first rows is one."""
    for _row, row in zip(range(HEADING_WITHIN), rows, strict=False):
        columns: dict[str, int] = {}
        for index, cell in enumerate(row.cells):
            field = _field(cell)
            if field and field not in columns:
                columns[field] = index
        if all(field in columns for field in NEEDED):
            return columns, {
                index: _label(cell, index) for index, cell in enumerate(row.cells) if plain(cell)
            }
    return {}, {}


def _field(cell: Cell) -> str:
    words = plain(cell)
    return next((field for field, pattern in HEADINGS.items() if re.fullmatch(pattern, words)), "")


def _label(cell: Cell, index: int) -> str:
    """A heading as it may be shown: short, and without personal data should it hold any."""
    return clean(_text(cell)).text[:LONGEST_LABEL] or column_letters(index)


def _line(row: SourceRow, columns: dict[str, int], community: str) -> Line:
    damaged = any(row.marks.get(index) in UNREADABLE for index in columns.values())
    if damaged or any(mark in UNREADABLE for mark in row.row_marks):
        return Line(row.number, None, BadOrder("row_damaged", "row"))
    said = {
        field: _text(row.cells[index]) if index < len(row.cells) else "" for field, index in columns.items()
    }
    state = plain(said.get("state", ""))
    if state and not OVER.fullmatch(state) and not OPEN.fullmatch(state):
        return Line(row.number, None, BadOrder("state_unread", "state"))
    order = Order(
        number=said.get("number", ""),
        kind=said["kind"],
        where=Where(
            said.get("community", "") or community,
            said.get("building", ""),
            said.get("unit", ""),
            said["room"],
        ),
        what=" ".join(said["what"].split()),
        assignee=said.get("assignee", ""),
        over=OVER.fullmatch(state) is not None,
    )
    return Line(row.number, order)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()  # type: ignore[arg-type]
