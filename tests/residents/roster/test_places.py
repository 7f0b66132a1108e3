"""Rows land where the file says, or nowhere: phases, families below their head, what cannot be read."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from tests.rosters import layouts, people

from lindun.residents.roster.columns import plan_workbook
from lindun.residents.roster.headers import meaning
from lindun.residents.roster.places import same_community
from lindun.residents.roster.result import RowResult, Status
from lindun.residents.roster.rows import read_rows
from lindun.residents.roster.vocabulary import Field
from lindun.residents.roster.workbook import open_table_file

HEADER = ("楼栋", "单元", "房号", "姓名", "手机")


def read(path: Path, **sheets: list[tuple[str, ...]]) -> list[RowResult]:
    """What becomes of the rows below the headers."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return judged(path)


def judged(path: Path) -> list[RowResult]:
    workbook = open_table_file(path)
    rows = read_rows(workbook, plan_workbook(workbook), community=None, today=date(2026, 11, 22))
    return [row for row in rows if row.reasons[:1] != ["header"]]


def place(row: RowResult) -> tuple[str, str, str, str]:
    return row.zone, row.building, row.unit, row.room


@pytest.mark.parametrize(("column", "reason"), [(0, "building_unknown_shape"), (1, "unit_unknown_shape")])
def test_what_is_written_but_cannot_be_read_is_not_taken_from_the_row_above(
    tmp_path: Path, column: int, reason: str
) -> None:
    second = ["", "", "1101", "李晓梅", "16500000002"]
    second[column] = "会所旁"
    rows = [HEADER, ("3", "1", "101", "张明远", "16500000001"), tuple(second)]
    first, other = read(tmp_path / "roster.xlsx", 总表=rows)
    assert place(first) == ("", "3", "1", "101")
    assert other.status is Status.REJECTED
    assert reason in other.reasons
    assert (other.room, other.unit) == ("", "")


def test_units_and_buildings_counted_by_stems_and_points_of_the_compass_are_read(tmp_path: Path) -> None:
    rows = [HEADER, ("3", "甲", "1101", "张明远", ""), ("东楼", "2单元", "302", "李晓梅", "")]
    assert [place(row) for row in read(tmp_path / "roster.xlsx", 总表=rows)] == [
        ("", "3", "甲", "1101"),
        ("", "东", "2", "302"),
    ]


def test_the_same_number_in_two_phases_is_two_homes(tmp_path: Path) -> None:
    row = ("1#", "", "0101", "张明远", "16500000001")
    by_sheet = read(tmp_path / "sheets.xlsx", 一期=[HEADER, row], 二期=[HEADER, row])
    columns = [("期数", *HEADER), ("一期", *row), (2, *row), ("", "1#", "", "0102", "李晓梅", "")]
    by_column = read(tmp_path / "column.xlsx", 总表=columns)
    assert [place(one)[:2] for one in by_sheet] == [("1期", "1"), ("2期", "1")]
    assert [place(one)[:2] for one in by_column] == [("1期", "1"), ("2期", "1"), ("2期", "1")]
    assert {one.status for one in by_sheet + by_column} == {Status.ACCEPTED}


def test_a_family_listed_below_its_head_lives_with_it(tmp_path: Path) -> None:
    rows = [
        ("门牌", "与户主关系", "姓名", "本人电话"),
        ("3栋1单元101", "户主", "张明远", "16500000001"),
        ("", "妻", "李晓梅", "16500000002"),
        ("", "长子", "张小远", ""),
        ("", "户主", "王建国", ""),
        ("3栋１单元102", "户主", "赵文静", ""),
        ("会所", "母亲", "钱秀兰", ""),
    ]
    head, wife, son, nowhere, next_head, unread = read(tmp_path / "roster.xlsx", 人口=rows)
    assert place(wife) == place(son) == place(head)
    assert "home_from_above" in wife.reasons
    assert wife.relation == "family"
    assert next_head.room == "102"
    assert {nowhere.status, unread.status} == {Status.REJECTED}


def test_a_roster_in_traditional_characters_and_big5_is_read(tmp_path: Path) -> None:
    residents = people.residents(12)
    layouts.traditional(tmp_path / "roster.csv", residents)
    found = judged(tmp_path / "roster.csv")
    assert [(one.building, one.unit, one.room) for one in found] == [
        (one.building, one.unit, one.room) for one in residents
    ]
    assert all(one.name and one.name.startswith("陳") for one in found), "names stay as they are written"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("手机号（微信同号）", Field.PHONE),
        ("业主（共有人）", Field.NAME),
        ("房屋权利人", Field.NAME),
        ("房屋编号", Field.ROOM),
        ("聯繫電話", Field.PHONE),
        ("證件類型", Field.ID_TYPE),
        ("車牌號碼", Field.PLATE),
        ("期数", Field.ZONE),
        ("是否入住", Field.NOT_IMPORTED),
        ("别墅编号", Field.ROOM),
    ],
)
def test_headings_of_other_offices_are_understood(header: str, field: Field) -> None:
    found = meaning(header)
    assert found is not None
    assert found.field is field


