"""Each database of the matrix has a ledger key of its own, as every installation has."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def ledger_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sealer remembers beside its key how far it came, so a fresh database needs a fresh key."""
    from django.conf import settings

    from lindun.ledger import keys

    monkeypatch.setattr(settings, "LEDGER_SIGNING_KEY", tmp_path / "keys" / "signing.key")
    monkeypatch.setattr(settings, "LEDGER_PUBLIC_KEY", tmp_path / "public" / "ledger.pub")
    keys.create_signing_key()
