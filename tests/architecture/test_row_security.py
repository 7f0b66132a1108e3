"""Closed by default, in the database: whatever names a community is under forced row-level security."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from lindun.config import postgres
from lindun.config.home import Home

OPEN_TABLES = """
SELECT c.oid::regclass::text
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'community_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity
           AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
ORDER BY 1
"""
LOOSE_VIEWS = """
SELECT c.oid::regclass::text
FROM pg_class c
WHERE c.relkind IN ('v', 'm') AND c.relnamespace = 'public'::regnamespace
  AND (c.relkind = 'm'
       OR NOT coalesce(c.reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on'])
ORDER BY 1
"""
SCOPED_TABLES = """
SELECT count(*) FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'community_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
"""
MIGHTY_ROLES = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'lindun%' AND (rolsuper OR rolbypassrls)"
EXCEPTIONS: dict[str, str] = {
    "estates_building": "the company's buildings by name: a map without people on it",
    "organisation_assignment": "who serves where: read while deciding, before a scope is open",
}
"""Tables that name a community and hold nothing about residents, each with its reason."""


@pytest.fixture
def admin(server: Home, database: str) -> Iterator[psycopg.Connection]:
    conninfo = psycopg.conninfo.make_conninfo(postgres.superuser_conninfo(server), dbname=database)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        yield connection


def names(admin: psycopg.Connection, query: str) -> list[str]:
    return [str(row[0]) for row in admin.execute(query.encode()).fetchall()]


def test_every_table_with_a_community_is_under_forced_row_security(admin: psycopg.Connection) -> None:
    assert int(names(admin, SCOPED_TABLES)[0]) > len(EXCEPTIONS)
    assert names(admin, OPEN_TABLES) == sorted(EXCEPTIONS), (
        "each open table has a reason, each reason a table"
    )


def test_a_table_somebody_forgot_is_found(admin: psycopg.Connection) -> None:
    admin.execute("CREATE TABLE forgotten (id int, community_id int)")
    assert "forgotten" in names(admin, OPEN_TABLES)
    admin.execute("ALTER TABLE forgotten ENABLE ROW LEVEL SECURITY")
    admin.execute("CREATE POLICY p ON forgotten USING (false)")
    assert "forgotten" in names(admin, OPEN_TABLES), "enabled is not forced: the owner would see every row"
    admin.execute("ALTER TABLE forgotten FORCE ROW LEVEL SECURITY")
    assert "forgotten" not in names(admin, OPEN_TABLES)


def test_no_view_goes_round_row_security(admin: psycopg.Connection) -> None:
    assert names(admin, LOOSE_VIEWS) == []


def test_a_view_that_goes_round_is_found(admin: psycopg.Connection) -> None:
    admin.execute("CREATE VIEW round_it AS SELECT 1 AS id")
    admin.execute("CREATE VIEW kept WITH (security_invoker = true) AS SELECT 1 AS id")
    admin.execute("CREATE MATERIALIZED VIEW copied AS SELECT 1 AS id")
    assert names(admin, LOOSE_VIEWS) == ["copied", "round_it"]


def test_no_role_of_the_product_is_above_row_security(admin: psycopg.Connection) -> None:
    assert names(admin, MIGHTY_ROLES) == []
