"""House rule: there is one way to protected data. What import contracts do not see is found here.

Found: models fetched by name, names handed on by the gate, SQL written outside the rings around the data,
plaintext taken out of its envelope, Django's admin and the superuser flag.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from tests.architecture.source import Module, dotted, last_name

PRIVATE = ("lindun.vault", "lindun.ledger")
INSIDE = (*PRIVATE, "lindun.gate", "lindun.scope")
SEALING = "lindun.core.sealing"
TYPE_NAMES = {"Revealed", "SealingError"}
"""What the gate may take from core.sealing, and hand on: types, no way to seal or unseal."""

ROOT_KEY = {"check_root_key", "install_check", "RootKeyError"}
"""What an installation and a starting process may ask of the vault: whether the root key is the right one."""

SQL_ALLOWED = (
    *INSIDE,
    "lindun.config.setup",
    "lindun.config.grants",
    "lindun.config.postgres",
    "lindun.cli.doctor",
)
SQL_BUILT = ("lindun.config.setup", "lindun.config.grants", "lindun.config.postgres", "lindun.scope")
"""Who may put SQL together: names of roles, databases and tables are no parameters."""

WRITING = re.compile(
    r"\b(insert\s+into|update\s+\w+\s+set|delete\s+from|truncate|set_config)\b", re.IGNORECASE
)
SQL_CALLS = {"cursor", "raw", "extra", "RawSQL", "RunSQL"}
BY_NAME = {"get_model", "get_registered_model", "import_module", "import_string", "__import__"}
EXPOSE_ALLOWED = (
    SEALING,
    "lindun.web.templatetags",
    "lindun.sharing.dial.alibaba",
    "lindun.exports.making",
    "lindun.papers.page",
)
"""The component that shows a value, and the provider's adapter, which has a call put through to a number."""


def models_by_name(modules: Sequence[Module]) -> Iterator[str]:
    """Find `apps.get_model("vault", ...)` and its like: import contracts do not see them."""
    for module in modules:
        if module.is_in(*INSIDE) or module.is_migration:
            continue
        for name, call in module.calls():
            if name in BY_NAME and not _names_something_public(call):
                yield f"{module.name}:{call.lineno}: {name}() may reach a private package"


def _names_something_public(call: ast.Call) -> bool:
    target = call.args[0] if call.args else next((k.value for k in call.keywords), None)
    if not isinstance(target, ast.Constant) or not isinstance(target.value, str):
        return False  # computed: nobody can read off what it reaches
    first = target.value.removeprefix("lindun.").partition(".")[0].lower()
    return first not in {"vault", "ledger", "scope"}


def handed_on(modules: Sequence[Module]) -> Iterator[str]:
    """Find names of vault, ledger or sealing that reach other packages through the gate."""
    by_name = {module.name: module for module in modules}
    for module in modules:
        if module.is_in(*INSIDE):
            continue
        for origin, name, _, line in module.imports():
            source = _origin(origin, name, by_name)
            if name and origin.startswith("lindun.gate") and _is_private(source) and name not in TYPE_NAMES:
                yield f"{module.name}:{line}: {name} comes from {source} through the gate"


def _origin(module: str, name: str, by_name: dict[str, Module]) -> str:
    """Follow `name` through re-exports to the module that brings it in."""
    if f"{module}.{name}" in by_name or module not in by_name:
        return f"{module}.{name}"
    for origin, original, bound, _ in by_name[module].imports():
        if bound == name and origin != module:
            return _origin(origin, original, by_name) if original else origin
    return module


def _is_private(source: str) -> bool:
    return source.startswith((*PRIVATE, SEALING))


def reached_through(modules: Sequence[Module]) -> Iterator[str]:
    """Find `gate.reveal.vault.open(...)`: an attribute named like a private package."""
    for module in modules:
        if module.is_in(*INSIDE):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr == "vault":
                yield f"{module.name}:{node.lineno}: {dotted(node)} reaches into the vault"


def sealing_names(modules: Sequence[Module]) -> Iterator[str]:
    """Find what the gate takes from core.sealing beyond its two type names."""
    for module in modules:
        if not module.is_in("lindun.gate"):
            continue
        for origin, name, _, line in module.imports():
            if origin.startswith(SEALING) and name not in TYPE_NAMES:
                yield f"{module.name}:{line}: only {sorted(TYPE_NAMES)} of core.sealing are for the gate"


