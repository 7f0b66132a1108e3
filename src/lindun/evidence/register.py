"""The register of the 140 requirements: what Lindun must do, in words a test can carry out.

One TOML file a chapter in `requirements/`, plus `sources.toml` for the laws they cite. Loading validates what
the rest of the house relies on: the chapters and their sizes, ids without gap or repeat, citations that
resolve. Standard library only, so that the test plugin and the trace command can read it without Django.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal

CHAPTERS: Mapping[str, int] = MappingProxyType(
    {
        "GOV": 10,
        "COL": 9,
        "STO": 11,
        "ACC": 14,
        "USE": 16,
        "DOC": 7,
        "PAP": 10,
        "DES": 4,
        "PPL": 14,
        "PTN": 7,
        "AUD": 5,
        "OVS": 6,
        "VIO": 6,
        "INC": 8,
        "RES": 7,
        "LEG": 6,
    }
)
"""Chapter code -> number of its requirements, in the order of the register."""

_ID = re.compile(r"[A-Z]{3}-\d{2}")
_CITATION = re.compile(r"(?P<source>[A-Z]+(?:-[A-Z0-9]+)*)(?: [\d., -]+)?")
_TEXTS = ("id", "term", "rule", "rule_zh", "acceptance")
_LISTS = ("values", "law")
_CHECKED = ("text", "secondary", "unchecked")


class RegisterError(Exception):
    """The register on disk is not what it must be; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Source:
    """A law or standard. `checked` says how far the citation was verified."""

    id: str
    title: str
    title_zh: str
    checked: Literal["text", "secondary", "unchecked"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement; `acceptance` is the sentence its tests carry out."""

    id: str
    chapter: str
    term: str
    rule: str
    rule_zh: str
    values: tuple[str, ...]
    acceptance: str
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its requirements in order."""

    id: str
    title: str
    title_zh: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The whole register."""

    chapters: tuple[Chapter, ...]
    sources: tuple[Source, ...]

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        return tuple(r for chapter in self.chapters for r in chapter.requirements)

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(r.id for r in self.requirements)

    def get(self, requirement_id: str) -> Requirement:
        """Return the requirement. Raises KeyError for an id the register does not hold."""
        return {r.id: r for r in self.requirements}[requirement_id]


@cache
def load() -> Register:
    """Return the register shipped with the package. Raises RegisterError if it is damaged."""
    return read(files("lindun.evidence") / "requirements")


def read(folder: Traversable) -> Register:
    """Read and validate a register folder. Raises RegisterError naming the entry at fault."""
    _refuse_strange_files(folder)
    sources = tuple(_source(entry) for entry in _toml(folder / "sources.toml").get("source", []))
    chapters = tuple(_chapter(code, _toml(folder / f"{code}.toml")) for code in CHAPTERS)
    register = Register(chapters, sources)
    _check_sources(register)
    return register


def _refuse_strange_files(folder: Traversable) -> None:
    expected = {f"{code}.toml" for code in CHAPTERS} | {"sources.toml"}
    found = {item.name for item in folder.iterdir()}
    if found != expected:
        raise RegisterError(f"files of the register differ from the chapters: {sorted(found ^ expected)}")


def _toml(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"{file.name}: {error}") from error


def _chapter(code: str, data: dict[str, Any]) -> Chapter:
    head = data.get("chapter", {})
    if head.get("id") != code:
        raise RegisterError(f"{code}.toml: its [chapter] must have the id {code}")
    requirements = tuple(_requirement(code, entry) for entry in data.get("requirement", []))
    wanted = [f"{code}-{number:02}" for number in range(1, CHAPTERS[code] + 1)]
    if [r.id for r in requirements] != wanted:
        raise RegisterError(f"{code}.toml: its ids must be {wanted[0]} to {wanted[-1]}, each once, in order")
    return Chapter(code, _text(head, "title", code), _text(head, "title_zh", code), requirements)


def _requirement(code: str, entry: dict[str, Any]) -> Requirement:
    name = str(entry.get("id", f"an entry of {code} without id"))
    strange = entry.keys() ^ {*_TEXTS, *_LISTS}
    if strange:
        raise RegisterError(f"{name}: fields missing or unknown: {sorted(strange)}")
    if not _ID.fullmatch(name):
        raise RegisterError(f"{name}: an id is three capitals, a hyphen and two digits")
    texts = {key: _text(entry, key, name) for key in _TEXTS}
    return Requirement(
        chapter=code, values=_texts(entry, "values", name), law=_texts(entry, "law", name), **texts
    )


def _source(entry: dict[str, Any]) -> Source:
    name = str(entry.get("id", "a source without id"))
    if entry.get("checked") not in _CHECKED:
        raise RegisterError(f"{name}: checked must be one of {_CHECKED}")
    return Source(name, _text(entry, "title", name), _text(entry, "title_zh", name), entry["checked"])


def _text(entry: dict[str, Any], key: str, name: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        raise RegisterError(f"{name}: {key} must be a text without blank ends")
    return value


def _texts(entry: dict[str, Any], key: str, name: str) -> tuple[str, ...]:
    value = entry[key]
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise RegisterError(f"{name}: {key} must be a list of texts")
    return tuple(value)


def _check_sources(register: Register) -> None:
    known = [source.id for source in register.sources]
    if len(known) != len(set(known)):
        raise RegisterError("sources.toml: a source stands there twice")
    cited = {_cited(citation, r.id) for r in register.requirements for citation in r.law}
    if cited != set(known):
        raise RegisterError(
            f"sources cited but unknown, or known but never cited: {sorted(cited ^ set(known))}"
        )


def _cited(citation: str, name: str) -> str:
    match = _CITATION.fullmatch(citation)
    if match is None:
        raise RegisterError(f"{name}: {citation!r} is not a source id and its articles")
    return match["source"]
