"""Robots the officer has set up, and a worker that sends what waits."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications import jobs, robot_actions
from lindun.notifications.kinds import Kind
from lindun.notifications.models import Robot
from lindun.notifications.robot_actions import Settings
from lindun.notifications.sending import SendFailed
from tests import cast
from tests.notifications.groups import SECRET, TOKEN, Group


def added(group: Group, kind: str = "dingtalk", *, secret: str = SECRET, **said: Any) -> Robot:
    """A robot the officer has set up."""
    settings_of = {"name": f"云栖里{kind}群", "kinds": [Kind.REQUEST_WAITS], **said}
    return robot_actions.add_robot(
        cast.identity("officer"),
        kind=kind,
        said=Settings(address=group.address(kind), secret=secret, **settings_of),
    )


def unreachable() -> Robot:
    """A robot whose stored address cannot be opened, so that trying it sends nothing to anybody."""
    said = Settings(uuid4().hex[:8], address="https://open.feishu.cn/open-apis/bot/v2/hook/0a1b2c3d4e5f")
    robot = robot_actions.add_robot(cast.identity("officer"), kind="feishu", said=said)
    with gate.passage(cast.identity("officer"), Action.ROBOT_CHANGE, writes=True):
        Robot.objects.filter(pk=robot.pk).update(address="gone")
    return robot


def waiting() -> list[dict[str, Any]]:
    """Arguments of the messages that wait to be sent."""
    found = ProcrastinateJob.objects.filter(queue_name=jobs.QUEUE, status="todo").order_by("id")
    return [job.args for job in found]


def work_off() -> None:
    """Send what waits, as a worker does."""
    for arguments in waiting():
        jobs.tell_group(**arguments)


def failure_of(robot: Robot) -> str:
    """The code with which a message to this robot fails; it stands in its row."""
    with pytest.raises(SendFailed) as failed:
        robot_actions.deliver(robot, "一")
    robot.refresh_from_db()
    assert (robot.is_failing, robot.failure) == (True, failed.value.code)
    assert TOKEN not in repr(failed.value)
    return failed.value.code
