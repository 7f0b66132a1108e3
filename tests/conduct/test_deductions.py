"""Deductions from pay: only for a decided loss, a fifth of a month, above the minimum wage."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from lindun.conduct.deciding import BadDeduction
from lindun.conduct.models import Case
from lindun.organisation.models import Staff
from tests.conduct import cases
from tests.conduct.cases import deduct
from tests.organisation.second_accounts import second_account
from tests.pages import text
from tests.signin import as_


@pytest.mark.req("VIO-03")
def test_a_deduction_over_a_fifth_of_the_pay_is_refused_with_the_rule_shown(database: str) -> None:
    case = cases.with_loss()
    address = reverse("conduct:deduct", args=[case.pk])
    month = {"month": "2026-11", "pay": "6000"}
    browser = as_("hr")
    refused = text(browser.post(address, month | {"amount": "1200.01"}, follow=True))
    assert "不得超过当月工资的 20 %" in refused
    assert "最多可扣 1200.00 元" in refused
    assert "已录入" in text(browser.post(address, month | {"amount": "700"}, follow=True))
    together = text(browser.post(address, month | {"amount": "500.01"}, follow=True))
    assert "最多可扣 500.00 元" in together


def test_the_page_says_beforehand_that_the_minimum_wage_is_not_known(database: str) -> None:
    case = cases.decided(verdict={"loss": Decimal(5000), "compensation": Decimal(5000)})
    address = reverse("conduct:deduct", args=[case.pk])
    page = reverse("conduct:one", args=[case.pk])
    without = text(as_("hr").get(page))
    assert "没有录入最低工资，就不能录入扣款" in without
    assert address not in without
    cases.enter_minimum_wage()
    assert address in text(as_("hr").get(page))


def test_deductions_of_several_cases_add_up_in_a_month_over_all_accounts(database: str) -> None:
    again = second_account("counter", role="cashier").staff
    number = Staff.objects.values_list("number", flat=True).get(pk=again)
    first, second = cases.with_loss(), cases.with_loss(accused=number)
    deduct(first, "1200")
    with pytest.raises(BadDeduction) as refused:
        deduct(second, "0.01")
    assert [rule.value for rule in refused.value.broken] == ["share"]
    deduct(second, "1200", month=13)


def test_two_deductions_at_once_do_not_both_fit_into_one_month(database: str) -> None:
    pair = [cases.with_loss(), cases.with_loss()]
    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(_deducted, pair))
    assert outcomes == [False, True]


def _deducted(case: Case) -> bool:
    try:
        deduct(case, "1200")
    except BadDeduction:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.parametrize(
    ("loss", "pay", "amount", "rule"),
    [("300", "6000", "300.01", "loss"), ("5000", "2600", "100.01", "floor"), ("5000", "6000", "-1", "loss")],
)
def test_only_for_the_loss_and_never_below_the_minimum_wage(
    database: str, loss: str, pay: str, amount: str, rule: str
) -> None:
    with pytest.raises(BadDeduction) as refused:
        deduct(cases.with_loss(loss), amount, pay=pay)
    assert rule in {broken.value for broken in refused.value.broken}
