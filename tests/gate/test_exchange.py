"""The transaction of a reveal: what is committed when, and what a failure leaves behind."""

from __future__ import annotations

import threading
import time

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, connections, transaction

from lindun.scope.exchange import Exchange
from lindun.scope.statements import run

MAKE = "SELECT set_config('lindun.tried', 'yes', true)"
TRIED = "SELECT current_setting('lindun.tried', true)"


def test_questions_and_the_last_statement_are_one_transaction(database: str) -> None:
    with Exchange() as exchange:
        number = exchange.ask("SELECT pg_current_xact_id()", [])
        assert exchange.ask("SELECT $1::int + 1", [41]) == "42"
        exchange.finish("SELECT 1 / (pg_current_xact_id() = $1::xid8)::int", [number])
    assert run("SELECT pg_xact_status(%s::xid8)", [number]) == [("committed",)]


def test_a_setting_of_the_transaction_ends_with_it(database: str) -> None:
    with Exchange() as exchange:
        exchange.ask(MAKE, [])
        assert exchange.ask(TRIED, []) == "yes"
        exchange.finish("SELECT 1", [])
    assert run(TRIED, []) in [[(None,)], [("",)]]


def test_what_was_changed_is_undone_without_the_last_statement(database: str) -> None:
    numbers = []
    for way_out in (KeyboardInterrupt, DatabaseError):
        with pytest.raises(way_out), Exchange() as exchange:
            numbers.append(exchange.ask("SELECT pg_current_xact_id()", []))
            if way_out is KeyboardInterrupt:
                raise KeyboardInterrupt
            exchange.finish("SELECT 1 / $1::int", [0])
    for number in numbers:
        assert run("SELECT pg_xact_status(%s::xid8)", [number]) == [("aborted",)]


def test_the_last_statement_answers_as_a_question_does(database: str) -> None:
    for statement, answer in (("SELECT 3", "3"), ("SELECT ''", ""), ("SELECT 1 WHERE false", None)):
        with Exchange() as exchange:
            assert exchange.finish(statement, []) == answer


def test_none_text_and_bytes_travel_as_they_are(database: str) -> None:
    with Exchange() as exchange:
        assert exchange.ask("SELECT $1::text", [None]) is None
        assert exchange.ask("SELECT $1::text", ["厨房 \\x '"]) == "厨房 \\x '"
        assert exchange.ask("SELECT encode($1::bytea, 'hex')", [b"\x00\xff\\"]) == "00ff5c"
        assert exchange.ask("SELECT 1 WHERE false", []) is None
        exchange.finish("SELECT 1", [])


def test_a_refused_statement_raises_and_the_connection_goes_on(database: str) -> None:
    for refused in ("SELECT 1 / $1::int", "no such statement"):
        with pytest.raises(DatabaseError), Exchange() as exchange:
            exchange.ask(refused, [0] if "$1" in refused else [])
        with pytest.raises(DatabaseError), Exchange() as exchange:
            exchange.finish(refused, [0] if "$1" in refused else [])
        assert run("SELECT 1", []) == [(1,)]
    with Exchange() as exchange:
        exchange.finish("SELECT 1", [])


def test_statements_that_psycopg_deallocated_are_prepared_again(database: str) -> None:
    for ending in ("ask", "finish"):
        for _ in range(3):
            run("SELECT 2", [])  # psycopg prepares it, so that it has something to deallocate
        with Exchange() as exchange:
            exchange.ask("SELECT 1", [])
            exchange.finish("SELECT 1", [])
        with pytest.raises(LookupError), transaction.atomic():
            run("SELECT 2", [])
            raise LookupError
        run("SELECT 2", [])
        assert run("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'exchange%%'", []) == [(0,)]
        with Exchange() as exchange:
            if ending == "ask":
                assert exchange.ask("SELECT 1", []) == "1"
            exchange.finish("SELECT 1", [])


def test_a_new_question_before_a_statement_that_was_deallocated(database: str) -> None:
    for number in range(3):
        with Exchange() as exchange:
            exchange.ask(f"SELECT {number}", [])  # new each time
            exchange.finish("SELECT 7", [])  # known, and gone since the last rollback
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")


def test_what_the_last_statement_wrote_is_lost_when_the_commit_fails(database: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE kept (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        cursor.execute("GRANT INSERT, SELECT ON kept TO lindun_app")
        cursor.execute("INSERT INTO kept VALUES (1)")
    with pytest.raises(DatabaseError), Exchange() as exchange:
        exchange.finish("INSERT INTO kept VALUES ($1)", [1])
    assert run("SELECT count(*) FROM kept", []) == [(1,)]


def test_a_block_that_raises_leaves_no_transaction_open(database: str) -> None:
    with pytest.raises(LookupError), Exchange() as exchange:
        exchange.ask(MAKE, [])
        raise LookupError
    assert connection.connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    assert run(TRIED, []) in [[(None,)], [("",)]]


def test_an_exchange_does_not_nest(database: str) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError), Exchange():
        pass
    assert run("SELECT 1", []) == [(1,)]


def test_a_connection_that_was_cut_is_given_up_and_made_anew(database: str) -> None:
    with Exchange() as exchange:
        pid = exchange.ask("SELECT pg_backend_pid()", [])
        exchange.finish("SELECT 1", [])
    with pytest.raises(OperationalError), Exchange() as exchange:
        with connections["owner"].cursor() as cursor:
            cursor.execute("GRANT pg_signal_backend TO CURRENT_USER") if False else None
        exchange.finish("SELECT pg_terminate_backend($1::int)", [pid])
    assert connection.connection is None
    with Exchange() as exchange:
        assert exchange.ask("SELECT 7", []) == "7"
        exchange.finish("SELECT 1", [])


def test_other_threads_work_while_one_waits_for_the_database(database: str) -> None:
    """A wait that kept Python's lock would be a deadlock when the other thread holds what is waited for."""
    connection.ensure_connection()
    steps: list[float] = []
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            steps.append(time.monotonic())

    worker = threading.Thread(target=work)
    worker.start()
    begin = time.monotonic()
    with Exchange() as exchange:
        exchange.ask("SELECT pg_sleep($1::float8)", [0.2])
        end = time.monotonic()
        exchange.finish("SELECT 1", [])
    done.set()
    worker.join()
    during = [step for step in steps if begin < step < end]
    assert len(during) > 1000
