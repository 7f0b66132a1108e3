"""How the columns of a file were understood, for the page that asks a person: headings, and samples without
their content.
"""

from __future__ import annotations

import re
from contextlib import closing
from itertools import islice
from typing import Any

from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import mask
from lindun.gate.plain import FREE_TEXT_MASK
from lindun.residents.intake import Reading, label
from lindun.residents.roster.columns import Column, SheetPlan
from lindun.residents.roster.table import Cell, Sheet, SourceRow
from lindun.residents.roster.values import as_text
from lindun.residents.roster.vocabulary import RELATIONS, Field

ROWS = 40  # looked at below the header
SAMPLES = 3
LONGEST = 16
SURE = 0.8
PLACES = frozenset(
    {Field.ZONE, Field.BUILDING, Field.UNIT, Field.FLOOR, Field.ROOM, Field.MOVE_IN, Field.SEQUENCE}
)
KINDS = {
    Field.NAME: Kind.NAME,
    Field.CO_OWNER: Kind.NAME,
    Field.CO_RESIDENTS: Kind.NAME,
    Field.TENANT: Kind.NAME,
    Field.EMERGENCY_NAME: Kind.NAME,
    Field.PHONE: Kind.PHONE,
    Field.EMERGENCY_PHONE: Kind.PHONE,
    Field.ID_NUMBER: Kind.ID_CARD,
    Field.PLATE: Kind.PLATE,
}
_HAN = re.compile("[㐀-鿿]")
_PLACE = re.compile(
    r"(?!.*[0-9０-９]{5})"
    r"[0-9０-９A-Za-z〇零一二三四五六七八九十百东西南北号栋幢楼座区单元室房层期年月日#＃\-－/.() ]{1,16}"
)
_RELATIONS = frozenset(word for words in RELATIONS.values() for word in words)


def describe(reading: Reading) -> list[dict[str, Any]]:
    """Every sheet with its columns, ready to be stored as JSON: no value is in it."""
    return [
        {
            "name": plan.sheet[:60],
            "hidden": plan.hidden,
            "columns": _columns(reading.workbook.sheets[plan.position], plan, read),
        }
        for plan, read in zip(reading.seen, reading.plans, strict=True)
    ]


def _columns(sheet: Sheet, plan: SheetPlan, read: SheetPlan) -> list[dict[str, Any]]:
    last = plan.header_rows[-1] if plan.header_rows else 0
    with closing(sheet.rows()) as source:
        rows = [row for row in islice(source, last + ROWS) if row.number > last]
    return [
        {
            "index": column.index,
            "letters": column.letters,
            "heading": label(column) if column.header else "",
            "field": column.field.value if column.field else None,
            "sure": column.confidence >= SURE,
            "by": column.by,
            "hidden": column.hidden,
            "closed": column.field is not as_read.field,
            "samples": _samples(column, rows),
        }
        for column, as_read in zip(plan.columns.columns, read.columns.columns, strict=True)
    ]


def _samples(column: Column, rows: list[SourceRow]) -> list[str]:
    texts = (as_text(_cell(row, column.index)).strip() for row in rows)
    shown = dict.fromkeys(without_content(column.field, text) for text in texts if text)
    return list(shown)[:SAMPLES]


def _cell(row: SourceRow, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else None


def without_content(field: Field | None, text: str) -> str:
    """A cell as it may be shown to whoever says what the column is.

    Kinds of data have their mask, sentences show nothing, places and days are shown if nothing else stands
    beside them. Of all the rest the shape is shown: every digit as 9, letter as A, character as 字.
    """
    if field in KINDS:
        return mask(KINDS[field], text)
    if field is Field.REMARKS:
        return FREE_TEXT_MASK
    if (field in PLACES and _PLACE.fullmatch(text)) or (field is Field.RELATION and text in _RELATIONS):
        return text
    return shape(text)


def shape(text: str) -> str:
    """The shape of a text: 13812345678 is 99999999999, 王芳 is 字字."""
    shown = _HAN.sub("字", text[:LONGEST])
    return "".join(_sign(character) for character in shown)


def _sign(character: str) -> str:
    if character.isdigit():
        return "9"
    if character.isalpha() and character != "字":
        return "A"
    return character
