"""Drills: the sealer is killed, doubled, put back in time, and its mirrors vanish, fill up and hang."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections

from lindun.ledger import actions, keys, queries, sealer
from lindun.ledger.mirrors import DirectoryMirror, Shipper, ShippingFailed
from lindun.ledger.sealing import ALIAS, SealingRefused, at_work
from lindun.ledger.verification import LedgerDamaged, verify
from lindun.verifier import parse_keys, verify_mirror
from tests.ledger.house import SECOND, House

pytestmark = pytest.mark.drill
PATIENCE = 30.0


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for another process or thread; the test fails when it takes too long."""
    end = time.monotonic() + PATIENCE
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        pause.wait(0.05)


@pytest.fixture
def running(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The sealer with its mirrors, running in this process."""
    monkeypatch.setattr(sealer, "INTERVAL", 0.02)
    monkeypatch.setattr(sealer, "RETRY", 0.05)
    monkeypatch.setattr(sealer, "HEARTBEAT", 0.05)
    stop = threading.Event()

    def work() -> None:
        sealer.run(stop, directories=house.mirrors)
        connections[ALIAS].close()

    thread = threading.Thread(target=work)
    thread.start()
    yield house
    stop.set()
    thread.join()


def held_by(house: House, mirror: Path) -> int:
    """Entries that a mirror holds, all of them verified."""
    if not (mirror / "checkpoint").exists():
        return 0
    return verify_mirror(mirror, parse_keys(house.key())).checkpoint.size


def error_of(name: object) -> str:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT error FROM ledger_mirror WHERE name = %s", [str(name)])
        row = cursor.fetchone()
    return row[0] if row else "unknown"


def test_entries_reach_every_mirror_by_themselves(running: House) -> None:
    running.write(300)
    wait_until(lambda: all(held_by(running, mirror) == 300 for mirror in running.mirrors))
    wait_until(lambda: queries._read_mirror_state() == "ok")
    status = queries.status()
    assert (status.state, status.size, status.waiting) == ("ok", 300, 0)
    assert [part.size for part in status.mirrors] == [300, 300]


def test_a_deleted_mirror_is_filled_again_in_full(running: House) -> None:
    running.write(300)
    wait_until(lambda: held_by(running, running.mirrors[0]) == 300)
    shutil.rmtree(running.mirrors[0])
    wait_until(lambda: held_by(running, running.mirrors[0]) == 300)


def test_a_broken_mirror_delays_neither_sealing_nor_the_other(running: House) -> None:
    broken, sound = running.mirrors
    running.write()
    wait_until(lambda: held_by(running, broken) == 1)
    shutil.rmtree(broken)
    broken.write_text("a file where the directory was")
    running.write(20)
    wait_until(lambda: held_by(running, sound) == 21)
    wait_until(lambda: error_of(broken) == "mirror.unwritable")
    assert queries._read_mirror_state() == "warn"
    broken.unlink()
    wait_until(lambda: held_by(running, broken) == 21)
    wait_until(lambda: queries._read_mirror_state() == "ok")


def test_a_mirror_that_hangs_delays_neither_sealing_nor_the_other(running: House) -> None:
    """Reading the checkpoint of the one mirror never returns: it is a pipe nobody writes to."""
    hanging, sound = running.mirrors
    running.write()
    wait_until(lambda: held_by(running, hanging) == 1)
    (hanging / "checkpoint").unlink()
    os.mkfifo(hanging / "checkpoint")
    running.write(20)
    wait_until(lambda: held_by(running, sound) == 21)
    wait_until(lambda: queries.status().size == 21)
    (hanging / "checkpoint").rename(hanging / "pipe")
    os.close(os.open(hanging / "pipe", os.O_RDWR))  # the reader wakes up
    wait_until(lambda: held_by(running, hanging) == 21)


def test_no_current_mirror_for_too_long_stops_opening(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    house.write()
    assert queries._read_mirror_state() == "warn"  # none has ever been current, the wait has begun
    monkeypatch.setattr(settings, "LEDGER_MIRROR_GRACE", 0)
    assert queries._read_mirror_state() == "stop"


def test_a_full_disk_fails_one_mirror_with_its_code(house: House) -> None:
    """A real limit, in a child process: the kernel refuses to let any file grow beyond 4 KiB."""
    house.write(200)
    house.seal()
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(house.mirrors[0]), house.database],
        env=os.environ | environment(house),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout.strip() == "mirror.full", done.stderr
    assert not (house.mirrors[0] / "checkpoint").exists()
    assert not list(house.mirrors[0].rglob("*.new"))
    house.ship(house.mirrors[0])  # there is room again
    assert held_by(house, house.mirrors[0]) == 200


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
import django; django.setup()
from django.db import connections
connections["sealer"].settings_dict["NAME"] = sys.argv[2]
from lindun.ledger import keys
from lindun.ledger.mirrors import DirectoryMirror, Shipper, ShippingFailed
from lindun.ledger.sealing import at_work
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
signer = keys.read_signer()
with at_work(signer) as sealer:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        mirror = DirectoryMirror(Path(sys.argv[1]))
        Shipper(mirror, keys=[signer.verifier_key()], using="sealer").ship(sealer.newest)
    except ShippingFailed as failure:
        print(failure.code)
"""


def environment(house: House) -> dict[str, str]:
    """What a child process needs to work on this ledger: a home whose key and database are the drill's."""
    return {"LINDUN_HOME": str(house.home.root), "DJANGO_SETTINGS_MODULE": "tests.drills.settings"} | {
        "DRILL_KEYS": str(house.mirrors[0].parent)
    }


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_space_and_no_quota_are_told_apart_from_other_trouble(house: House, number: int) -> None:
    class Full(DirectoryMirror):
        def store(self, path: str, data: bytes) -> None:
            raise OSError(number, "no room")

    house.write()
    with at_work(keys.read_signer()) as at:
        newest = at.seal()
        assert newest is not None
        shipper = Shipper(Full(house.mirrors[0]), keys=keys.read_verifier_keys(), using=ALIAS)
        with pytest.raises(ShippingFailed, match=r"mirror\.full"):
            shipper.ship(newest)


def test_a_mirror_of_another_ledger_is_left_alone(house: House, tmp_path: Path) -> None:
    from lindun.core.tlog import Checkpoint, Signer

    house.write()
    house.mirrors[0].mkdir()
    foreign = Checkpoint("other", 9, bytes(32)).sign(Signer("other", bytes(range(32))))
    (house.mirrors[0] / "checkpoint").write_text(foreign)
    with pytest.raises(ShippingFailed, match=r"mirror\.foreign"):
        house.ship()
    assert (house.mirrors[0] / "checkpoint").read_text() == foreign


def test_what_was_changed_before_it_was_shipped_is_not_shipped(house: House) -> None:
    house.fill(5)
    house.write(5)
    house.seal()
    house.superuser(
        "UPDATE ledger_entry e SET body = replace(body, 'staff:7', 'staff:8')"
        " FROM ledger_leaf l WHERE l.entry = e.id AND l.index = 7"
    )
    with pytest.raises(ShippingFailed, match=r"entry\.changed"):
        house.ship()
    assert held_by(house, house.mirrors[0]) == 5


def test_the_clock_set_back_is_refused_until_acknowledged(house: House) -> None:
    now = time.time_ns()
    house.write(3, at=now)
    house.seal()
    house.write(2, at=now - 3600 * SECOND)
    with pytest.raises(SealingRefused, match=r"clock\.backwards"):
        house.seal()
    clock = pytest.MonkeyPatch()
    clock.setattr(actions.time, "time_ns", lambda: now - 3590 * SECOND)
    actions.correct_clock("system.operator")
    clock.undo()
    house.write(1, at=now - 3580 * SECOND)
    house.ship()
    report = verify()
    assert [notice.code for notice in report.notices] == ["clock.corrected"]
    assert report.size == 7
    house.write(1, at=now - 3570 * SECOND)  # a sealer that starts anew goes by the corrected time
    assert house.seal() is not None


def test_a_clock_set_back_unnoticed_by_the_sealer_is_found_by_the_verifier(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lindun.ledger import sealing

    now = time.time_ns()
    monkeypatch.setattr(sealing, "TOLERANCE", 10**12)
    house.write(3, at=now)
    house.seal()
    late = house.write(1, at=now - 3600 * SECOND)[0]
    house.ship()
    with pytest.raises(LedgerDamaged) as caught:
        verify()
    assert [(f.code, f.index, f.id) for f in caught.value.report.findings] == [
        ("clock.backwards", 3, late.id)
    ]


def test_small_steps_back_between_servers_are_no_alarm(house: House) -> None:
    now = time.time_ns()
    house.write(1, at=now)
    house.seal()
    house.write(1, at=now - 5 * SECOND)
    house.ship()
    assert verify().size == 2


def test_a_lost_memory_file_is_written_anew_but_a_wrong_one_stops_the_sealer(house: House) -> None:
    house.fill(5)
    memory = keys_folder(house) / "checkpoint"
    memory.unlink()
    house.fill(1)
    assert memory.exists()
    memory.write_text(memory.read_text().replace("6", "7", 1))
    with pytest.raises(SealingRefused, match=r"checkpoint\.forged"):
        house.seal()


def keys_folder(house: House) -> Path:
    return house.mirrors[0].parent / "keys"


def test_a_killed_sealer_leaves_nothing_half_done(house: House) -> None:
    """kill -9 at many moments while entries pour in; the next sealer goes on and everything verifies."""
    written = 0
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", SEALER, house.database, *map(str, house.mirrors)],
            env=os.environ | environment(house),
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"begun\n"
        sealed = queries.status().size
        while queries.status().size < sealed + 50:  # it is at work when it is killed
            house.write(5)
            written += 5
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    house.ship()
    assert verify().size == written
    assert [held_by(house, mirror) for mirror in house.mirrors] == [written, written]


SEALER = """
import sys
from pathlib import Path
import django; django.setup()
from django.db import connections
connections["sealer"].settings_dict["NAME"] = sys.argv[1]
from lindun.ledger import sealer
sealer.INTERVAL = 0.001
print("begun", flush=True)
sealer.run(directories=[Path(place) for place in sys.argv[2:]])
"""


ENDED_AT_A_BAD_MOMENT = """
import os, signal
import django; django.setup()
from lindun.ledger import sealer
stop = sealer._stop_on_signal()
with stop._cond:  # where `wait` and `is_set` are for some microseconds of every round
    os.kill(os.getpid(), signal.SIGTERM)
raise SystemExit(not stop.wait(20))
"""


def test_a_signal_inside_the_lock_of_its_own_event_ends_it_too(house: House) -> None:
    run = [sys.executable, "-c", ENDED_AT_A_BAD_MOMENT]
    assert subprocess.run(run, env=os.environ | environment(house), timeout=PATIENCE).returncode == 0


def test_a_second_sealer_waits_and_takes_over(house: House) -> None:
    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", SEALER, house.database, *map(str, house.mirrors)],
            env=os.environ | environment(house),
            stdout=subprocess.DEVNULL,
        )

    def size() -> int:
        return queries.status().size

    first = start()
    house.write()
    wait_until(lambda: size() == 1)
    second = start()
    house.write(10)
    wait_until(lambda: size() == 11)
    first.terminate()
    assert first.wait(PATIENCE) == 0
    house.write(10)
    wait_until(lambda: size() == 21)
    second.terminate()
    assert second.wait(PATIENCE) == 0
    house.ship()
    assert verify().size == 21
