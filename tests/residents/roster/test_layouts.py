"""The same people in the layouts of different offices: everyone is found, nobody is mixed up."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.rosters import layouts, people
from tests.rosters.layouts import Placed
from tests.rosters.people import Resident

from lindun.residents.roster.columns import SheetPlan, plan_workbook
from lindun.residents.roster.headers import meaning
from lindun.residents.roster.result import RowResult, Status
from lindun.residents.roster.rows import read_rows
from lindun.residents.roster.vocabulary import Field
from lindun.residents.roster.workbook import open_table_file

TODAY = date(2026, 11, 21)
PEOPLE = people.residents(24)


def read(path: Path, plans: list[SheetPlan] | None = None) -> list[RowResult]:
    workbook = open_table_file(path)
    return list(read_rows(workbook, plans or plan_workbook(workbook), community=None, today=TODAY))


def essence(result: RowResult) -> tuple[str, str, str, str | None, list[str]]:
    return (result.building, result.unit, result.room, result.name, result.phones)


def expected(person: Resident) -> tuple[str, str, str, str | None, list[str]]:
    return (person.building, person.unit, person.room, person.name, [person.phone])


@pytest.mark.parametrize(
    ("write", "others"),
    [
        (layouts.grouped_header, {"title": 1, "header": 2, "subtotal": 3, "blank": 1, "note": 1}),
        (layouts.blocks, {"title": 1, "header": 1, "blank": 2, "building_heading": 2, "repeated_header": 2}),
        (layouts.changing_header, {"header": 2, "blank": 1}),
        (layouts.name_with_phone, {"header": 1}),
        (layouts.english, {"header": 1}),
        (layouts.blank_below, {"header": 1}),
        (layouts.printed_pages, {"title": 1, "header": 1, "note": 4, "repeated_header": 4}),
        (layouts.headerless, {}),
        (layouts.html, {"header": 2}),
    ],
)
def test_everyone_is_found_in_any_layout(
    tmp_path: Path, write: Callable[[Path, list[Resident]], Placed], others: dict[str, int]
) -> None:
    placed = write(tmp_path / "roster.xlsx", PEOPLE)
    results = read(tmp_path / "roster.xlsx")
    found = {(row.sheet, row.row): essence(row) for row in results if row.status is Status.ACCEPTED}
    assert found == {place: expected(person) for place, person in placed.items()}
    ignored = Counter(row.reasons[0] for row in results if row.status is Status.IGNORED)
    assert ignored == others
    assert len(results) == len(placed) + sum(others.values())


def test_lists_side_by_side_are_two_lists(tmp_path: Path) -> None:
    placed = layouts.side_by_side(tmp_path / "roster.xlsx", PEOPLE)
    results = read(tmp_path / "roster.xlsx")
    found = [(row.row, essence(row)) for row in results if row.status is Status.ACCEPTED]
    assert sorted(found) == sorted((row, expected(person)) for row, person in placed)
    assert not any(row.co_residents for row in results)


def test_tenant_beside_the_owner_stays_a_second_person(tmp_path: Path) -> None:
    layouts.grouped_header(tmp_path / "roster.xlsx", PEOPLE)
    (plan,) = plan_workbook(open_table_file(tmp_path / "roster.xlsx"))
    fields = {column.letters: column.field for column in plan.columns.columns}
    assert fields["D"] is Field.NAME
    assert fields["G"] is Field.TENANT
    assert fields["H"] is Field.NOT_IMPORTED
    assert plan.community == "兰亭苑"
    assert plan.header_rows == (2, 3)


def test_a_person_can_correct_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("甲,乙,丙\n1-1-101,周知越,\n1-1-102,沈朵,秦柏\n", encoding="utf-8")
    (plan,) = plan_workbook(open_table_file(path))
    corrected = plan.corrected({0: Field.ROOM, 1: Field.CO_RESIDENTS, 2: Field.NAME})
    assert [column.by for column in corrected.columns.columns] == ["person"] * 3
    results = read(path, [corrected])
    assert [row.name for row in results if row.status is Status.ACCEPTED] == ["秦柏"]
    with pytest.raises(KeyError):
        plan.corrected({9: Field.NAME})


def test_sheet_without_a_roster_is_told_apart_and_searched_for_people(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("说明\n请每月更新\n有事打周知越电话15273878287\n", encoding="utf-8")
    results = read(path)
    assert {row.reasons[0] for row in results} == {"columns_unknown"}
    assert "PHONE" in results[-1].remark_findings
    assert not any(row.name or row.phones for row in results)


def test_values_outvote_a_wrong_header(tmp_path: Path) -> None:
    rows = [("房号", "姓名", "身份证号", "联系电话")]
    rows += [(one.door, one.name, one.phone, one.id_number) for one in PEOPLE]
    path = tmp_path / "swapped.csv"
    path.write_text(layouts.delimited(rows, ","), encoding="utf-8")
    (plan,) = plan_workbook(open_table_file(path))
    swapped = plan.columns.columns[2:]
    assert [column.field for column in swapped] == [Field.PHONE, Field.ID_NUMBER]
    assert all(column.confidence < 0.5 and column.by == "values" for column in swapped)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("业主联系电话（必填）", Field.PHONE),
        ("* 房 号", Field.ROOM),
        ("楼栋-单元-房号", Field.ROOM),
        ("紧急联系人电话", Field.EMERGENCY_PHONE),
        ("应急联络人", Field.EMERGENCY_NAME),
        ("与业主关系", Field.RELATION),
        ("证件类别", Field.ID_TYPE),
        ("统一社会信用代码", Field.ID_NUMBER),
        ("产权人", Field.NAME),
        ("产权共有人", Field.CO_OWNER),
        ("出生日期", Field.NOT_IMPORTED),
        ("房产证号", Field.NOT_IMPORTED),
        ("工作单位", Field.NOT_IMPORTED),
        ("车位号", Field.NOT_IMPORTED),
        ("车牌号码2", Field.PLATE),
        ("收楼日期", Field.MOVE_IN),
        ("幢号", Field.BUILDING),
        ("家庭成员", Field.CO_RESIDENTS),
        ("项目名称", Field.COMMUNITY),
        ("其他情况说明", Field.REMARKS),
    ],
)
def test_header_words(header: str, field: Field) -> None:
    said = meaning(header)
    assert said is not None
    assert said.field is field


@pytest.mark.parametrize(
    ("sheet", "building"),
    [
        ("3栋", "3"),
        ("5#", "5"),
        ("十二号楼", "12"),
        ("栋6", "6"),
        ("7幢（续）", "7"),
        ("Sheet1", ""),
        ("名单", ""),
    ],
)
def test_building_from_the_name_of_a_sheet(tmp_path: Path, sheet: str, building: str) -> None:
    path = tmp_path / "roster.xlsx"
    layouts.write_rows(path, sheet, [("房号", "姓名"), ("101", "周知越")])
    (plan,) = plan_workbook(open_table_file(path))
    assert plan.building == building
    accepted = [row for row in read(path) if row.status is Status.ACCEPTED]
    assert [(row.building, row.room) for row in accepted] == [(building, "101")]


def test_a_closed_field_stays_closed_below_a_second_header(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    layouts.changing_header(path, PEOPLE)  # papers appear only in the second table, phones in both
    (plan,) = plan_workbook(open_table_file(path))
    closed = plan.closing({Field.ID_NUMBER, Field.PHONE})
    rows = [row for row in read(path, [closed]) if row.status is Status.ACCEPTED]
    assert len(rows) == len(PEOPLE)
    assert not any(row.id_number or row.phones for row in rows)
    (phones,) = plan.columns.of(Field.PHONE)
    corrected = plan.corrected({phones: Field.NOT_IMPORTED})
    assert not any(row.phones for row in read(path, [corrected]))
    assert any(row.id_number for row in read(path, [corrected]))


def test_a_number_behind_a_name_is_a_phone_and_can_be_closed(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    layouts.name_with_phone(path, PEOPLE)
    (plan,) = plan_workbook(open_table_file(path))
    rows = [row for row in read(path, [plan.closing({Field.PHONE})]) if row.status is Status.ACCEPTED]
    assert [row.name for row in rows] == [one.name for one in PEOPLE]
    assert not any(row.phones for row in rows)
