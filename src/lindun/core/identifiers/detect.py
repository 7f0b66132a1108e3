"""Find Chinese personal identifiers in running text, and write the text again without them.

    >>> detect("联系人张伟，电话16512345678")
    [Span(start=3, end=5, type=<Kind.NAME: 'NAME'>, ...), Span(start=8, end=19, ...)]
    >>> redact("联系人张伟，电话16512345678")
    '联系人张**，电话165****5678'

Any ``str`` is accepted, lone surrogates and NUL included; time grows linearly with its length.
"""

from .detect_addresses import addresses
from .detect_handles import handles
from .detect_names import names
from .detect_numbers import numbers
from .detect_reading import Offsets, read
from .detect_span import Span
from .mask import mask

__all__ = ["Span", "detect", "redact"]


def detect(text: str) -> list[Span]:
    """Every identifier found in ``text``.

    :returns: spans sorted by position that do not overlap; offsets are characters of ``text``, end exclusive.
    :raises Exception: never, whatever the text.
    """
    reading, offsets = read(text)
    found = [*numbers(reading), *handles(reading), *addresses(reading), *names(reading)]
    if len(found) > 1:
        found.sort()
        found = _apart(found)
    return found if offsets is None else [_moved(span, offsets) for span in found]


def redact(text: str) -> str:
    """``text`` with every identifier found replaced by the standard masked form of its kind.

    :raises Exception: never, whatever the text.
    """
    pieces: list[str] = []
    done = 0
    for start, end, kind, _ in detect(text):
        pieces += text[done:start], mask(kind, text[start:end])
        done = end
    return "".join(pieces) + text[done:]


def _apart(found: list[Span]) -> list[Span]:
    """Of spans that overlap, the surest; of equally sure ones, the longest."""
    chosen: list[Span] = []
    edge = 0
    for span in found:
        start, end, _, confidence = span
        if start >= edge:
            chosen.append(span)
            edge = end
        else:
            last = chosen[-1]
            if (confidence, end - start) > (last.confidence, last.end - last.start):
                chosen[-1] = span
                edge = end
    return chosen


def _moved(span: Span, offsets: Offsets) -> Span:
    """The span in the original text; invisible characters at its end stay outside."""
    return span._replace(start=offsets.original(span.start), end=offsets.original(span.end - 1) + 1)
