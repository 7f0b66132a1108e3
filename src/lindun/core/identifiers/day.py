"""Days as rosters write them, into ISO 8601: spreadsheet serials, dots, slashes, Chinese words."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from .refusal import InvalidIdentifier, Reason
from .writing import arabic_numerals, tidy, whole_number

_EPOCH = date(1899, 12, 30)
"""Day 0 of the 1900 date system of spreadsheets, as seen from 1 March 1900 onward."""
_SERIAL = range(10_000, 80_000)  # 1927 to 2119: shorter numbers are years, longer ones compact days
_YEARS = range(1910, 2120)
_PIVOT = 50
"""Two-digit years below it are 20yy."""

_PARTED = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{2}(?=[年.\-/][0-9]{1,2}[月.\-/]))[年.\-/]"
    r"(?:(?P<month>[0-9]{1,2})(?:[月.\-/](?:(?P<day>[0-9]{1,2})[日号]?)?)?)?"
)
_WORDS_BEHIND = re.compile(r"(?<=[0-9日号])\s*[(]?(?:入住|交房|搬入|迁入|入伙|登记|起)[)]?$")
_NOISE = re.compile(r"(?<=[0-9])\s*[、,，。—–‐−－_\\]\s*(?=[0-9])|(?<=[0-9])\s+(?=[0-9])")
_MONTH_FIRST = re.compile(r"(?P<month>[0-9]{1,2})[./\-](?P<year>[0-9]{4})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})?")
_SHORT = re.compile(r"(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_YEAR = re.compile(r"(?P<year>[0-9]{4})")
_DAY_LAST = re.compile(r"(?P<first>[0-9]{1,2})[./\-](?P<second>[0-9]{1,2})[./\-](?P<year>[0-9]{4})")
_CLOCK = re.compile(
    r"(?<=[0-9日号])[T\s]+[0-9]{1,2}[:：时][0-9:：时分秒.]*(?:Z|[+\-][0-9:]+)?$|[(]?(?:星期|周)[一二三四五六日天][)]?"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or only its month or year where no more was written: ``2019-03-05``, ``2019-03``, ``2019``."""

    iso: str = field(repr=False)

    @property
    def year(self) -> int:
        """The year."""
        return int(self.iso[:4])

    @property
    def exact(self) -> date | None:
        """The day, or None where only the month or the year is known."""
        return date.fromisoformat(self.iso) if len(self.iso) == 10 else None


def parse(text: str, *, not_after: date | None = None) -> Day:
    """Read a day as a roster has it.

    Understands ``2019-3-5``, ``2019/3/5``, ``2019.3.5``, ``2019年3月5日``, ``二〇一九年三月五日``,
    ``20190305``, ``2019/3``, ``2019年``, ``19.3.5``, the serial ``43529`` and ``5/13/2019``; a time of day
    behind it is dropped.

    :param not_after: a day of birth, for one, cannot lie after today.
    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, PRECISION_LOST, AMBIGUOUS (``3/5/2019``), NOT_A_DAY,
        IN_FUTURE, UNKNOWN_SHAPE.
    """
    if _ISO.fullmatch(text) and not_after is None:
        return Day(_iso(text[:4], text[5:7], text[8:]))
    clean = _NOISE.sub("-", _WORDS_BEHIND.sub("", _CLOCK.sub("", tidy(text)).strip()))
    clean = re.sub(
        r"\s*([年月日号./\-])\s*",
        r"\1",
        arabic_numerals(whole_number(re.sub(r"(?<=^[0-9]{5})\.[0-9]+$", "", clean))),
    )
    iso = _serial(clean) or _written(clean)
    if not_after is not None and iso > not_after.isoformat()[: len(iso)]:
        raise InvalidIdentifier(Reason.IN_FUTURE)
    return Day(iso)


def _serial(text: str) -> str:
    if re.fullmatch(r"[0-9]{5}", text) and int(text) in _SERIAL:
        return (_EPOCH + timedelta(days=int(text))).isoformat()
    return ""


def _written(text: str) -> str:
    if match := _DAY_LAST.fullmatch(text):
        first, second = int(match["first"]), int(match["second"])
        if first <= 12 and second <= 12 and first != second:
            raise InvalidIdentifier(Reason.AMBIGUOUS)
        return _iso(match["year"], str(min(first, second)), str(max(first, second)))
    if re.fullmatch(r"[0-9]{6}", text):
        return _six_digits(text)
    for pattern in (_PARTED, _COMPACT, _YEAR, _MONTH_FIRST):
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            return _iso(parts["year"], parts.get("month"), parts.get("day"))
    raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)


def _six_digits(text: str) -> str:
    """201912 is a month, 191225 a day; 201003 can be both."""
    readings = set()
    for pattern in (_COMPACT, _SHORT):
        if match := pattern.fullmatch(text):
            try:
                readings.add(_iso(**match.groupdict()))
            except InvalidIdentifier:
                continue
    if len(readings) != 1:
        raise InvalidIdentifier(Reason.AMBIGUOUS if readings else Reason.NOT_A_DAY)
    return readings.pop()


def _iso(year: str, month: str | None, day: str | None) -> str:
    full = int(year) if len(year) == 4 else (2000 if int(year) < _PIVOT else 1900) + int(year)
    try:
        checked = date(full, int(month or 1), int(day or 1))
    except ValueError:
        raise InvalidIdentifier(Reason.NOT_A_DAY) from None
    if full not in _YEARS:
        raise InvalidIdentifier(Reason.NOT_A_DAY)
    return checked.isoformat()[: 10 if day else 7 if month else 4]
