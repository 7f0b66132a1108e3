"""The counter clerk's day: find a household, open one number for a task, and see that it was seen."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.journeys.browser import Visitor
from tests.journeys.house import House

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
ROOM = ("3", "2", "1201")


def household(clerk: Visitor, room: str = "3-2-1201") -> None:
    clerk.household(room)


def phone_line(clerk: Visitor):  # type: ignore[no-untyped-def]
    return clerk.page.locator(".line", has=clerk.page.locator(".line__label", has_text="电话")).first


def test_a_number_is_opened_for_a_task_and_closes_by_itself(visit: Visit, house: House) -> None:
    owner = house.living_at(*ROOM)
    clerk = visit("chen")
    household(clerk)
    page = clerk.page
    assert not any(value in page.content() for value in (owner.name, *owner.phones, owner.id_number))
    expect(page.locator(".person__name").first).to_contain_text("**")
    clerk.screenshot("household-masked")

    clerk.click(clerk.button("维修联系"))
    clerk.type(page.locator("#task-summary"), "厨房漏水")
    clerk.click(clerk.button("建立任务"))
    line = phone_line(clerk)
    page.clock.install()
    clerk.click(line.get_by_role("button", name="查看"))
    expect(line.locator(".revealed__value")).to_have_text(owner.phones[0])
    clerk.arrived("a number, with a new task", steps=6)

    expect(line.locator("[data-reveal-left]")).to_have_text(re.compile(r"30|29|28"))
    expect(line.locator(".revealed__note")).to_contain_text("陈晓岚")
    expect(page.locator("#looks")).to_contain_text("电话")
    clerk.screenshot("household-open")
    page.clock.fast_forward(20_000)
    expect(line.locator("[data-reveal-left]")).to_have_text(re.compile(r"10|9|8"))
    page.clock.fast_forward(12_000)
    expect(line.locator(".revealed__value")).to_have_count(0)
    assert owner.phones[0] not in page.content()
    expect(line.locator(".masked")).to_be_visible()


def test_an_open_task_makes_it_one_click_and_escape_closes_it(visit: Visit, house: House) -> None:
    owner = house.living_at("3", "1", "802")
    clerk = visit("chen")
    clerk.go("/tasks/new/")
    clerk.page.locator("input[name=purpose][value=repair]").check(force=True)
    clerk.page.locator("input[name=place]").fill("3-1-802")
    clerk.page.locator("input[name=summary]").fill("门铃坏了")
    clerk.page.locator("main form button[type=submit]").first.click()
    expect(clerk.page.locator("#work")).to_be_visible()
    clerk.go("/")
    clerk.begin()
    clerk.click(clerk.page.locator("a.row--link", has_text="门铃坏了"))
    clerk.click(phone_line(clerk).get_by_role("button", name="查看"))
    expect(phone_line(clerk).locator(".revealed__value")).to_have_text(owner.phones[0])
    clerk.arrived("a number, for an open task", steps=2)
    clerk.page.keyboard.press("Escape")
    expect(phone_line(clerk).locator(".revealed__value")).to_have_count(0)
    assert owner.phones[0] not in clerk.page.content()
    clerk.go("/")
    clerk.begin()
    household(clerk, "3-1-802")
    clerk.click(phone_line(clerk).get_by_role("button", name="查看"))
    expect(phone_line(clerk).locator(".revealed__value")).to_have_text(owner.phones[0])
    clerk.arrived("a number, searched for, for an open task", steps=3)


def test_an_answer_that_comes_late_does_not_undo_the_next_click(visit: Visit) -> None:
    clerk = visit("chen")
    household(clerk, "3-1-902")
    page = clerk.page
    clerk.click(clerk.button("维修联系"))
    clerk.type(page.locator("#task-summary"), "换灯")
    late = []
    page.route("**/purpose/", lambda route: late.append((route, route.fetch())))
    clerk.click(clerk.button("缴费"))
    while not late:
        page.wait_for_timeout(20)
    with page.expect_response("**/task/"):
        clerk.click(clerk.button("建立任务"))
    expect(clerk.button("关闭任务")).to_be_visible()
    for route, answer in late:
        with suppress(Error):  # the browser has given this answer up, as it should
            route.fulfill(response=answer)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(clerk.button("关闭任务")).to_be_visible()
    clerk.troubles[:] = [trouble for trouble in clerk.troubles if "htmx:" not in trouble]  # it was given up


def test_what_was_typed_stays_when_another_purpose_is_chosen(visit: Visit) -> None:
    clerk = visit("chen")
    household(clerk, "3-1-702")
    clerk.click(clerk.button("缴费"))
    expect(clerk.page.locator("#task-summary")).to_be_visible()
    clerk.click(clerk.button("维修联系"))  # with nothing typed, although a task needs its words
    expect(clerk.button("维修联系")).to_have_attribute("aria-pressed", "true")
    clerk.type(clerk.page.locator("#task-summary"), "门禁卡失灵")
    clerk.click(clerk.button("访客"))
    expect(clerk.button("访客")).to_have_attribute("aria-pressed", "true")
    expect(clerk.page.locator("#task-summary")).to_have_value("门禁卡失灵")
    clerk.click(clerk.button("建立任务"))
    expect(clerk.page.locator(".purpose__number")).to_be_visible()


def test_leaving_the_page_closes_what_is_open(visit: Visit, house: House) -> None:
    owner = house.living_at("3", "1", "901")
    clerk = visit("chen")
    household(clerk, "3-1-901")
    clerk.click(clerk.button("维修联系"))
    clerk.click(clerk.button("住户在电话里或柜台前"))
    clerk.click(phone_line(clerk).get_by_role("button", name="查看"))
    expect(phone_line(clerk).locator(".revealed__value")).to_have_text(owner.phones[0])
    clerk.page.goto(clerk.house.address + "/residents/")
    clerk.page.go_back()
    expect(clerk.page.locator("#work")).to_be_visible()
    assert owner.phones[0] not in clerk.page.content()


def test_her_mark_is_on_every_page(visit: Visit) -> None:
    clerk = visit("chen")
    for path in ("/", "/residents/", "/tasks/new/", "/catalogue/"):
        clerk.go(path)
        mark = clerk.page.locator("svg.mark")
        assert "陈晓岚" in (mark.get_attribute("data-mark") or "")
        assert "0031" in (mark.get_attribute("data-mark") or "")
        box = mark.bounding_box()
        assert box
        assert box["width"] >= 1100  # everything beside the menu


@pytest.mark.req("ACC-05")
def test_a_clerk_does_not_find_the_next_building(visit: Visit, house: House) -> None:
    elsewhere = house.living_at("5", "1", "501")
    clerk = visit("chen")
    for typed in ("5-1-501", elsewhere.name, elsewhere.phones[0]):
        clerk.search(typed)
        expect(clerk.page.locator(".results__none:visible")).to_contain_text("没有找到")
    colleague = visit("gu")
    colleague.household("5-1-501")
    clerk.page.goto(colleague.page.url)
    expect(clerk.page.locator("h1")).to_have_text("这里没有内容")


@pytest.mark.req("STO-03")
def test_a_list_of_fifty_is_masked_on_the_wire(visit: Visit, house: House) -> None:
    clerk = visit("chen")
    answer = clerk.context.request.get(f"{house.address}/residents/?purpose=fee").text()
    assert answer.count("data-result") == 50
    numbers = [phone for one in house.households for phone in one.phones]
    assert len(numbers) > 300
    assert not any(phone in answer for phone in numbers)
    assert answer.count("****") >= 50


def test_what_the_work_does_not_need_says_why_it_is_closed(visit: Visit) -> None:
    clerk = visit("chen")
    household(clerk, "3-1-302")
    clerk.click(clerk.button("维修联系"))
    paper = clerk.page.locator(".line", has=clerk.page.locator(".line__label", has_text="证件号")).first
    expect(paper.locator(".line__why")).not_to_be_empty()
    expect(paper.get_by_role("button", name="查看")).to_have_count(0)
