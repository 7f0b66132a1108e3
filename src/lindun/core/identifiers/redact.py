"""Free text with every identifier found in it replaced by its masked form."""

from .detect import detect
from .mask import mask


def redact(text: str) -> str:
    """Replace each identifier that `detect` finds by its standard mask; the rest stays as written."""
    pieces, end = [], 0
    for span in detect(text):
        pieces += [text[end : span.start], mask(span.type, text[span.start : span.end])]
        end = span.end
    return "".join([*pieces, text[end:]])
