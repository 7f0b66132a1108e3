"""Level marks, visible watermarks, and the marks by which a leaked copy of a list is traced."""

from lindun.core.marking.levels import (
    COLOURS,
    COMPANY_PREFIXES,
    DEFAULT_SCHEME,
    SCHEMES,
    Level,
    Scheme,
    document_mark,
    label,
)
from lindun.core.marking.marks import Copy, Evidence, LeakedRow, Mark, NotTraced, trace
from lindun.core.marking.watermark import mark_lines, mark_tile_svg

__all__ = [
    "COLOURS",
    "COMPANY_PREFIXES",
    "DEFAULT_SCHEME",
    "SCHEMES",
    "Copy",
    "Evidence",
    "LeakedRow",
    "Level",
    "Mark",
    "NotTraced",
    "Scheme",
    "document_mark",
    "label",
    "mark_lines",
    "mark_tile_svg",
    "trace",
]
