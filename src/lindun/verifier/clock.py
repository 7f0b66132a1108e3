"""The id and the time of entries: present, in agreement, and not running backwards."""

import re
from datetime import datetime

from .findings import Finding

_UUID7 = rb"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_STAMP = re.compile(
    rb'"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)",'
    rb'(?:"counts":\{[^}]*\},)?(?:"device":"[^"]*",)?"id":"(' + _UUID7 + rb')"'
)
_CORRECTION = b'{"action":"ledger.clock.corrected",'
_CORRECTED = re.compile(
    re.escape(_CORRECTION) + rb'"actor":"[^"]*","at":"[^"]*","counts":\{"seconds":(\d{1,9})\}'
)


def id_of(entry: bytes) -> str | None:
    stamp = _STAMP.search(entry)
    return stamp[2].decode() if stamp else None


class Clock:
    """Watches that time does not run backwards and that every id carries its entry's time."""

    def __init__(self, tolerance: float) -> None:
        self.findings: list[Finding] = []
        self.notices: list[Finding] = []
        self.last_at: str | None = None
        self._tolerance = int(tolerance * 1000)
        self._latest = 0
        self._hours: dict[bytes, int] = {}

    def watch(self, data: bytes, entries: list[bytes], start: int) -> None:
        """Look at the entries of one bundle, whose first one has index `start`."""
        stamps = _STAMP.findall(data)[: len(entries)]
        times = [int(uid[:8] + uid[9:13], 16) for _, uid in stamps]
        if len(times) != len(entries) or times != [self._milliseconds(at) for at, _ in stamps]:
            self._find_malformed(entries, start)
        elif times:
            if times[0] < self._latest - self._tolerance or times != sorted(times) or _CORRECTION in data:
                self._find_backwards(entries, times, start)
            else:
                self._latest = max(self._latest, times[-1])
            self.last_at = stamps[-1][0].decode()

    def _milliseconds(self, at: bytes) -> int:
        hour = at[:13]
        if hour not in self._hours:
            try:
                self._hours[hour] = (
                    int(datetime.fromisoformat(hour.decode() + ":00:00+00:00").timestamp()) * 1000
                )
            except ValueError:
                return -1
        return self._hours[hour] + int(at[14:16]) * 60_000 + int(at[17:19]) * 1000 + int(at[20:23])

    def _find_malformed(self, entries: list[bytes], start: int) -> None:
        for index, entry in enumerate(entries, start):
            stamp = _STAMP.search(entry)
            if not stamp:
                self.findings.append(Finding("entry.malformed", index))
            elif self._milliseconds(stamp[1]) != int(stamp[2][:8] + stamp[2][9:13], 16):
                self.findings.append(Finding("entry.time-differs-from-id", index, id=stamp[2].decode()))

    def _find_backwards(self, entries: list[bytes], times: list[int], start: int) -> None:
        """Follow the time entry by entry; a correction says how far before itself time may go on."""
        for index, (entry, time) in enumerate(zip(entries, times, strict=True), start):
            if correction := _CORRECTED.match(entry):
                self._latest = min(self._latest, time - int(correction[1]) * 1000)
                self.notices.append(Finding("clock.corrected", index, id=id_of(entry)))
            elif time < self._latest - self._tolerance:
                self.findings.append(Finding("clock.backwards", index, id=id_of(entry)))
            else:
                self._latest = max(self._latest, time)
