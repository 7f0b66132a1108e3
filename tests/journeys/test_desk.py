"""A counter that is left: locked by a key or by itself, opened with what was typed, handed to a colleague."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE, Visitor
from tests.journeys.house import House

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
TYPED = "这一户要不要核对证件"


def begin_a_question(clerk: Visitor) -> None:
    clerk.go("/residents/")
    clerk.page.locator("details.advice summary").click()
    clerk.page.locator("#advice-text").fill(TYPED)


@pytest.mark.req("ACC-14")
def test_a_screen_that_nobody_touches_hides_its_data_and_asks_who_is_there(
    visit: Visit, house: House
) -> None:
    clerk = visit("gu")
    clerk.page.clock.install()
    begin_a_question(clerk)
    shown = clerk.page.locator("main").inner_text()
    clerk.page.clock.fast_forward("02:50")
    expect(clerk.page.locator("#advice-text")).to_have_value(TYPED)
    clerk.page.clock.run_for(15_000)
    expect(clerk.page.locator("h1")).to_contain_text("屏幕已锁定")
    assert shown not in clerk.page.content()
    assert TYPED not in clerk.page.content()
    clerk.screenshot("locked")
    other = clerk.context.new_page()
    other.goto(f"{house.address}/residents/")
    other.wait_for_url("**/account/unlock/**")
    other.close()
    clerk.page.locator("#unlock").fill("Wrong-horse-7")
    clerk.press("Enter")
    expect(clerk.page.locator("[data-unlock-trouble]")).to_be_visible()
    clerk.page.locator("#unlock").fill(house.accounts["gu"]["password"])
    clerk.press("Enter")
    expect(clerk.page.locator("#advice-text")).to_have_value(TYPED)


def test_one_key_and_a_colleague_takes_the_counter(visit: Visit, house: House) -> None:
    clerk = visit()
    clerk.sign_in("gu")
    begin_a_question(clerk)
    clerk.begin()
    clerk.press("F9")
    clerk.click(clerk.button("换人登录"))
    clerk.page.wait_for_url("**/account/login/")
    clerk.type(clerk.page.locator("#id_login"), "tan")
    clerk.type(clerk.page.locator("#id_password"), house.accounts["tan"]["password"])
    clerk.click(clerk.sending("#id_password"))
    expect(clerk.page.locator(".viewer__post")).to_contain_text("秩序员")
    clerk.arrived("hand the counter over", steps=5)
    clerk.page.go_back()
    clerk.page.wait_for_load_state()
    assert TYPED not in clerk.page.content()
    assert "顾小满" not in clerk.page.content()


def test_taking_the_curtain_away_opens_nothing(visit: Visit, house: House) -> None:
    clerk = visit(size=PHONE)
    clerk.sign_in("ma")
    clerk.go("/residents/")
    clerk.page.keyboard.press("F9")
    expect(clerk.page.locator("h1")).to_contain_text("屏幕已锁定")
    answer = clerk.page.evaluate("fetch('/residents/', {redirect: 'manual'}).then((answer) => answer.type)")
    assert answer == "opaqueredirect"
    clerk.screenshot("locked-phone")
