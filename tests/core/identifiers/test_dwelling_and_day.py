"""Rooms and days in the many ways rosters write them."""

from datetime import date

import pytest

from lindun.core.identifiers import day, dwelling
from lindun.core.identifiers.refusal import InvalidIdentifier, Reason


@pytest.mark.parametrize(
    "written",
    [
        "3-2-1501",
        "３－２－１５０１",
        "3—2—1501",
        "3/2/1501",
        "3.2.1501",
        "3_2_1501",
        "03-02-1501",
        "3栋2单元1501室",
        "3栋2单元1501",
        " 3 栋 2 单元 1501 ",
        "三栋二单元1501",
        "第三栋第2单元1501室",
        "3幢2单元1501房",
        "3号楼2单元1501户",
        "3#2单元1501",
        "3#-2-1501",
        "3栋2-1501",
        "3栋-2单元-1501",
        "3座2门1501",
        "3-2单元1501",
        "3楼2单元1501",
        "3#2#1501",
        "3 2 1501",
        "3，2，1501",
        "叁栋贰单元1501",
        "3栋2单元15层1501",
        "3栋2单元十五层1室",
        "3栋2单元1501室(自住)",
        "三号楼二单元十五零一",
        "云栖路18号3幢2单元1501",
        "建设街8号院3号楼2单元1501",
        "8号院3楼2门1501",
    ],
)
def test_one_room_in_many_hands(written):
    home = dwelling.parse_room(written)
    assert (home.building, home.unit, home.room, home.text) == ("3", "2", "1501", "3-2-1501")


@pytest.mark.parametrize(
    ("written", "community", "zone", "text"),
    [
        ("3#1501", "", "", "3-1501"),
        ("3-1501", "", "", "3-1501"),
        ("3号楼1501", "", "", "3-1501"),
        ("1501室", "", "", "1501"),
        ("1501.0", "", "", "1501"),
        ("2单元1501", "", "", "2单元1501"),
        ("A座1201", "", "", "A-1201"),
        ("B1-101", "", "", "B1-101"),
        ("3 1501", "", "", "3-1501"),
        ("3 栋 1501", "", "", "3-1501"),
        ("1栋B座1201", "", "", "1-B-1201"),
        ("3-2-1501A", "", "", "3-2-1501A"),
        ("十二栋1单元302", "", "", "12-1-302"),
        ("二十一幢二单元1201", "", "", "21-2-1201"),
        ("云栖里1栋1单元101", "云栖里", "", "1-1-101"),
        ("四季花园3栋2单元101", "四季花园", "", "3-2-101"),
        ("望鹤湾二期2栋2602室", "望鹤湾", "2期", "2-2602"),
        ("A区3栋2单元101", "", "A区", "3-2-101"),
        ("东区3栋201", "", "东区", "3-201"),
        ("商铺12", "", "", "商铺12"),
        ("云栖路1500弄3号1501室", "", "", "3-1501"),
        ("云栖路18号1501室", "云栖路", "", "18-1501"),
        ("五区3栋2单元402", "", "5区", "3-2-402"),
        ("国贸中心东塔1901", "国贸中心", "", "东-1901"),
        ("二十零五", "", "", "2005"),
        ("一百零五", "", "", "105"),
    ],
)
def test_shorter_and_longer_forms(written, community, zone, text):
    home = dwelling.parse_room(written)
    assert (home.community, home.zone, home.text) == (community, zone, text)


@pytest.mark.parametrize("written", ["1-101", "1单元101", "4栋1单元101", "4-1-101"])
def test_a_building_known_from_elsewhere_completes_the_room(written):
    assert dwelling.parse_room(written, building="4").text == "4-1-101"


@pytest.mark.parametrize(
    "written", ["3栋2单元", "2019-03-05", "3-2-1201'/", "车位", "3-2-1501-7", "苏州市松墨路5号32层3201室"]
)
def test_what_is_no_room_is_refused(written):
    with pytest.raises(InvalidIdentifier) as refusal:
        dwelling.parse_room(written)
    assert refusal.value.reason is Reason.UNKNOWN_SHAPE


@pytest.mark.parametrize(
    ("read", "written", "number"),
    [
        (dwelling.parse_building, "3栋", "3"),
        (dwelling.parse_building, "2#", "2"),
        (dwelling.parse_building, "三号楼", "3"),
        (dwelling.parse_building, "4栋(新)", "4"),
        (dwelling.parse_building, "6栋 ", "6"),
        (dwelling.parse_building, "3.0", "3"),
        (dwelling.parse_building, "A座", "A"),
        (dwelling.parse_unit, "2单元", "2"),
        (dwelling.parse_unit, "二单元", "2"),
        (dwelling.parse_unit, "1.0", "1"),
        (dwelling.parse_room_number, "1501室", "1501"),
        (dwelling.parse_room_number, "0501", "501"),
        (dwelling.parse_room_number, "1501.0", "1501"),
    ],
)
def test_parts_in_cells_of_their_own(read, written, number):
    assert read(written) == number


@pytest.mark.parametrize("written", ["Sheet1", "说明", "3栋2单元"])
def test_a_sheet_name_that_is_no_building_is_refused(written):
    with pytest.raises(InvalidIdentifier):
        dwelling.parse_building(written)


@pytest.mark.parametrize(
    "written",
    [
        "2019-3-5",
        "2019/3/5",
        "2019.3.5",
        "2019.03.05",
        "２０１９．３．５",
        "2019年3月5日",
        "2019 年 3 月 5 号",
        "二〇一九年三月五日",
        "20190305",
        "20190305.0",
        "43529",
        "43529.0",
        "43529.75",
        "19.3.5",
        "2019-03-05 00:00:00",
        "2019-03-05T08:30:00",
        "2019、3、5",
        "2019—03—05",
        "2019.3.5入住",
    ],
)
def test_one_day_in_many_hands(written):
    read = day.parse(written)
    assert (read.iso, read.exact, read.year) == ("2019-03-05", date(2019, 3, 5), 2019)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2019/3", "2019-03"),
        ("2019年3月", "2019-03"),
        ("2019.10", "2019-10"),
        ("201912", "2019-12"),
        ("191225", "2019-12-25"),
        ("2019年", "2019"),
        ("2019", "2019"),
        ("3/2019", "2019-03"),
        ("5/13/2019", "2019-05-13"),
        ("13.5.2019", "2019-05-13"),
        ("98.3.5", "1998-03-05"),
    ],
)
def test_days_months_and_years(written, iso):
    assert day.parse(written).iso == iso


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", Reason.EMPTY),
        ("不详", Reason.EMPTY),
        ("2019-02-30", Reason.NOT_A_DAY),
        ("2019-13-01", Reason.NOT_A_DAY),
        ("99991231", Reason.NOT_A_DAY),
        ("3/5/2019", Reason.AMBIGUOUS),
        ("201003", Reason.AMBIGUOUS),
        ("去年夏天", Reason.UNKNOWN_SHAPE),
    ],
)
def test_what_is_no_day_is_refused(written, reason):
    with pytest.raises(InvalidIdentifier) as refusal:
        day.parse(written)
    assert refusal.value.reason is reason


def test_a_day_of_birth_cannot_lie_ahead():
    today = date(2026, 11, 21)
    assert day.parse("2026-11", not_after=today).iso == "2026-11"
    with pytest.raises(InvalidIdentifier) as refusal:
        day.parse("2026-11-22", not_after=today)
    assert refusal.value.reason is Reason.IN_FUTURE
