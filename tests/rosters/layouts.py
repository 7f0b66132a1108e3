"""The same people in the layouts of different offices. Each writer returns where it put whom."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from .people import Resident

Placed = dict[tuple[str, int], Resident]
"""(sheet, row as the report counts it) -> the resident written there."""


def grouped_header(path: Path, people: Sequence[Resident]) -> Placed:
    """Title, two header levels, owner and tenant side by side, building merged downwards, subtotals."""
    placed: Placed = {}
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("产权登记")
        sheet.merge_range(0, 0, 0, 8, "兰亭苑小区产权人登记簿")
        for first, last, words in ((0, 2, "房产"), (3, 5, "产权人资料"), (6, 7, "承租人资料")):
            sheet.merge_range(1, first, 1, last, words)
        sheet.merge_range(1, 8, 2, 8, "附注")
        sheet.write_row(2, 0, ("幢号", "梯号", "室号", "姓名", "手机号码", "身份证号码", "姓名", "手机"))
        row = 3
        for building, group in _by_building(people):
            start = row
            for person in group:
                values = (None, person.unit, person.room, person.name, person.phone, person.id_number)
                sheet.write_row(row, 0, values)
                placed["产权登记", row + 1] = person
                row += 1
            _merge_down(sheet, start, row - 1, 0, f"{building}幢")
            sheet.write_row(row, 0, (f"{building}幢合计", None, None, len(group)))
            row += 1
        sheet.write(row + 1, 0, "制表：物业服务中心")
    return placed


def blocks(path: Path, people: Sequence[Resident]) -> Placed:
    """One sheet, one block a building: a heading with its number, then the header again."""
    placed: Placed = {}
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("总表")
        row = 0
        for building, group in _by_building(people):
            sheet.write(row, 0, f"{building}号楼")
            sheet.write_row(row + 1, 0, ("单元", "房号", "户主", "电话", "证件号码"))
            row += 2
            for person in group:
                values = (
                    int(person.unit),
                    int(person.room),
                    person.name,
                    int(person.phone),
                    person.id_number,
                )
                sheet.write_row(row, 0, values)
                placed["总表", row + 1] = person
                row += 1
            row += 1
    return placed


def changing_header(path: Path, people: Sequence[Resident]) -> Placed:
    """Two tables one below the other with different columns."""
    half = len(people) // 2
    rows: list[Sequence[Any]] = [("房号", "业主姓名", "联系电话", "车牌号码")]
    rows += [(one.door, one.name, one.phone, one.plate) for one in people[:half]]
    rows += [(), ("姓名", "手机", "证件号", "房屋")]
    rows += [(one.name, one.phone, one.id_number, one.door) for one in people[half:]]
    write_rows(path, "清册", rows)
    return {("清册", place + (2 if place < half else 4)): person for place, person in enumerate(people)}


def name_with_phone(path: Path, people: Sequence[Resident]) -> Placed:
    """Owner and number in one cell."""
    rows: list[Sequence[Any]] = [("门牌号", "业主及电话", "备注")]
    rows += [(one.door, f"{one.name} {one.phone}", "") for one in people]
    write_rows(path, "通讯录", rows)
    return {("通讯录", place): person for place, person in enumerate(people, start=2)}


def side_by_side(path: Path, people: Sequence[Resident]) -> list[tuple[int, Resident]]:
    """Two lists next to each other on one sheet of paper: (row, resident), two to a row."""
    header = ("房号", "姓名", "电话")
    half = (len(people) + 1) // 2
    rows: list[Sequence[Any]] = [(*header, None, *header)]
    placed = []
    for place in range(half):
        cells: list[Any] = []
        for person in people[place::half]:
            cells += [person.door, person.name, person.phone, None]
            placed.append((place + 2, person))
        rows.append(cells)
    write_rows(path, "对照", rows)
    return placed


def english(path: Path, people: Sequence[Resident]) -> Placed:
    """A handover list of a foreign developer."""
    rows: list[Sequence[Any]] = [
        ("No.", "Block", "Unit", "Room", "Owner Name", "Mobile Phone", "ID Card No", "Remark")
    ]
    rows += [
        (place, one.building, one.unit, one.room, one.name, one.phone, one.id_number, "")
        for place, one in enumerate(people, start=1)
    ]
    write_rows(path, "Handover", rows)
    return {("Handover", place): person for place, person in enumerate(people, start=2)}


def blank_below(path: Path, people: Sequence[Resident]) -> Placed:
    """Semicolons, byte order mark; building and unit only where they change."""
    rows: list[Sequence[Any]] = [("楼栋", "单元", "房间号", "姓名", "联系方式", "说明")]
    building = unit = ""
    for person in sorted(people, key=lambda one: (one.building, one.unit)):
        same_building = person.building == building
        same_unit = same_building and person.unit == unit
        building, unit = person.building, person.unit
        rows.append(
            (
                "" if same_building else f"{building}栋",
                "" if same_unit else f"{unit}单元",
                person.room,
                person.name,
                person.phone,
                "第一行；\n第二行",
            )
        )
    path.write_bytes(b"\xef\xbb\xbf" + delimited(rows, ";").encode())
    ordered = sorted(people, key=lambda one: (one.building, one.unit))
    return {("", place): person for place, person in enumerate(ordered, start=1)}


def traditional(path: Path, people: Sequence[Resident]) -> Placed:
    """Big5, and the headings of an office in Hong Kong."""
    rows: list[Sequence[Any]] = [("樓棟", "單元", "房號", "業主（姓名）", "聯絡電話（手機）", "證件號碼")]
    rows += [
        (
            f"{one.building}棟",
            f"{one.unit}單元",
            f"{one.room}室",
            "陳" + one.name[-1:],
            one.phone,
            one.id_number,
        )
        for one in people
    ]
    path.write_bytes(delimited(rows, ",").encode("big5hkscs", "ignore"))
    return {("", place): person for place, person in enumerate(people, start=1)}


def printed_pages(path: Path, people: Sequence[Resident]) -> Placed:
    """GBK, title, the header again on every page, a page line below."""
    header = ("房号", "业主", "手机号", "身份证")
    rows: list[Sequence[Any]] = [("兰亭苑业主清册",), header]
    placed: Placed = {}
    for place, person in enumerate(people):
        if place and place % 5 == 0:
            rows += [(f"第 {place // 5} 页",), header]
        rows.append((person.door, person.name, person.phone, person.id_number))
        placed["", len(rows) - 2] = person
    path.write_bytes(delimited(rows, ",").replace("\n", "\r\n").encode("gb18030"))
    return placed


def headerless(path: Path, people: Sequence[Resident]) -> Placed:
    """UTF-16 with tabs and no header at all."""
    rows = [(one.door, one.name, one.phone, one.id_number) for one in people]
    path.write_bytes(delimited(rows, "\t").encode("utf-16"))
    return {("", place): person for place, person in enumerate(people, start=1)}


def html(path: Path, people: Sequence[Resident]) -> Placed:
    """What a billing system calls an Excel export."""
    pieces = ["<html><head><style>td{color:red}</style></head><body><table>"]
    tall = ("栋", "业主<br>姓名", "电话")
    building_head, name_head, phone_head = (f"<th rowspan=2>{words}</th>" for words in tall)
    pieces.append(f"<tr>{building_head}<th colspan=2>房屋</th>{name_head}{phone_head}</tr>")
    pieces.append("<tr><th>单元</th><th>房号</th></tr>")
    for building, group in _by_building(people):
        for place, person in enumerate(group):
            span = f"<td rowspan='{len(group)}'>{building}</td>" if place == 0 else ""
            cells = "".join(
                f"<td>{cell}</td>" for cell in (person.unit, person.room, person.name, person.phone)
            )
            pieces.append(f"<tr>{span}{cells}</tr>")
    path.write_text("".join(pieces) + "</table></body></html>", encoding="utf-8")
    return {("", place): person for place, person in enumerate(people, start=3)}


def delimited(rows: Iterable[Sequence[Any]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def write_rows(path: Path, name: str, rows: Iterable[Sequence[Any]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(name)
        for place, cells in enumerate(rows):
            sheet.write_row(place, 0, cells)


def _by_building(people: Sequence[Resident]) -> list[tuple[str, list[Resident]]]:
    groups: dict[str, list[Resident]] = {}
    for person in people:
        groups.setdefault(person.building, []).append(person)
    return list(groups.items())


def _merge_down(sheet: Any, first: int, last: int, column: int, words: str) -> None:
    if last > first:
        sheet.merge_range(first, column, last, column, words)
    else:
        sheet.write(first, column, words)
