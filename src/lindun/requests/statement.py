"""What a request says: who asks for which items of whom, why, in which way, how long and how often.

It is stored as canonical JSON (RFC 8785 for the values used here: strings, integers, sorted keys) and never
changes. An approval carries the digest of the statement it agreed to, so another statement has no approval.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Use(StrEnum):
    """How information is used under a grant."""

    REVEAL = "reveal"  # on the screen, one value at a time
    EXPORT = "export"  # as an encrypted file


@dataclass(frozen=True, kw_only=True)
class Window:
    """Hours to which a view of movements is limited; both ends are whole hours in ISO 8601, UTC."""

    begins: str
    ends: str

    @property
    def ordinals(self) -> frozenset[int]:
        """The hours of the window, as movements are numbered (see `hour_ordinal`)."""
        begins, ends = (datetime.fromisoformat(moment) for moment in (self.begins, self.ends))
        count = int((ends - begins).total_seconds() // 3600)
        return frozenset(hour_ordinal(begins + timedelta(hours=hour)) for hour in range(count))


def hour_ordinal(moment: datetime) -> int:
    """The number of an hour among the sealed hours of one person: 0 to 32,767, anew after three years and
    eight months, which is far longer than movements may be kept.
    """
    return int(moment.timestamp()) // 3600 % 32768


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The frozen content of a request. Ids are strings; `why` holds no personal data.

    It is about named residents of one home, or, for a file, about everybody in a place and no `subjects`.
    """

    applicant: str
    purpose: str
    community: int
    building: int | None = None
    subjects: tuple[str, ...]
    items: tuple[str, ...]
    use: str
    minutes: int
    views: int
    why: str
    window: Window | None = None
    consent: str | None = None  # number of the written consent by which the file goes to a partner

    def text(self) -> str:
        """The canonical form, as stored."""
        said = {key: value for key, value in asdict(self).items() if value is not None}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Statement:
        """Raises ValueError, TypeError or KeyError for what is not a statement."""
        said = json.loads(text)
        window = said.pop("window", None)
        return cls(
            **said | {"subjects": tuple(said["subjects"]), "items": tuple(said["items"])},
            window=Window(**window) if window else None,
        )

    def covers(self, subject: UUID, item: str) -> bool:
        return str(subject) in self.subjects and item in self.items


def digest(text: str) -> bytes:
    """SHA-256 of a statement's text, 32 bytes."""
    return hashlib.sha256(text.encode()).digest()
