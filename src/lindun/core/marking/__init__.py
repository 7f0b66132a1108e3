"""Level marks and visible watermarks: pure data and text."""

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
from lindun.core.marking.watermark import mark_lines, mark_tile_svg

__all__ = [
    "COLOURS",
    "COMPANY_PREFIXES",
    "DEFAULT_SCHEME",
    "SCHEMES",
    "Level",
    "Scheme",
    "document_mark",
    "label",
    "mark_lines",
    "mark_tile_svg",
]
