"""What the routine does not open: asked for where it is refused, answered on a phone, used up in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.accessible import troubles
from tests.journeys.browser import DESK, PHONE, Visitor
from tests.journeys.house import House

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]

APART = """line => {
    const edge = (selector, side) => line.querySelector(selector).getBoundingClientRect()[side];
    return edge(".masked", "right") <= edge(".line__moves > *", "left");
}"""  # both are measured in one look, whatever is exchanged meanwhile


def line(visitor: Visitor, label: str) -> Locator:
    return visitor.page.locator(".line", has=visitor.page.locator(".line__label", has_text=label)).first


def household(clerk: Visitor, room: str) -> None:
    clerk.household(room)


def test_a_refused_field_is_asked_for_approved_on_a_phone_and_opened(visit: Visit, house: House) -> None:
    owner = house.living_at("3", "1", "602")
    clerk = visit("chen")
    household(clerk, "3-1-602")
    clerk.click(clerk.button("缴费"))
    clerk.begin()
    clerk.click(line(clerk, "证件号").get_by_role("link", name="申请查看"))
    clerk.type(clerk.page.locator("input[name=why]"), "更换产权证，须核对证件号")
    clerk.screenshot("request-apply")
    assert troubles(clerk.page) == []
    clerk.click(clerk.button("提交申请"))
    expect(clerk.page.locator("h1")).to_contain_text("SQ-")
    clerk.arrived("from a refusal to the request that is sent", steps=3)
    address = clerk.page.url
    number = clerk.page.locator("h1").inner_text().split()[0]
    household(clerk, "3-1-602")
    expect(line(clerk, "证件号").get_by_role("button", name="查看")).to_have_count(0)

    leader = visit("zheng", size=PHONE)
    leader.go("/requests/inbox/")
    leader.screenshot("request-inbox-phone")
    leader.begin()
    leader.click(leader.page.locator("a.row--link", has_text=number))
    expect(leader.page.locator("main")).to_contain_text("更换产权证")
    assert troubles(leader.page) == []
    leader.screenshot("request-answer-phone")
    leader.click(leader.button("批准"))
    expect(leader.page.locator(".toast").first).to_contain_text("已批准")
    leader.arrived("an approval on a phone", steps=2)

    household(clerk, "3-1-602")
    clerk.begin()
    clerk.click(line(clerk, "证件号").get_by_role("button", name="查看（剩 3 次）"))
    expect(line(clerk, "证件号").locator(".revealed__value")).to_have_text(owner.id_number)
    clerk.arrived("a granted value, at its household", steps=1)
    clerk.page.goto(address)
    expect(clerk.page.locator(".quota__text").first).to_contain_text("1 / 3")
    clerk.type(clerk.page.locator("input[name=result]"), "已核对，未留存")
    clerk.click(clerk.button("关闭归档"))
    expect(clerk.page.locator("h1")).to_contain_text("已归档")
    assert owner.id_number not in clerk.page.content()
    assert troubles(clerk.page) == []
    clerk.screenshot("request-file")


def test_the_red_button_opens_at_once_and_owes_a_review(visit: Visit, house: House) -> None:
    owner = house.living_at("3", "2", "501")
    clerk = visit("chen")
    household(clerk, "3-2-501")
    clerk.begin()
    clerk.click(clerk.button("紧急").first)
    clerk.type(clerk.page.locator("#emergency-why"), "水管爆裂，楼下进水")
    clerk.click(clerk.button("打开电话"))
    expect(line(clerk, "电话").locator(".revealed__value")).to_have_text(owner.phones[0])
    clerk.arrived("a number, in an emergency", steps=3)
    clerk.click(clerk.button("缴费"))
    clerk.type(clerk.page.locator("#task-summary"), "抢修人员上门")
    clerk.click(clerk.button("建立任务"))
    clerk.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(clerk.page.locator("main").get_by_text("抢修人员上门")).to_be_visible()  # with its new task
    expect(line(clerk, "电话").locator(".masked")).to_be_visible()
    expect(line(clerk, "电话").locator(".line__moves > *").first).to_be_visible()
    assert line(clerk, "电话").evaluate(APART)  # three ways on leave the number legible
    clerk.page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    household(clerk, "3-2-502")
    clerk.click(clerk.button("紧急").first)
    expect(clerk.page.locator("#emergency")).to_contain_text("还没有复核")  # said before anything is typed
    expect(clerk.page.locator("#emergency-why")).to_have_count(0)
    clerk.press("Escape")

    leader = visit("he", size=PHONE)
    leader.go("/requests/inbox/")
    leader.click(leader.page.locator("a.row--link", has_text="水管爆裂"))
    assert troubles(leader.page) == []
    leader.type(leader.page.locator("input[name=result]"), "属实，已抢修")
    leader.click(leader.button("关闭归档"))
    expect(leader.page.locator("h1")).to_contain_text("已归档")
    household(clerk, "3-2-501")
    expect(line(clerk, "电话").get_by_role("button", name="查看")).to_have_count(0)


def test_movements_are_refused_and_ask_for_two(visit: Visit) -> None:
    clerk = visit("chen")
    household(clerk, "3-1-101")
    clerk.click(line(clerk, "出入轨迹").get_by_role("link", name="须两人同时在场"))
    expect(clerk.page.locator("h1")).to_have_text("现在不能打开")
    clerk.click(clerk.page.get_by_role("link", name="申请查看"))
    clerk.type(clerk.page.locator("input[name=why]"), "楼道失窃，配合核对时段")
    clerk.click(clerk.button("提交申请"))
    expect(clerk.page.locator("main")).to_contain_text("两人同时在场")
    expect(clerk.page.locator("input[name=account]")).to_be_visible()
    assert troubles(clerk.page) == []
    clerk.screenshot("request-two-people")
    clerk.page.locator("input[name=account]").fill("zheng")
    clerk.page.locator("input[name=password]").fill("not-the-password-9")
    clerk.page.locator("input[name=code]").fill("000000")
    clerk.click(clerk.button("在此同意"))
    expect(clerk.page.locator("[role=alert]")).to_contain_text("操作没有生效")
