"""What is told - in the product, in the queue, to groups - holds no clear value, whatever it is about."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindun.config.home import Home
from lindun.notifications.kinds import Kind
from tests import cast
from tests.leaks import walker
from tests.leaks.finder import of_cast
from tests.leaks.walker import Emitted
from tests.notifications.groups import PATHS, Group
from tests.notifications.robots import added, work_off
from tests.notifications.told import tell
from tests.signin import as_


def test_no_notification_and_no_message_to_a_group_holds_one(database: str, home: Home, group: Group) -> None:
    emitted = Emitted()
    for kind in PATHS:
        added(group, kind, kinds=list(Kind))
    pages = [reverse("residents:household", args=[cast.dwelling(person)]) for person in cast.RESIDENTS]
    with walker.log_lines(emitted):
        for number, kind in enumerate(Kind):
            tell("manager", kind=kind, reference=f"SQ-1122-{number:04d}", url=pages[number % len(pages)])
        work_off()
        walker.keep_answer(emitted, "list", as_("manager").get(reverse("notifications:list")))
    for raw in group.raw:
        emitted.keep("webhook", raw)
    walker.rows(emitted, home, database)
    assert len(emitted.by_place["webhook"]) == len(PATHS) * len(Kind)
    assert emitted.leaks(of_cast()) == {}


@pytest.mark.parametrize(
    "value", [cast.OWNER.name, *cast.OWNER.phones, cast.OWNER.id_number, cast.OWNER.plate]
)
def test_a_message_that_held_one_would_be_met(database: str, group: Group, value: str) -> None:
    """The way is open to the walker: what a group is sent is kept as it was sent."""
    from lindun.notifications import robot_actions

    robot_actions.deliver(added(group), f"请联系 {value}")
    emitted = Emitted()
    emitted.keep("webhook", group.raw[0])
    assert "webhook" in emitted.leaks(of_cast())
