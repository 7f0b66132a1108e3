"""Written rows bear the copy's choices, and are read back from whatever a leaker makes of them."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindun.core.identifiers import phone
from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import mask
from lindun.core.marking import Copy, Mark, NotTraced, trace
from lindun.sharing.files import decoys as invented
from lindun.sharing.files.copies import Home, Person, as_copy, as_person, read_row, write_rows
from lindun.sharing.files.decoys import BadRange, NumberRange, decoys, how_many

KEY = bytes(range(32))
ITEMS = ("name", "phone")
PHONES = NumberRange.read(invented.DEFAULT_RANGE)
Shown = Callable[[str, str], str]
Export = tuple[Copy, list[list[str]]]
KINDS = {"name": Kind.NAME, "phone": Kind.PHONE}


def _residents(count: int) -> list[Person]:
    chance = random.Random(count)
    return [
        Person(
            Home(str(1 + row // 90), str(1 + row // 45 % 2), str(101 + row // 3 % 15)),
            {
                "name": [chance.choice(invented.SURNAMES) + chance.choice(invented.GIVEN)],
                "phone": [f"138{chance.randrange(10**8):08}"],
            },
        )
        for row in range(count)
    ]


def _clear(_: str, value: str) -> str:
    return value


def _masked(item: str, value: str) -> str:
    return mask(KINDS[item], value)


def _export(
    number: str, people: list[Person], shown: Callable[[str, str], str]
) -> tuple[Copy, list[list[str]]]:
    mark = Mark(KEY, number)
    homes = sorted({tuple(person.home) for person in people})
    drawn = decoys(KEY, number, homes, count=how_many(len(people)), phones=PHONES)
    hidden = [as_person(decoy, ITEMS, shown=shown) for decoy in drawn]
    real = [
        Person(
            person.home,
            {item: [shown(item, value) for value in values] for item, values in person.values.items()},
        )
        for person in people
    ]
    bits = invented.bits(PHONES, masked=shown is _masked, homes=len(homes))
    return as_copy(mark, hidden, ITEMS, decoy_bits=bits), write_rows(mark, [*real, *hidden], ITEMS)


RESIDENTS = _residents(270)
CLEAR = [_export(f"DC-{number}", RESIDENTS, _clear) for number in range(12)]
MASKED = [_export(f"DC-{number}", RESIDENTS, _masked) for number in range(12)]

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
SPOILT = {
    "as it was": lambda row: row,
    "one line of text": lambda row: [" ".join(row)],
    "commas": lambda row: [",".join(row)],
    "other columns": lambda row: ["7", *reversed(row), "已联系"],
    "spaced": lambda row: [
        row[0].replace("单元", " 单元 "),
        row[1],
        " ".join((row[2][:3], row[2][3:7], row[2][7:])),
    ],
    "full-width": lambda row: [
        cell.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}) for cell in row
    ],
}


@pytest.mark.req("USE-07")
@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
@pytest.mark.parametrize("exports", [CLEAR, MASKED], ids=["clear", "masked"])
def test_a_third_of_the_rows_without_order_and_format_names_the_export(
    exports: list[Export], spoil: Callable[[list[str]], list[str]]
) -> None:
    copy, rows = exports[5]
    kept = random.Random(5).sample(rows, len(rows) * 3 // 10)
    named = trace(KEY, [known for known, _ in exports], [read_row(spoil(row)) for row in kept])
    assert [evidence.number for evidence in named] == [copy.number]


def test_without_dwellings_the_decoys_of_a_clear_export_tell() -> None:
    copy, rows = CLEAR[6]
    named = trace(KEY, [known for known, _ in CLEAR], [read_row(row[1:]) for row in rows])
    assert [evidence.number for evidence in named] == [copy.number]
    assert named[0].decoys == how_many(270)


def test_a_list_from_elsewhere_names_no_export() -> None:
    chance = random.Random(6)
    strange = [[row[0].rstrip("室") + chance.choice(["", "室"]), *row[1:]] for row in CLEAR[0][1]]
    invented_rows = {tuple(traits) for traits in CLEAR[0][0].decoys}
    assert invented_rows
    real = [row for row in strange if not any(set(traits) <= set(row) for traits in CLEAR[0][0].decoys)]
    with pytest.raises(NotTraced):
        trace(
            KEY,
            [known for known, _ in CLEAR],
            [read_row(row) for row in sorted(real, key=lambda row: row[2])],
        )


def test_every_resident_is_in_every_copy_once_and_unaltered() -> None:
    for copy, rows in CLEAR:
        people = {(row[0].rstrip("室"), *row[1:]) for row in rows}
        wanted = {
            (f"{home.building}栋{home.unit}单元{home.room}", *values["name"], *values["phone"])
            for home, values in RESIDENTS
        }
        assert len(rows) == len(RESIDENTS) + len(copy.decoys)
        assert wanted <= people


def test_rows_are_in_the_order_of_dwellings() -> None:
    dwellings = [row[0].rstrip("室") for row in CLEAR[0][1]]
    homes = sorted({person.home for person in RESIDENTS}, key=lambda home: tuple(map(int, home)))
    assert list(dict.fromkeys(dwellings)) == [f"{h.building}栋{h.unit}单元{h.room}" for h in homes]


def test_two_copies_differ_in_decoys_and_in_half_of_their_dwellings() -> None:
    first, second = ({row[2]: row[0] for row in rows} for _, rows in CLEAR[:2])
    both = first.keys() & second.keys()
    assert len(both) == len(RESIDENTS)
    assert 80 < sum(first[number] != second[number] for number in both) < 190


def test_decoys_are_drawn_again_just_so_and_from_the_range() -> None:
    homes = [("3", "1", "1201"), ("3", "1", "1202")]
    drawn = decoys(KEY, "DC-1", homes, count=20, phones=PHONES)
    assert drawn == decoys(KEY, "DC-1", homes, count=20, phones=PHONES)
    assert not set(drawn) & set(decoys(KEY, "DC-2", homes, count=20, phones=PHONES))
    assert not set(drawn) & set(decoys(bytes(32), "DC-1", homes, count=20, phones=PHONES))
    assert all(decoy.phone in PHONES and phone.parse(decoy.phone).text == decoy.phone for decoy in drawn)
    assert {(decoy.building, decoy.unit, decoy.room) for decoy in drawn} == set(homes)
    assert drawn[0].name not in repr(drawn[0])


@pytest.mark.parametrize(
    ("rows", "count"), [(0, 2), (5, 2), (15, 3), (20, 4), (200, 4), (201, 5), (10_000, 200)]
)
def test_number_of_decoys(rows: int, count: int) -> None:
    assert how_many(rows) == count


def test_decoys_need_homes() -> None:
    with pytest.raises(ValueError, match="homes"):
        decoys(KEY, "DC-1", [], count=2, phones=PHONES)


@pytest.mark.parametrize(
    "text", ["", "15400000000", "15400000000-15400000001", "15400000099-15400000000", "123-456", "a-b"]
)
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(BadRange):
        NumberRange.read(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(), max_size=5))
def test_any_row_can_be_read(cells: list[str]) -> None:
    row = read_row(cells)
    assert row == read_row(cells)
    assert row.variant in (None, 0, 1)
