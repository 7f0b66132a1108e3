"""House rule: small files, short functions, honest names, no off-switches, contracts where they count."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO

from tests.architecture.source import Module, dotted

MAX_FUNCTION = 60
MAX_FILE = 400
NOBODY_OVER = 600

NAMELESS = {
    "utils",
    "util",
    "common",
    "commons",
    "helpers",
    "helper",
    "misc",
    "shared",
    "signals",
    "stuff",
    "tools",
}
OFF_SWITCH = re.compile(
    r"(^|_)(skip|bypass|disable|disabled|suppress|unsafe|insecure|force)(_|$)"
    r"|(^|_)(no|without|ignore)_(check|checks|permission|permissions|audit|ledger|entry|log|mask|masking|gate|scope|rules?)"
)
SWITCHES = {
    "audit",
    "authorise",
    "authorize",
    "check",
    "enforce",
    "ledger",
    "log",
    "log_action",
    "mask",
    "verify",
}
"""Names that must not be a parameter with a bool as its default: `log=False` is an off-switch too."""

CONTRACTED = ("lindun.core", "lindun.vault", "lindun.ledger", "lindun.gate")
SIGNALS = (
    "django.db.models.signals",
    "django.dispatch",
    "django.core.signals",
    "django.contrib.auth.signals",
)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def functions(module: Module) -> Iterator[tuple[str, Function]]:
    """Yield (dotted name, node) for each function and method."""
    yield from _functions(module.tree, module.name)


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield f"{prefix}.{child.name}", child
        yield from _functions(child, f"{prefix}.{child.name}" if isinstance(child, Named) else prefix)


def oversize(modules: Sequence[Module]) -> dict[str, int]:
    """Return name -> lines for every function and file over its budget."""
    over = {}
    for module in modules:
        if module.is_migration:
            continue
        lines = len(module.text.splitlines())
        if lines > MAX_FILE:
            over[module.name] = lines
        for name, node in functions(module):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION:
                over[name] = length
    return over


def over_budget(modules: Sequence[Module], allowed: Mapping[str, int]) -> Iterator[str]:
    """Find what is too long, what grew beyond its allowance, and allowances no longer needed."""
    over = oversize(modules)
    for name, lines in over.items():
        if lines > allowed.get(name, 0):
            yield f"{name}: {lines} lines, allowed {allowed.get(name, 'no excess')}"
        if lines > NOBODY_OVER:
            yield f"{name}: {lines} lines, and nothing may have more than {NOBODY_OVER}"
    for name in allowed.keys() - over.keys():
        yield f"{name}: within budget now, take it off the list"


def nameless(modules: Sequence[Module]) -> Iterator[str]:
    """Find modules whose name says nothing about what is in them."""
    for module in modules:
        if strange := NAMELESS & set(module.name.split(".")):
            yield f"{module.name}: a {strange.pop()!r} module gathers what has no home; find the noun"


def off_switches(modules: Sequence[Module]) -> Iterator[str]:
    """Find parameters that turn a check off."""
    for module in modules:
        for name, node in functions(module):
            for argument, default in _arguments(node):
                is_switch = (
                    argument in SWITCHES and isinstance(default, ast.Constant) and default.value is not None
                )
                if OFF_SWITCH.search(argument) or is_switch:
                    yield f"{name}:{node.lineno}: parameter {argument!r} turns a check off"


def _arguments(node: Function) -> Iterator[tuple[str, ast.expr | None]]:
    spec = node.args
    positional = [*spec.posonlyargs, *spec.args]
    gap: list[ast.expr | None] = [None] * (len(positional) - len(spec.defaults))
    yield from ((a.arg, d) for a, d in zip(positional, [*gap, *spec.defaults], strict=True))
    yield from ((a.arg, d) for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True))


def hidden_deeds(modules: Sequence[Module]) -> Iterator[str]:
    """Find signal receivers and models that act in save() or delete(): a deed has a name in actions.py."""
    for module in modules:
        for origin, name, _, line in module.imports():
            if f"{origin}.{name}".startswith(SIGNALS):
                yield f"{module.name}:{line}: signals act at a distance"
        if ".models" not in module.name:
            continue
        for name, node in functions(module):
            if node.name in {"save", "delete", "asave", "adelete", "full_clean"}:
                yield f"{name}:{node.lineno}: no logic in {node.name}()"


def undocumented(modules: Sequence[Module]) -> Iterator[str]:
    """Find public functions, methods and classes without a docstring where docstrings are the contract."""
    for module in modules:
        if module.is_migration or not module.is_in(*CONTRACTED) or module.name.endswith(".apps"):
            continue
        if not ast.get_docstring(module.tree) and module.text.strip():
            yield f"{module.name}: no docstring"
        yield from _undocumented(module.tree.body, module.name)


def _undocumented(body: Sequence[ast.stmt], prefix: str, *, in_class: bool = False) -> Iterator[str]:
    for node in body:
        if not isinstance(node, Named) or node.name.startswith("_") or _is_meta(node):
            continue
        name = f"{prefix}.{node.name}"
        if not ast.get_docstring(node) and not (in_class and _speaks_for_itself(node)):
            yield f"{name}:{node.lineno}: no docstring"
        if isinstance(node, ast.ClassDef):
            yield from _undocumented(node.body, name, in_class=True)


def _speaks_for_itself(node: Named) -> bool:
    """A method of one statement is covered by the sentence of its class; so is one of a protocol."""
    return not isinstance(node, ast.ClassDef) and len(node.body) == 1


def _is_meta(node: Named) -> bool:
    return isinstance(node, ast.ClassDef) and node.name in {"Meta", "Media"}


def unfinished(modules: Sequence[Module]) -> Iterator[str]:
    """Find notes of unfinished work and functions that only say so."""
    for module in modules:
        for token in tokenize.generate_tokens(StringIO(module.text).readline):
            if token.type == tokenize.COMMENT and UNFINISHED.search(token.string):
                yield f"{module.name}:{token.start[0]}: unfinished work is an issue, not a comment"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Raise) and node.exc and "NotImplementedError" in ast.unparse(node.exc):
                yield f"{module.name}:{node.lineno}: a stub"


def dishonest_tests(modules: Sequence[Module]) -> Iterator[str]:
    """Find tests that are skipped, expected to fail or waiting for time to pass."""
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and dotted(node) in AVOIDED:
                yield f"{module.name}:{node.lineno}: {dotted(node)}: a test runs or is not written"
        for name, call in module.calls():
            if name == "sleep" and not _is_short(call):
                yield f"{module.name}:{call.lineno}: a test does not sleep"


AVOIDED = {
    *(f"pytest.mark.{word}" for word in ("skip", "skipif", "xfail")),
    *(f"pytest.{word}" for word in ("skip", "xfail", "importorskip")),
    *(f"unittest.{word}" for word in ("skip", "skipIf", "skipUnless", "expectedFailure")),
}


def _is_short(call: ast.Call) -> bool:
    """Waiting for another process polls; a poll of at most a tenth of a second is no sleep."""
    wait = call.args[0] if call.args else None
    return isinstance(wait, ast.Constant) and isinstance(wait.value, int | float) and wait.value <= 0.1


def last_days_forgotten(modules: Sequence[Module]) -> Iterator[str]:
    """Find questions for who is in post that leave out the last day: `Staff.objects.in_post()` asks both."""
    for module in modules:
        if module.name == "lindun.organisation.models":
            continue
        for called, node in module.calls():
            for said in node.keywords if called in {"filter", "exclude", "get", "Q"} else ():
                if (said.arg or "").endswith("status") and ast.unparse(said.value) == "Status.ACTIVE":
                    yield f"{module.name}:{node.lineno}: whose last day has passed is not in post"
