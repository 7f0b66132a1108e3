"""One house and one browser for all journeys; everybody signs in once and comes back with that session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys import browser as windows
from tests.journeys import house as houses
from tests.journeys.browser import DESK, Visitor
from tests.journeys.house import House

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    with houses.running() as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        window = windows.launch(playwright)
        yield window
        window.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """The cookies of those who have signed in: a second sign-in would end the first."""
    return {}


@pytest.fixture
def visit(house: House, browser: Browser, sessions: dict[str, Any]) -> Iterator[Visit]:
    """`visit("chen")` is Chen at her desk, with `size=PHONE` on her phone; `visit()` is somebody unknown."""
    here: list[Visitor] = []

    def enter(account: str = "", *, size: tuple[int, int] = DESK) -> Visitor:
        visitor = windows.enter(browser, house, size=size, state=sessions.get(account))
        here.append(visitor)
        if account:
            visitor.go("/")
            visitor.unlock(account)  # nobody was at her screen since an earlier journey
        if account and "/account/login/" in visitor.page.url:
            visitor.sign_in(account)
            sessions[account] = visitor.context.storage_state()
        visitor.begin()
        return visitor

    yield enter
    troubles = [trouble for visitor in here for trouble in visitor.troubles]
    for visitor in here:
        visitor.context.close()
    assert troubles == []
