"""Times as people say them, in the time zone of the house."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from lindun.web import dates

NOW = datetime(2026, 11, 21, 2, 42, tzinfo=UTC)  # 10:42 in Shanghai
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "today 10:42"),
        (datetime(2026, 11, 20, 8, 5, tzinfo=UTC), "yesterday 16:05"),
        (datetime(2026, 11, 20, 16, 30, tzinfo=UTC), "today 00:30"),  # yesterday in Greenwich, today here
        (datetime(2026, 11, 21, 16, 30, tzinfo=UTC), "tomorrow 00:30"),
        (datetime(2026, 11, 18, 1, 20, tzinfo=UTC), "11-18 09:20"),
        (datetime(2025, 12, 31, 1, 20, tzinfo=UTC), "2025-12-31 09:20"),
    ],
)
def test_a_moment_is_said_as_seen_from_now(moment, words):
    assert dates.moment_in_words(moment, NOW) == words


def test_the_day_before_new_year_is_yesterday_on_new_years_day():
    assert dates.day_in_words(date(2025, 12, 31), date(2026, 1, 1)) == "yesterday"


def test_the_full_time_has_seconds_and_is_local():
    assert dates.in_full(datetime(2026, 11, 21, 2, 42, 9, tzinfo=UTC)) == "2026-11-21 10:42:09"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "59 seconds"),
        (timedelta(seconds=60), "1 minutes"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=5, hours=3), "5 days"),
    ],
)
def test_a_span_is_said_in_its_largest_unit(span, words):
    assert dates.span_in_words(span) == words
