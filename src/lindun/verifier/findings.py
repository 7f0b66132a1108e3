"""What can be wrong, and how it is said: stable codes with the entries concerned."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `index`..`until` (inclusive) are the entries it concerns."""

    code: str
    index: int | None = None
    until: int | None = None
    id: str | None = None
    path: str | None = None

    def __str__(self) -> str:
        span = "" if self.index is None else f" entry {self.index}"
        span += f"..{self.until}" if self.until not in (None, self.index) else ""
        return self.code + span + "".join(f" {part}" for part in (self.id, self.path) if part)


class VerificationError(Exception):
    """What was checked is not what was signed. `findings` says where."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(map(str, findings[:20])))
        self.findings = findings
