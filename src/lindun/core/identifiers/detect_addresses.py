"""Addresses that lead to one door or one street number.

A door is found by its numbers (3栋2单元1501, 3-2-1501, 松墨路5号); the name of the estate, the road and the
region before it are added by reading back to the last word that leads up to an address.
"""

import re

from .detect_span import Span, make_span
from .kinds import Kind
from .lexicon_places import CUTS, DWELLING_WORDS, ESTATES, REGION

_NUMERAL = "一二三四五六七八九十"
_MORE = rf"[0-9{_NUMERAL}]{{0,3}}"
_ROOM = (
    rf"(?:[A-Za-z]?[0-9]{{3,4}}[A-Za-z]?(?:室|房(?!间|屋)|号房?(?!楼)|户(?![居业人均受未已]))?|[0-9]{{1,2}}(?:室|号房)|[0-9]{{2}}[A-H](?=室|房|[\s，。、；,;)）]|\Z)"
    rf"|[{_NUMERAL}〇零]{{3,4}}(?:室|房|号)?|[东西南北中左右]户)(?![0-9A-Za-z年元度人个次天]|万元|平[米方]|\.[0-9])"
)
_UNIT = rf"(?:[0-9A-Z{_NUMERAL}甲乙丙丁东西]{{1,2}}(?:单元|门洞?|梯|#|座)[ \-]?|[0-9]{{1,2}}-)?"
_FLOOR = rf"(?:[0-9{_NUMERAL}]{{1,3}}(?:层|楼|[fF])[ \-]?)?"
_BUILDING = r"(?:号楼|号院|栋|幢|座|\#楼?|(?<=[A-Z])楼)"

# (name, shape, why). The first character, a figure or a letter, is already consumed.
_SHAPES = (
    # 3栋2单元1501室, 十二幢一单元502, A座1203, 3号楼-2-1501.
    ("door", rf"(?:(?<=[甲乙丙丁])[楼座栋幢]|{_MORE}(?:-?[A-Za-z])?{_BUILDING})[ \-]?{_UNIT}{_FLOOR}{_ROOM}"),
    # 3-2-1501, 3#2-1501: two or three numbers of which the last has the shape of a room.
    (
        "triple",
        r"(?:(?<=[0-9])[0-9]{0,2}[A-Za-z]?|(?<=[A-Za-z])[0-9]{0,2})(?:-|\#-?)[0-9]{1,2}-(?!00|[0-9]{1,2}00(?![0-9]))[0-9]{3,4}[A-Z]?(?:室|房|号)?"
        r"(?![0-9A-Za-z:：/.\-])",
    ),
    # 2单元1501, the building having been named before.
    ("unit", rf"[0-9{_NUMERAL}]?单元[ \-]?{_FLOOR}{_ROOM}"),
    # 12弄3号501室, 松墨路5号32层3201室.
    (
        "street",
        rf"(?:(?<=[路街道巷弄段村里].)|(?<=胡同.)|(?<=别墅.)|(?<=村.组.))[0-9{_NUMERAL}百]{{0,5}}(?:弄[0-9]{{1,4}})?(?:[\-之][0-9]{{1,3}})?号(?:之[0-9]{{1,3}}|院)?"
        rf"(?![楼线口电车文令]|门(?![口前]))(?:附[0-9]{{1,3}}号)?(?:[0-9A-Z]{{1,3}}(?:号楼|栋|幢|座))?(?:{_UNIT}{_FLOOR}{_ROOM}"
        rf"|[0-9]{{1,2}}[层楼])?",
    ),
    # 12号501室, 12-1203, 3#1501, 1203室: only where something else says that people live there.
    ("vague", r"[0-9]{0,2}(?:号|[\-\#])(?!00)[0-9]{3,4}(?:室|房|号|户)?(?![0-9A-Za-z:：/.\-年元])"),
    # 16楼1603: a floor, or a building as some say.
    ("floor", r"[0-9]?[楼层][0-9]{3,4}(?:室|房|号|户)?(?![0-9A-Za-z:：/.\-年元会])"),
    ("room", r"[0-9]{2,3}[A-Z]?室(?![0-9内外温])"),
)
# Cheapest refusals first: within a number or code, and no sign of a building, unit, room or hyphen near.
_ADDRESS = re.compile(
    rf"[0-9A-Za-z{_NUMERAL}甲乙丙丁](?<![0-9A-Za-z_./].)(?={_MORE}[A-Za-z]?[号栋幢座#楼单室弄之百\-])"
    r"(?<![0-9A-Za-z][\-#].)(?:" + "|".join(f"{shape}(?P<{name}>)" for name, shape in _SHAPES) + ")"
)

