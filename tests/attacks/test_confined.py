"""Code of an attacker in a serving process: what the operating system lets it read and write there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lindun.config import confine

ATTEMPT = """
import sys
from pathlib import Path
from lindun.config import confine

home, deed, target = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
confine.close_folders([home / "secret", home.parent / "mirror"], writable=[home / "uploads"])
if deed == "read":
    target.read_bytes()
elif deed == "write":
    target.write_bytes(b"mine")
elif deed == "link":
    target.hardlink_to(home / "secret" / "key")
elif deed == "move":
    (home / "secret").rename(target)
"""

FORBIDDEN = [
    ("read", "home/secret/key"),
    ("read", "mirror/entries"),
    ("write", "mirror/entries"),
    ("write", "program.py"),
    ("write", "home/.profile"),
    ("write", "home/public.key"),
    ("link", "home/uploads/key"),
    ("move", "home/uploads/secret"),
]
ALLOWED = [("read", "program.py"), ("write", "home/uploads/roster"), ("read", "home/public.key")]

pytestmark = pytest.mark.usefixtures("landlock")


@pytest.fixture
def landlock() -> None:
    assert confine.abi() >= 2, "these tests need a kernel with Landlock 2"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for folder in ("home/secret", "home/uploads", "mirror"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("home/secret/key", "mirror/entries", "program.py", "home/public.key"):
        (tmp_path / file).write_bytes(b"as it was")
    return tmp_path


def attempt(place: Path, deed: str, target: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ATTEMPT, str(place / "home"), deed, str(place / target)],
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(("deed", "target"), FORBIDDEN)
def test_a_confined_process_cannot(place: Path, deed: str, target: str) -> None:
    done = attempt(place, deed, target)
    assert done.returncode == 1
    assert "PermissionError" in done.stderr or "Invalid cross-device link" in done.stderr
    assert (place / "program.py").read_bytes() == b"as it was"


@pytest.mark.parametrize(("deed", "target"), ALLOWED)
def test_a_confined_process_can_still(place: Path, deed: str, target: str) -> None:
    done = attempt(place, deed, target)
    assert (done.returncode, done.stderr) == (0, "")
