"""Facts are single SELECTs, so that the gate can ask several in one round trip, all under one snapshot of rights.

psycopg's pipeline mode sends the questions together and reads the answers together. On a loaded machine the
round trips, not the queries, are what a passage waits for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection

Answer = TypeVar("Answer")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Question(Generic[Answer]):
    """One SELECT. `parameters` turns the arguments into its parameters, `read` the rows into the answer."""

    sql: str
    parameters: Callable[..., Sequence[object]]
    read: Callable[..., Answer]

    def of(self, *arguments: object) -> Asked[Answer]:
        """The question about these arguments; `read` gets the rows first, then the arguments."""
        return Asked(self, arguments)

    def __call__(self, *arguments: object) -> Answer:
        """Ask this question alone. Raises django.db.Error."""
        (answer,) = ask_together(self.of(*arguments))
        return answer  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Asked(Generic[Answer]):
    """A question with its arguments."""

    question: Question[Answer]
    arguments: tuple[object, ...]


def ask_together(*asked: Asked[Any]) -> list[Any]:
    """Answers in order, in one round trip; in the current transaction. Raises django.db.Error."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        with connection.connection.pipeline():
            cursors = [
                connection.connection.execute(each.question.sql, each.question.parameters(*each.arguments))
                for each in asked
            ]
        return [
            each.question.read(cursor.fetchall(), *each.arguments)
            for each, cursor in zip(asked, cursors, strict=True)
        ]
