"""Walk where values might be met: addresses, orders and filters, errors, faults, the database itself."""

from __future__ import annotations

import psycopg
import pytest
from django.urls import reverse

from lindun.config import postgres
from lindun.config.home import Home
from tests import cast
from tests.leaks import walker
from tests.leaks.finder import found_raw, of_cast
from tests.leaks.walker import Emitted
from tests.matrix import imports, stage
from tests.matrix.declared import declared
from tests.pages import HTMX

pytestmark = pytest.mark.usefixtures("ledger_key")


def test_no_address_that_opens_with_a_grant_shows_a_clear_value_without(database: str, home: Home) -> None:
    """All the others are walked beside their table, in matrix/test_matrix.py."""
    emitted = Emitted()
    with walker.log_lines(emitted):
        walker.everywhere(emitted, [route for route in declared() if route.route in walker.WITH_A_GRANT])
    walker.rows(emitted, home, database)
    assert emitted.leaks(of_cast()) == {}


def test_no_order_no_filter_and_no_search_shows_one(database: str) -> None:
    imports.taken_in()
    emitted = Emitted()
    with walker.log_lines(emitted):
        walker.lists_in_every_order(emitted)
        walker.searches(emitted)
    assert emitted.leaks(of_cast()) == {}


def test_no_error_repeats_one(database: str, home: Home) -> None:
    emitted = Emitted()
    with walker.log_lines(emitted):
        walker.errors(emitted)
    walker.rows(emitted, home, database)
    assert emitted.leaks(of_cast()) == {}
    assert {"error 400 body", "error 403 body", "error 404 body", "error 405 body", "error 422 body"} <= set(
        emitted.by_place
    )


def test_no_fault_repeats_one(database: str, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that quotes a value, in a page and in a job: neither answer nor log nor rows hold it."""
    from lindun.residents import queries

    def quoting(*_args: object, **_more: object) -> None:
        raise ValueError(f"cannot read {cast.OWNER.phones[0]} of {cast.OWNER.name}")

    monkeypatch.setattr(queries, "household", quoting)
    emitted, browser = Emitted(), stage.client("counter")
    browser.raise_request_exception = False
    with walker.log_lines(emitted):
        answer = browser.get(reverse("residents:household", args=[cast.dwelling(cast.OWNER)]))
    walker.keep_answer(emitted, "fault", answer)
    walker.rows(emitted, home, database)
    assert answer.status_code == 500
    assert b"ValueError" in emitted.by_place["log"][0]
    assert emitted.leaks(of_cast()) == {}


def test_no_trouble_of_the_database_repeats_one(database: str, home: Home) -> None:
    """The database's own words quote values; they reach neither the page nor any log."""
    log = home.postgres / "server.log"
    written = log.stat().st_size
    emitted, browser = Emitted(), stage.client("counter")
    browser.raise_request_exception = False
    household = reverse("residents:household", args=[cast.dwelling(cast.OWNER)])
    with psycopg.connect(postgres.superuser_conninfo(home, database), autocommit=True) as admin:
        admin.execute("ALTER TABLE ledger_entry ADD CONSTRAINT broken CHECK (false) NOT VALID")
        admin.execute("ALTER TABLE requests_task ADD CONSTRAINT broken CHECK (summary = '') NOT VALID")
    with walker.log_lines(emitted):
        answers = [
            browser.get(household),
            browser.post(reverse("residents:search"), {"q": cast.OWNER.phones[0]}, headers=HTMX),
            browser.post(
                reverse("requests:task_new_at", args=[cast.dwelling(cast.OWNER)]),
                {"purpose": "repair", "summary": f"请找{cast.OWNER.name}"},
            ),
        ]
    for answer in answers:
        assert answer.status_code == 500
        walker.keep_answer(emitted, "fault", answer)
    emitted.keep("server log", log.read_bytes()[written:])
    assert emitted.leaks(of_cast()) == {}


@pytest.mark.req("STO-01")
def test_the_database_files_hold_no_clear_value(database: str, home: Home) -> None:
    """Files of the database after a checkpoint, its journal since this test began, and a backup of it."""
    for left in home.uploads.iterdir():
        left.unlink()  # of other tests, whose imports never ended
    with psycopg.connect(postgres.superuser_conninfo(home, database), autocommit=True) as admin:
        start, begin = _journal_at(admin)
        imports.taken_in()
        emitted = Emitted()
        walker.searches(emitted)
        admin.execute("CHECKPOINT")
        end, written = _journal_at(admin)
        (oid,) = admin.execute("SELECT oid FROM pg_database WHERE datname = %s", [database]).fetchone() or (
            0,
        )
    folder = home.postgres / "base" / str(oid)
    assert len(walker.files(folder)) > 100
    assert walker.leaks_in_files(folder, of_cast()) == {}
    journal = [path for path in sorted((home.postgres / "pg_wal").iterdir()) if start <= path.name <= end]
    assert journal
    *whole, last = (path.read_bytes() for path in journal)
    content = b"".join(whole) + last[:written]  # files are used again: behind the end stands what was before
    assert found_raw(content[begin:], of_cast()) == []
    assert found_raw(_backup(home, database), of_cast()) == []
    assert walker.leaks_in_files(home.uploads, of_cast()) == {}


def _journal_at(admin: psycopg.Connection) -> tuple[str, int]:
    """The file of the journal that is being written, and how far."""
    return admin.execute(  # type: ignore[return-value]
        "SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_lsn())"
    ).fetchone()


def _backup(home: Home, database: str) -> bytes:
    """A dump as an administrator takes it."""
    import subprocess

    dump = subprocess.run(
        [str(postgres.binaries() / "pg_dump"), "-d", postgres.superuser_conninfo(home, database)],
        capture_output=True,
        check=True,
    )
    assert b"COPY public.vault_sealedvalue" in dump.stdout
    return dump.stdout
