"""What every page of an outgoing file says: whose it is, when it was made, its number, its level."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 40  # letters of one part; a header has 255 for all of them


@dataclass(frozen=True, kw_only=True)
class Label:
    """The words of the marks. Each is shown as given, shortened and without unprintable letters.

    holder: name and staff number. number: of the export. at: the time as it should read. level: the level
    mark, e.g. `企业·机密`. title: what the file is; no resident may be named in any of them.
    """

    title: str
    holder: str
    number: str
    at: str
    level: str

    def __post_init__(self) -> None:
        for part in ("title", "holder", "number", "at", "level"):
            kept = "".join(letter for letter in getattr(self, part) if letter.isprintable())
            object.__setattr__(self, part, kept.strip()[:LONGEST])

    @property
    def line(self) -> str:
        """Everything in one line, for the top of a sheet."""
        return " · ".join((self.level, self.number, self.holder, self.at))

    @property
    def mark(self) -> str:
        """What stands across a page."""
        return f"{self.holder}  {self.at}  {self.number}"
