"""The verifier needs nothing but Python: no package of ours, none of others, not even an installation."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import lindun.verifier
from lindun.verifier.pack import pack
from tests.verifier.conftest import Mirror

SOURCES = sorted(Path(lindun.verifier.__file__).parent.glob("*.py"))


def imported(source: Path) -> set[str]:
    """First names of the modules a file imports; its own package is `.`."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." if node.level == 1 else (node.module or "").partition(".")[0])
    return found


def test_it_imports_the_standard_library_and_itself_only() -> None:
    names = set().union(*map(imported, SOURCES)) - {"."}
    assert names
    assert names <= sys.stdlib_module_names
    assert not {name for source in SOURCES for name in imported(source) if name == "lindun"}


def run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", str(program), *arguments],
        capture_output=True,
        text=True,
        cwd=program.parent,
        check=False,
        timeout=60,
    )


def test_as_one_file_it_runs_where_nothing_is_installed(mirror: Mirror, tmp_path: Path) -> None:
    program = tmp_path / "verifier.pyz"
    pack(program)
    good = run(program, "mirror", str(mirror.directory), "--key", mirror.key)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.endswith("intact\n")
    mirror.tile(0, 1).write_bytes(b"damaged")
    bad = run(program, "mirror", str(mirror.directory), "--key", mirror.key)
    assert bad.returncode == 1
    assert "tile.damaged" in bad.stdout
    assert run(program, "mirror").returncode == 2
    assert run(program, "proof", str(tmp_path / "none"), "--key", mirror.key).returncode == 3


def test_the_same_sources_give_the_same_file_which_can_pack_itself(tmp_path: Path) -> None:
    first, second = tmp_path / "a.pyz", tmp_path / "b.pyz"
    pack(first)
    assert run(first, "pack", str(second)).returncode == 0
    assert first.read_bytes() == second.read_bytes()
