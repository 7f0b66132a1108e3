"""SQL injected into the serving connection: the attacker says anything, as the serving role.

She reaches no resident outside the open passage, cannot open or widen a scope, cannot read the scope key,
and cannot alter the ledger.
"""

from __future__ import annotations

import time

import pytest
from django.db import Error, connection, transaction

from lindun import gate
from lindun.gate import Action
from tests import cast

PROTECTED = (
    "residents_resident", "estates_dwelling", "vault_sealedvalue", "vault_token", "vault_subjectkey",
    "requests_task", "requests_lookup", "requests_alert", "residents_rosterimport", "residents_rosterrow",
)  # fmt: skip


def inject(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("table", PROTECTED)
def test_no_row_is_visible_while_no_passage_is_open(database: str, table: str) -> None:
    assert inject(f"SELECT count(*) FROM {table}") == [(0,)]


def test_a_union_inside_a_passage_stays_inside_its_reach(database: str) -> None:
    with gate.passage(cast.identity("counter"), Action.RESIDENT_SEARCH):
        rows = inject(
            "SELECT 'x', 0 UNION SELECT masked, building_id FROM vault_sealedvalue WHERE item = 'plate'"
        )
        assert len(rows) == 3  # the 'x', and the two plates of her building
        assert inject("SELECT count(DISTINCT community_id) FROM residents_resident") == [(1,)]


FORGERIES = [
    "v1|99999999999|{pid}|1,2,3|1,2,3|residents.resident.list|" + "0" * 64,
    "v1|99999999999|{pid}|1,2,3|||" + "f" * 64,
    "v1|99999999999|{pid}|1,2,3",
    "||||||",
    "'; select 1; --",
]


@pytest.mark.parametrize("forged", FORGERIES)
def test_a_forged_scope_is_refused_loudly(database: str, forged: str) -> None:
    pid = inject("SELECT pg_backend_pid()")[0][0]
    with pytest.raises(Error, match="scope statement"), transaction.atomic():
        inject(
            f"SELECT set_config('lindun.scope', '{forged.format(pid=pid)}'".replace("'';", "''''';")
            + ", true)"
        )
        inject("SELECT count(*) FROM residents_resident")


def test_the_scope_of_a_narrow_passage_cannot_be_edited_into_a_wide_one(database: str) -> None:
    with (
        pytest.raises(Error, match="not signed"),
        gate.passage(cast.identity("counter"), Action.RESIDENT_SEARCH),
    ):
        inject(
            "SELECT set_config('lindun.scope', (SELECT p[1]||'|'||p[2]||'|'||p[3]||'|1,2,3|'||p[5]||'|'||p[6]"
            "||'|'||p[7]"
            " FROM string_to_array(current_setting('lindun.scope'), '|') p), true)"
        )
        inject("SELECT count(*) FROM residents_resident")


def test_a_scope_stolen_from_another_connection_is_refused(database: str) -> None:
    with gate.passage(cast.identity("general_manager"), Action.RESIDENT_LIST):
        stolen = inject("SELECT current_setting('lindun.scope')")[0][0]
    connection.close()
    with pytest.raises(Error, match="not for this connection"), transaction.atomic():
        inject(f"SELECT set_config('lindun.scope', '{stolen}', true)")
        inject("SELECT count(*) FROM residents_resident")


def test_a_stolen_scope_dies_with_its_minute(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from lindun.scope import opening

    monkeypatch.setattr(opening.time, "time", lambda real=time.time: real() - opening.VALID_SECONDS - 5)
    with pytest.raises(Error, match="expired"), transaction.atomic():
        opening.open_scope(opening.RowScope(communities=frozenset({1, 2})))
        inject("SELECT count(*) FROM residents_resident")


RAISING_ONESELF = [
    "UPDATE organisation_staff SET role = 'general_manager', clearance = 4",
    "UPDATE organisation_staff SET status = 'active'",
    "UPDATE organisation_staff SET department_id = NULL",
    "UPDATE organisation_staff SET number = number || 'x'",
    "UPDATE organisation_department SET name = name || 'x'",
    "INSERT INTO organisation_assignment (staff_id, community_id) SELECT id, 1 FROM organisation_staff",
    "DELETE FROM organisation_assignment",
    "UPDATE catalogue_need SET way = 'reveal'",
    "INSERT INTO catalogue_need (purpose_id, item_id, way) VALUES ('fee', 'id_number', 'reveal')",
    "UPDATE catalogue_dataitem SET level = 0",
    "UPDATE auth_user SET password = 'md5$a$b' WHERE username = 'general_manager'",
    "UPDATE auth_user SET username = 'general_manager2'",
    "DELETE FROM mfa_authenticator",
    "UPDATE mfa_authenticator SET user_id = 1",
    "UPDATE organisation_staff SET raised_by_id = NULL",
    "UPDATE organisation_staff SET id = gen_random_uuid()",
    "UPDATE auth_user SET id = id + 1000",
    "UPDATE auth_user SET email = 'x@example.org'",
    "UPDATE catalogue_change SET proposed_by_id = (SELECT min(id::text)::uuid FROM organisation_staff)",
    "INSERT INTO catalogue_change (id, purpose_id, item_id, before, after, necessity, state, proposed_by_id,"
    " proposed_at) SELECT gen_random_uuid(), 'repair', 'id_number', '', 'reveal', 'because', 'proposed', id,"
    " now() FROM organisation_staff LIMIT 1",
    "UPDATE residents_resident SET dwelling_id = gen_random_uuid()",
    "UPDATE residents_rosterimport SET second_factor = true, started_by_id = NULL",
    "DELETE FROM residents_rosterrow",
    "UPDATE personnel_stafflist SET proposed_by_id = (SELECT min(id::text)::uuid FROM organisation_staff)",
    "INSERT INTO personnel_stafflistrow (staff_list_id, row, number, outcome, problems)"
    " VALUES (gen_random_uuid(), 1, '0038', 'new', '[]')",
]


@pytest.mark.parametrize("statement", RAISING_ONESELF)
def test_facts_the_gate_decides_by_change_only_in_a_passage_for_them(database: str, statement: str) -> None:
    with pytest.raises(Error, match="only inside a passage"), transaction.atomic():
        inject(statement)
    with (
        pytest.raises(Error, match="only inside a passage"),
        gate.passage(cast.identity("manager"), Action.TASK_OPEN),
    ):
        inject(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE requests_task SET closes_at = now() + interval '1 year', closed_at = NULL",
        "UPDATE requests_task SET purpose_id = 'fee'",
    ],
)
def test_tasks_change_only_where_they_are_opened_and_closed(database: str, statement: str) -> None:
    with (
        pytest.raises(Error, match="only inside a passage"),
        gate.passage(cast.identity("counter"), Action.HOUSEHOLD_VIEW),
    ):
        inject(statement)


FORBIDDEN = [
    "SELECT * FROM scope.signing_key",
    "SET ROLE lindun_owner",
    "SET SESSION AUTHORIZATION lindun_owner",
    "ALTER TABLE residents_resident DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE residents_resident NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY row_scope ON residents_resident",
    "CREATE TABLE public.mine (x int)",
    "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'select 1'",
    "COPY residents_resident TO PROGRAM 'cat'",
    "COPY vault_sealedvalue TO 'stolen.csv'",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT lo_import('/etc/passwd')",
    "TRUNCATE residents_resident",
    "INSERT INTO ledger_entry (body) SELECT body FROM ledger_entry LIMIT 1",
    "SELECT ledger_append('{}', sha256('x'))",
    "SELECT ledger_append(body, NULL) FROM ledger_entry LIMIT 1",
    "UPDATE ledger_entry SET body = body",
    'INSERT INTO account_emailaddress (user_id, email, verified, "primary")'
    " SELECT id, 'x@example.org', true, true FROM auth_user LIMIT 1",
    "DELETE FROM ledger_entry",
    "TRUNCATE ledger_entry",
    "INSERT INTO ledger_leaf (index, entry, hash) VALUES (0, gen_random_uuid(), sha256('x'))",
    "INSERT INTO ledger_checkpoint (size, root, note, at) VALUES (1, sha256('x'), 'x', now())",
    "UPDATE ledger_mirror SET current_at = now()",
    "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
    "SET session_replication_role = replica; DELETE FROM ledger_entry",
    "UPDATE vault_communitykey SET wrapped = 'x'",
    "DELETE FROM vault_communitykey",
    "DELETE FROM vault_subjectkey",
    "UPDATE vault_keycheck SET check_value = 'x'",
    "DELETE FROM organisation_staff",
    "ALTER ROLE lindun_app BYPASSRLS",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_serving_role_has_no_right_to(database: str, statement: str) -> None:
    with pytest.raises(Error), transaction.atomic():
        inject(statement)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nor_from_within_the_widest_passage(database: str, statement: str) -> None:
    with pytest.raises(Error), gate.passage(cast.identity("general_manager"), Action.RESIDENT_LIST):
        inject(statement)


def test_row_security_cannot_be_switched_off_for_a_query(database: str) -> None:
    with pytest.raises(Error), transaction.atomic():
        inject("SET LOCAL row_security = off")
        inject("SELECT count(*) FROM residents_resident")


def test_an_operator_of_her_own_learns_nothing_through_the_back(database: str) -> None:
    """Error and timing side doors of leaky expressions: they run after the row scope has filtered."""
    with gate.passage(cast.identity("counter"), Action.RESIDENT_SEARCH), transaction.atomic():
        found = inject(
            "SELECT masked FROM vault_sealedvalue WHERE 1 / (CASE WHEN building_id > 0 THEN 1 END) = 1"
        )
        assert len(found) > 0
    with transaction.atomic():
        # With no passage open, a division by zero for every existing row raises for none of them.
        assert inject("SELECT 1 FROM vault_sealedvalue WHERE 1 / (length(masked) - length(masked)) = 1") == []


def test_sealed_values_are_of_no_use_without_keys(database: str) -> None:
    with gate.passage(cast.identity("counter"), Action.RESIDENT_SEARCH):
        stored = b"".join(bytes(row[0]) for row in inject("SELECT ciphertext FROM vault_sealedvalue"))
    for value in (cast.OWNER.name, *cast.OWNER.phones, cast.OWNER.id_number, cast.OWNER.plate):
        assert value.encode() not in stored


def test_the_ledger_survives_an_attempt_to_rewrite_it(database: str) -> None:
    before = inject("SELECT count(*), max(id::text) FROM ledger_entry")
    for statement in ("UPDATE ledger_entry SET body = '{}'", "DELETE FROM ledger_entry"):
        with pytest.raises(Error), transaction.atomic():
            inject(statement)
    assert inject("SELECT count(*), max(id::text) FROM ledger_entry") == before
