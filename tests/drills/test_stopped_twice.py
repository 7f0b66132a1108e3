"""Drill: whoever presses Ctrl-C again while everything stops does not leave the half of it running."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from lindun.cli import processes

pytestmark = pytest.mark.drill
ENDINGS = (signal.SIGINT, signal.SIGTERM)


class Impatient(subprocess.Popen[bytes]):
    """Whoever looks whether it still runs meets a Ctrl-C: while watching, and again while stopping."""

    looked = 0

    def poll(self) -> int | None:
        self.looked += 1
        for ending in ENDINGS:
            os.kill(os.getpid(), ending)
        return super().poll()


@pytest.fixture
def usual_signals() -> Iterator[None]:
    before = [signal.getsignal(ending) for ending in ENDINGS]
    yield
    for ending, handler in zip(ENDINGS, before, strict=True):
        signal.signal(ending, handler)


@pytest.mark.usefixtures("usual_signals")
def test_a_second_signal_does_not_break_off_the_stopping() -> None:
    child = Impatient(["sleep", "60"])
    try:
        processes._watch([child])
        processes._stop([child])
    except KeyboardInterrupt:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)
        child.kill()
        child.wait()
        pytest.fail("the stopping was broken off")
    assert child.returncode == -signal.SIGTERM
    assert child.looked > 1
