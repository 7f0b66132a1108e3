"""The whole house running beside the tests: `lindun demo` with its database, server, worker and sealer."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lindun.cli import demo_company, synthetic
from lindun.cli.synthetic import Household
from lindun.config.home import Home

STARTS_WITHIN = 240.0  # seconds, on a busy machine


@dataclass(frozen=True)
class House:
    """A demo company that can be visited at `address`."""

    home: Home
    address: str
    log: Path

    @cached_property
    def accounts(self) -> dict[str, dict[str, str]]:
        return json.loads(self.home.secret("owner", demo_company.ACCOUNTS).read_text())  # type: ignore[no-any-return]

    @cached_property
    def households(self) -> list[Household]:
        """Who lives in the first community, in the clear."""
        return list(synthetic.households(demo_company.HOUSEHOLDS, seed=demo_company.SEED))

    def living_at(self, building: str, unit: str, room: str) -> Household:
        where = (building, unit, room)
        return next(one for one in self.households if (one.building, one.unit, one.room) == where)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the `lindun` command in this house."""
        return subprocess.run(
            [sys.executable, "-m", "lindun.cli", *arguments],
            env=_environment(self.home.root),
            capture_output=True,
            text=True,
            check=False,
        )


@contextmanager
def running() -> Iterator[House]:
    """A house for the journeys; when it has stopped, neither its log nor its mirrors may name anybody."""
    root = Path(tempfile.mkdtemp(prefix="lindun-house-"))
    port = _free_port()
    log = root / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "lindun.cli", "demo", "--port", str(port)],
            env=_environment(root),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    house = House(Home(root), f"http://127.0.0.1:{port}", log)
    try:
        try:
            _wait_until_up(house, process)
            yield house
        finally:
            process.terminate()
            process.wait(timeout=60)
        assert _told_by(house) == []  # read at rest: a living sealer replaces its partial tiles
    finally:
        shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(house.home.run, ignore_errors=True)


def _told_by(house: House) -> list[str]:
    """Files beside the database (log, mirrors, uploads) in which a resident's clear value can be read."""
    values = [value.encode() for one in house.households for value in (one.id_number, *one.phones)]
    places = [house.log, *house.home.uploads.iterdir()]
    places += [path for name in "ab" for path in house.home.mirror(name).rglob("*") if path.is_file()]
    return [path.name for path in places if any(value in path.read_bytes() for value in values)]


def _environment(root: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("LINDUN_", "DJANGO_"))}
    return ours | {"LINDUN_HOME": str(root)}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_up(house: House, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while not _answers(house.address):
        if time.monotonic() > deadline:
            raise RuntimeError(f"the house did not come up:\n{house.log.read_text()}")
        try:
            process.wait(timeout=0.25)
        except subprocess.TimeoutExpired:
            continue  # it lives; ask again
        raise RuntimeError(f"the house ended by itself:\n{house.log.read_text()}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
