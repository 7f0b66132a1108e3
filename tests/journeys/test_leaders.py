"""What supervisors and managers see beyond a clerk, and that they are asked the same questions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Visitor
from tests.journeys.house import House

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


@pytest.mark.req("ACC-05")
def test_a_supervisor_sees_the_service_records_that_a_clerk_does_not(visit: Visit) -> None:
    clerk = visit("chen")
    clerk.household("3-2-502")
    clerk.click(clerk.button("投诉"))
    clerk.type(clerk.page.locator("#task-summary"), "楼上噪声")
    clerk.click(clerk.button("建立任务"))
    clerk.click(clerk.button("关闭任务"))
    expect(clerk.page.locator("#toasts")).to_contain_text("TS-")
    supervisor = visit("he")
    supervisor.household("3-2-502", purpose="投诉")
    supervisor.click(supervisor.page.locator("#records a"))
    expect(supervisor.page.locator("#records")).to_contain_text("楼上噪声")
    supervisor.screenshot("service-records")
    clerk.go(supervisor.page.url.removeprefix(supervisor.house.address))
    expect(clerk.page.locator("#records")).to_have_count(0)


@pytest.mark.req("ACC-05")
def test_a_manager_has_the_whole_community_and_no_other(visit: Visit, house: House) -> None:
    manager = visit("lin")
    for room in ("1-1-101", "5-2-1502"):
        manager.go("/")
        manager.household(room, purpose="缴费")
        owner = house.living_at(*room.split("-"))
        assert not any(
            value in manager.page.content() for value in (owner.name, *owner.phones, owner.id_number)
        )
    manager.go("/residents/")
    manager.click(manager.page.locator("#people nav a", has_text="缴费"))
    expect(manager.page.locator("#people tbody tr")).to_have_count(50)
    listed = manager.page.locator("#people").inner_text()
    assert "云栖里" in listed
    assert "澜石府" not in listed
    manager.screenshot("residents-list")


def test_a_manager_opens_nothing_without_a_task_or_a_reason(visit: Visit) -> None:
    manager = visit("lin")
    manager.go("/")
    manager.household("4-1-101", purpose="维修联系")
    line = manager.page.locator(".line", has=manager.page.locator(".line__label", has_text="电话")).first
    expect(line.locator(".line__why")).not_to_be_empty()
    expect(line.get_by_role("button", name="查看")).to_have_count(0)
    manager.click(manager.button("现场的同事需要"))
    expect(line.get_by_role("button", name="查看")).to_have_count(1)
