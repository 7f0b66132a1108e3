"""Signing in: one live session a person, a lock after five wrong passwords, a second factor for some."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as windows
from tests.journeys.browser import Visitor
from tests.journeys.house import House

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


@pytest.mark.req("ACC-01")
def test_a_second_sign_in_ends_the_first(visit: Visit, browser: Browser, house: House) -> None:
    first, second = visit(), visit()
    first.sign_in("tan")
    expect(first.page.locator(".sidebar")).to_be_attached()
    second.sign_in("tan")
    first.go("/residents/")
    first.page.wait_for_url("**/account/login/**")
    second.go("/residents/")
    expect(second.page.locator("h1")).to_have_text("住户")
    officer = visit("su")
    officer.go("/oversight/events/")
    expect(officer.page.locator("main")).to_contain_text("谭军")


def test_five_wrong_passwords_lock_the_account_for_a_while(visit: Visit, house: House) -> None:
    thief = visit()
    for guess in range(6):
        thief.go("/account/login/")
        thief.page.locator("#id_login").fill("zhou")
        thief.page.locator("#id_password").fill(f"wrong-{guess}")
        thief.sending("#id_password").click()
    expect(thief.page.locator("main .errorlist").first).to_contain_text("次数过多")
    thief.screenshot("locked-out")
    thief.page.locator("#id_password").fill(house.accounts["zhou"]["password"])
    thief.sending("#id_password").click()
    expect(thief.page.locator("#id_login")).to_be_visible()


def test_a_sensitive_post_is_asked_for_a_code(visit: Visit, house: House) -> None:
    somebody = visit()
    somebody.go("/account/login/")
    somebody.page.locator("#id_login").fill("fang")
    somebody.page.locator("#id_password").fill(house.accounts["fang"]["password"])
    somebody.sending("#id_password").click()
    expect(somebody.page.locator("#id_code")).to_be_visible()
    somebody.screenshot("second-factor")
    somebody.page.locator("#id_code").fill("000000")
    somebody.sending("#id_code").click()
    expect(somebody.page.locator("#id_code")).to_be_visible()
    somebody.go("/staff/")
    somebody.page.wait_for_url("**/account/**")
    expect(somebody.page.locator(".sidebar")).to_have_count(0)


def test_leaving_the_desk_ends_the_session(visit: Visit, browser: Browser, house: House) -> None:
    somebody = visit()
    somebody.sign_in("ma")
    kept = somebody.context.storage_state()
    somebody.page.get_by_role("button", name="离岗退出").click()
    somebody.page.wait_for_url("**/account/login/**")
    thief = windows.enter(browser, house, state=kept)
    thief.go("/")
    thief.page.wait_for_url("**/account/login/**")
    thief.context.close()
    assert thief.troubles == []


def test_a_sent_form_can_be_neither_repeated_nor_forged(visit: Visit, house: House) -> None:
    clerk = visit("chen")
    clerk.go("/")
    cookies = {cookie["name"]: cookie for cookie in clerk.context.cookies()}
    assert set(cookies) <= {"lindun_session", "lindun_language"}
    assert cookies["lindun_session"]["httpOnly"]
    assert cookies["lindun_session"]["sameSite"] == "Lax"
    answer = clerk.context.request.post(
        f"{house.address}/residents/search/", form={"q": "3-2-1201", "csrfmiddlewaretoken": "x" * 64}
    )
    assert answer.status == 403
