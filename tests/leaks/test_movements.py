"""Nobody meets a movement, or that there is one, on any page of residents and requests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lindun import gate
from lindun.config.home import Home
from lindun.residents import movements
from lindun.residents.movements import Passing
from tests import cast, pages
from tests.leaks import walker
from tests.leaks.finder import Marked
from tests.leaks.walker import Emitted
from tests.matrix.declared import declared

DOOR = "标记北侧角门"


@pytest.mark.parametrize("area", ["residents", "requests"])
def test_no_address_shows_where_somebody_passed(database: str, home: Home, area: str) -> None:
    at = timezone.now() - timedelta(hours=30)
    passings = [Passing(cast.resident(cast.OWNER), at + timedelta(hours=hour), DOOR) for hour in range(3)]
    movements.record(gate.Identity(system="operator"), community=pages.community(), passings=passings)
    emitted = Emitted()
    with walker.log_lines(emitted):
        walker.everywhere(emitted, [route for route in declared() if route.area == area])
    walker.rows(emitted, home, database)
    assert emitted.leaks([Marked("movement", DOOR)]) == {}
