"""A resident on the way in. Needs no framework: the process that reads a roster makes these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Self

from lindun.gate.plain import FREE_TEXT, Plain

Address = tuple[str, str, str]
"""Building, unit, room."""


class NewResident(NamedTuple):
    """A resident on the way in. Values are in the clear and live in memory only; the repr shows none."""

    building: str
    unit: str
    room: str
    relation: str
    move_in: str
    values: tuple[Plain, ...]

    def __repr__(self) -> str:
        return f"NewResident({len(self.values)} values)"

    @property
    def address(self) -> Address:
        """Building, unit and room."""
        return self.building, self.unit, self.room

    def with_remarks(self, cleared: Callable[[str], str]) -> Self:
        """The same person, with her remarks as `cleared` returns them."""
        changed = [(value, cleared(value.plaintext)) for value in self.values if value.kind == FREE_TEXT]
        if all(value.plaintext == text for value, text in changed):
            return self
        kept = [value for value in self.values if value.kind != FREE_TEXT]
        again = [Plain(value.item, text, FREE_TEXT) for value, text in changed]
        return self._replace(values=(*kept, *again))

    def __reduce__(self) -> tuple[Any, ...]:
        """Between the processes of an import, as plain tuples: objects take three times as long."""
        return _arrived, (*self[:-1], [tuple(value) for value in self.values])


def _arrived(
    building: str, unit: str, room: str, relation: str, move_in: str, values: list[tuple[Any, ...]]
) -> NewResident:
    return NewResident(building, unit, room, relation, move_in, tuple(map(Plain.ready, values)))
