"""Files of work orders as other systems write them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import xlsxwriter

HEADING = ("工单编号", "报修类别", "房号", "报修内容", "维修人员", "状态", "业主电话")
ROW = ("GD-1", "维修联系", "3-2-1201", "厨房漏水", "", "处理中", "")


def csv_of(
    *rows: tuple[object, ...], heading: tuple[str, ...] = HEADING, encoding: str = "utf-8-sig"
) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([heading, *rows])
    return text.getvalue().encode(encoding)


def xlsx_of(path: Path, *rows: tuple[object, ...], heading: tuple[str, ...] = HEADING) -> Path:
    """With a title above the heading, as such systems print it."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for position, row in enumerate([("工单明细表",), heading, *rows]):
            sheet.write_row(position, 0, row)
    return path
