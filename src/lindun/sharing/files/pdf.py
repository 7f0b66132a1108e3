"""Rows as an encrypted PDF, and the file of one request with its proofs attached.

Pages are set by typst in memory, with our own font, from data: nothing in a value is markup. Typst is given
no folder, so a document reads no file. The list is encrypted with AES-256 (ISO 32000-2, revision 6). The file
of a request holds ids, names of staff and times, no resident's data; it stays readable (PDF/A-3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from pypdf.constants import UserAccessPermissions

from lindun.sharing.files.labels import Label
from lindun.sharing.files.passwords import Locked, new_password
from lindun.web.typesetting import typeset

MOST_ROWS = 2_000  # 270 MB and a second; longer lists are for the workbook
_READING = UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS  # for people who have a page read to them
_SOURCES = Path(__file__).parent / "typst"


@dataclass(frozen=True)
class Line:
    """One line of a step: when, who, what; words as they should read."""

    at: str
    who: str
    what: str


@dataclass(frozen=True)
class Step:
    """One of the four steps: apply, approve, register, archive."""

    name: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Attachment:
    """A text attached to the file of a request, e.g. a proof as JSON. name: file name, plain letters."""

    name: str
    text: str
    about: str
    media: str = "application/json"


def locked_list(label: Label, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Locked:
    """Return the rows as an encrypted PDF, and its new password apart from it.

    The mark (holder, time, number) stands across every page six times. Nothing but reading is allowed to
    who has the password; another password, as long, is the owner's and is thrown away.
    Raises ValueError for more than MOST_ROWS rows.
    """
    held = [list(row) for row in islice(rows, MOST_ROWS + 1)]
    if len(held) > MOST_ROWS:
        raise ValueError(f"a PDF holds at most {MOST_ROWS} rows")
    given = {"label": _words(label), "headings": list(headings), "rows": held}
    set_pages = _set("list.typ", given, pdf_tags=False)  # tagging every cell took seven times as long
    password = new_password()
    return Locked(_encrypted(set_pages, password), password)


def request_file(
    label: Label,
    facts: Sequence[tuple[str, str]],
    steps: Sequence[Step],
    attachments: Sequence[Attachment] = (),
    *,
    made: datetime,
) -> bytes:
    """Return the file of one request as a PDF/A-3: facts, the four steps, proofs as file attachments.

    made: aware; the same file made for the same moment has the same bytes.
    """
    given = {
        "label": _words(label),
        "facts": [list(fact) for fact in facts],
        "steps": [asdict(step) for step in steps],
        "attachments": [asdict(attachment) for attachment in attachments],
    }
    return _set("request.typ", given, pdf_standards="a-3b", timestamp=made.replace(microsecond=0))


def _words(label: Label) -> dict[str, str]:
    return asdict(label) | {"mark": label.mark}


def _set(name: str, given: Mapping[str, Any], **how: Any) -> bytes:
    return typeset(_SOURCES / name, given, **how)


def _encrypted(pages: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pages))
    writer.metadata = None
    writer.encrypt(password, owner_password=new_password(), algorithm="AES-256", permissions_flag=_READING)
    held = BytesIO()
    writer.write(held)
    return held.getvalue()
