"""Identifiers written in digits: phones, identity papers, bank cards, credit codes.

One expression finds every candidate; a reader per shape then decides by check digit, by date and by the words
just before. Sources: GB 11643-1999, GB 32100-2015, ISO/IEC 7812-1, the mainland numbering plan.
"""

import re
from collections.abc import Callable
from datetime import date

from .checks import luhn_ok, resident_id_check_ok, uscc_ok
from .detect_span import Span, make_span
from .kinds import Kind
from .lexicon_numbers import (
    CARD_LABEL,
    CARD_WORD,
    CITIZEN_LABEL,
    CITIZEN_WORD,
    CODE_WORD,
    CREDIT_WORD,
    HANDSET_WORD,
    LABEL_MARKS,
    NUMBER_SIGN,
    PAPER_WORD,
    PASSPORT_WORD,
    PERMIT_WORD,
    PHONE_WORD,
    THINGS,
)

# Members are looked up once: that is slow on Python 3.11.
_BANK_CARD = Kind.BANK_CARD
_HKMO_TW_PERMIT = Kind.HKMO_TW_PERMIT
_ID_CARD = Kind.ID_CARD
_LANDLINE = Kind.LANDLINE
_PASSPORT = Kind.PASSPORT
_PHONE = Kind.PHONE
_USCC = Kind.USCC

# What people put between the groups of a number, a line break included (other dashes and blanks are read so).
_GAP = r"[ .\-·\r\n]"
_S = _GAP + "{0,2}"
_NO_MORE = r"(?![0-9A-Za-z])"
_LAST = "[0-9XxХхΧχⅩⅹ×]"  # an X as keyboards and scanners write it: Latin, Cyrillic, Greek, Roman ten, times

# (name, shape, why). The first character is already consumed: each shape looks back at it and goes on.
# Order matters: the first shape that fits a place is the one that is judged.
_SHAPES = (
    # A mobile number; what follows tells it from part numbers such as 13898325536A and 16516966242-62.
    (
        "mobile",
        rf"(?<=1)(?:[3-9]\d{{9}}|{_S}[3-9](?:{_S}\d){{9}})"
        r"(?!\d|[A-UY-Za-uy-z]|X(?![A-Za-z])|[-.](?!1[3-9]\d{9})\d)",
    ),
    # 18 characters; with gaps between them only where century, month and day are in the right places.
    (
        "resident",
        rf"(?<=[1-9])(?:\d{{16}}{_LAST}|(?:{_S}\d){{5}}{_S}(?:1{_S}[89]|2{_S}0)(?:{_S}\d){{2}}{_S}(?:0{_S}[1-9]|1{_S}[0-2])"
        rf"{_S}(?:[0-2]{_S}\d|3{_S}[01])(?:{_S}\d){{3}}{_S}{_LAST}){_NO_MORE}",
    ),
    # The same with the country code: +86, 0086, 86, (+86), 86-.
    (
        "abroad",
        rf"(?:(?<=\+)86|(?<=0)086|(?<=8)6)[)） \-]{{0,2}}1{_S}[3-9](?:{_S}\d){{9}}(?!\d)",
    ),
    # Hong Kong, Macao, Taiwan numbers are told from others by their country code only.
    (
        "overseas",
        r"(?<=\+)(?:852[ \-]?[2-9]\d{3}[ \-]?\d{4}|853[ \-]?[268]\d{3}[ \-]?\d{4}"
        r"|886[ \-]?0?9\d{2}[ \-]?\d{3}[ \-]?\d{3})(?!\d)",
    ),
    # Area code, 7 or 8 digits that do not start with 0, 1 or 9 (service numbers), perhaps an extension.
    (
        "landline",
        r"(?:(?<=0)|(?:(?<=\+)86|(?<=0)086)[ \-]?0?|(?<=8)6-0?)(?:10|2\d|[3-9]\d{2})[)）]?[ \-]{0,2}"
        r"[2-8]\d{2,3}[ \-]?\d{4}(?!\d)"
        r"(?:[ ,，]?(?:-|转(?:分机)?|[eE]xt\.?|EXT\.?|#|\*|分机号?[:：]?)[ ]?\d{1,6}(?!\d))?",
    ),
    # Sole traders and companies: 18 characters, some of them letters as a rule.
    (
        "credit",
        r"(?<=[1-9ANY])(?:[0-9A-Za-z]{17}|[0-9A-Z]{3}(?:[ \-][0-9A-Z]{4}){3}[ \-][0-9A-Z]{2})" + _NO_MORE,
    ),
    # 16 to 19 digits; fewer are too often something else. Nobody writes a first group of two or three.
    ("card", rf"(?<=[1-9])(?!\d{{1,2}}{_GAP})(?:{_S}\d){{15,18}}{_NO_MORE}"),
    # Travel papers that begin with a letter.
    ("permit", r"(?<=[HMhm])(?:\d{10}|\d{8})" + _NO_MORE),
    (
        "passport",
        rf"(?:(?<=[Ee])(?:\d{{8}}|[A-HJ-NP-Za-hj-np-z]\d{{7}})|(?<=[Gg])\d{{8}}|(?<=[DSP])[Ee]\d{{7}}){_NO_MORE}",
    ),
    ("exit", rf"(?:(?<=[LTC])\d{{8}}|(?<=C)[A-HJ-NP-Z]\d{{7}}){_NO_MORE}"),
    # Plain digits that mean something only after a word that says so.
    ("fifteen", rf"(?<=[1-9])\d{{14}}{_NO_MORE}"),
    ("worded", rf"(?<=[0-9A-Z])(?:\d{{9,10}}[(（][0-9A-Z][)）]|\d{{7,9}}|[A-Z]{{0,2}}\d{{6,8}}){_NO_MORE}"),
)

