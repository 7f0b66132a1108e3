"""The zip around an .xlsx, opened with suspicion.

Everything is judged from the directory before a byte is unpacked, and again while unpacking. Nothing is
ever written to disk, so a member name is only a key to look up.
"""

import zipfile
import zlib
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Self
from xml.parsers import expat

from .limits import ARCHIVE_PARTS, RATIO, RATIO_FREE_BYTES, UNPACKED_BYTES, XML_TOKEN_BYTES
from .refusal import Refusal, RosterRefused

_CHUNK = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)


class GuardedArchive:
    """A zip whose directory has passed the limits. Use as a context manager.

    :raises RosterRefused: truncated, damaged, encrypted, too many parts, too large, ratio too high.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except _UNREADABLE:
            raise RosterRefused(Refusal.TRUNCATED) from None
        try:
            self._parts = _judged(self._zip.infolist(), path.stat().st_size)
        except RosterRefused:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def chunks(self, name: str) -> Generator[bytes, None, None]:
        """The unpacked bytes of one part; never more than the directory declared."""
        info = self._parts.get(name)
        if info is None:
            raise RosterRefused(Refusal.DAMAGED)
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except _UNREADABLE:
            raise RosterRefused(Refusal.DAMAGED) from None

    def parse(self, name: str, parser: expat.XMLParserType) -> Generator[None, None, None]:
        """Feed one part to an expat parser, pausing after every chunk so that a caller can take rows out.

        :raises RosterRefused: malformed XML, a document type or entity declaration, an endless token.
        """
        parser.StartDoctypeDeclHandler = _forbid
        parser.EntityDeclHandler = _forbid
        parser.ExternalEntityRefHandler = _forbid
        parser.buffer_text = True
        unbroken = 0
        try:
            with closing(self.chunks(name)) as chunks:
                for chunk in chunks:
                    unbroken = len(chunk) - chunk.rfind(b">") if b">" in chunk else unbroken + len(chunk)
                    if unbroken > XML_TOKEN_BYTES:
                        raise RosterRefused(Refusal.UNPACKED_TOO_LARGE)
                    parser.Parse(chunk, False)
                    yield
            parser.Parse(b"", True)
            yield
        except expat.ExpatError:
            raise RosterRefused(Refusal.DAMAGED) from None

    def parse_whole(self, name: str, parser: expat.XMLParserType) -> None:
        with closing(self.parse(name, parser)) as steps:
            for _ in steps:
                pass


def _forbid(*_: object) -> int:
    raise RosterRefused(Refusal.DTD_FORBIDDEN)


def _judged(infos: list[zipfile.ZipInfo], file_size: int) -> dict[str, zipfile.ZipInfo]:
    if len(infos) > ARCHIVE_PARTS:
        raise RosterRefused(Refusal.TOO_MANY_PARTS)
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
        raise RosterRefused(Refusal.MAY_BE_ENCRYPTED)
    parts = {info.filename: info for info in infos}
    overlapping = sum(info.compress_size for info in infos) > file_size
    if len(parts) != len(infos) or overlapping or any(info.compress_type not in _METHODS for info in infos):
        raise RosterRefused(Refusal.DAMAGED)
    unpacked = sum(info.file_size for info in infos)
    if unpacked > UNPACKED_BYTES:
        raise RosterRefused(Refusal.UNPACKED_TOO_LARGE)
    if unpacked > RATIO_FREE_BYTES and unpacked > RATIO * file_size:
        raise RosterRefused(Refusal.RATIO_TOO_HIGH)
    return parts
