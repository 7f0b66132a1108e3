"""Run as a script in a process of its own: read one .xls, print its sheets as JSON lines.

Arguments: path, cells allowed, address space in bytes, processor seconds. Output: for each sheet one object
``{"sheet", "place", "hidden", "merged"}``, then one array ``[row number, cells]`` a row. Stands alone:
it imports nothing of ours, so that starting it is cheap and the limits are set before anything is read.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

TOO_MANY_CELLS = 3
PROTECTED = 4


def main(path: str, cells: int, address_space: int, seconds: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import python_calamine

    try:  # from the bytes, because by path it would believe the name
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(Path(path).read_bytes()))
    except python_calamine.PasswordError:
        return PROTECTED
    for place, meta in enumerate(workbook.sheets_metadata):
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
        ranges = sheet.merged_cell_ranges or []
        merged = [[top + 1, left, bottom + 1, right] for (top, left), (bottom, right) in ranges]
        _print({"sheet": meta.name, "place": place, "hidden": hidden, "merged": merged})
        cells = _print_rows(sheet, cells)
        if cells < 0:
            return TOO_MANY_CELLS
    return 0


def _print_rows(sheet: Any, room: int) -> int:
    """Rows are counted from the top of the sheet, cells from its left edge; what is empty is left out."""
    first_row, first_column = sheet.start or (0, 0)
    for place, row in enumerate(sheet.iter_rows(), start=first_row + 1):
        cells = [None] * first_column + [_plain(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        room -= len(cells) + 1
        if room < 0:
            break
        _print([place, cells])
    return room


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return {"day": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    return None if value == "" else value


def _print(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
