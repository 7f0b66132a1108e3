"""A list of staff from personnel's spreadsheet to the first page of somebody who came by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import in_both_widths
from tests.journeys.browser import Visitor
from tests.personnel.listing import csv_of

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
HEADING = ("工号", "姓名", "岗位", "所属项目", "楼栋", "身份证号")
ROWS = (
    ("0501", "高晓岚", "秩序员", "云栖里", "3栋", "110101199003070017"),
    ("0502", "高晓岚", "秩序员", "云栖里", "1栋", ""),
    ("0503", "贺子昂", "首席卫星官", "云栖里", "3栋", ""),
)
CHOSEN = "Lists-make-work-5"


def test_a_list_brings_people_whom_a_second_person_lets_in(visit: Visit) -> None:
    personnel = visit("fang")
    page = personnel.page
    personnel.go("/personnel/lists/")
    content = csv_of(*ROWS, heading=HEADING)
    page.set_input_files("input[type=file]", {"name": "员工.csv", "mimeType": "text/csv", "buffer": content})
    personnel.click(personnel.button("上传并读取"))
    expect(page.locator("main")).to_contain_text("没有人要求提供")
    personnel.click(personnel.button("预检"))
    expect(page.locator("main")).to_contain_text("公司没有这个名称的岗位")
    assert in_both_widths(personnel, "a list of staff") == {}
    personnel.screenshot("staff-list")
    for one in page.locator("input[name=apart]").all():
        one.check()
    personnel.click(personnel.button("确认不是同一个人"))
    personnel.click(page.get_by_role("button", name="导入", exact=True))
    expect(page.locator("main")).to_contain_text("等待确认上岗")
    report = page.url.removeprefix(personnel.house.address)

    officer = visit("su")
    officer.go(report)
    expect(officer.page.locator("main")).to_contain_text("0501、0502 有同名者")
    officer.click(officer.button("确认 2 人上岗"))
    expect(officer.page.locator(".toast").first).to_contain_text("2 人")

    personnel.go(report)
    personnel.click(page.get_by_role("link", name="高晓岚").first)
    personnel.click(personnel.page.locator("[data-dialog=new-password]"))
    personnel.click(personnel.page.locator("dialog[open] button[type=submit]"))
    first = page.locator("dd code").last.inner_text()
    arrived(visit(), first)


def arrived(newcomer: Visitor, first: str) -> None:
    """With the password that was handed to her, once; then with her own, to what her post asks."""
    page = newcomer.page
    newcomer.go("/account/login/")
    newcomer.type(page.locator("#id_login"), "0501")
    newcomer.type(page.locator("#id_password"), first)
    newcomer.click(newcomer.sending("#id_password"))
    newcomer.type(page.locator("#id_oldpassword"), first)
    for field in ("#id_password1", "#id_password2"):
        newcomer.type(page.locator(field), CHOSEN)
    newcomer.click(newcomer.sending("#id_password1"))
    newcomer.go("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("岗位要求", use_inner_text=True)
