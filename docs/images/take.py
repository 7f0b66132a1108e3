"""Take the pictures of the documents from a running demo.

    LINDUN_HOME=var python docs/images/take.py --url http://127.0.0.1:8080

Begin with a fresh demo: this works in it as its staff do (tasks, looks, refusals, a roster to check), then
takes the pictures of what came of it. Every value in them is invented by the demo.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter
from playwright.sync_api import Browser, Page, sync_playwright

from lindun.cli import demo_company, synthetic
from lindun.config.home import Home

HERE = Path(__file__).resolve().parent
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
TALLEST = 1000
COMMUNITY, ROOM = demo_company.MAIN, "3-1-1302"
SHOWN = (ROOM, "repair", "厨房水槽下方漏水，约下午上门")
TASKS = {
    "zhou": [("2-1-502", "fee", "第四季度物业费核对"), (ROOM, "fee", "第四季度物业费核对")],
    "ma": [("4-1-1101", "repair", "阳台地漏反水"), (ROOM, "repair", "入户门禁面板无响应")],
    "chen": [
        ("3-2-1202", "parking", "地库车位被占，联系挪车"),
        ("3-1-902", "complaint", "夜间装修噪声，回访处理结果"),
        SHOWN,
    ],
    "gu": [("5-2-802", "visitor", "家政人员来访登记")],
}
HEADINGS = ("楼栋", "单元", "房号", "业主姓名", "联系电话", "身份证号", "车牌", "入住日期", "备注", "鞋码")


def main() -> None:
    options = _options()
    home = Home(Path(os.environ.get("LINDUN_HOME", "var")).resolve())
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        house = House(browser, options.url.rstrip("/"), home)
        _work(house)
        _counter(house)
        _request(house)
        _work_order(house)
        _auditor(house)
        _officer(house)
        _people(house)
        browser.close()


class House:
    """The demo as a member of staff meets it: a browser of one's own, signed in."""

    def __init__(self, browser: Browser, url: str, home: Home) -> None:
        self._browser = browser
        self._url = url
        self._home = home
        self._passwords = {row[0].removesuffix(" *"): row[1] for row in demo_company.accounts(home)}

    @contextmanager
    def outside(self, size: dict[str, int]) -> Iterator[Page]:
        """A browser in which nobody is signed in."""
        context = self._browser.new_context(
            base_url=self._url,
            viewport=size,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        yield context.new_page()
        context.close()

    @contextmanager
    def as_(self, account: str) -> Iterator[Page]:
        with self.outside(DESKTOP) as page:
            self._sign_in(page, account)
            yield page

    def _sign_in(self, page: Page, account: str) -> None:
        page.goto("/account/login/")
        page.fill("[name=login]", account)
        page.fill("[name=password]", self._passwords[account])
        page.click("form.form button[type=submit]")
        if demo_company.totp_secret(self._home, account):
            page.fill("[name=code]", _code(account))
            page.locator("form.form:has([name=code]) button[type=submit]").click()
        page.wait_for_url(lambda address: "/account/" not in address)


def _code(account: str) -> str:
    command = [sys.executable, "-m", "lindun.cli", "code", account]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603


def _work(house: House) -> None:
    """An ordinary afternoon: tasks are opened, some values looked at, some refused."""
    for account, tasks in TASKS.items():
        with house.as_(account) as page:
            for room, purpose, summary in tasks:
                _open_task(page, room, purpose, summary)
                for button in page.locator(".line__moves form button").all()[:1]:
                    button.click()
                    page.locator(".line--open").first.wait_for()
    with house.as_("gu") as page:
        _look_without_task(page, "5-1-402")
    with house.as_("ma") as page:
        _look_too_late(page)


def _open_task(page: Page, room: str, purpose: str, summary: str) -> None:
    page.goto("/tasks/new/")
    page.locator(f"[name=purpose][value={purpose}]").check(force=True)
    page.fill("[name=place]", room)
    page.fill("[name=summary]", summary)
    page.locator("form.card button[type=submit]").click()
    page.locator("#work").wait_for()


def _look_without_task(page: Page, room: str) -> None:
    _go_to(page, room)
    page.locator("#purpose .chip", has_text="维修").first.click()
    page.locator("#reason .chip").first.click()
    page.locator(".line__moves form button").first.click()
    page.locator(".line--open").first.wait_for()


def _look_too_late(page: Page) -> None:
    """The task is closed in another tab; this page still offers the look, the gate refuses it."""
    page.goto("/")
    page.locator("a.row--link", has_text=ROOM.split("-")[2]).first.click()
    page.locator("#work").wait_for()
    with page.context.new_page() as other:
        other.goto(page.url)
        other.locator("form[action*=close] button").click()
        other.wait_for_load_state("networkidle")
    page.locator(".line__moves form button").first.click()
    page.wait_for_load_state("networkidle")


def _go_to(page: Page, room: str) -> None:
    page.goto("/")
    page.fill("#desk-search", room)
    page.press("#desk-search", "Enter")
    page.locator("#work").wait_for()


def _counter(house: House) -> None:
    with house.as_("chen") as page:
        page.goto("/")
        _picture(page, "desk")
        _go_to(page, ROOM)
        _opened(page, "电话")
        _picture(page, "household", full=True)
        address = page.url
    with house.as_("chen") as page:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.goto("/")
        _picture(page, "phone-desk")
        page.goto(address)
        _opened(page, "电话")
        page.evaluate("window.scrollTo(0, 0)")
        _picture(page, "phone-household")


def _request(house: House) -> None:
    """Something beyond routine: asked for at the counter, approved on a phone, used, as its file shows it."""
    with house.as_("chen") as page:
        _go_to(page, ROOM)
        page.locator(".line", has_text="证件号").get_by_role("link", name="申请查看").click()
        page.fill("[name=why]", "更换产权证，须核对证件号")
        page.locator("form.card button[type=submit]").click()
        page.wait_for_url("**/requests/*-*/")
        file = page.url
    with house.as_("zheng") as page:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.goto(file)
        _picture(page, "phone-approve")
        page.locator("button[value=approve]").click()
        page.wait_for_url("**/inbox/")
    with house.as_("chen") as page:
        _go_to(page, ROOM)
        _opened(page, "证件号")
        page.goto(file)
        _picture(page, "request", full=True)


def _work_order(house: House) -> None:
    """A task goes out as a link, and is opened on a phone at the door."""
    with house.as_("chen") as page:
        _go_to(page, ROOM)
        page.locator("a[href*='/work-orders/new/']").click()
        page.locator(".whom input").last.check()  # the partner's worker stands after the colleagues
        page.locator("form.card button[type=submit]").click()
        page.locator("#message").wait_for()
        _picture(page, "work-order-message")
        link = page.locator("#message").input_value().split("/w/")[1].split()[0]
        pin = page.locator(".sent__pin").text_content() or ""
    with house.outside(PHONE) as page:
        page.goto(f"/w/{link}")
        page.fill("[name=pin]", pin)
        page.locator("form.form button[type=submit]").click()
        page.get_by_role("button", name="我已阅读并同意").click()
        page.locator(".order .line__moves button").first.click()
        page.locator(".revealed").first.wait_for()
        _picture(page, "phone-work-order")


def _opened(page: Page, label: str) -> None:
    line = page.locator(".line", has_text=label).first
    line.locator("form button").first.click()
    page.locator(".line--open").first.wait_for()


def _officer(house: House) -> None:
    with house.as_("su") as page:
        page.goto("/catalogue/")
        _picture(page, "catalogue", full=True)
        page.goto("/residents/import/")
        page.select_option("[name=community]", label=COMMUNITY)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "roster.xlsx"
            file.write_bytes(_roster())
            page.set_input_files("[name=file]", file)
            page.locator("form.card button[type=submit]").click()
            page.wait_for_url("**/columns/")
        page.locator(".bar button").first.click()
        page.wait_for_url("**/check/")
        _picture(page, "import-check", full=True)
        page.goto("/oversight/health/")
        _picture(page, "health", full=True)


def _people(house: House) -> None:
    """A first day, and the posts of the company."""
    with house.as_("ning") as page:
        page.goto("/staff/mine/")
        _picture(page, "first-day")
    with house.as_("fang") as page:
        page.goto("/personnel/posts/")
        _picture(page, "posts")


def _auditor(house: House) -> None:
    with house.as_("ye") as page:
        page.goto("/oversight/ledger/")
        _picture(page, "ledger", full=True)
        page.goto("/oversight/trace/")
        page.select_option("[name=community]", label=COMMUNITY)
        page.fill("[name=room]", ROOM)
        page.locator("form.card button[type=submit]").click()
        if page.locator("[name=subject]").count():
            page.locator("[name=subject]").first.click()
        page.locator(".trace__day").first.wait_for()
        _picture(page, "trace", full=True)
        page.locator(".trace a").first.click()
        page.locator("dl.facts").first.wait_for()
        _picture(page, "proof", full=True)


def _roster() -> bytes:
    """A roster as offices have them: some numbers of numeric type, blanks, a wrong check digit, a sum."""
    chance = random.Random(7)  # noqa: S311 - invented people need no secrecy
    rows: list[Sequence[object]] = [HEADINGS]
    for place, home in enumerate(synthetic.households(48, seed=11)):
        phone: object = home.phones[0]
        number = home.id_number
        if place % 7 == 0:
            phone = f"{home.phones[0][:3]} {home.phones[0][3:7]} {home.phones[0][7:]}"
        if place % 11 == 3:
            phone = home.phones[0][:9]
        if place % 13 == 5:
            number = number[:-1] + ("1" if number[-1] != "1" else "2")
        name = "" if place == 20 else home.name
        plate = home.plates[0] if home.plates else ""
        shoe = chance.randint(36, 44)
        rows.append(
            ("6栋", home.unit, home.room, name, phone, number, plate, home.move_in, home.remark, shoe)
        )
    rows.append(("合计", "", "", "48 户"))
    return _workbook(rows)


def _workbook(rows: Sequence[Sequence[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("6栋")
    sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "业主信息登记表")
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def _picture(page: Page, name: str, *, full: bool = False) -> None:
    """The window, or the whole page in a window that is tall enough for it: bars stay at the edge."""
    if full:
        tall = max(DESKTOP["height"], int(page.evaluate("document.documentElement.scrollHeight")))
        page.set_viewport_size({"width": DESKTOP["width"], "height": min(tall, TALLEST)})
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"{name}.png", animations="disabled", caret="hide")
    if full:
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    return parser.parse_args()


if __name__ == "__main__":
    main()
