"""Find Chinese personal identifiers in running text, and write the text again without them.

    >>> detect("联系人张伟，电话16512345678")
    [Span(start=3, end=5, type=<Kind.NAME: 'NAME'>, ...), Span(start=8, end=19, ...)]

Any ``str`` is accepted, lone surrogates and NUL included; time grows linearly with its length.
"""

from collections.abc import Iterable

from .detect_addresses import addresses
from .detect_handles import handles
from .detect_names import names
from .detect_numbers import numbers
from .detect_reading import Offsets, read
from .detect_span import Span

__all__ = ["Span", "detect"]


def detect(text: str) -> list[Span]:
    """Every identifier found in ``text``.

    :returns: spans sorted by position that do not overlap; offsets are characters of ``text``, end exclusive.
    :raises Exception: never, whatever the text.
    """
    reading, offsets = read(text)
    found = numbers(reading) + handles(reading) + addresses(reading) + names(reading)
    found.sort()
    chosen = _apart(found)
    return chosen if offsets is None else [_moved(span, offsets) for span in chosen]


def _apart(found: Iterable[Span]) -> list[Span]:
    """Of spans that overlap, the surest; of equally sure ones, the longest."""
    chosen: list[Span] = []
    for span in found:
        if chosen and span.start < chosen[-1].end:
            last = chosen[-1]
            if (span.confidence, span.end - span.start) > (last.confidence, last.end - last.start):
                chosen[-1] = span
        else:
            chosen.append(span)
    return chosen


def _moved(span: Span, offsets: Offsets) -> Span:
    """The span in the original text; invisible characters at its end stay outside."""
    return span._replace(start=offsets.original(span.start), end=offsets.original(span.end - 1) + 1)
