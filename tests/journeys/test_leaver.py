"""A leaver on her last day: recorded, signed by herself, ended with a click, closed when settled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE, Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def test_a_leavers_last_day(visit: Visit) -> None:
    personnel, leaver = visit("fang"), visit("pan", size=PHONE)
    personnel.go("/leaving/new/")
    personnel.page.locator("#id_person").select_option(label="潘越 0073")
    personnel.page.locator("#id_cause").select_option("resigned")
    tomorrow = personnel.page.evaluate("new Date(Date.now() + 864e5).toLocaleDateString('sv')")
    personnel.type(personnel.page.locator("#id_from_day"), tomorrow)
    personnel.screenshot("exit-new")
    personnel.click(personnel.button("登记离职"))
    file = personnel.page.url.removeprefix(personnel.house.address)
    _sign(leaver)
    personnel.go(file)
    _dialog_can_be_left(personnel)
    personnel.click(personnel.button("立即终止权限"))
    personnel.screenshot("exit-confirm")
    personnel.click(personnel.page.locator("dialog[open] button[type=submit]"))
    expect(personnel.page.locator("main")).to_contain_text("权限已终止，待办结")
    leaver.go("/")
    expect(leaver.page.locator("#id_login")).to_be_visible()
    _settle(personnel)
    officer = visit("su")
    officer.go(file)
    officer.type(officer.page.locator("#review"), "近期查看均有任务，未见异常")
    officer.screenshot("exit-file")
    officer.click(officer.page.locator("form[action$='/review/'] button"))
    personnel.go(file)
    personnel.click(personnel.page.locator("form[action$='/close/'] button"))
    expect(personnel.page.locator(".page-head")).to_contain_text("已办结")
    personnel.screenshot("exit-closed")


def _dialog_can_be_left(personnel: Visitor) -> None:
    """By Escape and by the way back, which has the focus; then the focus is on the button again."""
    page, opener = personnel.page, personnel.button("立即终止权限")
    opened = page.locator("dialog[open]")
    for leave in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.keyboard.press("Enter"),
        lambda: opened.get_by_role("button", name="取消").click(),
    ):
        opener.click()
        expect(opened.get_by_role("button", name="取消")).to_be_focused()
        leave()
        expect(opened).to_have_count(0)
        expect(opener).to_be_focused()
    expect(page.locator(".page-head")).to_contain_text("待离职")


def _sign(leaver: Visitor) -> None:
    """With her own password, on her phone."""
    leaver.go("/leaving/own/")
    leaver.screenshot("exit-own-phone")
    leaver.type(leaver.page.locator("#id_password"), leaver.house.accounts["pan"]["password"])
    leaver.click(leaver.sending("#id_password"))
    expect(leaver.page.locator("main")).to_contain_text("已于")


def _settle(personnel: Visitor) -> None:
    """The talk, and every connected system."""
    personnel.type(personnel.page.locator("#talk"), "已提醒离职后的保密义务")
    personnel.click(personnel.button("记录"))
    while personnel.page.get_by_role("button", name="已注销").count():
        personnel.click(personnel.page.get_by_role("button", name="已注销").first)
    expect(personnel.page.locator(".gaps").first).to_contain_text("近期查看核查")