def vault_names(modules: Sequence[Module]) -> Iterator[str]:
    """Find what takes more of the vault than the check of its root key, where only that is needed."""
    for module in modules:
        if module.is_in(*INSIDE) or module.is_migration:
            continue
        vaults = {bound for origin, name, bound, _ in module.imports() if _is_vault(origin, name)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and dotted(node.value) in vaults and node.attr not in ROOT_KEY:
                yield f"{module.name}:{node.lineno}: {dotted(node)} is for the gate"
        for origin, name, _, line in module.imports():
            if origin.startswith("lindun.vault.") and name not in ROOT_KEY:
                yield f"{module.name}:{line}: {name or origin} is for the gate"


def _is_vault(origin: str, name: str) -> bool:
    return f"{origin}.{name}".startswith("lindun.vault.")


def raw_sql(modules: Sequence[Module]) -> Iterator[str]:
    """Find SQL, cursors and database drivers outside the packages that guard the data."""
    for module in modules:
        if module.is_in(*SQL_ALLOWED) or module.is_migration or _is_facts(module):
            continue
        for name, call in module.calls():
            if name in SQL_CALLS:
                yield f"{module.name}:{call.lineno}: {name}() speaks to the database past the models"
        for origin, _, _, line in module.imports():
            if origin.partition(".")[0] in {"psycopg", "psycopg_pool", "sqlite3"}:
                yield f"{module.name}:{line}: {origin} speaks to the database past the models"


def _is_facts(module: Module) -> bool:
    """An app's facts.py answers the gate in the middle of a decision; it may spare the models' cost."""
    return module.name.endswith(".facts")


def facts_that_write(modules: Sequence[Module]) -> Iterator[str]:
    """Find statements in a facts.py that are no plain SELECT."""
    for module in modules:
        for node in ast.walk(module.tree) if _is_facts(module) else ():
            if isinstance(node, ast.Constant) and WRITING.search(str(node.value)):
                yield f"{module.name}:{node.lineno}: facts are read, not written"


def built_sql(modules: Sequence[Module]) -> Iterator[str]:
    """Find SQL put together from pieces at run time: values travel as parameters."""
    for module in modules:
        if module.is_in(*SQL_BUILT) or module.is_migration:
            continue
        built = _built_names(module)
        for name, call in module.calls():
            if name in {"execute", "executemany", "copy"} and call.args and _is_built(call.args[0], built):
                yield f"{module.name}:{call.lineno}: {name}() with SQL put together at run time"


def _built_names(module: Module) -> set[str]:
    """Return the names that are given a text put together at run time anywhere in the module."""
    built: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if isinstance(node, ast.AugAssign) or _is_built(node.value, built):
                built |= {last_name(target) for target in targets}
    return built


def _is_built(node: ast.expr, built: set[str]) -> bool:
    if isinstance(node, ast.BinOp | ast.JoinedStr):
        return True
    if isinstance(node, ast.Call):
        return last_name(node.func) in {"format", "join", "replace"}
    name = last_name(node)
    return bool(name) and name in built


def exposures(modules: Sequence[Module]) -> Iterator[str]:
    """Find who takes plaintext out of a Revealed value besides what shows it and what encrypts a file."""
    for module in modules:
        if module.is_in(*EXPOSE_ALLOWED):
            continue
        for name, call in module.calls():
            if name == "expose":
                yield f"{module.name}:{call.lineno}: expose() outside the revealing component"


def second_ways_in(modules: Sequence[Module]) -> Iterator[str]:
    """Find Django's admin and the superuser flag: an account that may do everything does not exist."""
    for module in modules:
        if module.is_migration:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and node.value == "django.contrib.admin":
                yield f"{module.name}:{node.lineno}: Django's admin is a second way in"
            if isinstance(node, ast.Attribute) and node.attr in {"is_superuser", "is_staff"}:
                yield f"{module.name}:{node.lineno}: {node.attr} opens nothing in this house"
        for origin, name, _, line in module.imports():
            if f"{origin}.{name}".startswith("django.contrib.admin"):
                yield f"{module.name}:{line}: Django's admin is a second way in"


def queries_in_views(modules: Sequence[Module]) -> Iterator[str]:
    """Find managers in views, forms and template tags: reads are in queries.py, writes in actions.py."""
    for module in modules:
        if not {"views", "forms", "templatetags"} & set(module.name.split(".")):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in {
                "objects",
                "_default_manager",
                "_base_manager",
            }:
                yield f"{module.name}:{node.lineno}: {dotted(node)} belongs in queries.py or actions.py"
