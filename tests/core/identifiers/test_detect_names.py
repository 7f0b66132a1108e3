"""Names of people in running text, and words that only begin like one."""

import pytest

from lindun.core.identifiers.detect import detect


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in detect(text) if span.type == "NAME"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("业主丁俊飞，请联系", ["丁俊飞"]),
        ("姓名：赖梓思", ["赖梓思"]),
        ("由刘轩（工程部）跟进", ["刘轩"]),
        ("已通知吴蓉师傅上门", ["吴蓉"]),
        ("关于徐东斌先生的来信", ["徐东斌"]),
        ("到会：朱瑶洁、罗彤莺、孙国。", ["朱瑶洁", "罗彤莺", "孙国"]),
        ("群主把梁军晨踢出去吧", ["梁军晨"]),
        ("被困者自称高松鑫，", ["高松鑫"]),
        ("联系人司徒瑶慧", ["司徒瑶慧"]),
        ("欧阳兰到场", ["欧阳兰"]),
        ("房东哈斯木·热合曼来电", ["哈斯木·热合曼"]),
        ("签字：亓 伟", ["亓 伟"]),
        ('{"name":"夏慧荣"}', ["夏慧荣"]),
        ("王芳\t女\t业主", ["王芳"]),
        ("李慧得知后很高兴", ["李慧"]),
    ],
)
def test_names_are_found_by_their_surroundings(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "王先生、李女士、陈阿姨均已知晓",
        "高空抛物、黄色预警、金属门、马桶、方便面",
        "由于高温天气持续，尤其是高层住户",
        "文件名：安全，state=成功，业主：要求，户主：王先生",
        "王府井店、张江路、李家村、何园方向的车请从北门走",
        "江苏、安徽、宁波、温州、石家庄、许昌、和田",
        "关于周三例会的通知",
        "师傅上门维修，保安严格管理，工程师任务重",
        "水平度、高度、温度、程度、季度",
        "任何单位不得占用消防通道，应急通道常年开放",
        "金额合计万元以上，余额不足",
        "阳光房、花园、梅花、叶子、雪天、池水",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert found(text) == []


def test_more_evidence_makes_surer() -> None:
    labelled, bare = detect("业主：王建国，男")[0], detect("昨天韩晓武都会")[0]
    assert 0 < bare.confidence < labelled.confidence < 1
