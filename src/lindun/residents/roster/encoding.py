"""Which characters the bytes of a text file stand for, decided on the whole file, strictly.

A guess that decodes is not enough: nearly any bytes decode as GB 18030. So Big5, which offices in Hong Kong,
Macao and Taiwan still write, is told by its common characters, and UTF-8 is tried first, and a
file in which many lines are good UTF-8 is never read as GB 18030 because of a few bad bytes; it is read
line by line, and the lines that cannot be read are marked.
"""

import codecs
import re
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from .refusal import Refusal, RosterRefused

MIXED = "mixed"
BIG5 = "big5hkscs"
REPLACEMENT = "\ufffd"

_CHUNK = 1024 * 1024
_SAMPLE = 64 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_COMMON_BIG5 = re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]")
_FEWEST_PAIRS = 16
_NEARLY_ALL = 0.9
_STRAY_SHARE = 0.05  # GBK lines that are good UTF-8 by chance


@dataclass(frozen=True, slots=True)
class DecodedLine:
    """A physical line with its line end; ``broken`` when some bytes belong to no encoding we read."""

    text: str
    broken: bool = False


def encoding_of(path: Path) -> str:
    """``utf-8``, ``utf-8-sig``, ``utf-16`` (with or without mark), ``gb18030``, ``BIG5`` or ``MIXED``.

    :raises RosterRefused: NOT_A_TABLE when the bytes are no text at all.
    """
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name if _decodes(path, name) else MIXED
    if wide := _wide_without_mark(head):
        if _decodes(path, wide):
            return wide
        raise RosterRefused(Refusal.NOT_A_TABLE)
    if _is_binary(head):
        raise RosterRefused(Refusal.NOT_A_TABLE)
    if _decodes(path, "utf-8"):
        return "utf-8"
    if not _few_lines_are_utf8(path):
        return MIXED
    if _is_big5(head) and _decodes(path, BIG5):
        return BIG5
    return "gb18030" if _decodes(path, "gb18030") else MIXED


def read_lines(path: Path, encoding: str) -> Generator[DecodedLine, None, None]:
    """Physical lines, line ends kept. Only ``MIXED`` gives broken lines."""
    if encoding == MIXED:
        with path.open("rb") as file:
            for line in file:
                yield from map(_decoded, line.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True))
        return
    with path.open(encoding=encoding, newline="") as text:
        yield from (DecodedLine(line) for line in text)


def _decoded(line: bytes) -> DecodedLine:
    for encoding in ("utf-8", "gb18030"):
        try:
            return DecodedLine(line.decode(encoding))
        except UnicodeDecodeError:
            continue
    return DecodedLine(line.decode("gb18030", "replace"), broken=True)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _few_lines_are_utf8(path: Path) -> bool:
    good = telling = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                telling += 1
                try:
                    line.decode("utf-8")
                    good += 1
                except UnicodeDecodeError:
                    continue
    return good <= telling * _STRAY_SHARE


def _wide_without_mark(head: bytes) -> str | None:
    """UTF-16 without a mark betrays itself: digits and line ends have their zero on the same side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 8 or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_big5(head: bytes) -> bool:
    """Whether nearly all pairs of bytes are common characters of Big5; in GBK about half of them look so."""
    pairs = _PAIR.findall(head)
    common = sum(map(bool, map(_COMMON_BIG5.match, pairs)))
    return len(pairs) >= _FEWEST_PAIRS and common >= _NEARLY_ALL * len(pairs)


def _is_binary(head: bytes) -> bool:
    strange = sum(head.count(code) for code in range(32) if code not in (9, 10, 12, 13))
    return strange * 20 > len(head)