def test_a_room_counted_from_its_floor_is_the_room_on_that_floor(tmp_path: Path) -> None:
    floors = [("楼", "层", "房", "姓名"), ("3", "15", "01", "张明远"), ("3", "16层", "01", "李晓梅")]
    dashed = [("栋", "单元", "室", "姓名"), ("3", "2", "15-03", "张明远")]
    assert [place(row)[3] for row in read(tmp_path / "floors.xlsx", 总表=floors)] == ["1501", "1601"]
    assert [place(row) for row in read(tmp_path / "dashed.xlsx", 总表=dashed)] == [("", "3", "2", "1503")]


def test_a_sheet_for_a_part_of_a_building_gives_building_and_unit(tmp_path: Path) -> None:
    rows = [("房号", "姓名"), ("801", "张明远"), ("802", "李晓梅")]
    found = read(tmp_path / "parts.xlsx", **{"5栋A座": rows, "6栋2单元": rows[:2], "7栋": rows[:2]})
    assert [place(row) for row in found] == [
        ("", "5", "A", "801"),
        ("", "5", "A", "802"),
        ("", "6", "2", "801"),
        ("", "7", "", "801"),
    ]


def test_the_title_names_the_building_before_a_sheet_called_by_a_letter(tmp_path: Path) -> None:
    rows = [("3栋业主通讯录",), ("室", "业主"), ("101", "张明远")]
    (found,) = [row for row in read(tmp_path / "titled.xlsx", S=rows) if row.name]
    assert place(found) == ("", "3", "", "101")


@pytest.mark.parametrize("both", ["201/202", "201、202", "201-202"])
def test_two_rooms_in_one_cell_are_no_building_and_room(tmp_path: Path, both: str) -> None:
    rows = [("室", "业主"), ("101", "张明远"), (both, "李晓梅")]
    _first, second = read(tmp_path / "both.xlsx", **{"3栋": rows})
    assert (second.status, second.room) == (Status.REJECTED, "")
    assert "room_unknown_shape" in second.reasons


def test_as_above_says_what_the_cell_above_says(tmp_path: Path) -> None:
    rows = [
        ("楼栋", "房号", "姓名", "手机"),
        ("3栋", "101", "张明远", "13912345678"),
        ("同上", "102", "同上", "〃"),
        ("4栋", "同上", "李晓梅", "13987654321"),
    ]
    _first, second, third = read(tmp_path / "above.xlsx", 总表=rows)
    assert (place(second), second.name, second.phones) == (("", "3", "", "102"), "张明远", ["13912345678"])
    assert place(third) == ("", "4", "", "102")
    assert "same_as_above" in second.reasons
    (nobody,) = read(tmp_path / "first.xlsx", 总表=[rows[0], ("3栋", "101", "同上", "")])
    assert nobody.status is Status.REJECTED


def test_numbers_of_papers_under_a_heading_that_could_count_rows_are_read(tmp_path: Path) -> None:
    rows = [("Room", "Name", "ID"), ("3-101", "张明远", "330106199001011237")]
    (found,) = read(tmp_path / "id.xlsx", Guests=rows)
    assert found.id_number == "330106199001011237"


def test_an_address_may_begin_with_town_and_street(tmp_path: Path) -> None:
    rows = [
        ("房产地址", "姓名"),
        ("杭州市西湖区云栖里3幢2单元1501室", "张明远"),
        ("浙江省杭州市云栖路88号云栖里12-1-0803室", "李晓梅"),
    ]
    first, second = read(tmp_path / "roster.xlsx", 总表=rows)
    assert (place(first), place(second)) == (("", "3", "2", "1501"), ("", "12", "1", "803"))
    assert same_community(first.community, "云栖里小区")
    assert not same_community("杭州市西湖区云栖里", "栖里")


def test_the_customer_comes_before_the_contact_person(tmp_path: Path) -> None:
    rows = [
        ("房号", "联系人", "客户名称", "电话"),
        ("3-2-1501", "李晓梅", "杭州测试贸易有限公司", "16500000001"),
        ("3-2-1502", "张明远", "张明远", "16500000002"),
        ("3-2-1503", "", "（空置）", ""),
    ]
    firm, alone, vacant = read(tmp_path / "roster.xlsx", 总表=rows)
    assert firm.name == "杭州测试贸易有限公司"
    assert [other.name for other in firm.co_residents] == ["李晓梅"]
    assert alone.co_residents == []
    assert vacant.reasons[0] == "vacant"
