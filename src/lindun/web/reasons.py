"""Codes -> words. The policy answers with reason codes and codes of ways on; people read sentences and links.

The words of the house's own codes are in `words.py`. An app registers the codes it adds, and the addresses of
the ways on that lead to its pages, when it loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lindun.web.words import SENTENCES, WAYS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Facts = Mapping[str, Any]
Address = Callable[[Facts], str]

_NO_WORDS = _("This is closed by a rule that has no text yet. Ask your supervisor.")
_sentences: dict[str, StrPromise | str] = dict(SENTENCES)
_ways: dict[str, StrPromise | str] = dict(WAYS)
_addresses: dict[str, Address] = {}


@dataclass(frozen=True)
class Way:
    """One thing the reader can do; without an address it is words only."""

    code: str
    label: str
    url: str = ""


@dataclass(frozen=True)
class Explanation:
    """Why it is closed, and what would open it."""

    sentences: tuple[str, ...]
    ways: tuple[Way, ...] = ()


def register_sentence(code: str, sentence: StrPromise | str) -> None:
    """Words for a reason code. They may name facts of the case: "%(item)s is not needed for %(purpose)s."."""
    _sentences[code] = sentence


def register_way(code: str, label: StrPromise | str | None = None, address: Address | None = None) -> None:
    """Words and/or the address for a way on. `address` builds a URL from the facts of the case, or ''."""
    if label is not None:
        _ways[code] = label
    if address is not None:
        _addresses[code] = address


def explain(reasons: Iterable[str], ways_on: Iterable[str] = (), facts: Facts | None = None) -> Explanation:
    """Words for a decision. A fact that a sentence names and the caller lacks shows as a gap."""
    known = _Gaps(facts or {})
    sentences = tuple(_filled(_sentences.get(code, _NO_WORDS), known) for code in reasons)
    ways = tuple(
        Way(code, _filled(_ways[code], known), _addresses[code](known) if code in _addresses else "")
        for code in ways_on
        if code in _ways
    )
    return Explanation(sentences, ways)


def without_words(reasons: Iterable[str], ways_on: Iterable[str] = ()) -> set[str]:
    """Codes nobody has given words; a test keeps this empty."""
    return (set(reasons) - set(_sentences)) | (set(ways_on) - set(_ways))


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _filled(text: StrPromise | str, facts: Facts) -> str:
    words = str(text)
    return words % facts if "%(" in words else words
