"""Names of people in running text, told from other words by weight of evidence.

A candidate is a surname and one or two more characters. What speaks for it: how plainly the surname is one, how
telling the other characters are, and what stands before and after. The weights are in ``lexicon_names``.
"""

import re

from .detect_span import Span
from .kinds import Kind
from .lexicon_names import (
    AFTER,
    BEFORE,
    ENDINGS,
    FAMILIAR,
    GIVEN,
    GIVEN_UNKNOWN,
    NOT_AFTER,
    ROLES,
    TITLE_LETTERS,
    TITLES,
    TRANSCRIBED,
    WORDLIKE,
    WORDS,
)
from .surnames import COMPOUND, SINGLE

_ENOUGH = 7  # evidence from which a candidate is taken for a name
_SURE = 16  # and from which there is little doubt

_SURNAME = {**dict.fromkeys(WORDLIKE, 1), **dict.fromkeys(FAMILIAR, 3)}
_HAN = "\u3400-\u9fff"
_LIKELY = "".join(char for char, weight in GIVEN.items() if weight >= 0)
_HEADS = "".join(sorted({surname[0] for surname in COMPOUND}))
_TAILS = "|".join(f"(?<={surname[0]}){surname[1:]}" for surname in sorted(COMPOUND))
# A surname that a plausible character follows; the match is the surname.
_CANDIDATE = re.compile(
    f"[{FAMILIAR}{WORDLIKE}{_HEADS}](?:(?<=[{_HEADS}])(?:{_TAILS})|(?<=[{FAMILIAR}{WORDLIKE}]))(?=[{_LIKELY}])"
)

# After the label of a field (姓名：, 联系人:, "name":) any surname will do, and blanks may stand inside: 亓 伟.
_LABELLED = re.compile(
    rf"[：:=](?<=[名人主户东字员者方e\"'][：:=])[ \"']{{0,2}}([{''.join(sorted(SINGLE))}] {{0,2}}[{_HAN}](?: ?[{_HAN}])?)(?![{_HAN}])"
)
# Transcribed names of other peoples: two parts and a middle dot.
_TRANSCRIBED = re.compile(rf"[{TRANSCRIBED}]{{1,7}}[·•・‧]([{TRANSCRIBED}]{{1,7}})(?:[·•・‧][{TRANSCRIBED}]{{1,7}})?")
_LEAD = "：:（(“\"‘'【[ \t=，,、"


def names(text: str) -> list[Span]:
    """Names of people in an already read text; overlapping ones are settled by the caller."""
    found = []
    for match in _CANDIDATE.finditer(text):
        start, given = match.span()
        if best := _best(text, start, given):
            weight, end = best
            found.append(Span(start, end, Kind.NAME, _confidence(weight)))
    for match in _LABELLED.finditer(text):
        if match[1][1:] not in TITLES:
            found.append(Span(*match.span(1), Kind.NAME, 0.8))
    if "·" in text or "•" in text or "・" in text:
        found.extend(Span(*match.span(), Kind.NAME, 0.9) for match in _TRANSCRIBED.finditer(text))
    return found


def _confidence(weight: int) -> float:
    return min(0.5 + 0.4 * (weight - _ENOUGH) / (_SURE - _ENOUGH), 0.9)


def _best(text: str, start: int, given: int) -> tuple[int, int] | None:
    """Weight and end of the likeliest name with its surname at ``start:given``, if any is likely enough."""
    pair = text[given : given + 2]
    if pair in TITLES or text[start - 1 : given] in ENDINGS:
        return None
    first = GIVEN[pair[0]]
    weight = _SURNAME.get(text[start:given], 4) + first + _before(text, start)
    word = text[start : start + 2] in WORDS
    short = weight + (first > 1) + _after(text, given + 1) - 8 * word
    long = weight + GIVEN.get(pair[1:], GIVEN_UNKNOWN) + _after(text, given + 2) - 4 * word
    if short < _ENOUGH and long < _ENOUGH:
        return None
    return (long, given + 2) if long >= short else (short, given + 1)


def _before(text: str, start: int) -> int:
    """What the text before a candidate says: a role, a label, an edge, a linking word, or part of a word."""
    if not start:
        return 2
    last = text[start - 1]
    if last in _LEAD:
        back = start - 1
        while back and text[back - 1] in _LEAD and start - back < 4:
            back -= 1
        return 5 if text[back - 2 : back] in ROLES or BEFORE.get(text[back - 1 : back], 0) > 2 else 2
    if not "\u3400" <= last <= "\u9fff":
        return 2
    if text[start - 2 : start] in ROLES:
        return 5
    return BEFORE.get(last, -2)


def _after(text: str, end: int) -> int:
    """What the text after a candidate says."""
    if text[end - 1 : end + 1] in WORDS:
        return -6
    following = text[end : end + 1]
    if not "\u3400" <= following <= "\u9fff":
        return 2
    if text[end : end + 2] in TITLES:
        return 4
    if following in NOT_AFTER:
        return -6
    return AFTER.get(following, -2)
