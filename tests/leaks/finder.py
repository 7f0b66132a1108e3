"""Find a marked value in whatever was emitted, however it is written there.

A text is read in several ways (as it is, unescaped, decoded, without separators), and each value is looked
for in several forms (whole, the part that a mask hides, encoded, hashed without a key). Masked forms contain
none of them.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import quote, unquote_plus

from tests import cast

SEPARATORS = re.compile(r"[\s\-–—_.·•()/\\|,:;'\"\u200b\u200c\u200d\u2060\ufeff]+")
TAGS = re.compile(r"<[^<>]{1,200}>")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
CHANCE = re.compile(  # drawn by lot or read off a clock: among millions, eight digits of somebody turn up
    r"(?<![A-Za-z0-9])[A-Z]{2}-\d{4,8}-[0-9A-F]{4,8}(?![A-Za-z0-9])"  # a day, maybe a birthday, and a lot
    r"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|(?<![0-9a-f])(?=[0-9]*[a-f])[0-9a-f]{32,}(?![0-9a-f])"  # digests, sealed bytes; hex: see encoded
)
LONG_ENOUGH = 4  # a remark of two characters says nothing and is found everywhere


@dataclass(frozen=True)
class Marked:
    """One value that must not be met: what it is, and the value."""

    item: str
    value: str

    @cached_property
    def whole(self) -> tuple[str, ...]:
        """The value, also written backwards or with its halves swapped."""
        bare = _bare(self.value)
        return tuple(
            dict.fromkeys((bare, bare[::-1], _halves_swapped(bare), _bare(_halves_swapped(self.value))))
        )

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What a mask hides: a meeting with any of them is a leak as well, unless it is chance."""
        return _parts(self.item, _bare(self.value))

    @cached_property
    def encoded(self) -> tuple[bytes, ...]:
        """Forms that no reading of a text undoes."""
        found: list[bytes] = []
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
            raw = self.value.encode(encoding)
            found += [raw]
            if not encoding.startswith("utf-16"):
                found += [raw.hex().encode(), raw.hex().upper().encode(), *_base64(raw)]
        found += [quote(self.value, safe="").encode(), quote(self.value, safe="").lower().encode()]
        found += [json.dumps(self.value)[1:-1].encode()]
        return tuple(dict.fromkeys(form for form in found if len(form) > LONG_ENOUGH))

    @cached_property
    def hashed(self) -> tuple[bytes, ...]:
        """Plain hashes: phones and papers can be counted through in minutes, so these say the value."""
        raws = (self.value.encode(), _bare(self.value).encode())
        digests = [hashlib.new(name, raw) for name in ("md5", "sha1", "sha256", "sha512") for raw in raws]
        forms = [form for digest in digests for form in (digest.digest(), digest.hexdigest().encode())]
        return tuple(dict.fromkeys(forms))


@cache
def of_cast() -> tuple[Marked, ...]:
    """Every sealed value of every resident of the cast."""
    return tuple(
        Marked(item, value)
        for person in cast.RESIDENTS
        for item, values in (
            ("name", (person.name,)),
            ("phone", person.phones),
            ("id_number", (person.id_number,)),
            ("plate", (person.plate,)),
            ("remark", (person.remark,)),
        )
        for value in values
        if len(value) >= LONG_ENOUGH or item == "name"
    )


def found_in(emitted: bytes | str, marked: Iterable[Marked]) -> list[str]:
    """Which items of the marked are in what was emitted, and how they are written there."""
    raw = emitted.encode() if isinstance(emitted, str) else emitted
    read = _Read(raw.decode("utf-8", errors="replace"))
    return sorted({f"{one.item} {how}" for one in marked for how in _met(one, raw, read)})


class _Read:
    """A text as somebody may read it; and without what is chance, which is seldom asked for."""

    def __init__(self, text: str) -> None:
        self.text, self.readings = text, list(_readings(text))

    @cached_property
    def without_chance(self) -> list[str]:
        return list(_readings(CHANCE.sub("#", self.text)))


def found_raw(emitted: bytes, marked: Iterable[Marked]) -> list[str]:
    """The same for large binary files, where only the encoded forms and hashes can be looked for."""
    return sorted({one.item for one in marked for form in (*one.encoded, *one.hashed) if form in emitted})


def _met(one: Marked, raw: bytes, read: _Read) -> Iterator[str]:
    for number, reading in enumerate(read.readings):
        if any(form in reading for form in one.whole):
            yield f"as text {number}"
        for part in one.parts:
            if part in reading and any(part in other for other in read.without_chance):
                yield f"as text {number}"
    if any(form in raw for form in one.encoded):
        yield "encoded"
    if any(form in raw for form in one.hashed):
        yield "hashed"


def _readings(text: str) -> Iterator[str]:
    """The text as it is and as somebody would read it, each without separators."""
    for reading in dict.fromkeys(
        (text, unquote_plus(text), _unescaped(text), TAGS.sub("", _unescaped(text)))
    ):
        yield _bare(reading)


def _unescaped(text: str) -> str:
    """HTML and JSON escapes undone."""
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), html.unescape(text))


def _bare(text: str) -> str:
    """Full-width to half-width, separators gone, letters small."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).lower()


def _halves_swapped(bare: str) -> str:
    middle = len(bare) // 2
    return bare[middle:] + bare[:middle]


def _parts(item: str, bare: str) -> tuple[str, ...]:
    """Pieces that no mask shows: a given name, a number without its last digits, a paper without its ends."""
    if item == "name":
        return (bare[2 if len(bare) > 3 else 1 :],)
    if item == "phone":
        return (bare[:8], bare[-8:], bare[3:])
    if item == "id_number":
        return (bare[:12], bare[6:14], bare[-8:])
    return (bare[1:],) if item == "plate" else (bare[-LONG_ENOUGH:],)


def _base64(raw: bytes) -> Iterator[bytes]:
    """The middle of the value in base64 for each way it can be aligned in a longer text, both alphabets."""
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + raw + b"\0" * (-(shift + len(raw)) % 3))
        first = -(-shift * 8 // 6) + (1 if shift else 0)
        last = (shift + len(raw)) * 8 // 6
        yield whole[first:last]
        yield base64.urlsafe_b64encode(base64.b64decode(whole))[first:last]
