"""Identifiers neither plain numbers nor words: e-mail, WeChat and QQ accounts, plates, birth dates."""

import re
from collections.abc import Iterator

from .detect_span import Span, make_span
from .kinds import Kind

# The domain is looked for first: scanning forward from every letter would be quadratic on long words.
_DOMAIN = re.compile(r"@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62})\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9\-])")
_MAILBOX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}\Z", re.ASCII)

# Words that stand where an account name would.
_NO_ACCOUNT = frozenset(
    ("wechat", "weixin", "android", "iphone", "alipay", "https", "version", "official", "online")
)

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SERIAL = "[A-HJ-NP-Za-hj-np-z0-9]"
_YEAR = r"(?:19|20)\d{2}"
_DATE = (
    rf"(?:{_YEAR} ?年 ?(?:1[0-2]|0?[1-9]) ?月(?: ?(?:[12]\d|3[01]|0?[1-9]) ?[日号])?"
    rf"|{_YEAR} ?[\-/.] ?(?:1[0-2]|0?[1-9]) ?[\-/.] ?(?:[12]\d|3[01]|0?[1-9])"
    rf"|{_YEAR}(?:1[0-2]|0[1-9])(?:(?:[12]\d|3[01]|0[1-9])|(?!\d))|{_YEAR}[\-/.](?:1[0-2]|0?[1-9])"
    r"|[3-9]\d ?年 ?(?:1[0-2]|0?[1-9]) ?月(?: ?(?:[12]\d|3[01]|0?[1-9]) ?[日号])?"
    r"|[一二][一二三四五六七八九〇零○0-9]{3}年(?:十[一二]?|[一二三四五六七八九])月"
    r"(?:(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号])?)"
)
_DATE_AFTER = re.compile(
    r"(?:日期|年月日?|时间|日|day|date|Date|DAY)?[于在是为]?[（(公阳历）)]{0,4}"
    rf"[\"'：:=,，、 \t]{{0,4}}({_DATE})(?!\d)",
    re.ASCII,
)
_RECENT, _CENTURY_END = "2018", "21"
_DATE_BEFORE = re.compile(rf"(?<!\d)({_DATE})[ （(]{{0,2}}出?\Z", re.ASCII)


# 微信 in these is a service, not an account.
_PAYMENT = re.compile("支付|付款|单|群|公众|程序|红包|转账")

# (name, shape, why), the likelier first. The first character is already consumed: each shape takes the
# second, which refuses most, and looks back at both.
_SHAPES = (
    # Seven places, or eight for new energy (letter first on small cars, last on large ones); the dot may be
    # written as a blank, a hyphen or any of the many dots.
    (
        "plate",
        rf"[ ·A-HJ-Za-hj-z](?<=[{_PROVINCE}].)(?:(?<=[ ·])[A-HJ-Za-hj-z]|(?<![ ·]))[ ·•・‧∙⋅.\-]{{0,2}}"
        rf"(?:\d{{4}}应急|[DABCEFGHJKdabcefghjk]{_SERIAL}\d{{4}}|\d{{5}}[DABCEFGHJKdabcefghjk]"
        rf"|(?={_SERIAL}{{0,4}}\d){_SERIAL}{{4}}(?:{_SERIAL}|[挂学警港澳试超领]))(?![A-Za-z0-9])",
    ),
    ("police", rf"[jJ](?<=[wW].)[ ·]?(?:[{_PROVINCE}]|\d\d)[ ·]?\d{{4}}[0-9A-Z](?![A-Za-z0-9])"),
    ("embassy", r"\d(?<=使.)(?<![大天行指即驱]使.)\d{5}(?![A-Za-z0-9])"),
    ("aviation", r"航(?<=民.)[0-9A-Z]{4}\d(?![A-Za-z0-9])"),
    # The form of military plates is that of many codes: only after a word.
    (
        "forces",
        r"[车牌](?<=军.)[牌号照]{0,2}[为是：: ]{0,2}(?P<military>[VKHBSLJNGCEZ][A-HJ-Z]\d{5})(?![A-Za-z0-9])",
    ),
    # 军字第1234567号 is an officer's card; a deed to a flat carries its registration number.
    ("officer", r"字(?<=[军兵士文职警武].)第?\d{6,8}号?(?!\d)"),
    (
        "deed",
        r"[证第](?:(?<=不动产权第)|(?<=[房有]权证)[一-鿿]{0,8}第) ?(?P<registered>\d{5,12})号?(?!\d)",
    ),
    # Foreign passports, residence cards of before 2023, vehicles: none has a check digit to rely on, so only
    # after the word.
    (
        "passport",
        r"[照aA](?:(?<=护照)|(?<=[pP]a)ssport|(?<=PA)SSPORT)[^0-9A-Z\n，。；]{0,6}(?:N[oO]\.?[ :：]{0,2})?"
        r"(?P<booklet>[A-Z]{1,3}\d{5,8}[A-Z]{0,2}|\d{8,9})(?![A-Za-z0-9])",
    ),
    (
        "resident",
        r"留(?<=居.)[^0-9A-Z\n，。；]{0,8}(?P<foreigner>[A-Z]{3}\d{12})(?![A-Za-z0-9])",
    ),
    (
        "vehicle",
        r"[号I别](?:(?<=架号)|(?<=VI)N|(?<=识别)代?[码号])[^0-9A-Z\n，。；]{0,6}"
        r"(?P<frame>[A-HJ-NPR-Z0-9]{17})(?![A-Za-z0-9])",
    ),
    # An account counts only after a word that introduces it: 微信, wx, 加我. Between the two stand a few
    # characters such as 号, 是, （同手机）, never another sentence.
    (
        "wechat",
        r"[信xX:：e我vV微薇](?:(?<=[微薇威vV]信)|(?<=[vV][xX:：])|(?<=[wW][xX])(?!id_)"
        r"|(?<=[wW]e)(?:[cC]hat|ixin)|(?<=加[我vV微薇]))"
        r"(?:[^A-Za-z\n。；;，,@]{0,8}|[^A-Za-z\n。；;@]{0,3}[iI][dD][^A-Za-z\n]{0,3})"
        r"(?![qQ]{2}\d)(?P<account>[A-Za-z][\-_A-Za-z0-9]{5,19})(?![\-_A-Za-z0-9@]|\.[A-Za-z])",
    ),
    # Given out by the application itself, so plain anywhere.
    ("wxid", r"x(?<=w.)id_[a-z0-9]{8,24}(?![A-Za-z0-9_])"),
    (
        "qq",
        r"[qQ扣鹅](?:(?<=[qQ][qQ])|(?<=扣扣)|(?<=企鹅)号)号?码?[是为：: ]{0,3}"
        r"(?P<figures>[1-9]\d{4,10})(?![0-9A-Za-z@.])",
    ),
    # A date is a birth date only where the text says birth. 发生于, 产生于 are not births.
    (
        "birth",
        r"[生日辰人于iIOo](?:(?<=出生)|(?<=生[日辰人])|(?<=生于)(?<![发产学医先派催诞]生于)|(?<=诞[生辰])"
        r"|(?<=[bB]i)rth|(?<=BI)RTH|(?<=DO)B|(?<=do)b)",
    ),
    ("born", r"(?<=[日月号0-9]生)(?![效产活成态意长日人])"),
)
# The empty group after a shape names it: a group around it would hide its first character from the engine.
_HANDLE = re.compile(
    f"[微薇威vVwW加qQ扣企{_PROVINCE}出生诞bBDd使民军兵士文职警武权护pP居架识](?:"
    + "|".join(f"{shape}(?P<{name}>)" for name, shape in _SHAPES)
    + ")",
    re.ASCII,
)

