"""A transaction in as few round trips as it has questions, for what every access waits for.

PostgreSQL takes all that comes before a Sync message as one transaction (protocol flow, "pipelining"). So
BEGIN and COMMIT are never sent: the last statement travels with the Sync, answered after the commit.
Bytes go to libpq as they are, since a cursor costs the client more than the smallest statement (31 to 8 us).
"""

from __future__ import annotations

import select
from collections.abc import Callable, Sequence
from itertools import count
from types import TracebackType
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import errors, pq

_GOOD = frozenset({pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK, pq.ExecStatus.PIPELINE_SYNC})
UNDO = b"SELECT 1 / 0"  # before a Sync only an error undoes: Sync itself commits
_names: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()  # connection -> statement -> its name
_numbers = count()


class Exchange:
    """A context: `ask` as often as needed, then `finish` once.

    When `finish` returns, the transaction is committed and durable; a block left without it has changed
    nothing. Statements are prepared once a connection; parameters are $1, $2 ...
    and travel as text (bytes as bytea). Raises RuntimeError inside another transaction, django.db.Error when
    the database refuses; nothing is committed then.
    """

    def __init__(self) -> None:
        self._database = connections[DEFAULT_DB_ALIAS]
        self._open = False

    def __enter__(self) -> Exchange:
        if self._database.in_atomic_block:
            raise RuntimeError("an exchange commits by itself: no transaction may be open around it")
        self._database.ensure_connection()
        connection = self._database.connection
        self._pgconn, self._encoding = connection.pgconn, connection.info.encoding
        self._prepared = _names.setdefault(connection, {})
        self._readable = select.poll()
        self._readable.register(self._pgconn.socket, select.POLLIN)
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open:
            self._prepared.clear()  # what failed may not have been prepared
            try:
                self._abandon()
            except Exception:
                self._database.close()  # what is left in it belongs to nobody
                if error is None:
                    raise

    def ask(self, statement: str, parameters: Sequence[object]) -> str | None:
        """Return the first column of the first row, as text; None if there is no row or it is NULL."""
        with self._database.wrap_database_errors:
            return self._run(statement, parameters, self._pgconn.send_flush_request)

    def finish(self, statement: str, parameters: Sequence[object]) -> str | None:
        """Run the last statement and commit, in one round trip; durable when this returns, as `ask` does."""
        with self._database.wrap_database_errors:
            answer = self._run(statement, parameters, self._sync)
            self._result()
            self._leave()
        return answer

    def _begin(self) -> None:
        self._pgconn.enter_pipeline_mode()
        self._open, self._synced, self._begun = True, False, False

    def _run(self, statement: str, parameters: Sequence[object], push: Callable[[], None]) -> str | None:
        try:
            self._send(statement, parameters)
            push()
            answer = self._answer()
        except errors.InvalidSqlStatementName:  # psycopg deallocates everybody's statements after a rollback
            if self._begun:
                raise
            self._abandon()
            self._prepared.clear()
            self._begin()
            return self._run(statement, parameters, push)
        self._begun = True
        return answer

    def _send(self, statement: str, parameters: Sequence[object]) -> None:
        """Queue a statement; one that is new to the connection is prepared before it.

        When the first of an exchange is new, the others are prepared anew too: whether they were deallocated
        meanwhile would show only after the facts have been decided upon.
        """
        self._new = statement not in self._prepared
        if self._new:
            if not self._begun:
                self._prepared.clear()
            self._prepared[statement] = b"exchange_%d" % next(_numbers)
            self._pgconn.send_prepare(self._prepared[statement], statement.encode())
        values = [_text(parameter) for parameter in parameters]
        self._pgconn.send_query_prepared(self._prepared[statement], values)

    def _answer(self) -> str | None:
        if self._new:
            self._result()
            self._next()
        result = self._result()
        value = result.get_value(0, 0) if result.ntuples else None
        self._next()  # nothing: the end of this statement's results
        return None if value is None else value.decode()

    def _result(self) -> Any:
        result = self._next()
        if result is None:
            raise errors.OperationalError("the database did not answer")
        if result.status not in _GOOD:
            raise errors.error_from_result(result, self._encoding)
        return result

    def _next(self) -> Any:
        """Wait for a result, or for the None between two statements, without holding up other threads."""
        pgconn = self._pgconn
        while pgconn.flush():
            select.select([pgconn.socket], [pgconn.socket], [])
            pgconn.consume_input()
        while pgconn.is_busy():
            self._readable.poll()
            pgconn.consume_input()
        return pgconn.get_result()

    def _sync(self) -> None:
        self._pgconn.pipeline_sync()
        self._synced = True

    def _leave(self) -> None:
        self._open = False
        self._pgconn.exit_pipeline_mode()

    def _abandon(self) -> None:
        """Read what is still to come and end the transaction; what it changed is undone by an error."""
        if not self._synced:
            self._pgconn.send_query_params(UNDO, None)
            self._sync()
        before: Any = self
        while (result := self._next()) is None or result.status != pq.ExecStatus.PIPELINE_SYNC:
            if before is result is None:
                raise errors.OperationalError("the database went away")
            before = result
        self._leave()


def _text(parameter: object) -> bytes | None:
    if parameter is None:
        return None
    return b"\\x" + parameter.hex().encode() if isinstance(parameter, bytes) else str(parameter).encode()
