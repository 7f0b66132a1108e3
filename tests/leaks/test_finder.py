"""The finder finds: every marked value in every way of writing it, and no masked form."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from urllib.parse import quote

import pytest

from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import mask
from tests import cast
from tests.leaks.finder import Marked, found_in, found_raw, of_cast

MARKED = of_cast()
WRITTEN = {
    "as it is": lambda value: f"<td>{value}</td>",
    "with blanks": lambda value: " ".join(value),
    "with dashes": lambda value: "-".join(value),
    "with zero-width blanks": lambda value: "\u200b".join(value),
    "full-width": lambda value: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value),
    "in tags": lambda value: "<b>" + "</b><b>".join(value) + "</b>",
    "reversed": lambda value: value[::-1],
    "halves swapped": lambda value: value[len(value) // 2 :] + value[: len(value) // 2],
    "HTML escapes": lambda value: "".join(f"&#{ord(c)};" for c in value),
    "HTML escaped": html.escape,
    "JSON escapes": lambda value: json.dumps({"x": value}),
    "JSON escapes of everything": lambda value: "".join(f"\\u{ord(c):04x}" for c in value),
    "in an address": lambda value: f"/x?q={quote(value)}",
    "small letters": str.lower,
    "in a longer number": lambda value: f"x86{value}9",
    "SHA-256": lambda value: hashlib.sha256(value.encode()).hexdigest(),
    "MD5": lambda value: hashlib.md5(value.encode()).hexdigest(),
}
BYTES = {
    "UTF-8": str.encode,
    "UTF-16": lambda value: value.encode("utf-16-le"),
    "GB18030": lambda value: value.encode("gb18030"),
    "hex": lambda value: value.encode().hex().encode(),
    "HEX": lambda value: value.encode().hex().upper().encode(),
    "SHA-256": lambda value: hashlib.sha256(value.encode()).digest(),
    **{
        f"base64 after {shift}": lambda value, shift=shift: base64.b64encode(
            b"x" * shift + value.encode() + b"y"
        )
        for shift in range(4)
    },
    "base64 for addresses": lambda value: base64.urlsafe_b64encode(b"xy" + value.encode()),
}


@pytest.mark.parametrize("marked", MARKED, ids=lambda one: f"{one.item}-{one.value[-2:].encode().hex()}")
def test_every_way_of_writing_is_found(marked: Marked) -> None:
    missed = [
        way for way, write in WRITTEN.items() if not found_in(f"before {write(marked.value)} after", [marked])
    ]
    missed += [
        way for way, write in BYTES.items() if not found_in(b"\0x" + write(marked.value) + b"\0", [marked])
    ]
    assert missed == []


@pytest.mark.parametrize("marked", MARKED, ids=lambda one: f"{one.item}-{one.value[-2:].encode().hex()}")
def test_every_way_in_a_file_is_found(marked: Marked) -> None:
    missed = [
        way for way, write in BYTES.items() if not found_raw(b"\0x" + write(marked.value) + b"\0", [marked])
    ]
    assert missed == []


@pytest.mark.parametrize(
    "part", ["梓萱", "望舒", "1701 2345", "12345678", "33019919800307", "03079130", "x7k29q", "朝南漏风"]
)
def test_a_hidden_part_alone_is_found(part: str) -> None:
    assert found_in(f"<p>{part}</p>", MARKED)


def test_masked_forms_are_no_leak() -> None:
    owner = cast.OWNER
    masked = [
        mask(Kind.NAME, owner.name),
        mask(Kind.PHONE, owner.phones[0]),
        mask(Kind.LANDLINE, owner.phones[1]),
        mask(Kind.ID_CARD, owner.id_number),
        mask(Kind.PLATE, owner.plate),
    ]
    assert found_in(" ".join(masked), MARKED) == []
    assert found_in("3-2-1201 欧阳** 尾号5678 WX-1121-0312 2026-11-21 10:42", MARKED) == []


BY_CHANCE = [
    "JJ-1123-925512",  # a lot drawn on the birthday of somebody
    "外出CR-1123-9255号",
    "QS-261123-9255A0B1",
    "2026-12-01 08:11:23.925500+00",
    "2026-12-01T08:06:14.901533",
    "0a112392-5516-4111-8111-abcdefabcdef",
    "\\x00ff11239255aa11239255aa11239255aa112392",
]


@pytest.mark.parametrize("drawn", BY_CHANCE)
def test_what_is_drawn_by_lot_or_read_off_a_clock_is_no_leak(drawn: str) -> None:
    assert found_in(f"(1,{drawn},{drawn})", MARKED) == []


@pytest.mark.parametrize("drawn", BY_CHANCE)
def test_a_value_beside_one_is_found(drawn: str) -> None:
    written = (f"{drawn},11239255", f"{drawn} 320599197511239255", f"320599197511239255{drawn}")
    assert [found_in(text, MARKED) for text in written if not found_in(text, MARKED)] == []


def test_a_long_row_of_digits_is_read() -> None:
    assert found_in("0" * 20 + "320599197511239255" + "0" * 20, MARKED)


@pytest.mark.parametrize("place", ["00ff{}00ff00ff00ff00ff", "{}-11ab", "2026-12-01 08:11:23.{}"])
def test_a_whole_value_is_found_wherever_it_stands(place: str) -> None:
    assert found_in(place.format("320599197511239255"), MARKED)
