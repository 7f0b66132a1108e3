"""Strings that look like personal identifiers and are none."""

import random
from collections.abc import Callable

from lindun.core.identifiers.checks import luhn_ok, resident_id_check_ok

Random = random.Random


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def _hex(rng: Random, count: int) -> str:
    return "".join(rng.choices("0123456789abcdef", k=count))


def _day(rng: Random) -> str:
    year, month, day = rng.randint(2019, 2026), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        [
            f"{year}-{month:02}-{day:02}",
            f"{year}年{month}月{day}日",
            f"{year}/{month}/{day}",
            f"{year}.{month}.{day}",
            f"{year}{month:02}{day:02}",
        ]
    )


def _false_id(rng: Random) -> str:
    while True:
        number = f"330199{rng.randint(1950, 2020)}0{rng.randint(1, 9)}1{rng.randint(0, 9)}{_digits(rng, 4)}"
        if not resident_id_check_ok(number):
            return number


def _false_card(rng: Random) -> str:
    while luhn_ok(number := "629999" + _digits(rng, 13)):
        continue
    return number


DECOYS: dict[str, Callable[[Random], str]] = {
    "order": lambda rng: rng.choice(["WX", "PD", "", "GDH-"]) + "2025" + _digits(rng, 10),
    "amount": lambda rng: rng.choice(
        [
            f"{rng.randint(10, 99999)}.{rng.randint(0, 99):02}",
            f"{rng.randint(1, 99)},{rng.randint(100, 999)}.00",
            str(rng.randint(50, 9999)),
        ]
    ),
    "date": _day,
    "time": lambda rng: f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}",
    "stamp": lambda rng: (
        f"2025-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}T08:{rng.randint(10, 59)}:07.{_digits(rng, 3)}"
    ),
    "epoch": lambda rng: f"17{_digits(rng, 11)}",
    "meter": lambda rng: rng.choice(
        [f"{_digits(rng, 5)}.{_digits(rng, 2)}", "00" + _digits(rng, 4), _digits(rng, 6)]
    ),
    "account": lambda rng: "3" + _digits(rng, 9),
    "false_id": _false_id,
    "false_card": _false_card,
    "part": lambda rng: rng.choice(
        [
            f"170{_digits(rng, 8)}B",
            f"165{_digits(rng, 8)}-2",
            f"KX-{_digits(rng, 6)}",
            f"LP17{_digits(rng, 9)}",
        ]
    ),
    "uuid": lambda rng: "-".join(_hex(rng, count) for count in (8, 4, 4, 4, 12)),
    "hash": lambda rng: _hex(rng, rng.choice([8, 16, 40])),
    "ip": lambda rng: f"192.168.{rng.randint(0, 255)}.{rng.randint(1, 254)}",
    "mac": lambda rng: ":".join(_hex(rng, 2) for _ in range(6)),
    "hotline": lambda rng: rng.choice(
        ["400-820-" + _digits(rng, 4), "95533", "12345", "96119", "110", "800-830-" + _digits(rng, 4)]
    ),
    "masked": lambda rng: rng.choice(
        [f"165****{_digits(rng, 4)}", f"3301**********{_digits(rng, 4)}", f"6299 **** **** {_digits(rng, 4)}"]
    ),
    "waybill": lambda rng: rng.choice(["YT", "JT", "SF", ""]) + _digits(rng, 13),
    "register": lambda rng: "3" + _digits(rng, 19),
    "short": lambda rng: _digits(rng, 8),
}
"""What a template may plant as a look-alike, with its maker."""
