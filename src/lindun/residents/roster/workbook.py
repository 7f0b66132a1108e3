"""Opening a roster file: what it is decides its content, not its name.

Everything a file can be refused for has a code (``Refusal``); nothing in this package writes to disk,
follows a link or computes a formula.
"""

import re
from collections.abc import Callable
from pathlib import Path

from .delimited import open_delimited
from .html_table import open_html
from .limits import FILE_BYTES
from .ole import SIGNATURE
from .refusal import Refusal, RosterRefused
from .table import Workbook
from .xls import open_xls
from .xlsx import open_xlsx

_HEAD = 4096
_BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0")
_PAPERS_AND_PACKERS = (b"%PDF", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_OLD_BINARY = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|meta|body|table)\b", re.IGNORECASE)


def open_table_file(path: Path) -> Workbook:
    """Open a roster whatever its name says.

    :param path: a file on this machine; it is read several times and must not change meanwhile.
    :returns: sheets whose rows are read lazily; a delimited file has one sheet without a name.
    :raises RosterRefused: with a ``Refusal`` code. ``Sheet.rows()`` may raise it too, for damage that shows
        only where it is.
    """
    size = path.stat().st_size
    if not size:
        raise RosterRefused(Refusal.EMPTY_FILE)
    if size > FILE_BYTES:
        raise RosterRefused(Refusal.FILE_TOO_LARGE)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return _reader(head)(path)


def _reader(head: bytes) -> Callable[[Path], Workbook]:
    if head.startswith(b"PK"):
        return open_xlsx
    if head.startswith(SIGNATURE[: len(head)]):
        return open_xls
    if head.startswith(_PICTURES + _PAPERS_AND_PACKERS):
        raise RosterRefused(Refusal.NOT_A_TABLE)
    if head.startswith(_OLD_BINARY) and b"\0" in head[:16]:
        raise RosterRefused(Refusal.UNSUPPORTED_FORMAT)
    start = head.lstrip(_BYTE_ORDER_MARKS).replace(b"\0", b"").lstrip()
    if start.startswith(b"<"):
        if _HTML.search(start):
            return open_html
        raise RosterRefused(Refusal.UNSUPPORTED_FORMAT if start.startswith(b"<?xml") else Refusal.NOT_A_TABLE)
    return open_delimited
