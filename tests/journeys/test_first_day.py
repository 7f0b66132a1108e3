"""A new clerk's first day: what her post asks, from the first page to the first household."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from lindun.training import library
from tests.journeys.browser import PHONE, Visitor
from tests.journeys.house import House

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
COURSE, PLEDGE, DUTIES, RULES = "/training/", "/policies/pledge/", "/policies/duties/", "/policies/"


def go_to_step(clerk: Visitor, address: str) -> None:
    clerk.go("/staff/mine/")
    clerk.click(clerk.page.locator(f"main a[href='{address}']").first)


def read_and_finish(clerk: Visitor) -> None:
    """Every page of every course, then the sixteen ticks."""
    page = clerk.page
    while (course := page.locator("a.button--primary[href*='/training/learn/']")).count():
        clerk.click(course.first)
        while (turn := page.locator("button[data-turn=ArrowRight]")).count():
            clerk.click(turn)
        for tick in page.locator(".vow input").all():
            tick.check()
        clerk.click(page.locator("main form button").last)
        clerk.go("/training/")


def answer(question: Locator) -> None:
    """Choose what the library says is right; the page itself does not know."""
    asked = question.locator(".question__ask").inner_text()
    (item,) = [item for item in library.items().values() if item.ask.zh in asked]
    for choice in item.choices:
        if choice.right:
            question.get_by_text(choice.text.zh, exact=True).click()


def test_a_new_clerk_learns_signs_and_only_then_meets_a_household(visit: Visit, house: House) -> None:
    owner = house.living_at("2", "1", "301")
    clerk = visit("ning")
    page = clerk.page
    expect(page.get_by_role("heading", level=1)).to_have_text("岗位要求", use_inner_text=True)
    for address in (COURSE, PLEDGE, DUTIES, RULES):
        expect(page.locator(f"main a[href='{address}']").first).to_be_visible()
    clerk.screenshot("first-day")
    clerk.go("/residents/")
    expect(page.locator("main")).to_contain_text("尚未签署保密承诺书")
    assert owner.name not in page.content()

    go_to_step(clerk, COURSE)
    read_and_finish(clerk)
    clerk.screenshot("first-day-learned")
    clerk.click(page.locator("form[action$='/training/quiz/'] button"))
    for question in page.locator("fieldset.question").all():
        answer(question)
    clerk.click(clerk.button("交卷"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("通过|及格"))

    go_to_step(clerk, PLEDGE)
    clerk.type(page.locator("main input[type=password]"), house.accounts["ning"]["password"])
    clerk.click(clerk.sending("input[type=password]"))
    for address in (DUTIES, RULES):
        go_to_step(clerk, address)
        clerk.click(page.locator("main form button[type=submit]"))
    clerk.go("/staff/mine/")
    expect(page.locator("main")).to_contain_text("可以正常工作")
    clerk.screenshot("first-day-done")

    clerk.household("2-1-301")
    assert owner.name not in page.content()
    expect(page.locator(".person__name").first).to_contain_text("**")


def test_the_checklist_fits_a_phone(visit: Visit) -> None:
    clerk = visit("ning", size=PHONE)
    clerk.go("/staff/mine/")
    wide = clerk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
