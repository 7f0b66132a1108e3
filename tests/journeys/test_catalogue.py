"""What a purpose may open is changed by two people, and the next look follows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.browser import Visitor
from tests.journeys.house import House

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def line(clerk: Visitor, item: str) -> Locator:
    return clerk.page.locator(".line", has=clerk.page.locator(".line__label", has_text=item)).first


def at_the_household(clerk: Visitor, room: str) -> None:
    clerk.household(room)
    with clerk.page.expect_response("**/purpose/"):
        clerk.click(clerk.button("访客"))


def test_one_proposes_another_agrees_and_the_next_reveal_follows(visit: Visit, house: House) -> None:
    owner = house.living_at("3", "2", "901")
    clerk = visit("chen")
    at_the_household(clerk, "3-2-901")
    clerk.click(clerk.button("住户在电话里或柜台前"))
    expect(line(clerk, "电话").get_by_role("button", name="查看")).to_have_count(0)

    officer = visit("su")
    officer.go("/catalogue/changes/new/visitor/phone/")
    officer.click(officer.page.locator("label.pick", has=officer.page.locator("input[value=reveal]")))
    officer.type(officer.page.locator("textarea[name=necessity]"), "访客到门岗时要当面联系业主")
    officer.click(officer.button("提出"))
    officer.page.wait_for_url("**/catalogue/changes/")
    mine = officer.page.locator("li.change", has_text="访客到门岗时").first
    expect(mine.get_by_role("button")).to_have_count(0)
    officer.screenshot("change-proposed")
    at_the_household(clerk, "3-2-901")
    expect(line(clerk, "电话").get_by_role("button", name="查看")).to_have_count(0)

    chief = visit("zheng")
    chief.go("/catalogue/changes/")
    waiting = chief.page.locator("li.change", has_text="访客到门岗时").first
    chief.click(waiting.get_by_role("button", name="同意", exact=True))
    expect(waiting.get_by_role("button")).to_have_count(0)

    at_the_household(clerk, "3-2-901")
    clerk.click(clerk.button("住户在电话里或柜台前"))
    clerk.click(line(clerk, "电话").get_by_role("button", name="查看"))
    expect(line(clerk, "电话").locator(".revealed__value")).to_have_text(owner.phones[0])
