"""A work order on its way: sent from the desk, opened on a phone at the door, passed on in vain."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import troubles
from tests.journeys.browser import PHONE, Visitor
from tests.journeys.house import House

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
ROOM = ("3", "1", "1102")
FIRM = "安泰维修"


def has_task(clerk: Visitor, room: str) -> None:
    clerk.go("/tasks/new/")
    clerk.page.locator("input[name=purpose][value=repair]").check(force=True)
    clerk.page.locator("input[name=place]").fill(room)
    clerk.page.locator("input[name=summary]").fill("厨房水管渗水")
    clerk.page.locator("main form button[type=submit]").first.click()
    expect(clerk.page.locator("#work")).to_be_visible()


def send(clerk: Visitor, to: str) -> tuple[str, str]:
    """From the household to a link; returns the address in the message and the PIN, if there is one."""
    page = clerk.page
    clerk.click(page.get_by_role("link", name="以链接发送"))
    clerk.click(page.get_by_label(re.compile(to)))
    clerk.click(clerk.button("生成链接"))
    message = page.locator("#message").input_value()
    address = next(line for line in message.splitlines() if line.startswith("http"))
    pin = page.locator(".sent__pin")
    return address.removeprefix(clerk.house.address), pin.text_content() or "" if pin.count() else ""


@pytest.mark.req("USE-09")
def test_a_technician_opens_it_at_the_door_and_nobody_else(visit: Visit, house: House) -> None:
    owner = house.living_at(*ROOM)
    clerk = visit("chen")
    has_task(clerk, "-".join(ROOM))
    clerk.begin()
    link, pin = send(clerk, FIRM)
    message = clerk.page.locator("#message").input_value()
    assert not any(value in message for value in (owner.name, *owner.phones, ROOM[2], "厨房"))
    clerk.arrived("a work order as a message, from the household", steps=3)
    assert troubles(clerk.page) == []
    clerk.screenshot("work-order-sent")

    technician = visit(size=PHONE)
    page = technician.page
    technician.go(link)
    expect(page.locator("#id_pin")).to_be_visible()
    assert "#" not in page.url  # the secret has left the address
    assert troubles(page) == []
    technician.type(page.locator("#id_pin"), pin)
    technician.click(technician.button("在本机打开"))
    expect(page.locator(".rules")).to_contain_text("只用来办交给您的这一件事")
    assert ROOM[2] not in page.content()
    assert troubles(page) == []
    technician.screenshot("work-order-rules-390")
    technician.click(technician.button("我已阅读并同意"))
    expect(page.locator(".order__place")).to_contain_text(ROOM[2])
    line = page.locator(".line", has=page.locator(".line__label", has_text="电话")).first
    expect(line.locator(".masked")).to_contain_text("****")
    assert FIRM in (page.locator("svg.mark").get_attribute("data-mark") or "")
    assert troubles(page) == []
    technician.screenshot("work-order-masked-390")
    assert not any(value in page.content() for value in (owner.name, *owner.phones))

    page.clock.install()
    technician.click(line.get_by_role("button", name="查看"))
    expect(line.locator(".revealed__value")).to_have_text(owner.phones[0])
    technician.arrived("a number, from a link and its PIN", steps=4)
    technician.screenshot("work-order-open-390")
    page.clock.fast_forward(31_000)
    expect(line.locator(".revealed__value")).to_have_count(0)
    assert owner.phones[0] not in page.content()

    friend = visit(size=PHONE)
    friend.go(link)
    friend.type(friend.page.locator("#id_pin"), pin)
    friend.click(friend.button("在本机打开"))
    expect(friend.page.locator(".reason")).to_contain_text("另一台设备")
    assert ROOM[2] not in friend.page.content()
    friend.screenshot("work-order-passed-on-390")


def test_a_colleague_signs_in_on_his_phone(visit: Visit, house: House) -> None:
    clerk = visit("chen")
    has_task(clerk, "3-1-1201")
    link, pin = send(clerk, "马勇")
    assert pin == ""
    colleague = visit("ma", size=PHONE)
    colleague.go(link)
    colleague.click(colleague.button("在本机打开"))
    colleague.click(colleague.button("我已阅读并同意"))  # once a version, whatever links he is sent
    expect(colleague.page.locator(".order__place")).to_contain_text("1201")
    assert colleague.steps == 2
    colleague.click(colleague.button("请前台帮我转接").first)
    expect(colleague.page.locator(".order__call").first).to_contain_text("前台已收到")
    clerk.go("/work-orders/")
    expect(clerk.page.locator("main")).to_contain_text("马勇")
    clerk.screenshot("work-orders-out")
    other = visit("gu", size=PHONE)
    other.go(link)
    other.click(other.button("在本机打开"))
    expect(other.page.locator(".reason")).to_contain_text("另一台设备")
