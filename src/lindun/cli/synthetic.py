"""Invented households for the demo: formats are valid, values are visibly made up.

Mobiles use virtual-operator segments, papers a county code 99 that is not issued, plates a city letter their
province does not use. A chance match with something real cannot be excluded, an intended one can.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from lindun.core.identifiers.checks import resident_check_character

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
COMPOUND = ("欧阳", "上官", "司徒", "诸葛")
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉萍红玲建国志文雪梅兰竹晨曦宇轩子涵诗雨思远嘉欣"
SEGMENTS = ("162", "165", "167", "170", "171")
AREAS = ("330199", "320599", "510199", "420199", "350299", "610199")
PLATES = ("浙X", "苏X", "川P", "鄂X", "闽X", "陕X")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
REMARKS = ("", "", "", "", "常年不住", "有狗", "快递放门口", "钥匙在前台", "出租中")


@dataclass(frozen=True)
class Household:
    """One row of an invented roster, in the clear; lives in memory only."""

    building: str
    unit: str
    room: str
    relation: str
    name: str
    phones: tuple[str, ...]
    id_number: str
    plates: tuple[str, ...]
    move_in: str
    remark: str


def households(count: int, *, seed: int) -> Iterator[Household]:
    """`count` households, the same for the same seed: buildings of 2 units and 15 floors, 2 rooms a floor."""
    chance = random.Random(seed)  # noqa: S311 - invented people need no secrecy
    for index in range(count):
        building, rest = divmod(index, 60)
        unit, flat = divmod(rest, 30)
        floor, door = divmod(flat, 2)
        yield Household(
            building=str(building + 1),
            unit=str(unit + 1),
            room=f"{floor + 1}{door + 1:02d}",
            relation=chance.choice(("owner", "owner", "owner", "tenant")),
            name=name(chance),
            phones=tuple(mobile(chance) for _ in range(chance.choice((1, 1, 1, 2)))),
            id_number=id_number(chance),
            plates=(plate(chance),) if chance.random() < 0.5 else (),
            move_in=f"{chance.randint(2012, 2025)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            remark=chance.choice(REMARKS),
        )


def name(chance: random.Random) -> str:
    surname = chance.choice(COMPOUND) if chance.random() < 0.04 else chance.choice(SURNAMES)
    return surname + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))


def mobile(chance: random.Random) -> str:
    return chance.choice(SEGMENTS) + f"{chance.randrange(10**8):08d}"


def id_number(chance: random.Random) -> str:
    birth = f"{chance.randint(1940, 2005)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
    body = f"{chance.choice(AREAS)}{birth}{chance.randint(900, 999)}"
    return body + resident_check_character(body)


def plate(chance: random.Random) -> str:
    if chance.random() < 0.3:
        return f"{chance.choice(PLATES)}D{chance.choice(LETTERS)}{chance.randrange(10**4):04d}"
    return f"{chance.choice(PLATES)}{chance.choice(LETTERS)}{chance.randrange(10**4):04d}"
