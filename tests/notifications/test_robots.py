"""Group robots: trouble on the way, and who may set one up."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest
from django.conf import settings
from django.db import Error
from django.urls import reverse
from procrastinate.jobs import Job

from lindun.gate.vocabulary import Action
from lindun.notifications import jobs, robot_actions, sealed, sending, words
from lindun.notifications.kinds import Kind
from lindun.notifications.models import Robot
from lindun.notifications.robot_actions import BadRobot, Settings
from lindun.notifications.sending import SendFailed
from tests.notifications import groups
from tests.notifications.groups import SECRET, TOKEN, Group, reply
from tests.notifications.robots import added, failure_of, work_off
from tests.notifications.told import tell, told
from tests.pages import entries, text
from tests.signin import as_

ROBOTS = "/notifications/robots/"


# --- trouble -----------------------------------------------------------------------------------------------


def test_a_wrong_secret_is_a_failure_although_the_status_is_200(database: str, group: Group) -> None:
    assert failure_of(added(group, "dingtalk", secret="SEC-other")) == "refused.310000"
    assert failure_of(added(group, "feishu", secret="SEC-other")) == "refused.19021"


def answering(status: int, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: reply(handler, status, body, **headers)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (500, b"oops", "http.500"),
        (502, b"", "http.502"),
        (429, b"{}", "http.429"),
        (200, b"<html>sign in to the wifi</html>", "unreadable"),
        (200, b"", "unreadable"),
        (200, b"[]", "unreadable"),
        (200, b'{"errmsg": "ok"}', "unreadable"),
        (200, b'{"errcode": "0"}', "unreadable"),
        (200, b'{"errcode": 45009}', "refused.45009"),
        (200, b'{"errcode": 0, "pad": "' + b"x" * 70_000 + b'"}', "unreadable"),
    ],
)
def test_an_answer_that_is_no_success_is_a_failure(
    database: str, group: Group, status: int, body: bytes, code: str
) -> None:
    group.answer = answering(status, body)
    assert failure_of(added(group)) == code
    assert words.failure(code)


def test_a_redirect_is_not_followed(database: str, group: Group) -> None:
    group.answer = answering(302, b"", Location=f"{group.origin}/elsewhere")
    assert failure_of(added(group)) == "http.302"
    assert len(group.raw) == 1


def test_a_host_that_is_not_there_is_a_failure(
    database: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        group.origin = f"http://127.0.0.1:{reserved.getsockname()[1]}"
        monkeypatch.setattr(settings, "ROBOT_ORIGINS", frozenset({group.origin}))
        assert failure_of(added(group)) == "unreachable"


def test_a_host_that_hangs_is_left(database: str, group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WAIT_SECONDS", 0.2)
    left = threading.Event()
    group.answer = lambda _handler: left.wait(20) and None
    try:
        assert failure_of(added(group)) == "timeout"
    finally:
        left.set()


def test_a_host_that_trickles_is_left(database: str, group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WHOLE_SECONDS", 0.4)
    left = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not left.wait(0.05):
            handler.wfile.write(b"X-More: 1\r\n")

    group.answer = trickle
    try:
        assert failure_of(added(group)) == "timeout"
    finally:
        left.set()


def test_an_address_stored_under_another_key_is_a_failure(
    database: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot = added(group)
    monkeypatch.setattr(settings, "SECRET_KEY", "another")
    assert failure_of(robot) == "address.unreadable"


def test_trouble_with_a_robot_never_blocks_the_work(database: str, group: Group) -> None:
    robot = added(group)
    group.answer = answering(500, b"")
    tell("manager")
    assert len(told("manager")) == 1
    with pytest.raises(SendFailed):
        work_off()
    robot.refresh_from_db()
    assert robot.failure == "http.500"


def test_it_is_tried_again_after_growing_pauses_and_then_given_up() -> None:
    def pause(attempts: int) -> float:
        job = Job(id=1, queue="robots", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
        decision = jobs.AGAIN.get_retry_decision(exception=SendFailed("timeout"), job=job)
        return (decision.retry_at - before).total_seconds() if decision and decision.retry_at else 0

    before = datetime.now(UTC)
    pauses = [pause(attempts) for attempts in range(6)]
    assert pauses == [pytest.approx(seconds, abs=2) for seconds in (5, 25, 125, 625, 3125, 0)]


def test_health_shows_what_does_not_get_through_and_what_does(database: str, group: Group) -> None:
    officer = as_("officer")
    assert "群机器人</h2>" not in text(officer.get(reverse("oversight:health")))
    robot = added(group)
    group.answer = answering(500, b"")
    failure_of(robot)
    page = text(officer.get(reverse("oversight:health")))
    assert "云栖里dingtalk群" in page
    assert "对方返回状态 500。" in page
    group.answer = None
    robot_actions.deliver(robot, "一")
    assert "上一条已送达。" in text(officer.get(reverse("oversight:health")))


# --- setting up --------------------------------------------------------------------------------------------


def test_the_officer_sets_one_up_and_tries_it(database: str, group: Group) -> None:
    officer = as_("officer")
    form = {
        "kind": "feishu",
        "name": "云栖里值班群",
        "address": group.address("feishu"),
        "secret": SECRET,
        "kinds": [Kind.REQUEST_WAITS.value, Kind.EMERGENCY_USED.value],
        "active": "on",
    }
    assert officer.post(reverse("notifications:robot_new"), form)["Location"] == ROBOTS
    robot = Robot.objects.get()
    answer = officer.post(reverse("notifications:robot_test", args=[robot.pk]), follow=True)
    assert "机器人已收下测试消息" in text(answer)
    assert group.texts == ["【邻盾】这是一条测试消息：以后消息会发到本群。\nhttps://lindun.example"]
    said = [(entry["outcome"], entry["reasons"]) for entry in entries(Action.ROBOT_CHANGE)]
    assert said == [("done", ["robot.added"]), ("done", ["robot.tested"])]


def test_a_test_that_does_not_get_through_says_why(database: str, group: Group) -> None:
    robot = added(group, "dingtalk", secret="SEC-other")
    answer = as_("officer").post(reverse("notifications:robot_test", args=[robot.pk]), follow=True)
    assert "测试消息没有送达。 对方拒收，代码 310000。" in text(answer)


def test_address_and_secret_are_stored_encrypted_and_shown_to_nobody(database: str, group: Group) -> None:
    robot = added(group)
    row = Robot.objects.get()
    assert TOKEN not in row.address
    assert SECRET not in row.secret
    assert sealed.opened(row.secret) == SECRET
    officer = as_("officer")
    for page in (ROBOTS, reverse("notifications:robot", args=[robot.pk])):
        assert TOKEN not in text(officer.get(page))
        assert SECRET not in text(officer.get(page))
    assert SECRET not in repr(Settings("群", secret=SECRET, address=TOKEN))
    assert not [entry for entry in entries() if TOKEN in json.dumps(entry)]


def test_what_is_left_empty_is_kept(database: str, group: Group) -> None:
    robot = added(group)
    form = {
        "name": "另一个群",
        "kinds": [Kind.REQUEST_WAITS.value],
        "active": "on",
        "address": "",
        "secret": "",
    }
    as_("officer").post(reverse("notifications:robot", args=[robot.pk]), form)
    robot.refresh_from_db()
    assert robot.name == "另一个群"
    robot_actions.deliver(robot, "还在")
    assert group.texts == ["还在"]


@pytest.mark.parametrize("wrong", [{"name": "欧阳梓萱的群 17012345678"}, {"name": "云栖里dingtalk群"}])
def test_a_name_with_a_person_in_it_or_taken_is_refused(
    database: str, group: Group, wrong: dict[str, str]
) -> None:
    added(group)
    with pytest.raises(BadRobot):
        added(group, "wecom", **wrong)
    assert Robot.objects.count() == 1


def test_a_wrong_address_comes_back_with_an_example(database: str) -> None:
    form = {"kind": "wecom", "name": "群", "address": "https://evil.example/x", "active": "on"}
    answer = as_("officer").post(reverse("notifications:robot_new"), form)
    assert answer.status_code == 422
    assert "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…" in text(answer)
    assert Robot.objects.count() == 0


def test_injected_sql_cannot_send_messages_elsewhere(database: str, group: Group) -> None:
    added(group)
    with pytest.raises(Error, match="passage"):
        Robot.objects.update(address="x")


def test_the_servers_of_this_test_tell_right_from_wrong() -> None:
    wrong, shown = groups.verdict(
        groups.PATHS["dingtalk"] + "&timestamp=1599360473000&sign=x", {"msgtype": "text"}
    )
    assert (wrong["errcode"], shown) == (310000, "")
