"""Spreadsheet archives built part by part, so that a test can make any one of them bad."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"

HEADER = ("房号", "姓名", "电话")
PEOPLE = (("1-1-101", "周知越", "15273878287"), ("1-1-102", "沈朵", "18030437866"))


def sheet_xml(*, rows: str | None = None, before: str = "", after: str = "", prologue: str = "") -> str:
    """A worksheet part; ``rows`` is the inside of ``sheetData``."""
    inside = plain_rows((HEADER, *PEOPLE)) if rows is None else rows
    return f'{prologue}<worksheet xmlns="{MAIN}">{before}<sheetData>{inside}</sheetData>{after}</worksheet>'


def plain_rows(rows: Sequence[Sequence[str]]) -> str:
    pieces = []
    for number, cells in enumerate(rows, start=1):
        inside = "".join(cell_xml(number, column, text) for column, text in enumerate(cells))
        pieces.append(f'<row r="{number}">{inside}</row>')
    return "".join(pieces)


def cell_xml(row: int, column: int, text: str) -> str:
    return f'<c r="{chr(65 + column)}{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def parts(sheet: str | bytes, *, strings: str | None = None, styles: str | None = None) -> dict[str, bytes]:
    """The parts of a workbook with one sheet named 名单."""
    extra = ""
    made = {SHEET: sheet.encode() if isinstance(sheet, str) else sheet}
    for name, text in (("sharedStrings", strings), ("styles", styles)):
        if text is not None:
            made[f"xl/{name}.xml"] = text.encode()
            extra += f'<Relationship Id="{name}" Type="{_RELATIONS}/{name}" Target="{name}.xml"/>'
    made["_rels/.rels"] = _relations(
        f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    )
    made["xl/_rels/workbook.xml.rels"] = _relations(
        f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>{extra}'
    )
    made["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>'
    ).encode()
    return made


def _relations(inside: str) -> bytes:
    return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'.encode()


def archive(members: Mapping[str, bytes]) -> bytes:
    """The members in a compressed zip, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in members.items():
            made.writestr(name, body)
    return out.getvalue()


def with_flag(data: bytes, bit: int) -> bytes:
    """The archive with one general-purpose bit set in every entry of its directory."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        flags = struct.unpack_from("<H", changed, at + 8)[0]
        struct.pack_into("<H", changed, at + 8, flags | bit)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)
