"""A ledger to break: entries, a sealer run by hand, two mirrors, and a superuser to do damage with."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from lindun.config import postgres
from lindun.config.home import Home
from lindun.core.tlog import Entry, identify
from lindun.ledger import actions, keys, queries
from lindun.ledger.mirrors import DirectoryMirror, Shipper
from lindun.ledger.sealing import ALIAS, at_work
from lindun.ledger.tree import SignedNote

SECOND = 1_000_000_000
SUBJECT = "resident:01902d3e-0000-7000-8000-000000000001"


def entry(*, at: int | None = None, **fields: Any) -> Entry:
    """An entry of `at` (nanoseconds since 1970), by default of now."""
    entry_id, text = identify(nanoseconds=time.time_ns() if at is None else at, randomness=os.urandom(8))
    values: dict[str, Any] = {
        "actor": "staff:7",
        "action": "residents.item.reveal",
        "outcome": "allowed",
        "subjects": (SUBJECT,),
        "items": ("resident.phone",),
        "purpose": "repair.visit",
    }
    return Entry(id=entry_id, at=text, **(values | fields))


@dataclass
class House:
    """Everything a drill needs."""

    home: Home
    database: str
    mirrors: list[Path]
    written: list[Entry] = field(default_factory=list)

    def write(self, count: int = 1, **fields: Any) -> list[Entry]:
        """Append entries, each in a transaction of its own."""
        fresh = [entry(**fields) for _ in range(count)]
        for one in fresh:
            actions.append(one)
        self.written += fresh
        return fresh

    def seal(self) -> SignedNote | None:
        """One round of a sealer that starts, seals and ends."""
        with at_work(keys.read_signer()) as sealer:
            return sealer.seal()

    def ship(self, *directories: Path) -> None:
        """Bring the mirrors (or `directories`) up to what is sealed."""
        with at_work(keys.read_signer()) as sealer:
            newest = sealer.seal()
            assert newest is not None
            for directory in directories or self.mirrors:
                shipper = Shipper(DirectoryMirror(directory), keys=keys.read_verifier_keys(), using=ALIAS)
                shipper.ship(newest)

    def fill(self, count: int) -> list[Entry]:
        """Write, seal and ship; the entries in the order of the tree."""
        self.write(count)
        self.ship()
        return sorted(self.written, key=lambda one: one.id)

    def superuser(self, *statements: str, values: list[Any] | None = None) -> None:
        """What an administrator of the database server can do: anything, without triggers."""
        with psycopg.connect(postgres.superuser_conninfo(self.home, self.database)) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                connection.execute(statement, values)

    def key(self) -> str:
        """The verifier key, as handed to outsiders."""
        return str(keys.read_verifier_keys()[0])


@pytest.fixture
def house(home: Home, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """An empty ledger with its own key, memory and two mirrors."""
    from django.conf import settings

    mirrors = [tmp_path / "mirror-a", tmp_path / "mirror-b"]
    monkeypatch.setattr(settings, "LEDGER_SIGNING_KEY", tmp_path / "keys" / "signing.key")
    monkeypatch.setattr(settings, "LEDGER_PUBLIC_KEY", tmp_path / "public" / "ledger.pub")
    monkeypatch.setattr(settings, "LEDGER_MIRRORS", mirrors)
    keys.create_signing_key()
    house = House(home, database, mirrors)
    house.superuser("TRUNCATE ledger_entry, ledger_leaf, ledger_checkpoint, ledger_mirror")
    queries._answers.clear()
    yield house
    for alias in connections:
        connections[alias].close()
