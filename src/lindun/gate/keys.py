"""The keys and the storage seen from outside: states, counts and findings. Nothing here opens a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from lindun.vault.integrity import verify_integrity
from lindun.vault.status import keys_status


@dataclass(frozen=True)
class Altered:
    """A row that is not as it was sealed: what (code), whose, which value, and when it was noticed."""

    code: str
    subject: UUID
    value: UUID | None
    detected_at: datetime


@dataclass(frozen=True)
class StorageReport:
    """How much was checked, and what was found altered (STO-07)."""

    subjects: int
    values: int
    tokens: int
    altered: tuple[Altered, ...]


def key_state(*, communities: Sequence[int]) -> dict[str, object]:
    """Return versions, counts, suite and use of the message bound, for the health page and the command line.

    Runs in a transaction of its own. Raises RuntimeError inside one, RootKeyError.
    """
    return asdict(keys_status(communities=communities))


def verify_storage(*, communities: Sequence[int], progress: Callable[[int], None]) -> StorageReport:
    """Check every sealed row of these communities; progress is told the number of people checked.

    Runs in transactions of its own. Raises RuntimeError inside one, RootKeyError.
    """
    report = verify_integrity(communities=communities, progress=progress)
    altered = tuple(
        Altered(finding.code, finding.subject_id, finding.value_id, finding.detected_at)
        for finding in report.findings
    )
    return StorageReport(report.subjects, report.values, report.tokens, altered)
