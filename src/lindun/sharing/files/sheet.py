"""One sheet of text as an Office Open XML workbook (ECMA-376 part 1), row by row: of what is written, only
the compressed bytes are kept. Every cell is a string; there is no other kind here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lindun.sharing.files.labels import Label

PLAIN, QUOTED, HEADING, MARK = range(4)
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # what a spreadsheet may take for a formula, also of an import
WRITTEN_TOGETHER = 500  # rows
_NO_TIME = (2000, 1, 1, 0, 0, 0)  # the parts of the package do not tell when it was made
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff￾￿]|_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff￾￿]|_x")

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FONT = '<sz val="11"/><name val="Calibri"/><family val="2"/>'

_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets><definedNames>'
    '<definedName name="_xlnm.Print_Titles" localSheetId="0">Sheet1!$1:$2</definedName>'
    "</definedNames></workbook>",
    # styles in the order of PLAIN, QUOTED, HEADING, MARK; a quote prefix keeps a text one when it is edited
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="3">'
    f"<font>{_FONT}</font><font><b/>{_FONT}</font>"
    f'<font><sz val="11"/><color rgb="FF8A1C1C"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


def sheet_package(label: Label, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the package: the mark and the headings stay in sight, are printed on every page, and so is who
    holds the file. The rows are taken one by one. It has no document properties at all.
    """
    held = BytesIO()
    with ZipFile(held, "w") as package:
        for name, content in _PARTS.items():
            package.writestr(_part(name), _HEAD + content)
        with package.open(_part("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write(_before(label, headings).encode())
            for some in _some(rows):
                sheet.write("".join(some).encode())
            sheet.write(_after(label).encode())
    return held.getvalue()


def _part(name: str) -> ZipInfo:
    part = ZipInfo(name, _NO_TIME)
    part.compress_type = ZIP_DEFLATED
    return part


def _some(rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    written = (_row(number, row) for number, row in enumerate(rows, start=3))
    while some := list(islice(written, WRITTEN_TOGETHER)):
        yield some


def _row(number: int, texts: Sequence[str], style: int = PLAIN) -> str:
    cells = "".join(
        [
            _cell(text, QUOTED if text.startswith(FORMULA_STARTS) else style) if text else "<c/>"
            for text in texts
        ]
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(text: str, style: int) -> str:
    if not text:
        return "<c/>"
    if text.startswith(FORMULA_STARTS):
        style = QUOTED
    if _SPECIAL.search(text):
        text = escape(_UNWRITABLE.sub(_written, text))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'


def _written(found: re.Match[str]) -> str:
    """What XML cannot hold is written by its number (ECMA-376 part 1, 22.9.2.19, ST_Xstring)."""
    return f"_x{ord(found[0]):04X}_"


def _before(label: Label, headings: Sequence[str]) -> str:
    widths = f'<cols><col min="1" max="{max(1, len(headings))}" width="16" customWidth="1"/></cols>'
    pane = '<pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"{widths}<sheetData>{_row(1, [label.line], MARK)}{_row(2, headings, HEADING)}"
    )


def _after(label: Label) -> str:
    head = f"&L{_coded(label.level)}&C{_coded(label.title)}&R{_coded(label.number)}"
    foot = f"&L{_coded(label.holder)}&C{_coded(label.at)}&R&P / &N"
    return (
        '</sheetData><pageMargins left="0.5" right="0.5" top="0.8" bottom="0.8" header="0.4" footer="0.4"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter>'
        f"<oddHeader>{escape(head)}</oddHeader><oddFooter>{escape(foot)}</oddFooter></headerFooter></worksheet>"
    )


def _coded(text: str) -> str:
    """In a header `&` begins a code."""
    return text.replace("&", "&&")
