"""Invented residents. Numbers have the right form and check digit and belong, on purpose, to no county."""

import random
from dataclasses import dataclass, field

from lindun.core.identifiers.checks import resident_check_character

_SURNAMES = "赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_GIVEN = "安柏晨朵凡果禾景可澜墨南宁朴琪若山书棠汀婉溪夏远越知竹"
_REGIONS = ("330199", "320199", "440199", "510199")


@dataclass(slots=True)
class Resident:
    """What a roster ought to yield for one row, in canonical form."""

    building: str
    unit: str
    room: str
    name: str
    phone: str
    id_number: str
    plate: str
    relation: str | None = None
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def door(self) -> str:
        return f"{self.building}-{self.unit}-{self.room}"


def residents(count: int, *, seed: int = 1, buildings: int = 3) -> list[Resident]:
    """A repeatable list, sorted by building, every room different."""
    dice = random.Random(seed)
    made = []
    for place in range(count):
        building, rest = place * buildings // count + 1, place
        made.append(
            Resident(
                building=str(building),
                unit=str(1 + rest % 2),
                room=f"{1 + rest // 2}{1 + rest % 4:02d}",
                name=_name(dice),
                phone=f"1{dice.choice('58')}{dice.randrange(10**9):09d}",
                id_number=_resident_id(dice),
                plate=f"浙X{dice.randrange(10**5):05d}" if rest % 3 == 0 else "",
            )
        )
    return made


def _name(dice: random.Random) -> str:
    return dice.choice(_SURNAMES) + "".join(dice.choice(_GIVEN) for _ in range(dice.choice((1, 2, 2))))


def _resident_id(dice: random.Random) -> str:
    born = f"{dice.randrange(1945, 2005)}{dice.randrange(1, 13):02d}{dice.randrange(1, 29):02d}"
    body = dice.choice(_REGIONS) + born + f"{dice.randrange(900, 1000)}"
    return body + resident_check_character(body)
