"""A manager has a masked list made, takes it once and opens it; a leaked piece of it leads back to him."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import msoffcrypto
import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.journeys.accessible import in_both_widths
from tests.journeys.browser import Visitor
from tests.journeys.house import House

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def opened(file: Path, password: str) -> list[list[str]]:
    office = msoffcrypto.OfficeFile(io.BytesIO(file.read_bytes()))
    office.load_key(password=password, verify_password=True)
    held = io.BytesIO()
    office.decrypt(held, verify_integrity=True)
    held.seek(0)
    rows = CalamineWorkbook.from_filelike(held).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows]


def test_a_masked_list_from_order_to_the_tracing_of_a_leak(visit: Visit, house: House) -> None:
    manager = visit("lin")
    page = manager.page
    manager.click(page.locator("a[href='/exports/']").first)
    bad = in_both_widths(manager, "list")
    manager.click(page.locator("a[href='/exports/new/']").first)
    bad |= in_both_widths(manager, "purposes")
    manager.click(page.locator("a[href='/exports/new/fee/']"))
    for item in ("name", "phone"):
        manager.click(page.locator(f"input[name=items][value={item}]"))
    bad |= in_both_widths(manager, "order")
    manager.click(manager.sending("input[name=items]"))
    accept = page.locator("form[action$='/accept/'] button")
    expect(accept).to_be_visible(timeout=60_000)
    manager.click(accept)
    take = page.locator("form[action$='/take/'] button")
    expect(take).to_be_visible(timeout=60_000)
    bad |= in_both_widths(manager, "ready")
    number = page.locator("h1").inner_text()
    address = page.url
    with page.expect_download() as download:
        manager.click(take)
    assert download.value.suggested_filename == f"{number}.xlsx"
    page.goto(address)
    expect(page.locator("form[action$='/take/'] button")).to_have_count(0)
    manager.click(page.locator("form[action$='/password/'] button"))
    bad |= in_both_widths(manager, "password")
    password = page.locator("main code").inner_text()
    assert manager.steps <= 10
    rows = opened(Path(download.value.path()), password)
    assert number in rows[0][0]
    assert len(rows) > 300
    assert not [row for row in rows[2:] if "*" not in row[1] or "*" not in row[2]]

    officer = visit("su")
    officer.click(officer.page.locator("#nav [data-fold=oversight] summary"))
    officer.click(officer.page.locator("a[href='/exports/trace/']").first)
    bad |= in_both_widths(officer, "trace")
    leaked = "\n".join(" ".join(row) for row in rows[50:250])
    officer.type(officer.page.locator("textarea[name=text]"), leaked)
    officer.click(officer.sending("textarea[name=text]"))
    expect(officer.page.locator("main h2").first).to_have_text(number)
    assert "林国栋" in officer.page.locator("main").inner_text()
    bad |= in_both_widths(officer, "traced")
    assert bad == {}
