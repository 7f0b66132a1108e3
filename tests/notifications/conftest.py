from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.notifications import groups
from tests.notifications.groups import Group


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> Iterator[Group]:
    """Groups on a server of this test, allowed as an operator would allow a gateway inside the house."""
    with groups.running() as running:
        monkeypatch.setattr(settings, "ROBOT_ORIGINS", frozenset({running.origin}))
        monkeypatch.setattr(settings, "PUBLIC_ADDRESS", "https://lindun.example")
        yield running
