"""Find personal data in a text meant for others, and propose the text without it. Nothing is stored here.

Names become 业主 or 某某, numbers their last digits, homes their building: what a notice needs to be
understood by those it concerns. Any other kind gets its standard mask. Public contacts of the company stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from lindun.core.identifiers.detect import detect
from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.lexicon_names import FAMILIAR, WORDLIKE
from lindun.core.identifiers.mask import mask
from lindun.core.identifiers.surnames import COMPOUND

ROLE_BEFORE = re.compile(
    r"(?:业主|住户|租户|租客|居民|管家|经理|主任|师傅|客服|前台|主管|联系人|经办人)[\s:：（(]{0,3}$"
)
NAME_BEFORE = re.compile(r"(?:业主|某某)\s{0,2}[、和与]\s{0,2}$")
BARE_ROOM = re.compile(r"(?<![0-9A-Za-z-])[0-9]{3,4}\s?(?:室|号房)")
"""A room without its building: nobody in a letter, a neighbour on the poster of one building."""
ADDRESSED = re.compile(
    rf"(?:{'|'.join(sorted(COMPOUND))}|(?<![任如为])[{''.join(FAMILIAR + WORDLIKE)}])"
    r"(?:先生|女士|小姐|太太|夫人|阿姨|叔叔|大爷|大妈|奶奶|爷爷|大哥|大姐)"
)
"""冯先生 of building 3 is somebody to his neighbours; of 任何女士, 如何 and 为何 nobody is called 何."""
LONG_NUMBER = re.compile(r"[0-9]{9,}")
"""Two phones in one run read as neither; no notice needs a number as long as this."""
HOME = re.compile(r"^.*?(?:栋|幢|号楼|座|单元)(?=.|$)")
BUILDING = re.compile(r"(?:栋|幢|号楼|座|单元)$")
WORD_FOR_OWNER, NAMELESS, SOME_ROOM = "业主", "某某", "某室"
NUMBERS = frozenset({Kind.PHONE, Kind.LANDLINE})
SURE_NAME = 3  # characters; two may be a word elsewhere
ROUNDS = 3  # what stands together once something between is gone can read as a number again


@dataclass(frozen=True)
class Piece:
    """A part of the text as typed; `kind` is empty where nothing was found. The repr shows no text."""

    text: str
    kind: str = ""

    def __repr__(self) -> str:
        return f"Piece({self.kind})"


@dataclass(frozen=True)
class Checked:
    """What was found in a text, and the text without it."""

    pieces: tuple[Piece, ...]
    found: tuple[str, ...]
    proposal: str

    @property
    def is_clean(self) -> bool:
        return not self.found

    def __repr__(self) -> str:
        return f"Checked({', '.join(self.found)})"


def check(text: str) -> Checked:
    """The text in pieces, the kinds found in it (each once, sorted), and the stripped text proposed."""
    pieces, stripped = _round(text)
    for _again in range(ROUNDS):
        more, stripped = _round(stripped)
        if not any(piece.kind for piece in more):
            break
    for name in {piece.text for piece in pieces if piece.kind == Kind.NAME and len(piece.text) >= SURE_NAME}:
        stripped = stripped.replace(name, NAMELESS)  # found once, it is a name wherever it stands
    return Checked(tuple(pieces), tuple(sorted({piece.kind for piece in pieces if piece.kind})), stripped)


def _round(text: str) -> tuple[list[Piece], str]:
    pieces: list[Piece] = []
    written, done = "", 0
    for start, end, kind in _spans(text):
        value = text[start:end]
        if _is_public(value):
            continue
        between = text[done:start]
        pieces += [Piece(between), Piece(value, kind.value)] if between else [Piece(value, kind.value)]
        written += between
        written += _instead(kind, value, before=written)
        done = end
    rest = text[done:]
    return [*pieces, Piece(rest)] if rest else pieces, written + rest


def _spans(text: str) -> list[tuple[int, int, Kind]]:
    """What the detector finds, and what only a notice must not hold."""
    found = [(start, end, kind) for start, end, kind, _sure in detect(text)]
    more_kinds = ((BARE_ROOM, Kind.ADDRESS), (ADDRESSED, Kind.NAME), (LONG_NUMBER, Kind.PHONE))
    for pattern, kind in more_kinds:
        more = [(*match.span(), kind) for match in pattern.finditer(text)]
        found += [one for one in more if all(one[1] <= start or end <= one[0] for start, end, _kind in found)]
    return sorted(found)


def _instead(kind: Kind, value: str, *, before: str) -> str:
    """What stands there instead. before: the text already written, which says how it goes on."""
    if kind == Kind.NAME:
        nameless = ROLE_BEFORE.search(before) or NAME_BEFORE.search(before)
        return NAMELESS if nameless else WORD_FOR_OWNER
    if kind in NUMBERS:
        return f"尾号{re.sub(r'[^0-9]', '', value)[-4:]}"
    if kind == Kind.ADDRESS:
        if BARE_ROOM.fullmatch(value):
            return SOME_ROOM
        coarse = HOME.match(value)
        return _without_names(coarse[0]) if coarse else mask(kind, value)
    return mask(kind, value)


def _without_names(home: str) -> str:
    """A building, unless what stands before its word is somebody's name."""
    stem = BUILDING.sub("", home)
    named = any(kind is Kind.NAME for _start, _end, kind, _sure in detect(stem))
    return NAMELESS + home[len(stem) :] if named else home


def _is_public(value: str) -> bool:
    return _bare(value) in {_bare(contact) for contact in settings.PUBLIC_CONTACTS}


def _bare(value: str) -> str:
    return re.sub(r"[\s()（）-]", "", value).lower()


def kinds_known(codes: Iterable[str]) -> list[str]:
    return sorted(set(codes) & set(Kind))
