"""The training material as shipped: rules of behaviour, courses and the question bank, read from data files.

    material/rules.toml             the sixteen rules, each a card
    material/courses/<course>.toml  a course for everybody, and one for each kind of work
    material/questions/<rule>.toml  items, each about one rule

Everything is there in Chinese and English; what is not raises `BadMaterial` when it is read. An item or a
page that changes its meaning gets a new code: papers and records name the codes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from lindun.training.prose import Block, blocks

MATERIAL = Path(__file__).with_name("material")
BASICS, HANDLING, FIELD, LEADING = "basics", "handling", "field", "leading"
COURSES = (BASICS, HANDLING, FIELD, LEADING)
CHOICES = range(3, 5)


class BadMaterial(Exception):
    """A file of the material is incomplete or contradicts itself; the message names the place."""


@dataclass(frozen=True)
class Text:
    """The same words in both languages; as a string, in the language of whoever reads."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh

    @property
    def blocks(self) -> list[Block]:
        return blocks(str(self))

    @classmethod
    def of(cls, said: Any, where: str) -> Text:
        """Raises BadMaterial unless both languages are there."""
        if not isinstance(said, Mapping) or not str(said.get("zh", "")).strip() * bool(said.get("en")):
            raise BadMaterial(f"{where}: both languages are needed")
        return cls(str(said["zh"]).strip(), str(said["en"]).strip())


@dataclass(frozen=True)
class Rule:
    """A rule of behaviour: a card to read, items to answer, an acknowledgement to give."""

    code: str
    title: Text
    short: Text  # one line, as it is acknowledged
    text: Text

    @property
    def picture(self) -> str:
        return f"training/pictures/{self.code}.svg"


@dataclass(frozen=True)
class Page:
    """A page of a course. kind: text, case, card (of a rule) or focus (what many got wrong)."""

    kind: str
    title: Text
    text: Text
    rule: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Course:
    code: str
    title: Text
    about: Text
    minutes: int
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Choice:
    text: Text
    right: bool


@dataclass(frozen=True)
class Item:
    """A question about one rule. `course`: who is asked it, everybody or one kind of work."""

    code: str
    rule: str
    course: str
    ask: Text
    choices: tuple[Choice, ...]
    why: Text

    @property
    def several(self) -> bool:
        """Whether more than one choice is right, which the question then says."""
        return sum(choice.right for choice in self.choices) > 1

    @property
    def right(self) -> frozenset[int]:
        return frozenset(index for index, choice in enumerate(self.choices) if choice.right)


@cache
def rules() -> dict[str, Rule]:
    """The rules of behaviour by code, in the order of the cards."""
    return {raw["code"]: _rule(raw) for raw in _read("rules.toml")["rule"]}


@cache
def shipped() -> dict[str, Any]:
    """The courses as plain data, as an edition keeps them; the cards are pages of the first."""
    found = {code: _read(f"courses/{code}.toml") for code in COURSES}
    for code, raw in found.items():
        course(code, raw)  # raises BadMaterial
    return found


def course(code: str, raw: Mapping[str, Any]) -> Course:
    """A course from plain data: of a file, or of an edition. Raises BadMaterial."""
    return Course(
        code,
        Text.of(raw.get("title"), code),
        Text.of(raw.get("about"), code),
        int(raw["minutes"]),
        tuple(_page(page, f"{code} page {number}") for number, page in enumerate(raw["page"], start=1)),
    )


@cache
def items() -> dict[str, Item]:
    """The question bank by code. Raises BadMaterial."""
    found: dict[str, Item] = {}
    for rule in rules():
        for raw in _read(f"questions/{rule}.toml")["item"]:
            item = read_item(rule, raw)
            if item.code in found:
                raise BadMaterial(f"{item.code} is there twice")
            found[item.code] = item
    return found


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((MATERIAL / name).read_text(encoding="utf-8"))


def _rule(raw: Mapping[str, Any]) -> Rule:
    code = str(raw["code"])
    return Rule(code, *(Text.of(raw.get(part), f"{code} {part}") for part in ("title", "short", "text")))


def _page(raw: Mapping[str, Any], where: str) -> Page:
    """A card takes its words from its rule, unless an edition has kept them."""
    kind, rule = str(raw.get("kind", "text")), str(raw.get("rule", ""))
    if kind == "card" and "text" not in raw:
        card = rules()[rule]
        return Page(kind, card.title, card.text, rule, card.picture)
    picture = str(raw.get("picture", ""))
    return Page(kind, Text.of(raw.get("title"), where), Text.of(raw.get("text"), where), rule, picture)


def read_item(rule: str, raw: Mapping[str, Any]) -> Item:
    """One item from plain data. Raises BadMaterial."""
    code = str(raw["code"])
    choices = tuple(
        Choice(Text.of(choice, f"{code} choice"), bool(choice.get("right"))) for choice in raw["choices"]
    )
    _check(code, str(raw.get("course", BASICS)), choices)
    return Item(
        code,
        rule,
        str(raw.get("course", BASICS)),
        Text.of(raw.get("ask"), code),
        choices,
        Text.of(raw.get("why"), code),
    )


def _check(code: str, course_code: str, choices: tuple[Choice, ...]) -> None:
    if course_code not in COURSES:
        raise BadMaterial(f"{code}: there is no course {course_code}")
    if len(choices) not in CHOICES or not 1 <= sum(choice.right for choice in choices) < len(choices):
        raise BadMaterial(f"{code}: three or four choices, of which some are right and some are wrong")
    if len({choice.text.zh for choice in choices}) < len(choices):
        raise BadMaterial(f"{code}: two choices say the same")
