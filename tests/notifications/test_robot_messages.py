"""What groups are sent: formats and signatures, what is passed on, and to which addresses."""

from __future__ import annotations

import socket
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications import robot_actions, robots, sending
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.notifications.models import Robot
from lindun.notifications.robot_actions import Settings
from lindun.notifications.robots import BadAddress, Message, RobotKind
from lindun.notifications.sending import SendFailed
from tests import cast
from tests.notifications.groups import SECRET, TOKEN, Group
from tests.notifications.robots import added, failure_of, waiting, work_off
from tests.notifications.told import NUMBER, tell

KINDS = [kind.value for kind in RobotKind]


# --- formats -----------------------------------------------------------------------------------------------


def test_dingtalk_signs_in_the_address() -> None:
    """The expected value was computed with OpenSSL's command line."""
    made = robots.message("dingtalk", "https://x/robot/send?access_token=t", SECRET, "好", at=1599360473.0)
    expected = "lUy%2ByinZhPvI1BZnKu0rKHnGpEcP6FNQEzelNJx8uis%3D"
    assert made.url == f"https://x/robot/send?access_token=t&timestamp=1599360473000&sign={expected}"
    assert made.body == {"msgtype": "text", "text": {"content": "好"}, "at": {"isAtAll": False}}


def test_feishu_signs_in_the_body() -> None:
    """The expected value was computed with OpenSSL's command line."""
    made = robots.message("feishu", "https://x/hook/t", SECRET, "好", at=1599360473.4)
    assert made.url == "https://x/hook/t"
    assert made.body == {
        "timestamp": "1599360473",
        "sign": "XKaKUkNtwsnUzqvVeexIs1lbAwyOzu3nw+kBhJs7p8s=",
        "msg_type": "text",
        "content": {"text": "好"},
    }


def test_wecom_signs_nothing() -> None:
    made = robots.message("wecom", "https://x?key=t", "", "好", at=0)
    assert (made.url, made.body) == ("https://x?key=t", {"msgtype": "text", "text": {"content": "好"}})


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_robot_without_a_secret_signs_nothing(kind: str) -> None:
    made = robots.message(kind, "https://x/t", "", "好", at=1)
    assert made.url == "https://x/t"
    assert "sign" not in made.body


@pytest.mark.parametrize("kind", KINDS)
def test_the_group_reads_number_and_link_and_nothing_else(database: str, group: Group, kind: str) -> None:
    added(group, kind)
    where = reverse("residents:household", args=[cast.dwelling(cast.OWNER)])
    tell("manager", url=where)
    work_off()
    assert group.texts == [f"【邻盾】申请 {NUMBER} 等您审批\nhttps://lindun.example{where}"]
    assert Robot.objects.get().sent_at is not None


def test_only_kinds_that_were_chosen_are_passed_on_and_by_robots_in_use(database: str, group: Group) -> None:
    added(group)
    added(group, "feishu", active=False)
    tell("manager", kind=Kind.EMERGENCY_USED)
    assert waiting() == []
    tell("manager")
    assert len(waiting()) == 1


def test_a_robot_that_was_stopped_meanwhile_sends_nothing(database: str, group: Group) -> None:
    robot = added(group)
    tell("manager")
    robot_actions.change_robot(
        cast.identity("officer"), robot=robot.pk, said=Settings("群", [Kind.REQUEST_WAITS], False)
    )
    work_off()
    assert group.raw == []


def test_nothing_is_sent_of_work_that_was_undone(database: str, group: Group) -> None:
    added(group)
    with pytest.raises(gate.NotHere), gate.passage(cast.identity("counter"), Action.DESK_VIEW):
        notify(to=[cast.staff("manager")], kind=Kind.REQUEST_WAITS, reference=NUMBER, url="/")
        raise gate.NotHere
    assert waiting() == []


def test_every_message_fits_the_smallest_limit() -> None:
    longest = reverse("requests:history", args=[UUID(int=0)])
    sizes = [len(robots.text_of(kind, "SQ-12345678-12345678", longest).encode()) for kind in Kind]
    assert max(sizes) < 1024 < 2048


# --- addresses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_documented_address_is_taken(kind: str) -> None:
    service = robots.SERVICES[kind]
    robots.check_address(kind, f"{service.origin}{service.lead}{TOKEN}")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + TOKEN,
        "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=" + TOKEN,
        "https://qyapi.weixin.qq.com@127.0.0.1/cgi-bin/webhook/send?key=" + TOKEN,
        "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=" + TOKEN,
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + TOKEN + "&debug=1",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + TOKEN + "#x",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/../token?key=" + TOKEN,
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
        "https://oapi.dingtalk.com/robot/send?access_token=" + TOKEN,
        "https://127.0.0.1/cgi-bin/webhook/send?key=" + TOKEN,
        "https://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + TOKEN + "\r\nX: 1",
        "https://[::1",
    ],
)
def test_no_other_address_is_taken(address: str) -> None:
    with pytest.raises(BadAddress) as refusal:
        robots.check_address("wecom", address)
    assert TOKEN not in str(refusal.value)


def test_an_allowed_host_is_still_posted_to_at_the_documented_path_only(group: Group) -> None:
    robots.check_address("wecom", group.address("wecom"))
    with pytest.raises(BadAddress):
        robots.check_address("wecom", f"{group.origin}/admin/shutdown?key={TOKEN}")


def test_a_host_that_is_no_longer_allowed_is_not_posted_to(
    database: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot = added(group)
    monkeypatch.setattr(settings, "ROBOT_ORIGINS", frozenset())
    assert failure_of(robot) == "address.not_allowed"
    assert group.raw == []


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
def test_a_known_host_that_leads_inside_is_not_connected_to(
    inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A poisoned name server must not turn a robot into a way into the network."""
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_a, **_k: [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", (inside, 443))],
    )
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("connected"))
    service = robots.SERVICES["wecom"]
    with pytest.raises(SendFailed, match="not_public"):
        sending.post(Message(f"{service.origin}{service.lead}{TOKEN}", {}))