# Letters or digits before the first character make it part of a longer code (BX2026…, NO.2025…, uuid), except
# after the words people write straight before a number: tel, phone, wx, vx.
_ALONE = (
    r"(?:(?<![A-Za-z_].)(?<![0-9A-Za-z][\-.].)|(?<=[vVwW][xX].)|(?<=[tT][eE][lL].)|(?<=[tT][eE][lL]\..)"
    r"|(?<=[oO][nN][eE].)|(?<=[oO][bB].))"
)
# Cheapest refusals first: within a number, too short, within a code.
_NUMBER = re.compile(
    r"[0-9+ACDEGHLMNPSTYeghm](?<![0-9].)(?=[0-9A-Za-z+()） .\-·\r\n]{6})"
    + _ALONE
    + "(?:"
    + "|".join(f"{shape}(?P<{name}>)" for name, shape in _SHAPES)
    + ")",
    re.ASCII,
)
_GAPS = re.compile(_GAP + "+")
_CLOSED = re.compile("[)）]")

# How the eleven digits of a mobile number are grouped; a line break may fall anywhere.
_MOBILE_GROUPS = frozenset(
    [
        (11,),
        (3, 4, 4),
        (3, 3, 5),
        (4, 3, 4),
        (4, 4, 3),
        (3, 8),
        (7, 4),
        (5, 6),
        (6, 5),
        (2, 3, 3, 3),
        (3, 2, 3, 3),
        (3, 2, 2, 2, 2),
        (1,) * 11,
    ]
)
_THING_ENDS = frozenset(word[-1] for word in THINGS)
_SIGN_ENDS = frozenset("oOdD")
_CARD_LENGTHS = frozenset([16, 17, 18, 19])
# Issuer prefixes: UnionPay, Visa, Mastercard, JCB, Amex, Discover, older ICBC and ABC cards.
_CARD_PREFIX = re.compile(r"62|4|5[1-5]|2[2-7]|35|3[47]|60|65|81|9558|9559")
_PROVINCES = frozenset(
    str(10 * region + province)
    for region, provinces in enumerate(
        (range(1, 6), range(1, 4), range(1, 8), range(1, 7), range(5), range(1, 6)), 1
    )
    for province in provinces
) | {"71", "81", "82", "83"}
_FOREIGNER = "9"  # permanent residents' cards of 2023


