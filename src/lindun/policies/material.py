"""The texts a company begins with: rules, pledge, the duties of each post, a draft of an undertaking."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lindun.policies.clauses import tidy

FOLDER = Path(__file__).parent / "material"
EVERYBODY = "everybody"
FORMS = {"spoken": ("口头", "Spoken"), "written": ("书面", "Written"), "electronic": ("电子", "Electronic")}
"""Duties cover these three, each a chapter; in Chinese and in English."""


class Shipped(NamedTuple):
    """A first version: kind, post it is for (duties only), and its two readings."""

    kind: str
    role: str
    chinese: str
    english: str


def shipped() -> Iterator[Shipped]:
    """Every text the house ships with."""
    for kind in ("rules", "pledge"):
        yield Shipped(kind, "", _file(f"{kind}.zh.md"), _file(f"{kind}.en.md"))
    duties = tomllib.loads(_file("duties.toml"))
    for role in duties:
        if role != EVERYBODY:
            yield Shipped("duties", role, *(_duties(duties, role, language) for language in (0, 1)))


def undertaking(*, english: bool) -> str:
    """What a new project's undertaking begins with."""
    return tidy(_file("undertaking.en.md" if english else "undertaking.zh.md"))


def _duties(duties: dict[str, dict[str, list[list[str]]]], role: str, language: int) -> str:
    lines = []
    for form, names in FORMS.items():
        lines.append(f"# {names[language]}")
        lines += [f"## {duty[language]}" for part in (EVERYBODY, role) for duty in duties[part][form]]
    return "\n".join(lines)


def _file(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8").strip()
