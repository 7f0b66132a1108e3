"""Looking at a page as a person with a reader, a keyboard or a small screen meets it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.browser import DESK, PHONE, Visitor

BAD = {"serious", "critical"}
AXE = Axe()


def troubles(page: Page) -> list[str]:
    """Serious faults of accessibility, and whether the page is wider than its screen."""
    found: Any = AXE.run(page).response["violations"]
    bad = [f"{each['id']}: {each['nodes'][0]['target']}" for each in found if each["impact"] in BAD]
    return bad + (["wider than the screen"] if _is_wide(page) else [])


def in_both_widths(visitor: Visitor, name: str) -> dict[str, list[str]]:
    """Troubles of the page at hand at a desk and on a phone."""
    bad = {}
    for size in (PHONE, DESK):
        visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
        if found := troubles(visitor.page):
            bad[f"{name} {size[0]}"] = found
    return bad


def too_wide(page: Page, name: str) -> dict[str, list[str]]:
    """Whether the page at hand is wider than a phone, and nothing else: quick."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    return {f"{name} {PHONE[0]}": ["wider than the screen"]} if _is_wide(page) else {}


def _is_wide(page: Page) -> bool:
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
    return bool(page.evaluate(wide))
