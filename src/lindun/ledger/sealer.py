"""The sealer as a process: seal, ship to the mirrors, tell how things stand, about twice a second.

What goes wrong is written to the row `sealer` or to the mirror's row of `ledger_mirror`, which the health
page reads and `mirror_state` judges, and to the log. Nothing is ever skipped over: the round is tried again.
"""

import logging
import signal
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections

from lindun.core.tlog import Signer

from .keys import read_signer
from .mirrors import DirectoryMirror, Mirror, Shipper, ShippingFailed
from .models import SEALER
from .sealing import ALIAS, Sealer, SealingRefused, at_work
from .tree import SignedNote

INTERVAL = 0.5  # seconds between rounds
RETRY = 5.0  # seconds after a refusal or a failure
HEARTBEAT = 10.0  # seconds between states that say the same

_log = logging.getLogger("lindun.ledger")
_STATE = """
INSERT INTO ledger_mirror AS m (name, size, current_at, error, error_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (name) DO UPDATE SET size = CASE WHEN excluded.error = '' THEN excluded.size ELSE m.size END,
    current_at = coalesce(excluded.current_at, m.current_at), error = excluded.error,
    error_at = CASE WHEN excluded.error = m.error THEN m.error_at ELSE excluded.error_at END
"""


class StateRow:
    """One row of `ledger_mirror`, written when it changes and otherwise every HEARTBEAT seconds."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._written: tuple[int, str] | None = None
        self._at = 0.0

    def write(self, size: int, error: str = "") -> None:
        """Say that everything up to `size` is in place, or what is wrong. Raises django.db.Error."""
        if self._written == (size, error) and time.monotonic() - self._at < HEARTBEAT:
            return
        if error:
            _log.error("ledger", extra={"ledger_part": self.name, "ledger_error": error})
        now = datetime.now(UTC)
        values: list[str | int | datetime | None] = [
            self.name,
            size,
            None if error else now,
            error,
            now if error else None,
        ]
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(_STATE, values)
        self._written, self._at = (size, error), time.monotonic()


class ShippingThread(threading.Thread):
    """Ships to one mirror whenever the sealer has a note to ship; forgets older ones it had no time for."""

    def __init__(self, mirror: Mirror, signer: Signer) -> None:
        super().__init__(name=f"mirror {mirror.name}", daemon=True)
        self._shipper = Shipper(mirror, keys=[signer.verifier_key()], using=ALIAS)
        self._row = StateRow(mirror.name)
        self._ready = threading.Condition()
        self._target: SignedNote | None = None
        self._ended = False

    def offer(self, target: SignedNote) -> None:
        """Have the mirror brought up to `target`, soon; never waits for it."""
        with self._ready:
            self._target = target
            self._ready.notify()

    def end(self) -> None:
        """Let the thread end after the note it is shipping."""
        with self._ready:
            self._ended = True
            self._ready.notify()

    def run(self) -> None:
        """The thread's body."""
        while (target := self._next()) is not None:
            try:
                self._ship(target)
            except DatabaseError:
                _log.exception("ledger", extra={"ledger_part": self.name, "ledger_error": "database.failed"})
                self._shipper.close()
        self._shipper.close()

    def _next(self) -> SignedNote | None:
        with self._ready:
            self._ready.wait_for(lambda: self._target or self._ended)
            target, self._target = self._target, None
            return target

    def _ship(self, target: SignedNote) -> None:
        try:
            self._shipper.ship(target)
        except ShippingFailed as failure:
            self._row.write(target.checkpoint.size, failure.code)
        else:
            self._row.write(target.checkpoint.size)


def run(stop: threading.Event | None = None, *, directories: Sequence[Path] | None = None) -> None:
    """Seal and ship until `stop` is set; without one, until SIGTERM or SIGINT.

    `directories` are the mirrors, settings.LEDGER_MIRRORS by default. A second sealer waits until the first
    one ends. Raises HomeError or KeyFormatError without a usable key.
    """
    stop = stop or _stop_on_signal()
    signer = read_signer()
    places = settings.LEDGER_MIRRORS if directories is None else directories
    threads = [ShippingThread(DirectoryMirror(place), signer) for place in places]
    for thread in threads:
        thread.start()
    row = StateRow(SEALER)
    while not stop.is_set():
        try:
            with at_work(signer) as sealer:
                _rounds(sealer, row, threads, stop)
        except SealingRefused as refusal:
            _tell_refusal(row, refusal)
        except (DatabaseError, OSError):
            _log.exception("ledger", extra={"ledger_part": SEALER, "ledger_error": "database.failed"})
        stop.wait(RETRY)
    for thread in threads:
        thread.end()
    for thread in threads:
        thread.join(RETRY)  # a mirror that hangs must not keep the sealer from ending


def _stop_on_signal() -> threading.Event:
    """An event that SIGTERM or SIGINT sets. A thread waits for them: a handler runs wherever this one is, and
    when that is inside the event's own lock it would wait for itself for ever.
    """
    stop, numbers = threading.Event(), {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, numbers)  # threads that start later inherit it

    def wait() -> None:
        signal.sigwait(numbers)
        stop.set()

    threading.Thread(target=wait, name="signals", daemon=True).start()
    return stop


def _rounds(sealer: Sealer, row: StateRow, threads: Sequence[ShippingThread], stop: threading.Event) -> None:
    while not stop.is_set():
        newest = sealer.seal()
        row.write(sealer.edge.size)
        if newest is not None:
            for thread in threads:
                thread.offer(newest)
        stop.wait(INTERVAL)


def _tell_refusal(row: StateRow, refusal: SealingRefused) -> None:
    if refusal.code == "sealer.another":
        _log.warning("ledger", extra={"ledger_part": SEALER, "ledger_error": refusal.code})
        return
    try:
        row.write(0, refusal.code)
    except DatabaseError:
        _log.exception("ledger", extra={"ledger_part": SEALER, "ledger_error": "database.failed"})
    finally:
        connections[ALIAS].close()
