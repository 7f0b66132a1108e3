"""Where a made file lies until it is taken: encrypted, under a random name, closed to others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from lindun.residents.uploads import destroy

ENDING = ".export"
PART = ".export-part"


def keep(export: UUID, content: bytes) -> None:
    """Write the file whole or not at all. Raises OSError, and then nothing is there."""
    part = _folder() / f"{export}{PART}"
    destroy(part)  # of a process that was killed here before
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(_path(export))
    except OSError:
        destroy(part)
        raise


def read(export: UUID) -> bytes:
    """Raises FileNotFoundError."""
    return _path(export).read_bytes()


def remove(export: UUID) -> None:
    """Overwrite and remove; nothing happens when it is gone."""
    destroy(_path(export))
    destroy(_folder() / f"{export}{PART}")


def kept() -> Iterator[UUID]:
    """The exports of which something lies here."""
    for ending in (ENDING, PART):
        for path in _folder().glob(f"*{ending}"):
            yield UUID(path.name.removesuffix(ending))


def _path(export: UUID) -> Path:
    return _folder() / f"{export}{ENDING}"


def _folder() -> Path:
    return Path(settings.FILE_UPLOAD_TEMP_DIR)
