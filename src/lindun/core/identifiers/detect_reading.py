"""How a text is read before it is searched: one alphabet, one width, and the way back to the original.

Searching happens on a *reading* of the text: full-width letters and digits become ASCII, digits written in
Chinese become digits where six or more stand together, traditional characters become simplified ones, the
many dashes and blanks after a digit become one of each, invisible characters disappear. Only the last
changes the length, so only then an offset map exists; a text without such characters is read as it stands.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from .traditional import TRADITIONAL, simplified

# Full-width forms of the characters identifiers are written in; full-width punctuation stays.
_WIDE_SET = r"\uff03\uff0b\uff0d-\uff0f\uff10-\uff19\uff20-\uff3a\uff3f\uff41-\uff5a"
_WIDE = re.compile(f"[{_WIDE_SET}]+")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

# Characters that print nothing: zero-width space and joiners, direction marks, soft hyphen, byte order
# mark, and what turns a digit into a key cap (1️⃣).
_INVISIBLE_SET = (
    r"\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u20e3\ufe00-\ufe0f\ufeff"
)
_INVISIBLE = re.compile(f"[{_INVISIBLE_SET}]+")

# A number spelt out: six or more digits, the first of them Chinese. Fewer are a date (二〇二四年) or a count.
_SPELT_DIGITS = "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
_SPELT = re.compile(rf"[{_SPELT_DIGITS}](?:[ \-.]?[{_SPELT_DIGITS}0-9]){{5,}}")
_DIGITS = str.maketrans(_SPELT_DIGITS, "000123456789" + "12" + "123456789")

# Dashes and blanks within a number; elsewhere they are punctuation and stay.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_BLANKS = "\u00a0\u2002\u2003\u2009\u202f\u3000"
_JOINT = re.compile(f"[{_DASHES}{_BLANKS}](?<=[0-9].)")
_PLAIN_JOINT = dict.fromkeys(_DASHES, "-") | dict.fromkeys(_BLANKS, " ")

# Whether any of the five occurs: one scan, and most texts are done with.
_UNUSUAL = re.compile(
    rf"[{_WIDE_SET}{_INVISIBLE_SET}{_SPELT_DIGITS}{_DASHES}{_BLANKS}{TRADITIONAL}]"
    rf"(?:(?<![{_SPELT_DIGITS}{_DASHES}{_BLANKS}])|(?<=[0-9][{_DASHES}{_BLANKS}])"
    rf"|(?:[ \-.]?[{_SPELT_DIGITS}0-9]){{5}})"
)


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where the characters of a shortened reading stood in the original."""

    starts: list[int]  # first reading position of each stretch between removed characters
    shifts: list[int]  # what to add to a position of that stretch

    def original(self, position: int) -> int:
        """The original offset of the character at ``position`` of the reading."""
        return position + self.shifts[bisect_right(self.starts, position) - 1]


def read(text: str) -> tuple[str, Offsets | None]:
    """The reading of ``text``, and the offset map when characters had to be taken out."""
    if not _UNUSUAL.search(text):
        return text, None
    offsets = None
    if _INVISIBLE.search(text):
        text, offsets = _without_invisible(text)
    if _WIDE.search(text):
        text = _WIDE.sub(lambda run: run[0].translate(_NARROW), text)
    text = simplified(text)
    text = _SPELT.sub(lambda run: run[0].translate(_DIGITS), text)
    return _JOINT.sub(lambda joint: _PLAIN_JOINT[joint[0]], text), offsets


def _without_invisible(text: str) -> tuple[str, Offsets]:
    bounds = [0, *(edge for run in _INVISIBLE.finditer(text) for edge in run.span()), len(text)]
    pieces, starts, shifts, length = [], [], [], 0
    for start, end in list(pairwise(bounds))[::2]:
        pieces.append(text[start:end])
        starts.append(length)
        shifts.append(start - length)
        length += end - start
    return "".join(pieces), Offsets(starts, shifts)
