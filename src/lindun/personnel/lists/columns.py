"""What each column of a list of staff means, and which columns hold what nobody asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, unique
from itertools import islice

from lindun.core.identifiers.detect import detect
from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import mask
from lindun.requests.actions import clean
from lindun.residents.roster import headers
from lindun.residents.roster import vocabulary as roster
from lindun.residents.roster.headers import plain
from lindun.residents.roster.table import Cell, Sheet, SourceRow, column_letters
from lindun.residents.samples import shape

HEADING_WITHIN = 10  # rows; above it may stand a title and who printed it
LOOKED_AT = 40  # rows below the heading
SAMPLES = 3
LONGEST_LABEL = 20
LONGEST_SAMPLE = 16


@unique
class Field(StrEnum):
    """What a column can mean. The value is stable: corrections by a person are stored under it."""

    NUMBER = "number"
    NAME = "name"
    POST = "post"
    DEPARTMENT = "department"
    COMMUNITY = "community"
    BUILDING = "building"
    KIND = "kind"
    FIRM = "firm"
    HIRED = "hired"
    UNTIL = "until"


NEEDED = (Field.NUMBER, Field.NAME, Field.POST)
HEADINGS: Mapping[Field, str] = {
    Field.NUMBER: r"(员工|职工|人员)?(工号|编号|编码|号码)|工牌号|(staff|employee)?(no|number|id)",
    Field.NAME: r"(员工|职工|人员)?(姓名|名字)|(full)?name",
    Field.POST: r"(现任?|所在|工作)?(岗位|职务|职位|岗职)(名称)?|post|position|(job)?title|role",
    Field.DEPARTMENT: r"(所属|所在|一级|二级)?(部门|科室|班组)(名称)?|department|team",
    Field.COMMUNITY: r"(所属|所在|服务|驻)?(小区|项目|管理处|服务中心|楼盘)(名称|部)?|community|estate",
    Field.BUILDING: r"(负责|分管|所管|管理)?(楼栋|楼号|栋号|责任区)|buildings?",
    Field.KIND: r"(用工|员工|人员|聘用|雇佣)(类型|类别|性质|形式|方式)|kind|employment(type)?",
    Field.FIRM: r"(外包|派遣|合作|用工|劳务|供应)(公司|单位|商|方)(名称)?|firm|agency|vendor",
    Field.HIRED: r"(入职|到岗|进场|参加工作|录用)(日期|时间|年月)?|hired(on)?|start(date)?|joined",
    Field.UNTIL: (
        r"(到期|截止|离场|结束|(合同|服务)(到期|终止)|最后工作)(日期?|时间)|last(day)?|until|end(date)?"
    ),
}
NOT_ASKED = {
    roster.Field.PHONE: Kind.PHONE,
    roster.Field.EMERGENCY_PHONE: Kind.PHONE,
    roster.Field.ID_NUMBER: Kind.ID_CARD,
    roster.Field.PLATE: Kind.PLATE,
}
"""Headings of personal data, as the registry of residents knows them; the values may be masked or missing."""
BIRTH, BANK, HOME = re.compile("出生|生日|birth"), re.compile("银行|卡号|bank"), re.compile("住址|地址|户籍")


@dataclass(frozen=True)
class Column:
    """One column. field: what is read of it, or None; kinds: of personal data that it holds unread.

    samples: cells as they may be shown. The heading is cleaned: it may hold anything.
    """

    index: int
    heading: str
    field: Field | None
    samples: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def letters(self) -> str:
        return column_letters(self.index)


@dataclass(frozen=True)
class Heading:
    """The heading of a sheet: the number of its row, and what stands in each column."""

    row: int
    columns: tuple[Column, ...]

    def index_of(self, field: Field) -> int | None:
        return next((column.index for column in self.columns if column.field is field), None)

    @property
    def fields(self) -> frozenset[Field]:
        return frozenset(column.field for column in self.columns if column.field)

    @property
    def missing(self) -> list[Field]:
        """What has to be there and is not."""
        return [field for field in NEEDED if field not in self.fields]

    @property
    def not_stored(self) -> list[Column]:
        """Columns with personal data that nobody asked for."""
        return [column for column in self.columns if column.field is None and column.kinds]


def find(sheet: Sheet, said: Mapping[str, str]) -> Heading | None:
    """The heading of a sheet, with a person's word for some columns (index as text -> field or empty).

    None for a sheet without one: a single word above a column is a note.
    """
    rows = list(islice(sheet.rows(), HEADING_WITHIN + LOOKED_AT))
    known = [(len(set(_meanings(row))), -place, row) for place, row in enumerate(rows[:HEADING_WITHIN])]
    count, _place, row = max(known, key=lambda one: one[:2], default=(0, 0, None))
    if row is None or count < 2:
        row = next((each for each in rows if len(headers.own_cells(each)) > 1), None)
    if row is None:
        return None
    below = [each for each in rows if each.number > row.number]
    width = max(len(each.cells) for each in [row, *below])
    return Heading(row.number, tuple(_described(_columns(row, width), said, below)))


def _meanings(row: SourceRow) -> list[Field]:
    return [field for cell in row.cells if (field := meaning(cell)) is not None]


def meaning(cell: Cell) -> Field | None:
    """What a heading says; words in brackets behind it do not count."""
    words = plain(re.split(r"[((]", cell)[0]) if isinstance(cell, str) else ""
    return next((field for field, pattern in HEADINGS.items() if re.fullmatch(pattern, words)), None)


def _columns(row: SourceRow, width: int) -> list[Column]:
    """By their headings; of two that say the same the left one is read."""
    found: list[Column] = []
    for index in range(width):
        cell = row.cells[index] if index < len(row.cells) else None
        field = meaning(cell)
        taken = any(column.field is field for column in found)
        found.append(Column(index, _label(cell, index), None if taken else field))
    return found


def _label(cell: Cell, index: int) -> str:
    """A heading as it may be shown: short, and without personal data should it hold any."""
    text = clean(str(cell).strip()).text[:LONGEST_LABEL] if cell is not None else ""
    return text or column_letters(index)


def _described(
    columns: Iterable[Column], said: Mapping[str, str], below: Sequence[SourceRow]
) -> Iterable[Column]:
    for column in _corrected(list(columns), said):
        texts = [text for row in below if (text := _text(row, column.index))]
        if not texts and column.field is None:
            continue
        kinds = () if column.field else tuple(sorted(_kinds(column.heading, texts)))
        samples = tuple(dict.fromkeys(_sample(column.field, text) for text in texts))[:SAMPLES]
        yield replace(column, samples=samples, kinds=kinds)


def _corrected(columns: list[Column], said: Mapping[str, str]) -> list[Column]:
    """A person's word is final: a field she gave to one column is read of no other."""
    given = {field for field in said.values() if field}
    return [
        replace(column, field=Field(said[key]) if said[key] else None)
        if (key := str(column.index)) in said
        else replace(column, field=None if column.field in given else column.field)
        for column in columns
    ]


def _text(row: SourceRow, index: int) -> str:
    cell = row.cells[index] if index < len(row.cells) else None
    return "" if cell is None else str(cell).strip()


def _sample(field: Field | None, text: str) -> str:
    """A cell as it may be shown to whoever says what the column is."""
    if field is Field.NAME:
        return mask(Kind.NAME, text[:LONGEST_SAMPLE])
    if field in {None, Field.NUMBER}:
        return shape(text)
    return clean(text[:LONGEST_SAMPLE]).text


def _kinds(heading: str, texts: Iterable[str]) -> set[str]:
    found = {span.type.value for text in texts for span in detect(text)} - {Kind.NAME.value}
    words = headers.meaning(heading)
    if words and words.field in NOT_ASKED:
        found.add(NOT_ASKED[words.field].value)
    asked = {BIRTH: Kind.DOB, BANK: Kind.BANK_CARD, HOME: Kind.ADDRESS}
    return found | {kind.value for pattern, kind in asked.items() if pattern.search(heading)}
