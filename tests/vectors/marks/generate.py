"""Write marks.json: docs/spec/marks.md computed a second time, without the product's code."""

import hashlib
import json
from fractions import Fraction
from math import log2
from pathlib import Path

KEY = hashlib.sha256(b"a key for vectors").digest()


def mac(key: bytes, message: bytes) -> bytes:
    block = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + message).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).digest()


def choices(number: str, anchor: str) -> dict[str, object]:
    own = mac(KEY, b"lindun/mark/v1" + number.encode())
    return {
        "number": number,
        "anchor": anchor,
        "variant": mac(own, b"variant\0" + anchor.encode())[0] % 2,
        "rank": mac(own, b"rank\0" + anchor.encode()).hex(),
    }


def bits(found: int, seen: int, chance: Fraction) -> dict[str, object]:
    total = Fraction(1)
    for stays in (Fraction(63, 64), Fraction(3, 4), Fraction(1, 4)):
        total += (stays / chance) ** found * ((1 - stays) / (1 - chance)) ** (seen - found)
    mean = total / 4
    weight = log2(mean.numerator) - log2(mean.denominator)
    return {"found": found, "seen": seen, "chance": float(chance), "bits": round(weight, 9)}


def main() -> None:
    half, rare = Fraction(1, 2), Fraction(1, 2**16)
    vectors = {
        "key": KEY.hex(),
        "choices": [
            choices(number, anchor)
            for number in ("DC-00000001", "DC-00000002")
            for anchor in ("13800000000", "138****0000", "3-1-1201", "")
        ],
        "bits": [bits(found, 30, half) for found in (0, 15, 24, 30)]
        + [bits(found, 4, rare) for found in (0, 1, 4)]
        + [bits(3000, 3000, half), bits(0, 0, half)],
    }
    text = json.dumps(vectors, indent=1, ensure_ascii=False) + "\n"
    (Path(__file__).parent / "marks.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
