"""What became of one source row."""

from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import NamedTuple

from .values import CoResident, EmergencyContact


@unique
class Status(StrEnum):
    """Accepted: can be stored. Rejected: about somebody, a person must look. Ignored: about nobody, or said
    already."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    IGNORED = "ignored"


class Problem(NamedTuple):
    """A reason code and the cell it concerns, as people name it (``E17``)."""

    code: str
    cell: str


class RowAddress(NamedTuple):
    """Sheet and row, as the report counts them."""

    sheet: str
    row: int


@dataclass(slots=True)
class RowResult:
    """One source row after reading. Values are in the clear and live in memory only.

    ``row`` counts as the file counts, from 1; in a delimited file it is the number of the record, the first
    one below the header being 1 (header and titles are 0), and ``line`` is its first physical line.
    ``id_check_ok`` is None without a number. ``duplicate_of`` is set with the reason ``duplicate_row``.
    ``remarks_redacted`` may be stored and shown; ``remark_findings`` are the types of what was taken out.
    """

    sheet: str
    row: int
    line: int | None = None
    status: Status = Status.ACCEPTED
    reasons: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    community: str = ""
    zone: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    name: str | None = None
    phones: list[str] = field(default_factory=list)
    id_type: str | None = None
    id_number: str | None = None
    id_check_ok: bool | None = None
    plates: list[str] = field(default_factory=list)
    relation: str | None = None
    move_in: str | None = None
    emergency_contact: EmergencyContact | None = None
    co_residents: list[CoResident] = field(default_factory=list)
    remarks_redacted: str = ""
    remark_findings: tuple[str, ...] = ()
    duplicate_of: RowAddress | None = None

    def __repr__(self) -> str:
        return f"RowResult({self.row}, {self.status}, {', '.join(self.reasons)}, •••)"

    def because(self, status: Status, code: str) -> "RowResult":
        """This result with its verdict; the deciding reason stands first."""
        self.status = status
        if code in self.reasons:
            self.reasons.remove(code)
        self.reasons.insert(0, code)
        return self
