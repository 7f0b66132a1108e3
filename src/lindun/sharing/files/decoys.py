"""Residents nobody is, put into one export each. Whoever calls or looks one up has that export's list.

Drawn from the house's marking key and the export's number, so that they can be made again at any time and
need not be stored. Their telephone numbers lie in a range of the house's own. The default is a block of a
prefix that no carrier had been given when this was written (154); a company sets numbers it answers itself.
"""

from __future__ import annotations

import hmac
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Everyday names, so that a decoy is not noticed.
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹"
    "袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
)
GIVEN = (
    "文明国华建平云春红玉英兰香凤燕海江林松柏山川岩峰强健康宁安永福兴昌富金民爱义信思怀德善良新晴雨虹星月阳光景天乐东南正立树成达进"
    "胜利武威素真美培学才艺哲启亮清波源水滨泽淳青叶花竹梅菊若心然丹维继承祖友慧敏静丽芳娟秀玲莉洁倩颖佳欣怡雪婷宇浩伟杰俊涛超磊鹏"
)
SMALLEST_RANGE = 16
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
DEFAULT_RANGE = "15400000000-15400009999"


class BadRange(ValueError):
    """The setting names no range of mobile numbers; the message says how one is written."""

    def __init__(self) -> None:
        super().__init__("a range of numbers is two of eleven digits with a hyphen, sixteen numbers or more")


@dataclass(frozen=True)
class NumberRange:
    """Telephone numbers that belong to the house, first to last."""

    first: int
    last: int

    @classmethod
    def read(cls, text: str) -> NumberRange:
        """Read `15400000000-15400009999`. Raises BadRange."""
        first, hyphen, last = text.partition("-")
        if not hyphen or not all(
            len(end) == 11 and end.isdecimal() and end[0] == "1" for end in (first, last)
        ):
            raise BadRange
        made = cls(int(first), int(last))
        if made.size < SMALLEST_RANGE:
            raise BadRange
        return made

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    def __contains__(self, digits: object) -> bool:
        return isinstance(digits, str) and digits.isdecimal() and self.first <= int(digits) <= self.last


@dataclass(frozen=True, repr=False)
class Decoy:
    """One invented resident at a dwelling of the list's own building."""

    name: str
    phone: str
    building: str
    unit: str
    room: str

    def __repr__(self) -> str:
        return "Decoy()"


def how_many(rows: int) -> int:
    """Two in a hundred, at least four, but not more than a fifth of a short list, and never below two."""
    return max(2, min(4, rows // 5), math.ceil(rows * 2 / 100))


def decoys(
    key: bytes, number: str, homes: Sequence[tuple[str, str, str]], *, count: int, phones: NumberRange
) -> list[Decoy]:
    """Return the decoys of the export with this number; the same for the same arguments.

    key: 32 bytes, the marking key. homes: (building, unit, room) of the list, in a fixed order; a decoy is
    said to live in one of them, for a room that does not exist would be noticed. Raises ValueError for none.
    """
    if not homes:
        raise ValueError("decoys live in homes of the list")
    draws = _draws(key, number)
    made: dict[tuple[str, str], Decoy] = {}
    while len(made) < count:
        surname = SURNAMES[next(draws) % len(SURNAMES)]
        given = GIVEN[next(draws) % len(GIVEN)] + GIVEN[next(draws) % len(GIVEN)]
        phone = str(phones.first + next(draws) % phones.size)
        home = homes[next(draws) % len(homes)]
        made.setdefault((surname + given, phone), Decoy(surname + given, phone, *home))
    return list(made.values())


def bits(phones: NumberRange, *, masked: bool, homes: int) -> float:
    """How unlikely one decoy is in a list that was not taken from its export, as -log2.

    Counted: what the written row shows of name, number and (masked) dwelling. Eight bits are taken off, for
    up to 256 rows with decoys of other exports, each of which might be this one by accident.
    """
    if masked:
        shown = math.log2(len(SURNAMES)) + math.log2(min(phones.size, 10_000)) + math.log2(max(1, homes))
    else:
        shown = math.log2(len(SURNAMES)) + 2 * math.log2(len(GIVEN)) + math.log2(phones.size)
    return max(0.0, shown - 8)


def _draws(key: bytes, number: str) -> Iterator[int]:
    """Numbers below 2^64 without end; their remainders by small numbers are even to one in 2^40."""
    own = hmac.digest(key, b"lindun/decoys/v1" + number.encode(), "sha256")
    block = 0
    while True:
        digest = hmac.digest(own, block.to_bytes(8, "big"), "sha256")
        yield from (int.from_bytes(digest[at : at + 8], "big") for at in range(0, 32, 8))
        block += 1
