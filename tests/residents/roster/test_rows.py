"""What becomes of single rows: put right, rejected, ignored, and the reason in each case."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from tests.rosters import layouts, people

from lindun.residents.roster.columns import plan_workbook
from lindun.residents.roster.report import Summary, write_report
from lindun.residents.roster.result import Problem, RowAddress, RowResult, Status
from lindun.residents.roster.rows import read_rows
from lindun.residents.roster.values import CoResident, EmergencyContact
from lindun.residents.roster.workbook import open_table_file

TODAY = date(2026, 11, 21)
HEADER = (
    "小区",
    "房号",
    "姓名",
    "电话",
    "证件号",
    "车牌",
    "身份",
    "入住日期",
    "紧急联系人",
    "同住人",
    "备注",
)
GOOD = ("兰亭苑", "3-2-1501", "周知越", "15273878287", "330199196706079648", "浙X12345", "业主", "2020-02-29")

Read = Callable[..., list[RowResult]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(
        *rows: Sequence[object], header: Sequence[str] = HEADER, community: str | None = None
    ) -> list[RowResult]:
        path = tmp_path / "roster.csv"
        path.write_text(layouts.delimited([header, *rows], ","), encoding="utf-8")
        workbook = open_table_file(path)
        return list(read_rows(workbook, plan_workbook(workbook), community=community, today=TODAY))[1:]

    return reader


def changed(**cells: str) -> list[str]:
    row = [*GOOD, "", "", ""]
    for name, value in cells.items():
        row[HEADER.index(name)] = value
    return row


def test_a_good_row_is_taken_as_it_is(read: Read) -> None:
    (row,) = read(changed(紧急联系人="沈朵 18030437866", 同住人="秦柏(配偶)、秦山(儿子)", 备注="有猫"))
    assert (row.status, row.reasons, row.problems) == (Status.ACCEPTED, [], [])
    assert (row.community, row.building, row.unit, row.room) == ("兰亭苑", "3", "2", "1501")
    assert (row.name, row.phones, row.plates) == ("周知越", ["15273878287"], ["浙X12345"])
    assert (row.id_type, row.id_number, row.id_check_ok) == ("resident_id", "330199196706079648", True)
    assert (row.relation, row.move_in) == ("owner", "2020-02-29")
    assert row.emergency_contact == EmergencyContact("沈朵", "18030437866")
    assert row.co_residents == [CoResident("秦柏", "配偶"), CoResident("秦山", "儿子")]
    assert (row.remarks_redacted, row.remark_findings) == ("有猫", ())
    assert (row.row, row.line, row.sheet) == (1, 2, "")


@pytest.mark.parametrize(
    ("column", "written", "field", "value", "reason"),
    [
        ("房号", "三栋二单元1501室", "room", "1501", "room_chinese_numerals"),
        ("房号", "３－２－１５０１", "room", "1501", "room_fullwidth"),
        ("姓名", " 周 知越", "name", "周知越", "name_spaced"),
        ("姓名", "周知越（已故）", "name", "周知越", "name_note"),
        ("姓名", "周\u200b知越", "name", "周知越", "name_invisible"),
        ("姓名", "周知越 15273878287", "name", "周知越", "name_with_phone"),
        ("电话", "1.5273878287E10", "phones", ["15273878287"], "phone_sci_text"),
        ("电话", "１５２７３８７８２８７", "phones", ["15273878287"], "phone_fullwidth"),
        ("电话", "152-7387-8287", "phones", ["15273878287"], "phone_dashed"),
        ("电话", "+86 15273878287", "phones", ["15273878287"], "phone_plus86"),
        ("电话", "(0571)55551234", "phones", ["0571-55551234"], "phone_bracketed"),
        ("电话", "15273878287\n18030437866", "phones", ["15273878287", "18030437866"], "several_phones"),
        ("电话", "1527387828", "phones", [], "phone_too_short"),
        ("电话", "152738782870", "phones", [], "phone_too_long"),
        ("电话", "152****8287", "phones", [], "phone_already_masked"),
        ("证件号", "'330199196706079648", "id_number", "330199196706079648", "id_apostrophe"),
        ("证件号", "330199196706079647", "id_number", "330199196706079647", "id_check_digit"),
        ("证件号", "330199670607964", "id_number", "330199670607964", "id_15"),
        ("证件号", "3.30199196706079E+17", "id_number", None, "id_precision_lost"),
        ("车牌", "浙X·12345/苏a-D12345", "plates", ["浙X12345", "苏AD12345"], None),
        ("车牌", "两辆", "plates", [], "plate_unknown_shape"),
        ("身份", "承租人", "relation", "tenant", None),
        ("身份", "代办", "relation", None, "relation_unknown"),
        ("入住日期", "2019年8月27日", "move_in", "2019-08-27", "date_text"),
        ("入住日期", "43529", "move_in", "2019-03-05", "date_text"),
        ("入住日期", "2017年10月", "move_in", "2017-10", "date_partial"),
        ("入住日期", "2019-02-30", "move_in", None, "date_not_a_day"),
        (
            "备注",
            '=HYPERLINK("http://x.invalid")',
            "remarks_redacted",
            '=HYPERLINK("http://x.invalid")',
            "formula_like_text",
        ),
        ("备注", "前\x00后\x07", "remarks_redacted", "前后", None),
    ],
)
def test_what_can_be_put_right_is_and_the_rest_is_left_out(
    read: Read, column: str, written: str, field: str, value: object, reason: str | None
) -> None:
    (row,) = read(changed(**{column: written}))
    assert row.status is Status.ACCEPTED
    assert getattr(row, field) == value
    if reason is None:
        assert not [problem for problem in row.problems if problem.code == reason]
        return
    letter = chr(65 + HEADER.index(column))
    assert Problem(reason, f"{letter}2") in row.problems
    assert reason in row.reasons


@pytest.mark.parametrize(
    ("cells", "status", "reason"),
    [
        ({"姓名": ""}, Status.REJECTED, "name_missing"),
        ({"姓名": "<script>alert(1)</script>"}, Status.REJECTED, "name_missing"),
        ({"姓名": "=1+2"}, Status.REJECTED, "name_missing"),
        ({"姓名": "O'); DROP TABLE owner;--"}, Status.REJECTED, "name_missing"),
        ({"房号": ""}, Status.REJECTED, "room_missing"),
        ({"房号": "见附件"}, Status.REJECTED, "room_missing"),
        ({"姓名": "空置"}, Status.IGNORED, "vacant"),
        ({"小区": "听雨轩"}, Status.REJECTED, "other_community"),
        ({"小区": "兰亭苑小区"}, Status.ACCEPTED, None),
        ({"小区": ""}, Status.ACCEPTED, None),
    ],
)
def test_verdicts(read: Read, cells: dict[str, str], status: Status, reason: str | None) -> None:
    (row,) = read(changed(**cells), community="兰亭苑")
    assert row.status is status
    assert (row.reasons[0] if row.reasons else None) == reason


def test_two_owners_in_one_cell_stay_together(read: Read) -> None:
    (row,) = read(changed(姓名="周知越、沈朵", 同住人="沈朵(共有人)、秦山(儿子)"))
    assert row.name == "周知越"
    assert row.co_residents == [CoResident("沈朵", "共有人"), CoResident("秦山", "儿子")]
    assert "name_two_owners" in row.reasons


def test_a_firm_can_own_a_flat(read: Read) -> None:
    (row,) = read(changed(姓名="兰亭（杭州）置业有限公司", 证件号="91350100M000100Y43"))
    assert (row.status, row.id_type, row.id_check_ok) == (Status.ACCEPTED, "uscc", True)
    assert row.reasons[0] == "company_owner"


def test_second_row_about_the_same_person(read: Read) -> None:
    first, same, more, namesake = read(
        changed(),
        changed(房号="3栋2单元1501", 姓名="周知越 ", 电话=""),
        changed(电话="18030437866"),
        changed(证件号="110101199003074258"),
    )
    assert first.status is Status.ACCEPTED
    assert (same.status, same.reasons[0], same.duplicate_of) == (
        Status.IGNORED,
        "duplicate_row",
        RowAddress("", 1),
    )
    assert (more.status, more.reasons[:2]) == (Status.REJECTED, ["duplicate_row", "duplicate_differs"])
    assert (namesake.status, namesake.reasons[-1]) == (Status.ACCEPTED, "namesake_in_same_room")


def test_personal_data_in_remarks_is_found_and_blotted_out(read: Read) -> None:
    text = "女儿沈朵电话18030437866，门禁密码974370，业主患糖尿病，与儿子有房产纠纷，有猫"
    (row,) = read(changed(备注=text))
    assert {"PHONE", "SECRET", "HEALTH", "SENSITIVE"} <= set(row.remark_findings)
    for secret in ("18030437866", "974370", "糖尿病", "纠纷"):
        assert secret not in row.remarks_redacted
    assert row.remarks_redacted.endswith("有猫")


def test_cells_beyond_the_header_are_told(read: Read) -> None:
    rows = [changed() for _ in range(200)] + [[*changed(姓名="沈朵"), "", "多余"]]
    last = read(*rows)[-1]
    assert (last.status, last.problems) == (Status.ACCEPTED, [Problem("cell_without_column", "M202")])


def test_hidden_and_merged_parts_of_a_sheet_are_told(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, ("楼栋", "房号", "姓名", "评级"))
        sheet.merge_range(1, 0, 2, 0, "3栋")
        sheet.write_row(1, 1, ("101", "周知越"))
        sheet.write_row(2, 1, ("102", "沈朵", "难缠"))
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        old = book.add_worksheet("旧")
        old.write_row(0, 0, ("房号", "姓名"))
        old.write_row(1, 0, ("9-1-101", "秦柏"))
        old.hide()
    workbook = open_table_file(path)
    plans = plan_workbook(workbook)
    assert [plan.hidden for plan in plans] == [False, True]
    assert [column.letters for column in plans[0].columns.columns if column.hidden] == ["D"]
    rows = list(read_rows(workbook, plans, community=None, today=TODAY))
    assert [(row.building, row.room, row.reasons) for row in rows if row.status is Status.ACCEPTED] == [
        ("3", "101", []),
        ("3", "102", ["hidden_row", "inherited_building", "hidden_column_value"]),
        ("9", "101", ["hidden_sheet"]),
    ]
    without_old = list(read_rows(workbook, plans[:1], community=None, today=TODAY))
    assert {row.sheet for row in without_old} == {"名单"}


def test_every_record_is_accounted_for_in_the_report(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    crowd = people.residents(30)
    rows: list[Sequence[str]] = [("兰亭苑清册",), ("房号", "业主", "电话", "身份证", "车牌")]
    rows += [(one.door, one.name, one.phone, one.id_number, one.plate) for one in crowd]
    rows += [("", "", "", "", ""), ("", "无房号者", "", "", ""), ("合计", "30", "", "", "")]
    path.write_text(layouts.delimited(rows, ","), encoding="utf-8")
    workbook = open_table_file(path)
    out, summary = StringIO(), Summary()
    results = list(
        write_report(read_rows(workbook, plan_workbook(workbook), community=None, today=TODAY), out, summary)
    )
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(lines) == len(rows) == len(results) == summary.rows
    assert (summary.accepted, summary.rejected, summary.ignored) == (30, 1, 4)
    assert [line["line"] for line in lines] == list(range(1, len(rows) + 1))
    assert all(list(line) == sorted(line) for line in lines)
    assert {"sheet", "row", "status", "reasons", "building", "unit", "room", "name", "phones"} <= set(
        lines[0]
    )
    for one in crowd:
        for value in (one.name, one.phone, one.id_number, one.plate):
            assert not value or value not in out.getvalue()
    assert lines[2]["name"] == crowd[0].name[0] + "**"
    assert lines[2]["phones"] == [f"{crowd[0].phone[:3]}****{crowd[0].phone[-4:]}"]


def test_text_forms_show_no_value(read: Read) -> None:
    (row,) = read(changed(紧急联系人="沈朵 18030437866", 同住人="秦柏(配偶)"))
    shown = f"{row!r}{row}{row.emergency_contact!r}{row.co_residents!r}"
    for value in ("周知越", "15273878287", "330199196706079648", "沈朵", "秦柏", "18030437866"):
        assert value not in shown
