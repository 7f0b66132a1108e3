"""What a request says: who asks for which items of whom, why, in which way, how long and how often.

It is stored as canonical JSON (RFC 8785 for the values used here: strings, integers, sorted keys) and never
changes. An approval carries the digest of the statement it agreed to, so another statement has no approval.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
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
    def hours(self) -> int:
        return int(
            (datetime.fromisoformat(self.ends) - datetime.fromisoformat(self.begins)).total_seconds() // 3600
        )


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The frozen content of a request. Ids are strings; `why` holds no personal data.

    It is about named residents of one home, or, for a file, about everybody in a place and no `subjects`.
    """

    applicant: str
    purpose: str
    community: int
    building: int | None
    subjects: tuple[str, ...]
    items: tuple[str, ...]
    use: str
    minutes: int
    views: int
    why: str
    window: Window | None = None

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
