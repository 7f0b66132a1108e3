"""Every page that links lead to: accessible at a desk and on a phone, in both languages, without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from tests.journeys.accessible import in_both_widths, too_wide, troubles
from tests.journeys.browser import PHONE, Visitor
from tests.journeys.house import House
from tests.matrix.declared import in_url_configuration

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
FILES = {
    "oversight:proof",
    "oversight:verifier",
    "oversight:key",
    "oversight:trace_file",
    "oversight:report_file",
    "rights:export",
    "exports:archive",
    "residents:import_file_report",
    "policies:print",
    "policies:signed",
    "personnel:extract",
    "personnel:list_file",
    "conduct:file",
}
ACCOUNT_PAGES = {route for route in in_url_configuration() if ":" not in route}
WITH_OWN_ACCOUNT_PAGES = {"chen", "su"}
"""One without and one with a second factor: these pages are the same for everybody else."""
ACCOUNTS = ("chen", "lin", "su", "ye", "fang")


def routes_on(page: Page, house: House) -> Iterator[tuple[str, str]]:
    """(route name, path) of every link of this page that stays in the house."""
    for address in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
        if address.startswith(house.address):
            path = urlsplit(address).path
            try:
                yield resolve(path).view_name, path
            except Resolver404:
                pytest.fail(f"{page.url} leads to {path}, which is nothing")


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_can_be_used_by_everybody(visit: Visit, house: House, account: str) -> None:
    """Follow every link once a kind of page; look at each closely once, and at its width for everybody."""
    visitor = visit(account)
    somewhere_to_go(visitor, account)
    waiting, seen = [("requests:desk", "/")], {"requests:desk"}  # each account's pages must open and fit
    bad: dict[str, list[str]] = {}
    passed_by = FILES if account in WITH_OWN_ACCOUNT_PAGES else FILES | ACCOUNT_PAGES
    while waiting:
        name, path = waiting.pop(0)
        visitor.go(path)
        bad |= too_wide(visitor.page, name) if name in looked_at else in_both_widths(visitor, name)
        looked_at.add(name)
        for linked, to in routes_on(visitor.page, house):
            if linked not in seen | passed_by:
                seen.add(linked)
                waiting.append((linked, to))
    assert bad == {}
    assert len(seen) >= 6


looked_at: set[str] = set()
"""Kinds of page that were looked at closely, by whichever account came first; the order is random."""


def somewhere_to_go(visitor: Visitor, account: str) -> None:
    """A clerk's recent household gives links to follow; so does a manager's."""
    if account == "chen":
        visitor.household("3-1-201")
        visitor.click(visitor.button("缴费"))
        visitor.type(visitor.page.locator("#task-summary"), "核对账单")
        visitor.click(visitor.button("建立任务"))
        expect(visitor.button("关闭任务")).to_be_visible()
        visitor.go("/")


def test_pages_for_those_outside_and_errors(visit: Visit) -> None:
    visitor, clerk = visit(), visit("chen")
    bad: dict[str, list[str]] = {}
    for who, path in ((visitor, "/account/login/"), (clerk, "/nothing/here/"), (clerk, "/oversight/ledger/")):
        who.go(path)
        bad |= in_both_widths(who, path)
    assert bad == {}


def test_an_opened_value_is_accessible_too(visit: Visit) -> None:
    clerk = visit("chen", size=PHONE)
    clerk.household("3-1-301")
    clerk.click(clerk.button("维修联系"))
    assert troubles(clerk.page) == []
    clerk.click(clerk.button("现场的同事需要"))
    clerk.click(clerk.button("查看").first)
    expect(clerk.page.locator(".revealed__value")).to_be_visible()
    assert troubles(clerk.page) == []
    clerk.screenshot("phone-opened")


def test_a_household_is_opened_without_a_mouse(visit: Visit, house: House) -> None:
    owner = house.living_at("3", "1", "401")
    clerk = visit("chen")
    clerk.go("/residents/")
    keys = clerk.page.keyboard
    keys.press("/")
    keys.type(owner.phones[0])
    keys.press("Enter")
    expect(clerk.page.locator("a.result").first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(clerk.page.locator("#work")).to_be_visible()
    keys.press("1")
    expect(clerk.page.locator("#task-summary")).to_be_visible()
    tab_to(clerk.page, "#task-summary")
    keys.type("换锁")
    keys.press("Enter")
    expect(clerk.button("关闭任务")).to_be_visible()
    tab_to(clerk.page, ".line form button")
    keys.press("Enter")
    expect(clerk.page.locator(".revealed__value")).to_have_text(owner.phones[0])
    keys.press("Escape")
    expect(clerk.page.locator(".revealed__value")).to_have_count(0)


def test_a_page_is_found_by_its_name_and_a_group_stays_open(visit: Visit) -> None:
    officer = visit("su")
    officer.go("/partners/")
    group = officer.page.locator("#nav [data-fold=people]")
    expect(group).not_to_have_attribute("open", "")
    officer.click(group.locator("summary"))
    keys = officer.page.keyboard
    keys.press("Control+k")
    keys.type("培训计")
    assert troubles(officer.page) == []
    keys.press("Enter")
    officer.page.wait_for_url("**/training/plan/")
    officer.go("/partners/")
    expect(group).to_have_attribute("open", "")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the first such element has the focus; it must be visible where it is."""
    for _press in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            shadow = page.evaluate("getComputedStyle(document.activeElement).boxShadow")
            assert outline != "none" or shadow != "none", f"no visible focus on {selector}"
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not come to {selector}")


def test_the_whole_way_on_a_phone(visit: Visit, house: House) -> None:
    owner = house.living_at("3", "1", "501")
    clerk = visit("chen", size=PHONE)
    clerk.screenshot("phone-desk")
    clerk.household("3-1-501")
    clerk.click(clerk.button("维修联系"))
    clerk.click(clerk.button("住户在电话里或柜台前"))
    clerk.click(clerk.button("查看").first)
    expect(clerk.page.locator(".revealed__value")).to_have_text(owner.phones[0])
    expect(clerk.page.locator(".revealed__value")).to_be_in_viewport()


def test_in_english_only_names_stay_chinese(visit: Visit) -> None:
    officer = visit("su")
    in_language(officer, "English", "en")
    try:
        left = {path: text for path in PAGES if (text := chinese_left(officer, path))}
        officer.screenshot("english")
    finally:
        in_language(officer, "简体中文", "zh-Hans")
    assert left == {}


def in_language(visitor: Visitor, words: str, code: str) -> None:
    visitor.go("/catalogue/")
    visitor.page.locator("details.viewer summary").click()
    visitor.page.locator("details.viewer").get_by_role("button", name=words).click()
    expect(visitor.page.locator("html")).to_have_attribute("lang", code)


def chinese_left(visitor: Visitor, path: str) -> list[str]:
    """What stays Chinese on an English page besides names and what people wrote."""
    visitor.go(path)
    told = visitor.page.locator("main h1, main h2, main th, main button, main label").all_inner_texts()
    return [text for text in told if CHINESE.search(NAMES.sub("", text))]


CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = re.compile("云栖里|澜石府|云邻物业服务有限公司|简体中文|合同履行|[0-9]+栋")
PAGES = (
    "/catalogue/",
    "/catalogue/items/",
    "/oversight/health/",
    "/oversight/trace/",
    "/residents/import/",
    "/staff/company/",
    "/account/second-factor/",
    "/account/sessions/",
    "/account/password/change/",
)
