"""The rings hold: `.importlinter` finds nothing in the house, and each breach planted in a copy of it."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.architecture.source import PACKAGE, ROOT, Module, house, sample

LINT = "import sys; from importlinter.cli import lint_imports_command as main; main()"

BREACHES = {
    "Imports point inward": [
        ("lindun.estates.models", "lindun.residents.models"),
        ("lindun.web.render", "lindun.organisation.models"),
        ("lindun.gate.passage", "lindun.catalogue.models"),
        ("lindun.residents.models", "lindun.cli"),
        ("lindun.scope.opening", "lindun.gate.passage"),
    ],
    "The packages of the core stand alone": [("lindun.core.policy.rules", "lindun.core.marking")],
    "The core knows no framework, no clock and no outside world": [
        ("lindun.core.marking.levels", "django.conf"),
        ("lindun.core.tlog.entry", "time"),
        ("lindun.core.sealing.values", "socket"),
    ],
    "The vault opens to the gate only": [("lindun.residents.apps", "lindun.vault")],
    "Only the vault seals and unseals": [("lindun.ledger.apps", "lindun.core.sealing.values")],
    "The ledger is written by the gate and read by oversight": [("lindun.residents.apps", "lindun.ledger")],
    "Only the rings around the data open a row scope": [("lindun.residents.apps", "lindun.scope.opening")],
    "The verifier shares no code with the writer": [("lindun.verifier", "lindun.core.tlog")],
}


def lint(folder: Path) -> str:
    """Run the linter over the `lindun` package in `folder` and return what it says."""
    command = [sys.executable, "-c", LINT, "--config", str(ROOT / ".importlinter"), "--no-cache", "--no-logo"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def breached(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says about a copy of the house in which every breach is planted."""
    folder = tmp_path_factory.mktemp("breached")
    shutil.copytree(
        PACKAGE, folder / "lindun", ignore=shutil.ignore_patterns("__pycache__", "*.html", "*.toml")
    )
    for breach in (breach for breaches in BREACHES.values() for breach in breaches):
        plant(folder, *breach)
    return lint(folder)


def plant(folder: Path, importer: str, imported: str) -> None:
    path = folder.joinpath(*importer.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{before}\nimport {imported} as planted\n", encoding="utf-8")


def section(output: str, contract: str) -> str:
    """Return the part of the linter's report on broken contracts that belongs to `contract`."""
    _, _, report = output.partition("Broken contracts")
    _, heading, rest = report.partition(f"\n{contract}\n")
    assert heading, f"{contract!r} is not reported as broken:\n{output}"
    names = [name for name in BREACHES if name != contract]
    ends = [rest.index(f"\n{name}\n") for name in names if f"\n{name}\n" in rest]
    return rest[: min(ends, default=len(rest))]


def test_the_house_keeps_every_contract() -> None:
    output = lint(PACKAGE.parent)
    assert f"Contracts: {len(BREACHES)} kept, 0 broken." in output, output


@pytest.mark.parametrize(
    ("contract", "importer", "imported"),
    [(contract, *breach) for contract, breaches in BREACHES.items() for breach in breaches],
)
def test_a_planted_import_breaks_its_contract(
    breached: str, contract: str, importer: str, imported: str
) -> None:
    lines = [line for line in section(breached, contract).splitlines() if f"{importer} ->" in line]
    assert any(imported.split(".")[0] in line for line in lines), section(breached, contract)


def strange_imports(modules: list[Module]) -> list[str]:
    """Find what the verifier imports besides the standard library and itself."""
    allowed = sys.stdlib_module_names | {"__future__"}
    return [
        f"{module.name}:{line}: {origin}"
        for module in modules
        for origin, _, _, line in module.imports()
        if origin.partition(".")[0] not in allowed and not f"{origin}.".startswith("lindun.verifier.")
    ]


def test_the_verifier_needs_the_standard_library_only() -> None:
    verifier = [module for module in house() if module.is_in("lindun.verifier")]
    assert verifier, "the verifier is gone"
    assert strange_imports(verifier) == []


@pytest.mark.parametrize(
    "line", ["import cryptography", "from lindun.core.tlog import entry", "import lindun.verifiers"]
)
def test_a_verifier_with_other_needs_is_found(line: str) -> None:
    assert len(strange_imports([sample(line, "lindun.verifier.tree")])) == 1


CLOCK = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("timezone", "now"),
}
OUTSIDE = {"open", "print", "input", "read_text", "read_bytes", "write_text", "write_bytes"}


def looks_outside(modules: list[Module]) -> list[str]:
    """Find calls in the core that ask the clock or touch a file although their module may be imported."""
    found = []
    for module in modules:
        for name, call in module.calls():
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            of = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if (of, name) in CLOCK or name in OUTSIDE:
                found.append(f"{module.name}:{call.lineno}: {name}()")
    return found


def test_the_core_asks_neither_clock_nor_files() -> None:
    core = [module for module in house() if module.is_in("lindun.core")]
    assert len(core) > 20
    assert looks_outside(core) == []


@pytest.mark.parametrize(
    "line", ["datetime.now(UTC)", "datetime.datetime.now()", "date.today()", "open('x')", "path.read_text()"]
)
def test_a_core_that_looks_outside_is_found(line: str) -> None:
    assert len(looks_outside([sample(line, "lindun.core.tlog.entry")])) == 1
