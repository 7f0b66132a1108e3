"""A mistyped year is said to be one; it breaks neither a page nor the jobs that count days from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from lindun.leaving.models import Departure, Transfer
from lindun.organisation.models import BackgroundCheck
from lindun.partners.models import Clause, Contract
from lindun.web.days import DayField
from tests import cast
from tests.pages import text
from tests.partners import partnering
from tests.signin import as_

ENDS_OF_THE_CALENDAR = ("9999-12-31", "0001-01-01", "2200-01-01", "1899-12-31")
SAID = "请检查日期的年份"


class Form(forms.Form):
    day = DayField(label="day", required=False)


@pytest.mark.parametrize("day", ENDS_OF_THE_CALENDAR)
def test_a_year_that_nobody_means_is_refused(day: str) -> None:
    form = Form({"day": day})
    assert list(form.errors) == ["day"]


@pytest.mark.parametrize("day", ["1900-01-01", "2026-11-22", "2199-12-31", ""])
def test_a_year_that_people_mean_is_taken(day: str) -> None:
    assert Form({"day": day}).is_valid()


@pytest.mark.parametrize("day", ENDS_OF_THE_CALENDAR[:2])
def test_a_contract_with_such_a_year_is_not_entered_and_the_list_stays_open(database: str, day: str) -> None:
    manager, partner = as_("manager"), partnering.entered()
    about = {"reference": "HT-1", "begins": "0001-01-01", "ends": day, "clauses": Clause.values}
    answer = manager.post(reverse("partners:deed", args=["contract", partner.pk]), about)
    assert answer.status_code == 422
    assert SAID in text(answer)
    assert not Contract.objects.exists()
    assert manager.get(reverse("partners:list")).status_code == 200


def test_a_check_is_valid_until_a_day_that_comes_and_was_made_on_one_that_came(database: str) -> None:
    hr, page = as_("hr"), reverse("personnel:checks")
    tomorrow = f"{timezone.localdate() + timedelta(days=1)}"
    known = BackgroundCheck.objects.count()
    usual = {
        "number": "0777", "result": "passed", "parts": ["identity"], "checked_by": "人事部",
        "checked_on": f"{timezone.localdate()}",
    }  # fmt: skip
    for wrong, words in (({"valid_until": "9999-12-31"}, SAID), ({"checked_on": tomorrow}, "不能晚于今天")):
        answer = hr.post(page, usual | wrong)
        assert answer.status_code == 422
        assert words in text(answer)
    assert BackgroundCheck.objects.count() == known


@pytest.mark.parametrize("days", [367, 2_900_000])
def test_an_exit_and_a_transfer_lie_within_a_year(database: str, days: int) -> None:
    hr, day = as_("hr"), f"{timezone.localdate() + timedelta(days=days)}"
    counter = str(cast.staff("counter"))
    leaves = {"person": counter, "cause": "resigned", "from_day": day}
    moves = {"role": "cashier", "clearance": "1", "from_day": day}
    for page, about in (
        (reverse("leaving:new"), leaves),
        (reverse("leaving:transfer_new", args=[counter]), moves),
    ):
        answer = hr.post(page, about)
        assert answer.status_code == 422
        assert "年份" in text(answer)
    assert not Departure.objects.exists()
    assert not Transfer.objects.exists()
