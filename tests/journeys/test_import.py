"""The officer brings an old roster in: columns, check, report. A hostile file is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.accessible import in_both_widths
from tests.journeys.browser import Visitor
from tests.journeys.house import House
from tests.rosters import hostile, layouts, people

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]


def bring(officer: Visitor, file: Path) -> None:
    officer.go("/residents/import/")
    officer.page.locator("input[type=file]").set_input_files(file)
    officer.page.locator("select[name=community]").select_option(label="澜石府")
    officer.click(officer.page.locator("main form button[type=submit]").first)


def test_a_messy_roster_comes_in_and_the_report_accounts_for_every_row(
    visit: Visit, house: House, tmp_path: Path
) -> None:
    brought = people.residents(24, seed=7)
    file = tmp_path / "兰亭苑业主 2014最终版.xlsx"
    layouts.blocks(file, brought)
    before = set(house.home.uploads.iterdir())
    officer = visit("su")
    bring(officer, file)
    officer.page.wait_for_url("**/columns/")
    shown = officer.page.content()
    assert not any(person.name in shown or person.phone in shown for person in brought)
    bad = in_both_widths(officer, "columns")
    officer.click(officer.page.locator("main form button[type=submit]").first)
    officer.page.wait_for_url("**/check/")
    shown = officer.page.content()
    assert not any(person.name in shown or person.phone in shown for person in brought)
    bad |= in_both_widths(officer, "check")
    officer.click(officer.page.locator("form[action$='/confirm/'] button.button--primary"))
    officer.page.wait_for_url("**/report/")
    expect(officer.page.locator("h1")).to_be_visible()
    bad |= in_both_widths(officer, "report")
    assert bad == {}
    with officer.page.expect_download() as download:
        officer.page.locator("a[href$='/report/file/']").first.click()
    lines = Path(download.value.path()).read_text(encoding="utf-8")
    assert lines.count('"status": "accepted"') == len(brought)
    assert not any(person.name in lines or person.phone in lines for person in brought)
    assert set(house.home.uploads.iterdir()) == before


def test_a_hostile_file_is_refused_with_words(visit: Visit, house: House, tmp_path: Path) -> None:
    file = tmp_path / "名册.xlsx"
    entity = '<!DOCTYPE worksheet [<!ENTITY rows SYSTEM "file:///etc/hostname">]>'
    file.write_bytes(hostile.archive(hostile.parts(hostile.sheet_xml(prologue=entity))))
    before = set(house.home.uploads.iterdir())
    officer = visit("su")
    bring(officer, file)
    officer.page.wait_for_url("**/report/")
    refusal = officer.page.locator("main .notice--trouble")
    expect(refusal).to_be_visible()
    assert len(refusal.inner_text()) > 12
    officer.screenshot("import-refused")
    assert set(house.home.uploads.iterdir()) == before
