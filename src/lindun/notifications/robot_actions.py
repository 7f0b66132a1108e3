"""Every write about group robots, and the sending itself."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.identifiers.detect import detect
from lindun.gate.vocabulary import Action
from lindun.notifications import robots, sealed
from lindun.notifications.models import Robot
from lindun.notifications.robots import BadAddress, Refused, RobotKind
from lindun.notifications.sealed import CannotOpen
from lindun.notifications.sending import SendFailed, post


class BadRobot(Exception):
    """The robot cannot be kept like this; the text says what to change."""


@dataclass(frozen=True)
class Settings:
    """What the officer says of a robot. An empty address or secret keeps the stored one. Not in the repr."""

    name: str
    kinds: Iterable[str] = ()
    active: bool = True
    address: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


def add_robot(who: gate.Identity, *, kind: str, said: Settings) -> Robot:
    """Raises gate.Denied, BadRobot."""
    if kind not in RobotKind.values:
        raise BadRobot(_("There is no such service."))
    _check(kind, said)
    with gate.passage(who, Action.ROBOT_CHANGE, writes=True) as passage:
        robot = Robot(kind=kind, address=sealed.close(said.address), secret=sealed.close(said.secret))
        _keep(robot, said)
        passage.saw([robot.pk], kind="robot")
        passage.about("robot.added")
        return robot


def change_robot(who: gate.Identity, *, robot: UUID, said: Settings) -> Robot:
    """Raises gate.Denied, gate.NotHere, BadRobot."""
    with gate.passage(who, Action.ROBOT_CHANGE, writes=True) as passage:
        found = _robot(robot)
        if said.address:
            _check(found.kind, said)
            found.address = sealed.close(said.address)
        if said.secret:
            found.secret = sealed.close(said.secret)
        was_active = found.active
        _keep(found, said)
        passage.saw([robot], kind="robot")
        passage.about("robot.stopped" if was_active and not found.active else "robot.changed")
        return found


def try_robot(who: gate.Identity, *, robot: UUID) -> None:
    """Send a test at once. Raises gate.Denied, gate.NotHere, SendFailed."""
    with gate.passage(who, Action.ROBOT_CHANGE, writes=True) as passage:
        found = _robot(robot)
        passage.saw([robot], kind="robot")
        passage.about("robot.tested")
    deliver(found, robots.trial_text())


def deliver(robot: Robot, text: str) -> None:
    """Send a text and note how it went; outside any transaction, as it takes its time. Raises SendFailed."""
    try:
        _send(robot, text)
    except SendFailed as failed:
        Robot.objects.filter(pk=robot.pk).update(failed_at=timezone.now(), failure=failed.code[:40])
        raise
    Robot.objects.filter(pk=robot.pk).update(sent_at=timezone.now())


def _send(robot: Robot, text: str) -> None:
    """The address is checked again: which hosts are allowed may have changed since it was entered."""
    try:
        address, secret = sealed.opened(robot.address), sealed.opened(robot.secret)
        robots.check_address(robot.kind, address)
    except CannotOpen:
        raise SendFailed("address.unreadable") from None
    except BadAddress:
        raise SendFailed("address.not_allowed") from None
    answer = post(robots.message(robot.kind, address, secret, text, at=time.time()))
    try:
        robots.check_answer(robot.kind, answer)
    except Refused as refused:
        raise SendFailed(refused.code) from None


def _robot(robot: UUID) -> Robot:
    found = Robot.objects.select_for_update().filter(pk=robot).first()
    if found is None:
        raise gate.NotHere
    return found


def _keep(robot: Robot, said: Settings) -> None:
    robot.name, robot.active = said.name.strip(), said.active
    robot.kinds = " ".join(robots.known_kinds(said.kinds))
    if detect(robot.name):
        raise BadRobot(_("Name the group, not a person, and without numbers of people."))
    if Robot.objects.filter(name=robot.name).exclude(pk=robot.pk).exists():
        raise BadRobot(_("There is a robot of this name already."))
    robot.save()


def _check(kind: str, said: Settings) -> None:
    try:
        robots.check_address(kind, said.address)
    except BadAddress as bad:
        raise BadRobot(str(bad)) from None
