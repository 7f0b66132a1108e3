"""Personal data hidden in free text (requirement COL-04): found, named and blotted out.

Identifiers are found by ``core.identifiers.detect``; illness, lock codes and family quarrels by the words
below. What is found is reported as types only; the text that goes on carries masked forms.
"""

import re
from typing import NamedTuple

from lindun.core.identifiers.detect import detect
from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import HIDDEN, mask
from lindun.core.identifiers.traditional import simplified

HEALTH = "HEALTH"
SENSITIVE = "SENSITIVE"

_SECRET = re.compile(
    r"(?:密码|口令|门禁码?|开门码|锁码|暗码|验证码|pin码?)[锁是为：:\s]{0,4}(?P<value>[0-9A-Za-z#*]{3,16})",
    re.IGNORECASE,
)
_CLAUSE = r"[^，,。；;！!？?\n]*"
_HEALTH_WORDS = (
    r"糖尿病|高血压|低血压|心脏病|冠心病|支架|脑梗|脑溢血|中风|偏瘫|瘫痪|癌|肿瘤|化疗|放疗|透析|尿毒症|癫痫|帕金森|阿尔茨海默"
    r"|老年痴呆|失智|失能|抑郁|焦虑症|双相|精神病|精神分裂|精神障碍|自闭症|智力障碍|残疾|残障|盲人|聋哑|失明|艾滋|HIV|乙肝|肝炎"
    r"|肝硬化|肺结核|哮喘|白血病|血友病|肾病|肾衰|怀孕|孕妇|孕期|流产|卧床|行动不便|生活不能自理|住院|手术|服药|用药|吃药|过敏|骨折|痛风|甲亢|心梗|心衰|起搏器|轮椅|截肢|听障|视障|智障|唐氏|孤独症|多动症|腿脚不便|失聪|病史|病重|确诊|患有?.{1,8}(?:病|症)"
)
_SENSITIVE_WORDS = (
    r"离婚|离异|分居|前妻|前夫|家暴|婚外|外遇|出轨|私生|纠纷|查封|冻结|强制执行|失信|老赖|起诉|诉讼|官司|律师函|被告|判决|拘留|服刑"
    r"|刑满|坐牢|吸毒|戒毒|赌博|欠债|债主|讨债|高利贷|遗产|争产|自杀|轻生|信访|上访|宗教|信教|法轮|难缠|刁民|独居|孤寡|空巢|留守儿童"
)
_WORDS = (
    (HEALTH, re.compile(f"{_CLAUSE}(?:{_HEALTH_WORDS}){_CLAUSE}")),
    (SENSITIVE, re.compile(f"{_CLAUSE}(?:{_SENSITIVE_WORDS}){_CLAUSE}")),
)
_ANY_WORD = re.compile(f"{_HEALTH_WORDS}|{_SENSITIVE_WORDS}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class _Find(NamedTuple):
    start: int
    end: int
    type: str
    shown: str


class CheckedText(NamedTuple):
    """Text fit to be shown and stored as it is, and the types of what was taken out, sorted."""

    redacted: str
    findings: tuple[str, ...]


def check(text: str) -> CheckedText:
    """Find and blot out personal data in free text. Never raises, whatever the text."""
    text = _CONTROL.sub("", text)
    plain = simplified(text)  # of the same length
    finds = sorted(_identifiers(text) + _secrets(plain) + _clauses(plain))
    pieces, position = [], 0
    for find in finds:
        if find.start >= position:
            pieces += [text[position : find.start], find.shown]
        position = max(position, find.end)
    types = sorted({find.type for find in finds})
    return CheckedText("".join(pieces) + text[position:], tuple(types))


def _identifiers(text: str) -> list[_Find]:
    return [
        _Find(span.start, span.end, span.type.value, mask(span.type, text[span.start : span.end]))
        for span in detect(text)
    ]


def _secrets(text: str) -> list[_Find]:
    return [
        _Find(match.start("value"), match.end("value"), Kind.SECRET.value, HIDDEN)
        for match in _SECRET.finditer(text)
    ]


def _clauses(text: str) -> list[_Find]:
    if not _ANY_WORD.search(text):
        return []
    return [
        _Find(match.start(), match.end(), kind, HIDDEN)
        for kind, pattern in _WORDS
        for match in pattern.finditer(text)
    ]
