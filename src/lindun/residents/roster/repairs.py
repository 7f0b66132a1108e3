"""How a cell differed from the value it stands for: one code for each thing that was put right."""

import re

from .table import Cell

_SIGNS = (
    ("apostrophe", re.compile(r"^\s*['‘’`]")),
    ("sci_text", re.compile(r"[0-9][eE]\+?[0-9]")),
    ("fullwidth", re.compile("[\uff01-\uff5e]")),
    ("plus86", re.compile(r"(?:\+|^00|^\W*)86(?=[\s\-)]|1[0-9]{10})")),
    (
        "invisible",
        re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"),
    ),
    ("spaced", re.compile(r"\s")),
    ("dashed", re.compile("[-\u2010-\u2015\u2212]")),
    ("chinese_numerals", re.compile("[〇零一二三四五六七八九十]")),
    ("lower_case", re.compile("[a-z]")),
    ("bracketed", re.compile("[(（]")),
)


def repairs(prefix: str, written: Cell, value: str) -> list[str]:
    """Codes such as ``phone_fullwidth`` for what stands in ``written`` and not in ``value``.

    A number where text was expected is ``…_float``; a difference without a name is ``…_reformatted``.
    """
    if not isinstance(written, str):
        return [f"{prefix}_float"]
    found = [f"{prefix}_{name}" for name, sign in _SIGNS if sign.search(written) and not sign.search(value)]
    return found or [f"{prefix}_reformatted"]
