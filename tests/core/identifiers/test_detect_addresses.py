"""Addresses in running text: what leads to one door or street number."""

import pytest

from lindun.core.identifiers.detect import detect


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in detect(text) if span.type == "ADDRESS"]


@pytest.mark.parametrize(
    "written",
    [
        "3栋2单元1501",
        "3栋2单元1501室",
        "12幢502",
        "3号楼一单元502室",
        "十二栋一单元三零二室",
        "A座1203",
        "3#2-1501",
        "3#1501",
        "10-4-903",
        "3—2—1501",
        "2单元1501室",
        "5栋 1单元 1001室",
        "３栋２单元１５０１",
        "7栋东户",
        "望鹤湾二期18栋3单元3204室",
        "柏悦花园A区12栋1203",
        "苏州市松墨路5号32层3201室",
        "宁波市砚湖东路221号",
        "上海市浦东新区张杨路500弄12号602室",
        "石榴巷3号",
        "建设大道一百二十号",
        "合肥市云塘中路708号望鹤湾二期2栋2602室",
    ],
)
def test_an_address_is_found_whole(written: str) -> None:
    assert found(f"住址：{written}，请上门") == [written]


@pytest.mark.parametrize("lead", ["我住", "快递送到", "房屋坐落于", "这是", "业主，"])
def test_what_leads_up_to_an_address_stays_outside(lead: str) -> None:
    assert found(f"{lead}云栖里22-2-2806") == ["云栖里22-2-2806"]


@pytest.mark.parametrize("text", ["房号12-1203", "住12-1203", "12-1203报修", "听涛阁1203室"])
def test_a_short_form_counts_where_people_live(text: str) -> None:
    assert len(found(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "1号楼总表114512",
        "3栋1单元电梯停运",
        "5号楼12层走廊",
        "12栋共120户",
        "日期2024-3-15",
        "比例3-2-100",
        "10-1000元",
        "9:00-1800",
        "2024-2025年度",
        "回路141地址902",
        "合同HT-72686268-81",
        "版本3.12.4-1201",
        "2号线",
        "街道12号文件",
        "162-2147-8545",
        "1号楼2023年收费",
        "住在青砚园",
    ],
)
def test_other_numbers_are_no_address(text: str) -> None:
    assert found(text) == []
