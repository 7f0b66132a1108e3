"""Drill: whoever presses Ctrl-C again while everything stops does not leave the half of it running."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator

import pytest

from lindun.cli import processes

pytestmark = pytest.mark.drill
ENDINGS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture
def usual_signals() -> Iterator[None]:
    before = [signal.getsignal(ending) for ending in ENDINGS]
    yield
    for ending, handler in zip(ENDINGS, before, strict=True):
        signal.signal(ending, handler)


@pytest.mark.usefixtures("usual_signals")
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_second_signal_does_not_break_off_the_stopping(ending: signal.Signals) -> None:
    child = subprocess.Popen(["sleep", "60"])
    threading.Timer(0.2, os.kill, (os.getpid(), ending)).start()
    processes._watch([child])
    for again in ENDINGS:
        os.kill(os.getpid(), again)  # raises KeyboardInterrupt, or ends the tests, where it is not set aside
    processes._stop([child])
    assert child.returncode == -signal.SIGTERM