_BIRTHS = ("birth", "born")
# Shape -> what it is, the group that holds it, and how sure that is.
_FINDS: dict[str, tuple[Kind, str | int, float]] = {
    "plate": (Kind.PLATE, 0, 0.95),
    "police": (Kind.PLATE, 0, 0.95),
    "embassy": (Kind.PLATE, 0, 0.95),
    "aviation": (Kind.PLATE, 0, 0.95),
    "forces": (Kind.PLATE, "military", 0.95),
    "officer": (Kind.OFFICER, 0, 0.95),
    "deed": (Kind.PROPERTY_PAPER, "registered", 0.95),
    "passport": (Kind.PASSPORT, "booklet", 0.9),
    "resident": (Kind.ID_CARD, "foreigner", 0.95),
    "vehicle": (Kind.VIN, "frame", 0.95),
    "wechat": (Kind.WECHAT, "account", 0.9),
    "wxid": (Kind.WECHAT, 0, 0.97),
    "qq": (Kind.QQ, "figures", 0.9),
}


def handles(text: str) -> list[Span]:
    """E-mail, WeChat and QQ accounts, plates and birth dates in an already read text."""
    found = _emails(text) if "@" in text else []
    position = 0
    while match := _HANDLE.search(text, position):
        shape, position = match.lastgroup, match.end()
        if shape in _BIRTHS:
            found.extend(_births(text, match.start(), position))
        elif shape != "wechat" or (
            match["account"].lower() not in _NO_ACCOUNT and not _PAYMENT.search(match[0])
        ):
            kind, part, confidence = _FINDS[shape or ""]
            found.append(make_span((*match.span(part), kind, confidence)))
    return found


def _births(text: str, start: int, end: int) -> Iterator[Span]:
    """The date that a birth word at ``start`` to ``end`` speaks of, after it or before it."""
    date = _DATE_AFTER.match(text, end) or _DATE_BEFORE.search(text, max(0, start - 20), start)
    # 新生于2024年1月1日前交齐 is about somebody called 新生: nobody writes 生于 of a small child.
    if date and not (text.startswith("生于", start) and _RECENT < date[1] < _CENTURY_END):
        yield make_span((*date.span(1), Kind.DOB, 0.95))


def _emails(text: str) -> list[Span]:
    found = []
    for domain in _DOMAIN.finditer(text):
        at = domain.start()
        if mailbox := _MAILBOX.search(text, max(0, at - 64), at):
            found.append(make_span((mailbox.start(), domain.end(), Kind.EMAIL, 0.98)))
    return found
