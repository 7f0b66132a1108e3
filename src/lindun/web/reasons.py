"""Reason code -> words. The core decides with codes; apps register the sentence and the way on for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class WayOn:
    """What the reader can do about it. `url` builds the address from the facts; '' means no link."""

    label: StrPromise | str
    url: Callable[[Facts], str]


@dataclass(frozen=True)
class Reason:
    sentence: StrPromise | str
    way_on: WayOn | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A reason in words: why it is closed, and what opens it."""

    code: str
    sentence: str
    label: str = ""
    url: str = ""


@dataclass
class _Register:
    reasons: dict[str, Reason] = field(default_factory=dict)


_register = _Register()
_UNKNOWN = Reason(_("This is closed, and the rule behind it has no text yet. Ask your supervisor."))


def register(code: str, sentence: StrPromise | str, way_on: WayOn | None = None) -> None:
    """Give a code its words. The sentence may name facts of the decision: "%(item)s is not needed for …"."""
    _register.reasons[code] = Reason(sentence, way_on)


def explain(code: str, facts: Facts | None = None) -> Explanation:
    """Words for one code. `facts` fill the named places; a missing one shows as a gap, not an error."""
    facts = facts or {}
    reason = _register.reasons.get(code, _UNKNOWN)
    way_on = reason.way_on
    return Explanation(
        code=code,
        sentence=_filled(str(reason.sentence), facts),
        label=_filled(str(way_on.label), facts) if way_on else "",
        url=way_on.url(facts) if way_on else "",
    )


def explain_all(codes: Iterable[str], facts: Facts | None = None) -> list[Explanation]:
    return [explain(code, facts) for code in codes]


def without_words(codes: Iterable[str]) -> set[str]:
    """Codes nobody has registered; a test keeps this empty."""
    return set(codes) - set(_register.reasons)


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _filled(sentence: str, facts: Facts) -> str:
    return sentence % _Blank(facts) if "%(" in sentence else sentence
