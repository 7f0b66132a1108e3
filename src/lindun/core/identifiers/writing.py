"""How people and spreadsheets write values down, undone step by step.

``tidy`` is for every kind; ``whole_number`` undoes what a spreadsheet does to long numbers;
``arabic_numerals`` reads 十二 and 二〇一九. Nothing here knows what an identifier is.
"""

import re
import unicodedata

from .refusal import InvalidIdentifier, Reason

LONGEST_CELL = 2000
"""Characters a cell may have before it is taken for prose and refused."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CLEAN = re.compile(r"[0-9A-Za-z一-鿿]{4,64}")
"""Nothing to tidy, and too long to be one of the words for nothing (most cells of most rosters)."""
_SPACE = re.compile(r"[^\S\n]+")
_MASKED = re.compile(r"•{2,}|[*●■█✱∗]")
_BLANK = re.compile(
    r"[-—–_/\\.。?？\s]*|(?:暂|尚)?(?:无|没有|未知|不详|不明|未提供|未登记|未填|待补充?|待定|空)(?:[车证]|电话|手机|车辆|车牌)?"
    r"|n/?a|none|null|nil",
    re.IGNORECASE,
)

_BLANK_BEGINNINGS = frozenset("暂尚无没未不待空nN")

_DECIMAL = re.compile(r"([0-9]+)\.0*")
_SCIENTIFIC = re.compile(r"([0-9])(?:\.([0-9]+))?[eE]\+?([0-9]{1,2})")
_EXACT_DIGITS = 15
"""Decimal digits a spreadsheet keeps (IEEE 754 double)."""
_LEAST_SIGNIFICANT = 9
"""Fewer digits than this in scientific notation is a rounded display, not a number without its zeros."""

_NUMERALS = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "幺": 1}
_FORMAL = {c: v for v, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_VALUES = _NUMERALS | _FORMAL
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_NUMERAL_RUN = re.compile(f"[{''.join(_VALUES)}]{{6,}}")
_ANY_NUMERAL = re.compile(f"[{''.join(_VALUES)}{''.join(_UNITS)}]+")


def tidy(text: str) -> str:
    """Text as a careful clerk would have typed it.

    Full-width forms become half-width; invisible characters (zero width, direction marks, byte order
    marks) go; every white space but the newline becomes one blank; both ends are trimmed, and so is the
    apostrophe that keeps a spreadsheet from reading a number.

    :raises InvalidIdentifier: EMPTY (also for 无, 不详, N/A and the like), TOO_LONG, ALREADY_MASKED.
    """
    if _CLEAN.fullmatch(text) and text[0] not in _BLANK_BEGINNINGS:
        return text
    if len(text) > LONGEST_CELL:
        raise InvalidIdentifier(Reason.TOO_LONG)
    clean = visible(text).strip().strip("'‘’`").strip()
    if is_blank(clean):
        raise InvalidIdentifier(Reason.EMPTY)
    if _MASKED.search(clean):
        raise InvalidIdentifier(Reason.ALREADY_MASKED)
    return clean


def is_blank(clean: str) -> bool:
    """Whether tidy text only says that there is nothing: 无, 不详, N/A, a dash."""
    return bool(_BLANK.fullmatch(clean))


def visible(text: str) -> str:
    """Half-width text without format characters; runs of blanks become one; line ends become ``\\n``."""
    if text.isascii():
        return _SPACE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in text.translate(_FULL_WIDTH) if unicodedata.category(c) != "Cf")
    return _SPACE.sub(" ", kept.replace("\r\n", "\n").replace("\r", "\n"))


def whole_number(text: str) -> str:
    """Digits of a number that went through a spreadsheet: ``13800000000.0`` and ``1.7012345678E10``.

    Text that is no such number comes back unchanged.

    :raises InvalidIdentifier: PRECISION_LOST where digits are gone: rounded display such as ``1.38E+10``,
        or more digits than a double keeps.
    """
    if match := _DECIMAL.fullmatch(text):
        digits = match[1]
        if len(digits) > _EXACT_DIGITS:
            raise InvalidIdentifier(Reason.PRECISION_LOST)
        return digits
    if match := _SCIENTIFIC.fullmatch(text):
        digits, exponent = match[1] + (match[2] or "").rstrip("0"), int(match[3])
        if not _LEAST_SIGNIFICANT <= len(digits) <= exponent + 1 <= _EXACT_DIGITS:
            raise InvalidIdentifier(Reason.PRECISION_LOST)
        return digits.ljust(exponent + 1, "0")
    return text


def spoken_digits(text: str) -> str:
    """Runs of six or more Chinese numerals (一三八〇…, also 幺) become digits; shorter runs stay words."""
    return _NUMERAL_RUN.sub(lambda run: "".join(str(_VALUES[c]) for c in run[0]), text)


def arabic_numerals(text: str) -> str:
    """Every Chinese number in the text in digits: 十二 becomes 12, 二〇一九 becomes 2019."""
    return _ANY_NUMERAL.sub(lambda run: _numeral(run[0]), text)


def _numeral(run: str) -> str:
    last_unit = max((place for place, c in enumerate(run) if c in _UNITS), default=-1)
    end = _end_of_number(run, last_unit)
    total, digit = 0, 0
    for character in run[:end]:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _VALUES[character]
    spoken = "".join(str(_VALUES[c]) for c in run[end:])  # 十五零一 is 1501
    return f"{total + digit}{spoken}" if end else spoken


def _end_of_number(run: str, last_unit: int) -> int:
    """Behind the last unit stand the ones, and 零 before them after a hundred (一百零五). After a ten nobody
    writes it: 二十零五 is spoken, floor 20 and room 05.
    """
    if last_unit < 0 or last_unit + 1 == len(run):
        return last_unit + 1
    if _VALUES[run[last_unit + 1]]:
        return last_unit + 2
    return last_unit + 3 if _UNITS[run[last_unit]] > 10 else last_unit + 1