_PHASE = re.compile(
    rf"(?:[0-9{_NUMERAL}]{{1,2}}期)?(?:(?<=期)|[东南西北中A-Z0-9{_NUMERAL}]{{1,2}}区|[A-Z]组团)[ \-]?\Z"
)
_PHASE_ENDS = frozenset("期区团 -")
_ESTATE_ENDS = frozenset(name[-1] for name in ESTATES)
_ESTATE = re.compile("(?:" + "|".join(ESTATES) + r")\Z")
_REGION = re.compile(REGION)
_DWELLING = re.compile("(?:" + "|".join(DWELLING_WORDS) + r")(?:号|址|是|为|在|于|：|:| ){0,3}\Z")
_DOUBTFUL = frozenset(["vague", "floor", "room"])
_DASHED = frozenset(["vague", "triple"])
# Numbers with hyphens that lead to a parcel, a shelf or a part, not to a door.
_CODE = re.compile(
    r"(?:取件码|取货码|提货码|货架号?|库位|货位|柜号|型号|规格|编号|序号|单号|批次|料号|版本|条款|端口|比例|比分)"
    r"[为是：: ]{0,3}\Z"
)
# A building and a room that look so, and no unit of measure behind them: 12-1203, not 10-1000元.
_PAIR = re.compile(
    r"[1-9][0-9]?-(?:[1-9]|[12][0-9]|3[0-9])(?:0[1-9]|1[0-9])(?![0-9元度米人个次天件份吨万平公kKmM%％℃])"
)
_COUNTING = frozenset("第约共至表图条款附注室~～+")
_OWN = frozenset("我你他她您")  # 我家12-2-803 is no estate
_KIND = Kind.ADDRESS
_LONGEST_NAME = 6
_LONGEST_LEAD = 18


def addresses(text: str) -> list[Span]:
    """Addresses in an already read text; two that touch are one."""
    found: list[Span] = []
    end = 0
    while match := _ADDRESS.search(text, end):
        shape, (start, end) = match.lastgroup, match.span()
        first = _named_from(text, start, road=shape == "street")
        if first == start and shape in _DOUBTFUL and not _inhabited(text, start, end):
            continue
        if shape in _DASHED and _CODE.search(text, max(0, first - 7), first):
            continue
        if found and first <= found[-1].end:
            found[-1] = found[-1]._replace(end=end)
        else:
            found.append(make_span((first, end, _KIND, 0.9)))
    return found


def _inhabited(text: str, start: int, end: int) -> bool:
    """Whether the sign #, a word before, or its own shape makes a bare pair of numbers a dwelling."""
    if "#" in text[start:end] or _DWELLING.search(text, max(0, start - 8), start):
        return True
    return text[start - 1 : start] not in _COUNTING and _PAIR.match(text, start) is not None


def _named_from(text: str, start: int, *, road: bool) -> int:
    """Where the names before the numbers begin: at 望 in 我住望鹤湾二期3栋, at 苏 in 住苏州市松墨路5号."""
    if road:
        core = start - 3
    else:
        if start and text[start - 1] in _PHASE_ENDS:
            phase = _PHASE.search(text, max(0, start - 6), start)
            start = phase.start() if phase else start
        estate = (
            _ESTATE.search(text, max(0, start - 4), start)
            if text[start - 1 : start] in _ESTATE_ENDS
            else None
        )
        if not estate:
            return start
        if estate[0] == "家" and text[estate.start() - 1 : estate.start()] in _OWN:
            return start
        core = estate.start() - 2
    first, edge = start - 1, max(0, start - _LONGEST_LEAD)
    while first > edge and "\u3400" <= text[first - 1] <= "\u9fff":
        if text[first - 1] in CUTS and text[first - 1 : first + 1] != "人民":
            break
        first -= 1
    if start - first <= _LONGEST_NAME or _REGION.search(text, first, start - 1):
        return max(first, 0)
    return max(core, first, 0)
