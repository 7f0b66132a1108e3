"""Whatever stands in a cell or a file: an answer, never an exception nobody expects."""

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rosters import hostile, old_xls

from lindun.residents.roster import remarks, values
from lindun.residents.roster.columns import plan_workbook
from lindun.residents.roster.numbers import Epoch, number, serial_to_date
from lindun.residents.roster.places import Places, same_community
from lindun.residents.roster.refusal import RosterRefused
from lindun.residents.roster.rows import read_rows
from lindun.residents.roster.table import Cell, column_index, column_letters
from lindun.residents.roster.workbook import open_table_file

TODAY = date(2026, 11, 21)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.text("0123456789-+.,/、 ()xX栋单元室张李浙AE*'", max_size=30),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.datetimes(),
)


def ignore(_code: str) -> None:
    """A note nobody reads."""


@given(cell=CELLS, other=CELLS)
def test_no_cell_raises(cell: Cell, other: Cell) -> None:
    values.read_phones(cell, ignore)
    values.read_paper(cell, values.as_text(other), TODAY, ignore)
    values.read_names(cell, ignore)
    values.read_co_residents(cell, "", ignore)
    values.read_plates(cell, ignore)
    values.read_day(cell, ignore)
    values.read_relation(cell, ignore)
    values.read_contact(cell, other, ignore)
    Places("").read(cell, other, cell, ignore)
    checked = remarks.check(values.as_text(cell))
    assert "\x00" not in checked.redacted


@given(st.integers(0, 16_383))
def test_column_letters_and_back(index: int) -> None:
    assert column_index(column_letters(index)) == index


@given(st.dates(date(1900, 3, 1)))
def test_serial_days_and_back(day: date) -> None:
    assert serial_to_date((day - date(1899, 12, 30)).days, Epoch.OF_1900) == day


@given(st.text(max_size=30))
def test_numbers_are_finite_or_nothing(text: str) -> None:
    value = number(text)
    assert value is None or abs(value) < float("inf")


@given(st.text(min_size=2, max_size=8), st.text(max_size=8))
def test_a_community_is_itself(one: str, other: str) -> None:
    assert same_community(one, other) == same_community(other, one)
    assert same_community(one, one + " ") or not one.strip()


def read_whatever(path: Path) -> None:
    """A refusal is an answer; anything else that is raised is not."""
    try:
        workbook = open_table_file(path)
        for row in read_rows(workbook, plan_workbook(workbook), community=None, today=TODAY):
            assert row.reasons or row.name
    except RosterRefused:
        return


FILE_SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FILE_SETTINGS
@given(data=st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    read_whatever(path)


@FILE_SETTINGS
@given(spot=st.floats(0, 1, exclude_max=True), byte=st.integers(1, 255), cut=st.floats(0, 1))
def test_damaged_archives_are_read_or_refused(tmp_path: Path, spot: float, byte: int, cut: float) -> None:
    data = bytearray(hostile.archive(hostile.parts(hostile.sheet_xml())))
    data[int(spot * len(data))] ^= byte
    path = tmp_path / "any.xlsx"
    path.write_bytes(data if cut > 0.5 else data[: int(len(data) * (0.5 + cut))])
    read_whatever(path)


@settings(FILE_SETTINGS, max_examples=25)
@given(spot=st.floats(0, 1, exclude_max=True), byte=st.integers(1, 255))
def test_damaged_old_workbooks_are_read_or_refused(tmp_path: Path, spot: float, byte: int) -> None:
    data = bytearray(old_xls.workbook([old_xls.OldSheet("一", [hostile.HEADER, *hostile.PEOPLE])]))
    data[int(spot * len(data))] ^= byte
    path = tmp_path / "any.xls"
    path.write_bytes(data)
    read_whatever(path)
