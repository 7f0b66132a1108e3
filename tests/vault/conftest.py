"""A database with the root key installed and two communities of invented people."""

from __future__ import annotations

import uuid

import pytest
from django.db import connections
from tests.vault.people import BUILDING, HERE, THERE, in_scope, name, phone, storage

from lindun.vault import actions, rootkey
from lindun.vault.records import Subject


@pytest.fixture
def vault(database: str) -> str:
    """Two communities with keys, nobody in them yet; returns the name of the database."""
    with storage() as admin:  # the cast is not needed here, and its rows would be counted
        admin.execute("TRUNCATE vault_communitykey, vault_subjectkey, vault_sealedvalue, vault_token")
    with connections["owner"].cursor() as cursor:
        rootkey.install_check(cursor)
    for community in (HERE, THERE):
        with in_scope(community):
            actions.create_community_key(community_id=community)
    return database


@pytest.fixture
def person(vault: str) -> Subject:
    """Somebody in HERE with a name and a phone number."""
    subject = Subject(uuid.uuid4(), HERE, BUILDING)
    with in_scope(HERE):
        actions.seal_values(subject=subject, values=[name(), phone()])
    return subject
