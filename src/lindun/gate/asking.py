"""Facts are single SELECTs, so that the gate can ask them all in one statement: one round trip, one snapshot.

What a reveal waits for is not the queries but the statements around them. Each question becomes a scalar
sub-select that gives its rows as JSON; the statement may open the row scope first. PostgreSQL evaluates the
sub-selects after the common table expression that opens it; were it the other way round they would see no
row, and the gate would refuse.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from lindun.scope.exchange import Exchange
from lindun.scope.statements import numbered, run

Answer = TypeVar("Answer")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Question(Generic[Answer]):
    """One SELECT with named columns and named parameters.

    `parameters` turns the arguments into the parameters, `read` the rows (JSON values by column name) and
    the arguments into the answer. Parameter names are shared by all questions of a statement, so the same
    name must mean the same thing everywhere.
    """

    sql: str
    parameters: Callable[..., Mapping[str, object]]
    read: Callable[..., Answer]

    def of(self, *arguments: object) -> Asked[Answer]:
        """The question about these arguments."""
        return Asked(self, arguments)

    def __call__(self, *arguments: object) -> Answer:
        """Ask this question alone. Raises django.db.Error."""
        (answer,) = ask_together(self.of(*arguments))
        return answer  # type: ignore[no-any-return]


class Asked(NamedTuple, Generic[Answer]):
    """A question with its arguments."""

    question: Question[Answer]
    arguments: tuple[object, ...]


def ask_together(*asked: Asked[Any]) -> list[Any]:
    """Answers in order, from one statement: in the current transaction, or in one of its own if none is open.

    Raises django.db.Error.
    """
    queries = tuple([each.question.sql for each in asked])
    ((found,),) = run(_statement(queries, opens_scope=False), _parameters(asked))
    return _answers(asked, found)


def ask_within(exchange: Exchange, *asked: Asked[Any], scope: str) -> list[Any]:
    """Answers in order, from one statement in an exchange that first opens a scope for its transaction.

    scope: a signed scope statement. Raises django.db.Error.
    """
    parameters = _parameters(asked) | {"scope": scope}
    statement, names = _opening(tuple([each.question.sql for each in asked]))
    return _answers(asked, exchange.ask(statement, [parameters[name] for name in names]) or "")


def _parameters(asked: tuple[Asked[Any], ...]) -> dict[str, object]:
    parameters: dict[str, object] = {}
    for each in asked:
        parameters |= each.question.parameters(*each.arguments)
    return parameters


def _answers(asked: tuple[Asked[Any], ...], found: str) -> list[Any]:
    return [
        question.read(rows, *arguments)
        for (question, arguments), rows in zip(asked, json.loads(found), strict=True)
    ]


@lru_cache(maxsize=64)
def _statement(queries: tuple[str, ...], *, opens_scope: bool) -> str:
    rows = [f"ARRAY(SELECT row_to_json(q) FROM ({query}) q)" for query in queries]  # noqa: S608
    answers = f"SELECT json_build_array({', '.join(rows)})::text"
    if not opens_scope:
        return answers
    opening = "SELECT set_config('lindun.scope', %(scope)s, true)"
    return f"WITH opened AS MATERIALIZED ({opening}) {answers} FROM opened"


@lru_cache(maxsize=64)
def _opening(queries: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return numbered(_statement(queries, opens_scope=True))
