"""Names of people in running text, told from other words by weight of evidence.

A candidate is a surname and one or two more characters. What speaks for it: how plainly the surname is one,
how telling the other characters are, and what stands before and after. The weights are in ``lexicon_names``.
"""

import re

from .detect_span import Span, make_span
from .kinds import Kind
from .lexicon_names import (
    AFTER,
    BEFORE,
    ENDINGS,
    FAMILIAR,
    FOLLOWERS,
    GIVEN,
    GIVEN_UNKNOWN,
    ROLES,
    TITLES,
    TRANSCRIBED,
    WORDLIKE,
    WORDLIKE_COMPOUND,
    WORDS,
)
from .surnames import COMPOUND, SINGLE

_NAME = Kind.NAME  # members are looked up once: that is slow on Python 3.11
_EDGE = 2  # what the end of a run of Chinese characters says
_ENOUGH = 7  # evidence from which a candidate is taken for a name: confidence 0.48, rising to 0.88

_SURNAME = {
    **dict.fromkeys(WORDLIKE, 1),
    **dict.fromkeys(FAMILIAR, 3),
    **dict.fromkeys(COMPOUND, 6),
    **dict.fromkeys(WORDLIKE_COMPOUND, 4),
}
# Where it is worth looking a pair of characters up.
_AMBIGUOUS = frozenset([word[0] for word in WORDS] + [word[1] for word in ENDINGS])
_ROLE_ENDS = frozenset(role[-1] for role in ROLES)
_FOLLOWING = {**dict.fromkeys(FOLLOWERS, 3), **dict.fromkeys(TITLES, 4)}
_FOLLOWING_HEADS = frozenset(word[0] for word in _FOLLOWING)
_WORD_ENDS = frozenset(word[1] for word in WORDS)
_HAN = "\u3400-\u9fff"
_LIKELY = "".join(char for char, weight in GIVEN.items() if weight >= 0)
_HEADS = "".join(sorted({surname[0] for surname in COMPOUND}))
_SECONDS = "".join(sorted({surname[1] for surname in COMPOUND}))  # a quick refusal before the list of tails
_TAILS = "|".join(f"{surname[1:]}(?<={surname})" for surname in sorted(COMPOUND))
_PLAIN = FAMILIAR + WORDLIKE
# A surname that a plausible character follows; the match is the surname. After the label of a field (姓名：,
# 联系人:, "name":) any surname will do, and a blank may stand inside: 亓 伟.
_TITLE = f"(?=[{''.join(sorted({title[0] for title in TITLES}))}])(?:{'|'.join(sorted(TITLES))})"
_LABEL = r"(?<=[：:=])(?:(?<=[名人主户客东字员者方].)|(?<=name.)|(?<=Name.)|(?<=name[\"'].))"
_CANDIDATE = re.compile(
    f"[{_PLAIN}{_HEADS}：:=]"
    f"(?:(?:(?<=[{_HEADS}])(?=[{_SECONDS}])(?:{_TAILS})|(?<=[{_PLAIN}]))(?=[{_LIKELY}])(?!{_TITLE})"
    rf"|{_LABEL}[ \"']{{0,2}}"
    rf"(?:(?P<labelled>[{''.join(sorted(SINGLE))}](?: {{0,2}}[{_HAN}]|[{_HAN}]{{2}}))"
    rf"|(?P<foreign>[{TRANSCRIBED}]{{3,8}}|[A-Z][a-z]+(?: [A-Z][a-z]+){{1,3}}))(?![{_HAN}A-Za-z]))"
)
# Transcribed names of other peoples: two parts and a middle dot.
_TRANSCRIBED = re.compile(
    rf"[{TRANSCRIBED}]{{1,7}}[·•・‧]([{TRANSCRIBED}]{{1,7}})(?:[·•・‧][{TRANSCRIBED}]{{1,7}})?"
)
_PERSONAL = frozenset("名人主户客")  # ends of labels under which people stand, not firms: 姓名, 联系人, 业主
_LEAD = frozenset("：:（(“\"‘'【[ \t=，,、")


