"""Uploaded files: how they arrive, where they lie, how they are destroyed.

A file lies under a random name in the home's uploads folder, 0600, and is never copied: what arrives there is
renamed. The ending of the sender's file name is not kept, because names of files hold anything.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NoReturn
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

ENDING = ".roster"
ARRIVING = ".upload"
PIECE = 1 << 20
FORGOTTEN = 24 * 3600  # seconds after which a file that never arrived is nobody's
ARRIVES_WITHIN = 3600  # seconds between keeping a file and entering its import, at the very most
TOO_LARGE, DISK_FULL = "file_too_large", "disk_full"


class ArrivingFile(TemporaryUploadedFile):
    """Django's, under a name of ours."""

    def __init__(self, content_type: str, charset: str | None, content_type_extra: dict[str, Any]) -> None:
        file = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed at the end of the request
            suffix=ARRIVING, dir=settings.FILE_UPLOAD_TEMP_DIR
        )
        UploadedFile.__init__(self, file, "roster", content_type, 0, charset, content_type_extra)

    def close(self) -> None:
        """What was not kept is destroyed, not only removed."""
        destroy(Path(self.temporary_file_path()))
        with suppress(OSError):  # what is still buffered finds the disk as full as before
            super().close()


class BoundedUpload(TemporaryFileUploadHandler):
    """Takes a file in up to the bound; says on the request why it stopped, and leaves nothing behind."""

    arrived: ArrivingFile | None = None
    size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        try:
            self.arrived = ArrivingFile(self.content_type or "", self.charset, self.content_type_extra or {})
        except OSError:
            self._stop(DISK_FULL)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.size = start + len(raw_data)
        if self.size > settings.ROSTER_MAX_BYTES:
            self._stop(TOO_LARGE)
        try:
            if self.arrived is not None:
                self.arrived.write(raw_data)
        except OSError:
            self._stop(DISK_FULL)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        file = self.arrived
        if file is None:
            return None
        try:
            file.seek(0)  # writes what is buffered, which may find the disk full
        except OSError:
            self._stop(DISK_FULL)
        file.size = file_size
        return file

    def upload_interrupted(self) -> None:
        if self.arrived is not None:
            self.arrived.close()
            self.arrived = None

    def _stop(self, trouble: str) -> NoReturn:
        self.upload_interrupted()
        self.request.upload_trouble = trouble  # type: ignore[union-attr]
        raise StopUpload(connection_reset=False)


def trouble_of(request: HttpRequest) -> str:
    """Why an upload of this request was stopped; empty when none was. Reads the request's body."""
    _ = request.FILES
    return str(getattr(request, "upload_trouble", ""))


def path_of(roster: UUID) -> Path:
    return Path(settings.FILE_UPLOAD_TEMP_DIR) / f"{roster}{ENDING}"


def keep(file: BinaryIO | UploadedFile[Any], path: Path) -> None:
    """Put a file in its place: one that arrived here is renamed, any other copied. Raises OSError."""
    if isinstance(file, ArrivingFile):
        file.flush()
        os.fsync(file.fileno())
        Path(file.temporary_file_path()).rename(path)
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            while piece := file.read(PIECE):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def destroy(path: Path) -> None:
    """Overwrite and remove. Overwriting is best effort, on copying storage above all; removal is certain."""
    with suppress(OSError), path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(os.urandom(min(left, PIECE)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a file for the time of some work; False when another process holds it. Death lets go.

    Raises FileNotFoundError.
    """
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def kept() -> Iterator[tuple[UUID, float]]:
    """The imports whose files lie here, and for how many seconds they have."""
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(f"*{ENDING}"):
        yield UUID(path.stem), time.time() - path.stat().st_mtime


def destroy_forgotten() -> int:
    """Destroy what a killed process left of files that never arrived; returns how many there were."""
    long_ago = time.time() - FORGOTTEN
    stale = [
        path
        for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(f"*{ARRIVING}")
        if path.stat().st_mtime < long_ago
    ]
    for path in stale:
        destroy(path)
    return len(stale)
