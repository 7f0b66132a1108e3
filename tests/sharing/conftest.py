"""An installation whose calls go through a provider of intermediary numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from lindun.sharing.dial import chosen
from tests.sharing import provider
from tests.sharing.provider import KEY_ID, POOL, SECRET, Service


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The provider: a server of this test."""
    secret = tmp_path / "dial.key"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    with provider.running() as found:
        monkeypatch.setattr(settings, "DIAL_PROVIDER", "alibaba")
        monkeypatch.setattr(settings, "DIAL_ENDPOINT", found.endpoint)
        monkeypatch.setattr(settings, "DIAL_POOL", POOL)
        monkeypatch.setattr(settings, "DIAL_KEY_ID", KEY_ID)
        monkeypatch.setattr(settings, "DIAL_SECRET_FILE", secret)
        chosen.provider.cache_clear()
        yield found
    chosen.provider.cache_clear()