def numbers(text: str) -> list[Span]:
    """Phones, resident IDs, travel papers, bank cards and credit codes in an already read text."""
    found: list[Span] = []
    _collect(text, 0, len(text), found)
    return found


def _collect(text: str, start: int, end: int, found: list[Span]) -> None:
    while match := _NUMBER.search(text, start, end):
        first, start = match.span()
        if span := _READERS[match.lastgroup or ""](text, first, start):
            found.append(span)
        elif gap := _GAPS.search(text, first, start):
            _collect(text, gap.end(), start, found)


def _near(words: re.Pattern[str], text: str, start: int, reach: int = 14) -> bool:
    """Whether one of the words stands within ``reach`` characters before ``start``."""
    return words.search(text, max(0, start - reach), start) is not None


def _of_a_thing(text: str, start: int) -> bool:
    """Whether the word right before says that the number is that of an order, a meter, a machine."""
    before = text[max(0, start - 12) : start].rstrip(LABEL_MARKS)
    last = before[-1:]
    if last in _THING_ENDS:
        return before.endswith(THINGS)
    return last in _SIGN_ENDS and NUMBER_SIGN.search(before) is not None


def _is_day(digits: str) -> bool:
    """Whether YYYYMMDD is a day of the calendar."""
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True


def _resident(text: str, start: int, end: int) -> Span | None:
    value = text[start:end].upper()
    if end - start > 18:
        value = _GAPS.sub("", value)
    if not value.isascii():
        value = value[:-1] + "X"
    dated = _is_day(value[6:14])
    if dated and resident_id_check_ok(value) and (value[:2] in _PROVINCES or value[0] == _FOREIGNER):
        return make_span((start, end, _ID_CARD, 0.99))
    # One in 31 passes that check, and codes of digits only are rare: a word is asked for.
    if uscc_ok(value) and _near(CREDIT_WORD, text, start):
        return make_span((start, end, _USCC, 0.9))
    # Mistyped numbers still name a person, but only a word tells them from a transaction number.
    if dated and _near(CITIZEN_LABEL, text, start):
        return make_span((start, end, _ID_CARD, 0.6))
    return _card(text, start, end)


def _fifteen(text: str, start: int, end: int) -> Span | None:
    if _near(HANDSET_WORD, text, start) and luhn_ok(text[start:end]):
        return make_span((start, end, Kind.IMEI, 0.95))
    fits = text[start : start + 2] in _PROVINCES and _is_day("19" + text[start + 6 : start + 12])
    return make_span((start, end, _ID_CARD, 0.85)) if fits and _near(CITIZEN_WORD, text, start) else None


def _mobile(text: str, start: int, end: int) -> Span | None:
    if end - start != 11 and not _grouped_as_mobile(text[start:end]):
        return None
    if _of_a_thing(text, start) and not _near(PHONE_WORD, text, start, 10):
        return None
    return make_span((start, end, _PHONE, 0.95))


def _grouped_as_mobile(written: str) -> bool:
    groups = tuple(map(len, _GAPS.split(written)))
    return groups in _MOBILE_GROUPS or (len(groups) == 2 and "\n" in written)


def _abroad(text: str, start: int, end: int) -> Span | None:
    return make_span((_bracket(text, start, end), end, _PHONE, 0.97))


def _landline(text: str, start: int, end: int) -> Span | None:
    # Without any mark between area code and number eleven digits need a word.
    if text[start:end].isdigit() and not _near(PHONE_WORD, text, start, 10):
        return None
    return make_span((_bracket(text, start, end), end, _LANDLINE, 0.9))


def _bracket(text: str, start: int, end: int) -> int:
    """Where the number starts, with the bracket before it whose other half is inside: (0571)55551234."""
    return start - 1 if text[start - 1 : start] in ("(", "（") and _CLOSED.search(text, start, end) else start


