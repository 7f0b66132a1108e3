"""Lists of staff as personnel departments write them, and carrying them out."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lindun.organisation.models import Staff
from lindun.personnel.lists import bringing
from lindun.personnel.models import StaffList
from tests import cast
from tests.signin import as_

HEADING = ("工号", "姓名", "岗位", "部门", "所属项目", "楼栋", "用工类型", "外包公司", "入职日期", "到期日期")
FIELDS = (
    "number", "name", "post", "department", "community", "building", "kind", "firm", "hired", "until",
)  # fmt: skip
HOME = cast.HOME_COMMUNITY[1]
USUAL = {"post": "秩序员", "department": "秩序部", "community": HOME, "building": "3栋", "kind": "正式"}
MANY = ("高晓岚", "邱志远", "庄静怡", "毛建国", "万诗涵", "汤文博", "夏雨桐", "贺子昂")


def row(number: str | int, name: str = "", **said: object) -> tuple[object, ...]:
    """Somebody new: a guard of building 3, unless it says otherwise."""
    known = {**USUAL, "number": number, "name": name or MANY[int(str(number)[-1]) % len(MANY)], **said}
    return tuple(known.get(field, "") for field in FIELDS)


def csv_of(*rows: Sequence[object], heading: Sequence[str] = HEADING, encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([heading, *rows])
    return text.getvalue().encode(encoding)


def xlsx_of(path: Path, *rows: Sequence[object], heading: Sequence[str] = HEADING) -> bytes:
    """With a title above the heading, as such departments print it."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for position, cells in enumerate([("2026年员工花名册",), heading, *rows]):
            sheet.write_row(position, 0, cells)
    return path.read_bytes()


def marked() -> bytes:
    """Values that must not be met anywhere, in columns that nobody asked for and in wrong places."""
    number = f"n{uuid4().hex[:8]}"
    owner = cast.OWNER
    heading = ("工号", "姓名", "岗位", "身份证号", "联系电话", "备注", f"紧急联系{owner.phones[0]}")
    new = (number, f"新人{chr(0x4E00 + int(number[1:5], 16) % 5000)}", "收费员")
    unasked = (owner.id_number, owner.phones[0], f"车牌{owner.plate}", owner.phones[0])
    wrong = (f"{number}x", f"李{owner.phones[0]}", owner.phones[0], *unasked)
    return csv_of((*new, *unasked), wrong, (owner.id_number, "王未名", "收费员", *unasked), heading=heading)


def upload(content: bytes, *, browser: Client | None = None) -> Any:
    file = SimpleUploadedFile("员工.csv", content)
    return (browser or as_("hr")).post(reverse("personnel:lists"), {"file": file})


def brought(content: bytes) -> StaffList:
    """A list that waits for personnel to go on."""
    return bringing.start(cast.identity("hr"), file=io.BytesIO(content))


def carried_out(content: bytes, *, who: str = "hr") -> StaffList:
    waiting = brought(content)
    _found, _listed, verdicts = bringing.look(cast.identity(who), waiting.pk)
    return bringing.carry_out(cast.identity(who), list_id=waiting.pk, seen=bringing.mark_of(verdicts))


def let_in(of: StaffList, *, who: str = "general_manager") -> int:
    browser = as_(who)
    page = browser.get(reverse("personnel:list", args=[of.pk]))
    before = Staff.objects.filter(status="active").count()
    browser.post(reverse("personnel:list_let_in", args=[of.pk]), {"seen": page.context["seen"]})
    return Staff.objects.filter(status="active").count() - before


def problems(content: bytes) -> dict[int, list[str]]:
    """Codes of what is said of each row, without carrying anything out."""
    _found, _listed, verdicts = bringing.look(cast.identity("hr"), brought(content).pk)
    return {each.line.row: [problem.code for problem in each.problems] for each in verdicts}


BUILDERS = {
    "list to check": lambda who: brought(marked()).pk,
    "carried-out list": lambda who: carried_out(marked()).pk,
}
"""What the addresses of lists are called with."""
