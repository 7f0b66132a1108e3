"""One way to protected data: the house keeps it, and each check finds a planted breach."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from tests.architecture import doors
from tests.architecture.source import Module, house, sample

Check = Callable[[Sequence[Module]], Iterator[str]]

CHECKS: list[Check] = [
    doors.models_by_name,
    doors.handed_on,
    doors.reached_through,
    doors.sealing_names,
    doors.vault_names,
    doors.raw_sql,
    doors.facts_that_write,
    doors.built_sql,
    doors.exposures,
    doors.second_ways_in,
    doors.queries_in_views,
]

GATE = [
    sample(
        "from lindun.vault.opening import unseal_all\nfrom lindun.vault import queries as inner",
        "lindun.gate.reveals",
    ),
    sample(
        "from .reveals import inner as way\nfrom lindun.core.sealing import Revealed",
        "lindun.gate",
        is_package=True,
    ),
]

BREACHES: list[tuple[Check, str, str]] = [
    (doors.models_by_name, "lindun.residents.queries", 'apps.get_model("vault", "SealedValue")'),
    (doors.models_by_name, "lindun.residents.queries", 'apps.get_model("vault.SealedValue")'),
    (
        doors.models_by_name,
        "lindun.residents.queries",
        'apps.get_model(app_label="ledger", model_name="Entry")',
    ),
    (doors.models_by_name, "lindun.residents.queries", "apps.get_model(label, name)"),
    (doors.models_by_name, "lindun.cli.main", 'import_module("lindun.vault.keys")'),
    (doors.handed_on, "lindun.residents.views", "from lindun.gate.reveals import unseal_all"),
    (doors.handed_on, "lindun.residents.views", "from lindun.gate.reveals import inner"),
    (doors.handed_on, "lindun.residents.views", "from lindun.gate import way"),
    (doors.reached_through, "lindun.residents.views", "gate.reveal.vault.open_values(1)"),
    (doors.sealing_names, "lindun.gate.reveals", "from lindun.core.sealing import unseal"),
    (doors.sealing_names, "lindun.gate.reveals", "import lindun.core.sealing"),
    (doors.raw_sql, "lindun.residents.queries", "connection.cursor()"),
    (doors.raw_sql, "lindun.residents.queries", 'Resident.objects.raw("select 1")'),
    (doors.raw_sql, "lindun.residents.queries", 'Resident.objects.extra(where=["true"])'),
    (doors.raw_sql, "lindun.residents.queries", 'RawSQL("select 1", [])'),
    (doors.raw_sql, "lindun.residents.queries", "import psycopg"),
    (doors.facts_that_write, "lindun.residents.facts", 'SQL = "DELETE FROM residents_resident"'),
    (
        doors.facts_that_write,
        "lindun.residents.facts",
        "SQL = \"select set_config('lindun.scope', 'x', true)\"",
    ),
    (doors.built_sql, "lindun.vault.queries", 'cursor.execute(f"select {name}")'),
    (doors.built_sql, "lindun.vault.queries", 'cursor.execute("select " + name)'),
    (doors.built_sql, "lindun.vault.queries", 'cursor.execute("select {}".format(name))'),
    (doors.built_sql, "lindun.vault.queries", 'sql = f"select {name}"\ncursor.executemany(sql, rows)'),
    (doors.built_sql, "lindun.vault.queries", 'sql = "select"\nsql += name\ncursor.execute(sql)'),
    (doors.vault_names, "lindun.config.setup", "from lindun.vault import queries as v\nv.open_values()"),
    (doors.vault_names, "lindun.config.setup", "from lindun.vault.queries import open_values"),
    (doors.exposures, "lindun.residents.views", "opened.value.expose()"),
    (doors.second_ways_in, "lindun.config.settings", 'INSTALLED_APPS = ["django.contrib.admin"]'),
    (doors.second_ways_in, "lindun.residents.models", "from django.contrib import admin"),
    (doors.second_ways_in, "lindun.residents.rules", "allowed = request.user.is_superuser"),
    (doors.queries_in_views, "lindun.residents.views", "Resident.objects.all()"),
    (doors.queries_in_views, "lindun.residents.templatetags.cards", "Resident._default_manager.all()"),
]

LAWFUL: list[tuple[Check, str, str]] = [
    (doors.models_by_name, "lindun.residents.queries", 'apps.get_model("residents", "Resident")'),
    (doors.models_by_name, "lindun.residents.migrations.0002_x", 'apps.get_model("vault", "SealedValue")'),
    (doors.handed_on, "lindun.residents.views", "from lindun.gate import Revealed"),
    (doors.raw_sql, "lindun.residents.migrations.0002_x", 'migrations.RunSQL("select 1")'),
    (doors.raw_sql, "lindun.vault.queries", "connection.cursor()"),
    (doors.raw_sql, "lindun.residents.facts", "connection.cursor()"),
    (doors.facts_that_write, "lindun.residents.facts", 'SQL = "SELECT 1"'),
    (doors.built_sql, "lindun.vault.queries", "cursor.execute(FIND, [token])"),
    (doors.built_sql, "lindun.vault.queries", "cursor.execute(queries.FIND, [token])"),
    (doors.built_sql, "lindun.vault.queries", "sql = LATER if late else FIRST\ncursor.execute(sql)"),
    (doors.vault_names, "lindun.config.setup", "from lindun.vault import rootkey\nrootkey.install_check(c)"),
    (doors.vault_names, "lindun.gate.reveals", "from lindun.vault.queries import open_values"),
    (doors.exposures, "lindun.web.templatetags.web", "value.expose()"),
    (doors.queries_in_views, "lindun.residents.queries", "Resident.objects.all()"),
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps_it(check: Check) -> None:
    found = list(check(house()))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("check", "name", "text"), BREACHES, ids=lambda part: getattr(part, "__name__", part)
)
def test_a_planted_breach_is_found(check: Check, name: str, text: str) -> None:
    assert len(list(check([*GATE, sample(text, name)]))) == 1


@pytest.mark.parametrize(("check", "name", "text"), LAWFUL, ids=lambda part: getattr(part, "__name__", part))
def test_what_is_lawful_is_left_alone(check: Check, name: str, text: str) -> None:
    assert list(check([*GATE, sample(text, name)])) == []
