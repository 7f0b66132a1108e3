"""Numbers and dates as spreadsheets store them."""

import re
from datetime import date, datetime, timedelta
from enum import Enum, unique

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DAY_LETTERS = re.compile("[ymdYMD年月日]")
_TIME_ONLY = re.compile("[hsHS]")
_EAST_ASIAN_DATES = (range(14, 23), range(27, 37), range(50, 59))
_LEAP_GHOST = 60  # 29 February 1900, a day that Excel counts and the calendar does not have


@unique
class Epoch(Enum):
    """The day before day 1."""

    OF_1900 = date(1899, 12, 31)
    OF_1904 = date(1904, 1, 1)


def number(text: str) -> int | float | None:
    """The number a cell's text stands for: ``int`` where the file wrote every digit, else ``float``.

    The difference matters: an ID number written out in full survives, one written as 3.3E+17 is lost.
    ``None`` when it is no finite number.
    """
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        value = float(text)
    except ValueError:
        return None
    if value in (float("inf"), float("-inf")) or value != value:
        return None
    return int(value) if value.is_integer() and abs(value) < 10**15 else value


def is_date_format(format_id: int, code: str | None) -> bool:
    """Whether a number format shows a day. Built-in ids 27-36 and 50-58 are the Chinese ones.

    Source: ECMA-376-1 18.8.30 (numFmt).
    """
    if code is None:
        return any(format_id in ids for ids in _EAST_ASIAN_DATES) and format_id not in (18, 19, 20, 21)
    bare = _QUOTED.sub("", code)
    if "General" in bare or not _DAY_LETTERS.search(bare):
        return False
    minutes_only = _TIME_ONLY.search(bare) and not re.search("[ydYD年日]", bare)
    return not minutes_only


def serial_to_date(serial: float, epoch: Epoch) -> date | None:
    """The day (or moment) of a serial number; ``None`` outside 1900-9999."""
    if not 1 <= serial < 2_958_466:
        return None
    days = int(serial)
    if epoch is Epoch.OF_1900 and days >= _LEAP_GHOST:
        days -= 1
    try:
        day = epoch.value + timedelta(days=days)
    except OverflowError:
        return None
    seconds = round((serial - int(serial)) * 86_400)
    if not seconds:
        return day
    return datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001 — a sheet has no zone
