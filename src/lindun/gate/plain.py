"""A value in the clear on its way into the vault.

Needs no framework, database or key: the process that reads a roster makes these too, and holds none of them.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Self

from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import mask
from lindun.core.identifiers.search import search_forms

FREE_TEXT = "TEXT"
FREE_TEXT_MASK = "••••"
INDEXED = frozenset({"name", "phone", "plate"})  # items that can be searched; papers cannot, on purpose
Form = tuple[str, str, str]
_KINDS = {kind.value: kind for kind in Kind}  # a look-up; calling the enumeration costs four times as much


class _Fields(NamedTuple):
    item: str
    plaintext: str
    kind: str
    masked: str
    forms: tuple[Form, ...]


class Plain(_Fields):
    """A value (item, plaintext, kind), with its mask and search forms (kind, form, normalised).

    kind: a Kind, or FREE_TEXT for sentences.
    """

    __slots__ = ()

    def __new__(cls, item: str, plaintext: str, kind: str) -> Self:
        masked = FREE_TEXT_MASK if kind == FREE_TEXT else mask(_KINDS[kind], plaintext)
        forms = _forms(kind, plaintext) if item in INDEXED else ()
        return super().__new__(cls, item, plaintext, kind, masked, forms)

    def __repr__(self) -> str:
        return f"Plain({self.item})"

    @classmethod
    def ready(cls, fields: tuple[Any, ...]) -> Self:
        """One whose mask and forms were computed before: all its fields, in order."""
        return tuple.__new__(cls, fields)


def _forms(kind: str, plaintext: str) -> tuple[Form, ...]:
    """How a value can be found."""
    index = index_of(kind)
    return tuple([(index, form, value) for form, value in search_forms(_KINDS[kind], plaintext)])


def index_of(kind: str) -> str:
    """Landlines are found in the same index as mobiles."""
    return "phone" if kind in {Kind.PHONE, Kind.LANDLINE} else kind.lower()
