"""The report of an import: one line of JSON for each source row, values in their masked forms only.

Building, unit and room stay readable, because they lead back to the row; name, numbers, papers and plates
are masked, so that never more than one of name, number and door can be told from a line.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TextIO

from lindun.core.identifiers.identity_paper import PaperType
from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import mask

from .result import RowResult, Status


class MaskedValues(NamedTuple):
    """The protected values of a row in their standard masked forms."""

    name: str | None
    phones: list[str]
    id_number: str | None
    plates: list[str]


@dataclass(slots=True)
class Summary:
    """Counts over a whole file, in rows; ``findings`` by type of personal data in free text."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    ignored: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    sheets: Counter[str] = field(default_factory=Counter)

    def add(self, result: RowResult) -> None:
        """Count one row."""
        self.rows += 1
        match result.status:
            case Status.ACCEPTED:
                self.accepted += 1
                self.sheets[result.sheet] += 1
            case Status.REJECTED:
                self.rejected += 1
            case Status.IGNORED:
                self.ignored += 1
        self.reasons.update(result.reasons)
        self.findings.update(result.remark_findings)


def masked(result: RowResult) -> MaskedValues:
    """Standard masked forms of what a row protects; they may be shown and stored."""
    kind = PaperType(result.id_type).kind if result.id_type else Kind.ID_CARD
    return MaskedValues(
        mask(Kind.NAME, result.name) if result.name else None,
        [mask(phone_kind(value), value) for value in result.phones],
        mask(kind, result.id_number) if result.id_number else None,
        [mask(Kind.PLATE, value) for value in result.plates],
    )


def phone_kind(canonical: str) -> Kind:
    """Kind of a number in canonical form: a landline starts with its area code."""
    return Kind.LANDLINE if canonical.startswith("0") else Kind.PHONE


def report_line(result: RowResult, values: MaskedValues) -> str:
    """One JSON object with sorted keys, without a line end."""
    first = result.duplicate_of
    return json.dumps(
        {
            "sheet": result.sheet,
            "row": result.row,
            "line": result.line,
            "status": result.status.value,
            "reasons": result.reasons,
            "problems": [{"code": problem.code, "cell": problem.cell} for problem in result.problems],
            "building": result.building,
            "unit": result.unit,
            "room": result.room,
            "name": values.name,
            "phones": values.phones,
            "id_type": result.id_type,
            "id_number": values.id_number,
            "plates": values.plates,
            "remark_findings": list(result.remark_findings),
            "duplicate_of": {"sheet": first.sheet, "row": first.row} if first else None,
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def write_report(results: Iterable[RowResult], out: TextIO, summary: Summary) -> Iterator[RowResult]:
    """Pass results on while writing a line for each and counting them."""
    for result in results:
        summary.add(result)
        out.write(report_line(result, masked(result)) + "\n")
        yield result
