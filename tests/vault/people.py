"""Invented people, and the two ways to the tables: through a scope, and behind the vault's back."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
from django.conf import settings
from django.db import connection, transaction

from lindun.config import postgres
from lindun.scope.opening import RowScope, open_scope
from lindun.vault.records import NewValue, SearchForm, Source

HERE, THERE, BUILDING, NEXT_DOOR = 7001, 7002, 71, 72
PHONE, NAME = "13912345678", "欧阳测试"
COLLECTED = datetime(2026, 11, 21, 10, 42, 0, 123456, tzinfo=UTC)
SOURCE = Source(
    "import", uuid.UUID(int=99), datetime(2026, 11, 21, 10, 42, 0, 123456, tzinfo=UTC), "handover"
)


@contextmanager
def in_scope(*communities: int, buildings: tuple[int, ...] = ()) -> Iterator[None]:
    """A committed transaction that sees these communities and buildings."""
    with transaction.atomic():
        open_scope(RowScope(frozenset(communities), frozenset(buildings)))
        yield


def phone(plaintext: str = PHONE, *, ordinal: int = 0) -> NewValue:
    masked = f"{plaintext[:3]}****{plaintext[-4:]}"
    forms = (SearchForm("phone", "whole", plaintext), SearchForm("phone", "last4", plaintext[-4:]))
    return NewValue("phone", plaintext, masked, SOURCE, ordinal=ordinal, forms=forms)


def name(plaintext: str = NAME) -> NewValue:
    return NewValue("name", plaintext, "欧阳**", SOURCE, forms=(SearchForm("name", "whole", plaintext),))


@contextmanager
def storage() -> Iterator[psycopg.Connection]:
    """The database as somebody with full rights on the server has it, past the row scope."""
    conninfo = postgres.superuser_conninfo(settings.HOME, str(connection.settings_dict["NAME"]))
    with psycopg.connect(conninfo, autocommit=True) as admin:
        yield admin
