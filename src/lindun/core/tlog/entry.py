"""One ledger entry: who did what to which subjects, why, and with what outcome, in ids and codes only.

An entry cannot hold personal data by construction: every text field is matched against a strict alphabet and
length, so that a name, a telephone number, an identity number or a sentence does not fit anywhere.

- *code*: lower-case words joined by dots (`resident.phone`), at most 64 characters, never more than four
  digits in a row.
- *reference*: a kind and an opaque id (`resident:0192…`): a UUID, or a row number of at most nine digits.
- counts: at most 999,999,999.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from .canonical import CanonicalError, encode_checked, parse_canonical

FORMAT: Final = 1
OUTCOMES: Final = frozenset({"allowed", "denied", "failed", "done"})
CLOCK_CORRECTED: Final = "ledger.clock.corrected"
MAX_SUBJECTS: Final = 1024
MAX_CODES: Final = 64
MAX_PLACES: Final = 8
MAX_COUNT: Final = 999_999_999
MAX_SIZE: Final = 0xFFFF

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_id = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}").fullmatch
_at = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII).fullmatch
_code_shape = re.compile(
    r"(?!.*\d{5})(?=.{1,64}\Z)[a-z][a-z0-9_-]*(?:\.[a-z0-9][a-z0-9_-]*)*", re.ASCII
).fullmatch
_reference = re.compile(rf"[a-z][a-z_]{{0,23}}:(?:{_UUID}|0|[1-9]\d{{0,8}})", re.ASCII).fullmatch
_system = re.compile(r"system(?:\.[a-z_]{1,24}){0,2}").fullmatch


@lru_cache(maxsize=4096)  # codes are a small fixed vocabulary, met again and again
def _code(text: str) -> bool:
    return _code_shape(text) is not None


class EntryError(ValueError):
    """A field does not fit. `field` names it; the value is never repeated."""

    def __init__(self, field: str) -> None:
        super().__init__(f"ledger entry: {field} is not valid")
        self.field = field


def identify(*, nanoseconds: int, randomness: bytes) -> tuple[str, str]:
    """A UUIDv7 (RFC 9562, 5.7) and the matching RFC 3339 time of an entry.

    `nanoseconds` since 1970 UTC; `randomness` is eight fresh random bytes. The twelve bits after the
    milliseconds hold the fraction of the millisecond, so that entries of one process sort as they were made.
    """
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    fraction = rest * 4096 // 1_000_000
    tail = int.from_bytes(randomness, "big") & (1 << 62) - 1
    number = milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | tail
    digits = f"{number:032x}"
    entry_id = f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
    return entry_id, _time_text(milliseconds)


def _time_text(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{_second_text(seconds)}.{rest:03d}Z"


@lru_cache(maxsize=16)
def _second_text(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def milliseconds_of(entry_id: str) -> int:
    """The time inside a UUIDv7, milliseconds since 1970 UTC."""
    return int(entry_id[:8] + entry_id[9:13], 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; construction raises EntryError for anything that does not fit its field.

    id: UUIDv7. at: RFC 3339 UTC with milliseconds, the same instant as the id's.
    actor: reference, or `system` with a name (`system.sealer`). action: code `area.object.verb`.
    outcome: allowed, denied, failed or done. subjects: references, at most 1,024. items: codes.
    purpose: code. task: reference. reasons: codes. counts: code -> 0..999,999,999.
    place: references from wide to narrow (community, building). device, session: references.
    """

    id: str
    at: str
    actor: str
    action: str
    outcome: str
    subjects: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    purpose: str | None = None
    task: str | None = None
    reasons: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    place: tuple[str, ...] = ()
    device: str | None = None
    session: str | None = None

    def __post_init__(self) -> None:
        self._check_identity()
        _require("action", _code(self.action))
        _require("outcome", self.outcome in OUTCOMES)
        _require("actor", _reference(self.actor) or _system(self.actor))
        _require("purpose", self.purpose is None or _code(self.purpose))
        for name in ("task", "device", "session"):
            value = getattr(self, name)
            _require(name, value is None or _reference(value))
        _require("subjects", len(self.subjects) <= MAX_SUBJECTS and all(map(_reference, self.subjects)))
        _require("place", len(self.place) <= MAX_PLACES and all(map(_reference, self.place)))
        _require("items", len(self.items) <= MAX_CODES and all(map(_code, self.items)))
        _require("reasons", len(self.reasons) <= MAX_CODES and all(map(_code, self.reasons)))
        _require("counts", len(self.counts) <= MAX_CODES and all(map(_count, self.counts.items())))

    def _check_identity(self) -> None:
        _require("id", isinstance(self.id, str) and _id(self.id))
        _require("at", isinstance(self.at, str) and _at(self.at))
        _require("at", self.at == _time_text(milliseconds_of(self.id)))

    def encode(self) -> bytes:
        """Canonical JSON (RFC 8785) in UTF-8; these bytes are hashed, stored and shipped."""
        return self.text().encode()

    def text(self) -> str:
        """Canonical JSON; members that are absent or empty are left out.

        Raises EntryError when it is longer than a bundle can hold (65,535 characters, all of them ASCII).
        """
        value: dict[str, Any] = {"action": self.action, "actor": self.actor, "at": self.at}
        if self.counts:
            value["counts"] = dict(sorted(self.counts.items()))
        if self.device:
            value["device"] = self.device
        value["id"] = self.id
        if self.items:
            value["items"] = self.items
        value["outcome"] = self.outcome
        for name in ("place", "purpose", "reasons", "session", "subjects", "task"):
            if member := getattr(self, name):
                value[name] = member
        value["v"] = FORMAT
        text = encode_checked(value)
        _require("size", len(text) <= MAX_SIZE)
        return text

    @classmethod
    def decode(cls, data: bytes) -> "Entry":
        """The entry of canonical bytes; raises EntryError for anything that `encode` would not write."""
        try:
            value = parse_canonical(data)
        except CanonicalError as error:
            raise EntryError("encoding") from error
        _require("format", isinstance(value, dict) and value.pop("v", None) == FORMAT)
        _require("members", value.keys() <= _MEMBERS)
        try:
            entry = cls(**{name: _frozen(member) for name, member in value.items()})
        except TypeError as error:  # a mandatory member is missing, or one has the wrong type
            raise EntryError("members") from error
        _require("encoding", entry.encode() == data)
        return entry


_MEMBERS: Final = frozenset(member.name for member in fields(Entry))


def _require(field_name: str, condition: object) -> None:
    if not condition:
        raise EntryError(field_name)


def _frozen(member: object) -> Any:
    return tuple(member) if isinstance(member, list) else member


def _count(item: tuple[object, object]) -> bool:
    name, number = item
    return isinstance(name, str) and type(number) is int and bool(_code(name)) and 0 <= number <= MAX_COUNT
