"""Names: surname split, notes, titles, two owners, dotted and Latin names, firms, contacts."""

import pytest

from lindun.core.identifiers import contact, person_name
from lindun.core.identifiers.person_name import NameKind
from lindun.core.identifiers.refusal import InvalidIdentifier, Reason
from lindun.core.identifiers.surnames import COMPOUND, SINGLE, surname_of


@pytest.mark.parametrize(
    ("written", "text", "surname", "given"),
    [
        ("张三", "张三", "张", "三"),
        ("张小明", "张小明", "张", "小明"),
        ("李 生", "李生", "李", "生"),
        ("李\u3000生\t", "李生", "李", "生"),
        ("张\u200b三\ufeff", "张三", "张", "三"),
        ("欧阳修", "欧阳修", "欧阳", "修"),
        ("欧阳 修", "欧阳修", "欧阳", "修"),
        ("司马 相如", "司马相如", "司马", "相如"),
        ("爱新觉罗启星", "爱新觉罗启星", "爱新觉罗", "启星"),
        ("陈王淑芬", "陈王淑芬", "陈", "王淑芬"),
        ("王先生", "王", "王", ""),
        ("欧阳女士", "欧阳", "欧阳", ""),
        ("张总", "张", "张", ""),
        ("业主：张三", "张三", "张", "三"),
        ("女儿 张三", "张三", "张", "三"),
    ],
)
def test_a_han_name_is_split_at_its_surname(written, text, surname, given):
    name = person_name.parse(written)
    assert (name.kind, name.text, name.surname, name.given) == (NameKind.HAN, text, surname, given)


@pytest.mark.parametrize(
    ("written", "text", "note"),
    [
        ("张三(已故)", "张三", "已故"),
        ("张三（代）", "张三", "代"),
        ("张三【欠费】", "张三", "欠费"),
        ("张三(夫、妻同住)", "张三", "夫 妻同住"),
        ("张三（", "张三", ""),
        ("（已故）张三", "张三", "已故"),
        ("张三-租户", "张三", "租户"),
        ("李四 女", "李四", "女"),
        ("王小明先生", "王小明", "先生"),
    ],
)
def test_a_note_behind_a_name_is_kept_apart(written, text, note):
    name = person_name.parse(written)
    assert (name.text, name.note) == (text, note)


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        ("买买提·艾力", NameKind.DOTTED, "买买提·艾力"),
        ("买买提•艾力", NameKind.DOTTED, "买买提·艾力"),
        ("买买提．艾力", NameKind.DOTTED, "买买提·艾力"),
        ("阿依古丽 · 买买提江 · 托合提", NameKind.DOTTED, "阿依古丽·买买提江·托合提"),
        ("John  Smith", NameKind.LATIN, "John Smith"),
        ("José O'Brien-Smith Jr.", NameKind.LATIN, "José O'Brien-Smith Jr"),
        ("云岫一信息技术有限公司", NameKind.COMPANY, "云岫一信息技术有限公司"),
        ("云岫（杭州）科技有限公司", NameKind.COMPANY, "云岫(杭州)科技有限公司"),
    ],
)
def test_other_kinds_of_name(written, kind, text):
    name = person_name.parse(written)
    assert (name.kind, name.text) == (kind, text)


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("张三、李四", ["张三", "李四"]),
        ("张三/李四", ["张三", "李四"]),
        ("张三，欧阳修", ["张三", "欧阳修"]),
        ("张三 李四", ["张三", "李四"]),
        ("张三\n李四", ["张三", "李四"]),
        ("张三&李四", ["张三", "李四"]),
        ("王芳(女儿)、李强（配偶）", ["王芳", "李强"]),
        ("张三、张三", ["张三"]),
        ("张三和李四", ["张三", "李四"]),
        ("张三-李四", ["张三", "李四"]),
        ("张三(父) 李四(母)", ["张三", "李四"]),
        ("张和平", ["张和平"]),
        ("古丽娜尔 吐尔逊", ["古丽娜尔·吐尔逊"]),
        ("山田 太郎", ["山田太郎"]),
        ("", []),
        ("不详", []),
    ],
)
def test_a_cell_of_several_owners(cell, texts):
    names, reasons = person_name.parse_all(cell)
    assert ([name.text for name in names], reasons) == (texts, [])


def test_several_names_are_not_one():
    with pytest.raises(InvalidIdentifier) as refusal:
        person_name.parse("张三、李四")
    assert refusal.value.reason is Reason.SEVERAL


@pytest.mark.parametrize(
    "written",
    [
        "=1+2",
        "<script>alert('业主')</script>",
        "王<img src=x>五",
        "王😀五",
        "张三16500005678",
        "李\u202eexe.四",
        "业主",
        "配偶",
    ],
)
def test_what_is_no_name_is_refused(written):
    with pytest.raises(InvalidIdentifier):
        person_name.parse(written)
    assert person_name.parse_all(written)[1]


def test_the_surname_lists_are_of_the_expected_size():
    assert 480 <= len(SINGLE) <= 600
    assert all(len(surname) == 1 for surname in SINGLE)
    assert {"欧阳", "司马", "上官", "诸葛", "慕容", "令狐", "澹台", "万俟", "第五", "纳兰"} <= COMPOUND


def test_a_bare_compound_surname_leaves_no_given_name():
    assert surname_of("欧阳") == "欧"
    assert surname_of("") == ""


@pytest.mark.parametrize(
    ("cell", "name", "phones"),
    [
        ("万东泽16500005678", "万东泽", ["16500005678"]),
        ("邱珍(16500005678)", "邱珍", ["16500005678"]),
        ("邱珍（女儿）16500005678", "邱珍", ["16500005678"]),
        ("朱杰 165 0000 5678", "朱杰", ["16500005678"]),
        ("胡飞杰/16500005678/0571-55551234", "胡飞杰", ["16500005678", "0571-55551234"]),
        ("16500005678 李四", "李四", ["16500005678"]),
        ("16500005678", None, ["16500005678"]),
        ("李四", "李四", []),
    ],
)
def test_a_contact_is_a_name_and_numbers(cell, name, phones):
    read = contact.parse(cell)
    assert (read.name.text if read.name else None) == name
    assert [number.text for number in read.phones] == phones


@pytest.mark.parametrize("cell", ["", "无", "打电话找他弟弟帮忙", "配偶"])
def test_a_contact_without_name_and_number_is_refused(cell):
    with pytest.raises(InvalidIdentifier):
        contact.parse(cell)


def test_a_surname_before_a_comma_is_one_person():
    found, refused = person_name.parse_all("Smith, John")
    assert ([name.text for name in found], refused) == (["Smith, John"], [])
