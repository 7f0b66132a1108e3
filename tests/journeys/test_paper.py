"""What leaves a page by paper, clipboard and camera: one sentence, nothing, and whose screen it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.browser import Visitor

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
ATTEMPTS = "**/attempts/"


def on_paper(page: Page) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages)


def to_a_household(visitor: Visitor, room: str) -> None:
    visitor.household(room)


def mark_pixels(page: Page) -> bool:
    """Whether a photo of the screen differs by the mark: the same screen with and without it."""
    photo = page.screenshot()
    page.locator(".mark").evaluate("mark => { mark.style.visibility = 'hidden' }")
    bare = page.screenshot()
    page.locator(".mark").evaluate("mark => { mark.style.visibility = '' }")
    return photo != bare


@pytest.mark.req("USE-13")
def test_a_photo_names_the_viewer_and_paper_holds_one_sentence(visit: Visit) -> None:
    clerk = visit("chen")
    to_a_household(clerk, "3-1-501")
    page = clerk.page
    mark = page.locator(".mark")
    said = mark.get_attribute("data-mark") or ""
    name = "陈晓岚"
    assert said == f"{name} 0031"
    assert re.fullmatch(rf"{said} · \d\d-\d\d \d\d:\d\d", mark.locator("text").first.inner_html())
    assert mark_pixels(page)
    with page.expect_response(ATTEMPTS) as refused:
        paper = on_paper(page)
    assert refused.value.status == 403
    assert "不允许打印" in paper
    assert said in paper
    shown = [page.locator("main h1").inner_text(), *page.locator("main .masked").all_inner_texts()]
    assert len(shown) > 2
    assert [words for words in shown if words in paper] == []
    auditor = visit("ye")
    auditor.go("/oversight/ledger/")
    row = auditor.page.locator("main tbody tr", has_text="打印页面").first
    expect(row).to_contain_text("未放行")
    expect(row).to_contain_text(name)
    auditor.screenshot("paper-ledger")


def test_an_opened_value_is_not_copied_and_the_try_is_told(visit: Visit) -> None:
    clerk = visit("chen")
    to_a_household(clerk, "3-1-601")
    clerk.click(clerk.button("维修联系"))
    clerk.click(clerk.button("现场的同事需要"))
    clerk.click(clerk.button("查看").first)
    expect(clerk.page.locator(".revealed__value")).to_be_visible()
    with clerk.page.expect_response(ATTEMPTS) as refused:
        clerk.press("Control+c")
    assert refused.value.status == 403
    expect(clerk.page.get_by_text("这里不能复制").first).to_be_visible()


def test_a_masked_list_is_not_copied_but_what_one_typed_is(visit: Visit) -> None:
    clerk = visit("chen")
    clerk.go("/residents/?purpose=repair")
    page = clerk.page
    expect(page.locator("table .masked").first).to_be_visible()
    assert page.evaluate(COPY, "main") == {"kept": True}
    expect(page.get_by_text("这里不能复制").first).to_be_visible()
    clerk.type(page.locator("input[data-search]:visible").first, "3-1-501")
    page.locator("input[data-search]:visible").first.select_text()
    assert page.evaluate(COPY_TYPED) == {"kept": False}
    clerk.screenshot("paper-copying")


COPY = """where => {
  getSelection().selectAllChildren(document.querySelector(where));
  const copy = new ClipboardEvent("copy", { bubbles: true, cancelable: true });
  document.querySelector(where).dispatchEvent(copy);
  return { kept: copy.defaultPrevented };
}"""
COPY_TYPED = """() => {
  const copy = new ClipboardEvent("copy", { bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(copy);
  return { kept: copy.defaultPrevented };
}"""
