"""Drill: the worker is killed while it reads and while it takes in; the next one goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection

from lindun.cli import synthetic
from lindun.config.home import Home
from lindun.residents import uploads
from lindun.residents.models import ImportState, Resident
from tests import pages
from tests.residents import bringing
from tests.residents.bringing import HEADER, table
from tests.scoped import everywhere
from tests.signin import as_

pytestmark = pytest.mark.drill
ROWS = 5000
PATIENCE = 120.0


@pytest.fixture
def roster(database: str) -> UUID:
    people = [
        (
            f"{int(home.building) + 100}栋", f"{home.unit}单元", home.room, home.name,
            "/".join(home.phones), home.id_number, "", home.remark,
        )
        for home in synthetic.households(ROWS, seed=5)
    ]  # fmt: skip
    return bringing.upload(as_("officer"), table(people, HEADER))


class Workers:
    """Real worker processes on the database of this test."""

    def __init__(self, home: Home, database: str) -> None:
        self._environment = {
            **os.environ,
            "LINDUN_HOME": str(home.root),
            "LINDUN_DATABASE_NAME": database,
        }

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "lindun.cli", "worker"],
            env=self._environment,
            stderr=subprocess.DEVNULL,
        )

    def run_until(self, reached: Callable[[], bool]) -> None:
        """Start a worker, wait, and kill it as the kernel would."""
        worker = self.start()
        try:
            end = time.monotonic() + PATIENCE
            pause = threading.Event()
            while not reached():
                assert worker.poll() is None, "the worker ended by itself"
                assert time.monotonic() < end, "waited in vain"
                pause.wait(0.01)
        finally:
            worker.kill()
            worker.wait()


def test_killed_while_reading_and_while_taking_in_nothing_is_lost_or_doubled(
    home: Home, database: str, roster: UUID
) -> None:
    workers = Workers(home, database)
    workers.run_until(lambda: bringing.found(roster).rows_total > 0)
    half = bringing.found(roster)
    assert half.state == ImportState.READING
    assert half.rows_total < ROWS

    workers.run_until(lambda: bringing.found(roster).state == ImportState.PREVIEW)
    read = bringing.found(roster)
    assert (read.rows_total, read.accepted, read.ignored) == (ROWS + 1, ROWS, 1)
    assert [row.position for row in bringing.report(roster)] == list(range(ROWS + 1))

    bringing.act(as_("officer"), "import_confirm", roster)
    workers.run_until(lambda: bringing.found(roster).rows_done > 0)
    half = bringing.found(roster)
    assert half.state == ImportState.IMPORTING
    assert half.rows_done < ROWS
    assert residents_of(roster) == half.accepted

    workers.run_until(lambda: bringing.found(roster).file_destroyed_at is not None)
    done = bringing.found(roster)
    assert (done.state, done.accepted, done.ignored) == (ImportState.DONE, ROWS, 1)
    assert residents_of(roster) == ROWS
    assert names_sealed() == residents_everywhere()
    assert not uploads.path_of(roster).exists()
    assert len(pages.entries("residents.file.destroyed")) == 1


def residents_of(roster: UUID) -> int:
    """How many a roster brought; each home of this roster has one."""
    with everywhere():
        homes = Counter(Resident.objects.filter(brought_by=roster).values_list("dwelling_id", flat=True))
    assert set(homes.values()) <= {1}
    return len(homes)


def residents_everywhere() -> int:
    with everywhere():
        return Resident.objects.count()


def names_sealed() -> int:
    with everywhere(), connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT subject_id) FROM vault_sealedvalue WHERE item = 'name'")
        return int(cursor.fetchone()[0])