def names(text: str) -> list[Span]:
    """Names of people in an already read text; overlapping ones are settled by the caller."""
    found, given = [], 0
    while match := _CANDIDATE.search(text, given):
        start, given = match.span()
        if match["labelled"]:
            if _plausible(match["labelled"].replace(" ", "")):
                found.append(make_span((match.start("labelled"), given, _NAME, 0.8)))
        elif match["foreign"]:
            if text[start - 1] in _PERSONAL:
                found.append(make_span((match.start("foreign"), given, _NAME, 0.75)))
        elif best := _best(text, start, given):
            weight, end = best
            found.append(make_span((start, end, _NAME, 0.04 * min(weight + 5, 22))))
    if "·" in text or "•" in text or "・" in text:
        found.extend(_transcribed(text, *match.span()) for match in _TRANSCRIBED.finditer(text))
    return found


def _transcribed(text: str, start: int, end: int) -> Span:
    """A dotted name without the role before it (保洁卓玛·次仁) or the title after it, where these share its
    characters."""
    if text[start - 1 : start + 1] in ROLES:
        start += 1
    elif text[start : start + 2] in ROLES:
        start += 2
    if text[end - 1 : end + 1] in TITLES:
        end -= 1
    return make_span((start, end, _NAME, 0.9))


def _plausible(name: str) -> bool:
    """Whether what stands after a label reads as a name; a rare surname asks for given characters we know."""
    unknown = 0 if name[0] in _SURNAME else GIVEN_UNKNOWN
    known = all(GIVEN.get(character, unknown) >= 0 for character in name[1:])
    return known and name not in WORDS and name[1:] not in TITLES


def _best(text: str, start: int, given: int) -> tuple[int, int] | None:
    """Weight and end of the likeliest name with its surname at ``start:given``, if any is likely enough."""
    surname, tail = text[start:given], text[given + 1 : given + 2]
    first = GIVEN[text[given]]
    weight = _SURNAME[surname] + first + _before(text, start)
    if surname in _AMBIGUOUS:
        if text[start - 1 : given] in ENDINGS and text[start - 2 : start] not in ROLES:
            return None
        if text[start : given + 1] in WORDS:
            weight -= 5
    if not "\u3400" <= tail <= "\u9fff":
        short = weight + (first > 1) + _EDGE
        return (short, given + 1) if short >= _ENOUGH else None
    # After a compound surname any character may be a given one.
    second = GIVEN.get(tail, 0 if given - start > 1 else GIVEN_UNKNOWN)
    after_second = _after(text, given + 2)
    long = weight + second + after_second
    if second >= 0 and after_second == _EDGE:  # then the shorter reading cannot weigh more
        return (long, given + 2) if long >= _ENOUGH else None
    short = weight + (first > 1) + _after(text, given + 1)
    if short < _ENOUGH > long:
        return None
    return (long, given + 2) if long >= short else (short, given + 1)


def _before(text: str, start: int) -> int:
    """What the text before a candidate says: a role, a label, an edge, a linking word, or part of a word."""
    last = text[start - 1 : start]
    if last in _ROLE_ENDS and text[start - 2 : start] in ROLES:
        return 5
    if "\u3400" <= last <= "\u9fff":
        return BEFORE.get(last, -2)
    if last not in _LEAD:
        return _EDGE
    back = start - 1
    while back and text[back - 1] in _LEAD and start - back < 4:
        back -= 1
    return 5 if text[back - 2 : back] in ROLES or BEFORE.get(text[back - 1 : back], 0) > 2 else _EDGE


def _after(text: str, end: int) -> int:
    """What the text after a candidate says: an edge, a title, a verb, or that the word goes on."""
    following = text[end : end + 1]
    if not "\u3400" <= following <= "\u9fff":
        return _EDGE
    if following in _FOLLOWING_HEADS:
        weight = _FOLLOWING.get(text[end : end + 2])
        if weight:
            return weight
    if following in _WORD_ENDS and text[end - 1 : end + 1] in WORDS:
        return -6
    return AFTER.get(following, -2)
