"""A poster of the rules in force, hung by the manager."""

from __future__ import annotations

from lindun.policies import posters
from lindun.policies.models import Poster
from tests import cast
from tests.notices.arrears import place


def hung(*, spot: str = "1单元电梯镜子旁") -> Poster:
    return posters.hang(cast.identity("manager"), place=place(), spot=spot)
