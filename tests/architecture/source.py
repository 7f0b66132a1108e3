"""The source as the architecture tests read it: parsed modules, a whole tree or a planted sample.

A check is a function from modules (or files) to breaches, each a line naming the place. The same function
meets the house and, in its own test, a sample with a planted breach: a check that finds nothing anywhere is
no check.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "lindun"


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name and its text. `is_package` is true for an `__init__.py`."""

    name: str
    text: str = field(repr=False)
    is_package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def is_in(self, *packages: str) -> bool:
        return any(self.name == package or self.name.startswith(f"{package}.") for package in packages)

    @property
    def is_migration(self) -> bool:
        return ".migrations." in f"{self.name}."

    def imports(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield (module, name, bound as, line) for each import; name is "" for `import module`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, "", alias.asname or alias.name.partition(".")[0], node.lineno
            elif isinstance(node, ast.ImportFrom):
                origin = self._absolute(node)
                for alias in node.names:
                    yield origin, alias.name, alias.asname or alias.name, node.lineno

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        base = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*base, node.module] if node.module else base)

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Yield each call with the last part of what is called: `cursor` for `connection.cursor()`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield last_name(node.func), node


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for a chain of attributes on a name, else ""."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (head := dotted(node.value)):
        return f"{head}.{node.attr}"
    return ""


def sample(text: str, name: str = "lindun.residents.views", *, is_package: bool = False) -> Module:
    return Module(name, text, is_package)


def parsed(folder: Path, root: Path) -> tuple[Module, ...]:
    """Read every Python file under `folder`; names are dotted paths below `root`."""
    return tuple(_module(path, root) for path in sorted(folder.rglob("*.py")))


def _module(path: Path, root: Path) -> Module:
    parts = path.relative_to(root).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if is_package else parts), path.read_text(encoding="utf-8"), is_package)


@cache
def house() -> tuple[Module, ...]:
    """Return the modules of the product. Fails loudly when the tree is not where it should be."""
    modules = parsed(PACKAGE, PACKAGE.parent)
    names = {module.name for module in modules}
    missing = {"lindun", "lindun.core", "lindun.evidence.register"} - names
    if missing:
        raise AssertionError(
            f"the source tree is not where the architecture tests look: no {sorted(missing)}"
        )
    return modules


@cache
def tests() -> tuple[Module, ...]:
    """Return the modules of the tests and benchmarks."""
    folders = [folder for folder in (ROOT / "tests", ROOT / "bench") if folder.is_dir()]
    return tuple(module for folder in folders for module in parsed(folder, ROOT))


def templates() -> tuple[Path, ...]:
    """Return the product's templates."""
    return tuple(sorted(PACKAGE.glob("*/templates/**/*.html")))
