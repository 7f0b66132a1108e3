"""A violation from its report to the file of the person."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import PHONE, Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
ACCUSED = "0068"  # Tan, at the gate


def test_a_violation_from_report_to_file(visit: Visit, tmp_path: Path) -> None:
    number = reported(visit("he"))
    officer, guard = visit("su"), visit("tan", size=PHONE)
    officer.go("/conduct/")
    officer.click(officer.page.locator("ul.rows a", has_text=number))
    officer.click(officer.button("通知陈述"))
    stated(guard, number)
    officer.page.reload()
    officer.click(officer.page.get_by_role("link", name="作出决定"))
    expect(officer.page.locator(".proposal")).to_have_text("口头警告")
    officer.screenshot("case-decide")
    officer.click(officer.button("发出决定"))
    guard.page.reload()
    expect(guard.page.locator("main")).to_contain_text("口头警告")
    guard.screenshot("case-own-decided")
    guard.click(guard.button("我接受这个决定"))
    officer.page.reload()
    officer.click(officer.button("结案"))
    expect(officer.page.get_by_role("link", name="证据卷")).to_be_visible()
    officer.screenshot("case-closed")
    record = evidence(officer, tmp_path)
    assert (record["number"], record["decision"]["measure"]["rung"]) == (number, 2)
    in_the_file(visit("fang"), number)


def reported(supervisor: Visitor) -> str:
    supervisor.go("/conduct/new/")
    page = supervisor.page
    supervisor.type(page.locator("#id_accused"), ACCUSED)
    page.locator("#id_type").select_option("access")
    supervisor.click(page.locator("input[name=intent][value=careless]"))
    supervisor.click(page.locator("input[name=gravity][value=light]"))
    supervisor.type(page.locator("#id_happened_on"), "2026-11-20")
    supervisor.type(page.locator("#id_what"), "替朋友查了一辆车的车主，号码13812345678")
    supervisor.click(supervisor.sending("#id_what"))
    newest = page.locator("ul.rows .row").first
    expect(newest).to_contain_text("越权查看或使用")
    found = re.search(r"WG-\d{4}-\d{4}", newest.inner_text())
    assert found
    return found[0]


def stated(guard: Visitor, number: str) -> None:
    guard.go("/conduct/notices/")
    guard.click(guard.page.locator("ul.rows a", has_text=number))
    own = guard.page.locator("main")
    expect(own).to_contain_text("138****5678")
    expect(own).not_to_contain_text("何建平")
    guard.type(guard.page.locator("#id_words"), "朋友说车被挡住了，我没有走通知车主的流程。")
    guard.click(guard.button("提交陈述"))
    expect(own).to_contain_text("通知车主的流程")


def evidence(officer: Visitor, folder: Path) -> dict[str, object]:
    """Take the file as soon as the closing is sealed, which takes about a second."""
    expect(officer.page.get_by_role("link", name="证据卷")).to_be_visible()
    address = officer.page.url + "file/"
    for _attempt in range(20):
        answer = officer.context.request.get(address)
        if answer.headers["content-type"] == "application/zip":
            break
        officer.page.wait_for_timeout(500)
    target = folder / "evidence.zip"
    target.write_bytes(answer.body())
    with zipfile.ZipFile(target) as archive:
        assert {"SHA256SUMS", "case.json", "case.pdf", "ledger.pub"} <= set(archive.namelist())
        record: dict[str, object] = json.loads(archive.read("case.json"))
    return record


def in_the_file(personnel: Visitor, number: str) -> None:
    """Personnel finds it in the confidentiality file of the guard."""
    personnel.go("/staff/")
    personnel.click(personnel.page.locator("main a", has_text="谭军").first)
    expect(personnel.page.locator("h1")).to_contain_text("谭军")
    person = personnel.page.url.rstrip("/").rpartition("/")[2]
    personnel.go(f"/personnel/file/{person}/")
    expect(personnel.page.locator("main")).to_contain_text(number)
    personnel.screenshot("case-in-the-file")
