"""Rosters on their way in, brought as far as a route wants them."""

from __future__ import annotations

import io
from itertools import count
from uuid import UUID

from lindun.residents import jobs, rosters
from tests import cast

ROSTER = (
    "姓名,电话,楼栋,单元,房号,身份证号,备注\n"
    f"{cast.OWNER.name},{cast.OWNER.phones[0]},3,2,1201,{cast.OWNER.id_number},{cast.OWNER.remark}\n"
    f"{cast.NEIGHBOUR.name},{cast.NEIGHBOUR.phones[0]},3,2,1202,{cast.NEIGHBOUR.id_number},{cast.OWNER.phones[0]}\n"
    "辛莱德,16533334444,3,2,{room},,\n"
    "坏行,123,,,,,\n"
)
_rooms = count(1301)


def roster() -> bytes:
    """A roster with the marked values: rows already known, a new one, a bad one, a number in a remark."""
    return ROSTER.replace("{room}", str(next(_rooms))).encode("utf-8-sig")


def arrived(content: bytes = b"", *, who: str = "manager") -> UUID:
    """An import that waits for its reading."""
    data = content or roster()
    return rosters.start(cast.identity(who), community=community(), file=io.BytesIO(data), size=len(data)).pk


def in_preview(content: bytes = b"", *, who: str = "manager") -> UUID:
    """An import that was read and waits for a decision."""
    number = arrived(content, who=who)
    jobs.read_roster(str(number))
    return number


def taken_in(content: bytes = b"", *, who: str = "manager") -> UUID:
    """An import that is over."""
    number = in_preview(content, who=who)
    rosters.confirm(cast.identity(who), roster_id=number)
    jobs.take_in_roster(str(number))
    return number


def community() -> int:
    from lindun.estates.models import Community

    return Community.objects.get(code=cast.HOME_COMMUNITY[0]).pk