def _card(text: str, start: int, end: int) -> Span | None:
    known = _CARD_PREFIX.match(_GAPS.sub("", text[start : start + 8])) is not None
    worded = _near(CARD_WORD, text, start)
    if not (known or worded) or _of_a_thing(text, start):
        return None
    stops = _card_ends(text, start, end)
    for stop in stops:
        if luhn_ok(_GAPS.sub("", text[start:stop])):
            return make_span((start, stop, _BANK_CARD, 0.97 if worded else 0.9))
    labelled = worded and stops and _near(CARD_LABEL, text, start)
    return make_span((start, stops[0], _BANK_CARD, 0.6)) if labelled else None


def _card_ends(text: str, start: int, end: int) -> list[int]:
    """Where a card number grouped in the usual way may end, longest first: a figure may follow it."""
    if text[start:end].isdigit():
        return [end]
    stops = [gap.start() for gap in _GAPS.finditer(text, start, end)] + [end]
    found = []
    for count in range(len(stops), 0, -1):
        groups = [len(group) for group in _GAPS.split(text[start : stops[count - 1]])]
        if sum(groups) in _CARD_LENGTHS and _grouped_as_card(groups):
            found.append(stops[count - 1])
    return found


def _grouped_as_card(groups: list[int]) -> bool:
    """One block, two blocks of some length, blocks of four with a rest, or single figures."""
    return len(groups) == 1 or (len(groups) == 2 and min(groups) >= 4) or set(groups[:-1]) in ({4}, {1})


def _credit(text: str, start: int, end: int) -> Span | None:
    value = text[start:end].upper()
    if end - start > 18:
        value = re.sub("[ -]", "", value)
        if not _near(CREDIT_WORD, text, start):
            return _card(text, start, end) if value.isdigit() else None
    if uscc_ok(value):
        return make_span((start, end, _USCC, 0.99))
    if value[0] in "159" and _near(CREDIT_WORD, text, start):
        return make_span((start, end, _USCC, 0.6))
    return _card(text, start, end) if value.isdigit() else None


def _permit(text: str, start: int, end: int) -> Span | None:
    return _paper(text, start, end, _HKMO_TW_PERMIT)


def _passport(text: str, start: int, end: int) -> Span | None:
    return _paper(text, start, end, _PASSPORT)


def _paper(text: str, start: int, end: int, kind: Kind) -> Span | None:
    """A letter and digits: a paper when a word says so, or when nothing says it is a code or has a date."""
    if _near(PAPER_WORD, text, start, 20):
        return make_span((start, end, kind, 0.95))
    if _near(CODE_WORD, text, start, 8) or text[start + 1 : start + 3] == "20":
        return None
    return make_span((start, end, kind, 0.7))


def _exit(text: str, start: int, end: int) -> Span | None:
    """Mainland permits for Hong Kong, Macao and Taiwan: common letters, so a word is asked for."""
    return make_span((start, end, _HKMO_TW_PERMIT, 0.9)) if _near(PERMIT_WORD, text, start, 20) else None


def _worded(text: str, start: int, end: int) -> Span | None:
    if _near(PERMIT_WORD, text, start, 18):
        return make_span((start, end, _HKMO_TW_PERMIT, 0.85))
    if _near(PASSPORT_WORD, text, start, 16):
        return make_span((start, end, _PASSPORT, 0.85))
    local = end - start in (7, 8) and text[start] in "2345678"
    if local and _near(PHONE_WORD, text, start, 6) and text[start:end].isdigit():
        return make_span((start, end, _LANDLINE, 0.6))
    return None


_READERS: dict[str, Callable[[str, int, int], Span | None]] = {
    "resident": _resident,
    "mobile": _mobile,
    "abroad": _abroad,
    "overseas": _abroad,
    "landline": _landline,
    "credit": _credit,
    "card": _card,
    "permit": _permit,
    "passport": _passport,
    "exit": _exit,
    "fifteen": _fifteen,
    "worded": _worded,
}
