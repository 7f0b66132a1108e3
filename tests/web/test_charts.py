"""Charts: geometry that stays inside the drawing, and numbers that can be read without colour."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lindun.web import charts

FIRST = date(2026, 11, 1)


def _days(*values):
    return [(FIRST + timedelta(days=index), value) for index, value in enumerate(values)]


def test_a_day_over_the_baseline_is_marked_and_a_day_on_it_is_not():
    chart = charts.per_day("looks", _days(5, 10, 11), baseline=10)
    assert [column.over for column in chart.columns] == [False, False, True]
    assert [column.value for column in chart.over] == [11]


def test_the_highest_day_carries_its_number_and_empty_days_carry_none():
    chart = charts.per_day("looks", _days(0, 3, 9))
    assert [column.shows_value for column in chart.columns] == [False, False, True]
    assert chart.peak.value == 9


def test_the_last_day_is_always_named():
    chart = charts.per_day("looks", _days(*range(30)))
    assert chart.columns[-1].shows_day
    assert sum(column.shows_day for column in chart.columns) <= 8


@given(values=st.lists(st.integers(0, 10**6), max_size=60), baseline=st.none() | st.floats(0, 10**6))
def test_nothing_is_drawn_outside(values, baseline):
    chart = charts.per_day("looks", _days(*values), baseline=baseline)
    for column in chart.columns:
        assert 0 <= column.y <= chart.height
        assert abs(column.y + column.height - chart.height) < 0.2
        assert 0 <= float(column.x.rstrip("%")) <= 100
    assert chart.baseline_y is None or 0 <= chart.baseline_y <= chart.height
    assert chart.total == sum(values)


def test_bars_are_drawn_against_the_longest():
    chart = charts.horizontal("purposes", [("repair", 8), ("fees", 2), ("visit", 0)])
    assert [bar.width for bar in chart.bars] == ["100.00%", "25.00%", "0.00%"]


def test_charts_of_nothing_are_empty():
    assert list(charts.per_day("looks", []).columns) == []
    assert list(charts.horizontal("purposes", []).bars) == []
