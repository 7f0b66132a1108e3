"""The system's Chromium, driven by Playwright, and visitors who watch what their pages do."""

from __future__ import annotations

import json
import os
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User  # noqa: F401 - makes sure that Django is loaded before allauth
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    expect,
)

from lindun.cli.demo_company import current_code
from tests.journeys.house import House

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
DESK, PHONE = (1366, 900), (390, 844)
JOURNEYS = Path(__file__).parent.parent / "artefacts" / "journeys.json"
SCREENS = Path(__file__).parent.parent / "artefacts" / "screens"
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)  # of a machine that has much else to do


def launch(playwright: Playwright) -> Browser:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise RuntimeError("no browser: install the package `chromium`, or name one with CHROMIUM")
    return playwright.chromium.launch(executable_path=found, args=ARGUMENTS)


@dataclass
class Visitor:
    """Somebody at a browser. `steps` counts what her hands do: clicks, keys and fields she types into."""

    house: House
    context: BrowserContext
    page: Page
    steps: int = 0
    began: float = field(default_factory=time.monotonic)
    troubles: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """A journey begins here: count from now."""
        self.steps, self.began = 0, time.monotonic()

    def arrived(self, journey: str, *, steps: int) -> None:
        """The journey is done: its steps and the browser's seconds are kept for the documents."""
        known = json.loads(JOURNEYS.read_text()) if JOURNEYS.exists() else {}
        known[journey] = {"steps": self.steps, "seconds": round(time.monotonic() - self.began, 1)}
        JOURNEYS.parent.mkdir(parents=True, exist_ok=True)
        JOURNEYS.write_text(json.dumps(known, indent=1, sort_keys=True))
        assert self.steps <= steps, f"{journey}: {self.steps} steps"

    def go(self, path: str) -> None:
        self.page.goto(self.house.address + path)

    def click(self, target: Locator) -> None:
        self.steps += 1
        target.click()
        self.page.wait_for_load_state("domcontentloaded")  # what is read next is read of the page it led to

    def type(self, target: Locator, text: str) -> None:
        self.steps += 1
        target.fill(text)

    def press(self, key: str) -> None:
        self.steps += 1
        self.page.keyboard.press(key)

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words)

    def sending(self, field: str) -> Locator:
        """The button that sends the form of this field."""
        return self.page.locator("main form", has=self.page.locator(field)).locator("button[type=submit]")

    def search(self, text: str) -> None:
        """Type into the search box of whatever page this is, and send."""
        self.type(self.page.locator("input[data-search]:visible").first, text)
        self.press("Enter")

    def sign_in(self, account: str) -> None:
        known = self.house.accounts[account]
        self.go("/account/login/")
        self.type(self.page.locator("#id_login"), account)
        self.type(self.page.locator("#id_password"), known["password"])
        self.click(self.sending("#id_password"))
        if known["totp"]:
            self.type(self.page.locator("#id_code"), current_code(known["totp"]))
            self.click(self.sending("#id_code"))
        self.page.wait_for_selector(".sidebar", state="attached")

    def unlock(self, account: str) -> None:
        """Prove at a locked screen who one is; nothing where it is not locked."""
        if "/account/unlock/" not in self.page.url:
            return
        known = self.house.accounts[account]
        field, said = (
            ("#id_code", current_code(known["totp"]))
            if known["totp"]
            else ("#id_password", known["password"])
        )
        self.type(self.page.locator(field), said)
        self.click(self.sending(field))
        self.page.wait_for_selector(".sidebar", state="attached")

    def household(self, room: str, *, purpose: str = "") -> None:
        """Type a room and press Enter: its household opens. Who searches communities says first what for."""
        asked = self.page.locator(".results__ask:visible").get_by_role("button", name=purpose)
        if purpose:
            self.search(room)
        # One household may follow another that looks the same.
        self.page.evaluate("document.documentElement.dataset.left = ''")
        self.click(asked) if purpose else self.search(room)
        self.page.wait_for_selector("html:not([data-left]) #work")

    def screenshot(self, name: str) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.png", full_page=True)


def enter(
    browser: Browser, house: House, *, size: tuple[int, int] = DESK, state: Any = None, downloads: bool = True
) -> Visitor:
    """A visitor with a browser window of her own."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        accept_downloads=downloads,
        storage_state=state,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    visitor = Visitor(house, context, context.new_page())
    context.on("console", lambda message: _heard(visitor, message))
    context.on("weberror", lambda error: visitor.troubles.append(f"exception: {error.error}"))
    context.on("request", lambda request: _asked(visitor, request))
    return visitor


def _heard(visitor: Visitor, message: ConsoleMessage) -> None:
    """Errors of the console, violations of the content policy among them; refused pages are none."""
    refused = "Failed to load resource" in message.text and any(
        f" {code} " in message.text for code in REFUSALS
    )
    if message.type in {"error", "warning"} and not refused:
        visitor.troubles.append(f"console: {message.text}")


REFUSALS = (403, 404, 409, 422, 429)


def _asked(visitor: Visitor, request: Request) -> None:
    if not request.url.startswith((visitor.house.address, "data:", "blob:")):
        visitor.troubles.append(f"request to elsewhere: {request.url}")
