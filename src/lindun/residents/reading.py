"""Reading a large file in a process of its own, beside the one that seals and stores.

What travels between the two are the columns, then rows in chunks, through a pipe, in memory only. The other
process holds no key and no connection; a file that brings it down brings down nothing else.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import pickle
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from lindun.residents import intake, reading_process, samples
from lindun.residents.intake import Arriving, Catalogued, Corrections
from lindun.residents.roster.refusal import Refusal, RosterRefused

logger = logging.getLogger(__name__)
LARGE = 512 * 1024  # bytes from which the second process is worth its start
UNCOLLECTED = 200_000  # objects: more than a chunk of rows makes


@dataclass(frozen=True)
class Task:
    """What to read, and how. `first` rows are passed over: they were taken in before."""

    path: Path
    catalogued: Catalogued
    corrections: Corrections
    community: str
    today: date
    first: int
    chunk: int


@dataclass(frozen=True)
class Opened:
    """A file that is being read.

    columns: of every sheet, as `samples.describe` tells them; refused: kinds of data nobody decided about.
    """

    columns: list[dict[str, Any]]
    refused: tuple[str, ...]
    chunks: Iterator[Sequence[Arriving]]


@contextmanager
def opened(task: Task) -> Iterator[Opened]:
    """Open a file and read its rows in chunks, ahead of whoever takes them: a large one in a process of its
    own, and in no other. Raises RosterRefused, FileNotFoundError.
    """
    large = task.path.stat().st_size >= LARGE
    with closing(_from_another_process(task) if large else _read(task)) as messages:
        columns, refused = next(messages)
        with closing(messages if large else intake.ahead(messages)) as chunks:
            yield Opened(columns, refused, chunks)


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """For the time of an import: its rows go chunk by chunk and hold no cycles, and looking through them for
    some, again and again, took an eighth of the time.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(UNCOLLECTED)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _read(task: Task) -> Generator[Any, None, None]:
    """First what the columns are and which were refused, then the rows in chunks."""
    reading = intake.open_roster(task.path, catalogued=task.catalogued, corrections=task.corrections)
    yield samples.describe(reading), reading.refused
    rows = reading.arriving(community=task.community, today=task.today)
    yield from intake.in_chunks(islice(rows, task.first, None), task.chunk)


def _from_another_process(task: Task) -> Generator[Any, None, None]:
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=reading_process.main, args=(pickle.dumps(task), theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        while (message := _receive(mine)) is not None:
            yield message
    finally:
        mine.close()
        process.terminate()
        process.join()
        process.close()


def _receive(pipe: Connection) -> Any:
    """The next message, None after the last. Raises RosterRefused, also when the other side has gone."""
    try:
        message = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own child, through our own pipe
    except EOFError:
        raise RosterRefused(Refusal.PARSER_FAILED) from None
    if isinstance(message, Refusal):
        raise RosterRefused(message)
    return message


def send(task: Task, pipe: Connection) -> None:
    """In the other process: read and send, until the end or a refusal."""
    try:
        for message in _read(task):
            pipe.send_bytes(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
        pipe.send_bytes(pickle.dumps(None))
    except RosterRefused as refusal:
        pipe.send_bytes(pickle.dumps(refusal.code))
    except BrokenPipeError:
        return  # whoever wanted the rows is gone
    except Exception as fault:
        logger.error("reading a roster failed: %s", type(fault).__name__)  # its text may quote a cell
        pipe.send_bytes(pickle.dumps(Refusal.PARSER_FAILED))
