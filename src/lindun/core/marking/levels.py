"""Level marks: one internal ladder L0-L4, shown in the words each organisation uses (GOV-02).

The ladder drives every control; a scheme only chooses words. Marks carry the company's prefix, because 绝密,
机密 and 秘密 alone are state-secret grades (保守国家秘密法 2024, articles 14 and 22).
"""

from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType


class Level(IntEnum):
    """The ladder. Only the number is stored; a higher number is more confidential."""

    L0 = 0
    L1 = 1
    L2 = 2
    L3 = 3
    L4 = 4


@dataclass(frozen=True, slots=True)
class Scheme:
    """The words of one organisation: `labels[level]`, and the same in English."""

    code: str
    labels: tuple[str, str, str, str, str]
    english: tuple[str, str, str, str, str]


_SCHEMES = (
    # Where a scheme lacks a word for a level, the next stricter word stands for it (at the top, the last).
    Scheme(
        "business",
        ("公开", "内部", "秘密", "机密", "绝密"),
        ("Public", "Internal", "Confidential", "Secret", "Top secret"),
    ),
    Scheme(
        "ordinary-three",
        ("公开", "普通", "普通", "重要", "机密"),
        ("Public", "Ordinary", "Ordinary", "Important", "Secret"),
    ),
    Scheme(
        "general-three",
        ("一般", "内部", "机密", "机密", "机密"),
        ("General", "Internal", "Secret", "Secret", "Secret"),
    ),
    Scheme(
        "open-three",
        ("公开", "内部", "机密", "机密", "机密"),
        ("Public", "Internal", "Secret", "Secret", "Secret"),
    ),
)
SCHEMES = MappingProxyType({scheme.code: scheme for scheme in _SCHEMES})
DEFAULT_SCHEME = "business"

# Names of colour tokens, not colours: the style sheet owns the values. Never the only sign of a level.
COLOURS = MappingProxyType(
    {Level.L0: "neutral", Level.L1: "green", Level.L2: "blue", Level.L3: "orange", Level.L4: "red"}
)

COMPANY_PREFIXES = ("企业", "商密")
_STATE_GRADES = frozenset({"绝密", "机密", "秘密"})


def label(level: Level, *, scheme: str = DEFAULT_SCHEME, english: bool = False) -> str:
    """Return the word for a level on a screen. Raises KeyError for an unknown scheme."""
    words = SCHEMES[scheme]
    return (words.english if english else words.labels)[level]


def document_mark(level: Level, *, scheme: str = DEFAULT_SCHEME, prefix: str = "企业") -> str:
    """Return the mark for documents and prints: `企业·绝密`; a word that is no state grade stands alone.

    Raises ValueError for a prefix that does not say the mark is a company's, KeyError for a scheme.
    """
    if prefix not in COMPANY_PREFIXES:
        raise ValueError("prefix must be one of COMPANY_PREFIXES")
    word = label(level, scheme=scheme)
    return f"{prefix}·{word}" if word in _STATE_GRADES else word
