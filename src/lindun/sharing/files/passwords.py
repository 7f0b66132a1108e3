"""The password of an outgoing file: strong enough to guard it alone, and fit to be read out on the phone."""

from __future__ import annotations

import math
import secrets
from typing import NamedTuple

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0, 1: they are taken for one another
GROUPS, GROUP = 5, 4
BITS = GROUPS * GROUP * math.log2(len(ALPHABET))  # 99


class Locked(NamedTuple):
    """A file and its password, which must not travel together. The text form of neither shows."""

    content: bytes
    password: str

    def __repr__(self) -> str:
        return f"Locked({len(self.content)} bytes)"


def new_password() -> str:
    """Return a new password of 99 random bits, e.g. `7KQM-...`: five groups of four."""
    letters = [secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)]
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, len(letters), GROUP))
