"""A partner's year: bound step by step, a link that works, an agreement that runs out, a leak, a certificate.

The calendar is moved by moving what was written: the days of agreement and check lie a year back afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import psycopg
import pytest
from playwright.sync_api import expect

from lindun.config import postgres
from tests.journeys.accessible import in_both_widths, troubles
from tests.journeys.browser import PHONE, Visitor
from tests.journeys.house import House
from tests.journeys.test_work_order import has_task, send
from tests.partners.partnering import credit_code

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
FIRM, WORKER, ROOM = "恒信水电", "林师傅", "3-2-1101"
CLAUSES = ("scope", "purpose", "period", "staff", "return", "liability")
MANDATORY = ("pledged", "trained", "named_access", "no_passing_on", "reports", "destroys")
_papers = count(1)


def test_a_partners_year(visit: Visit, house: House) -> None:
    manager, officer = visit("lin"), visit("su")
    page = entered(manager)
    bound(manager)
    approved(manager, officer, page)
    bearer = at_the_door(visit)
    a_year_passes(house)
    ended(manager, bearer, page)
    renewed(manager, page)
    bearer.page.reload()
    expect(bearer.page.locator(".order__place")).to_contain_text("1101")
    leaked(manager, officer, page)
    bearer.page.reload()
    expect(bearer.page.locator("main")).to_contain_text("已阻断")
    over(manager, page)


def confirm(visitor: Visitor) -> None:
    visitor.click(visitor.page.locator("main form button[type=submit]").last)
    expect(visitor.page.locator(".page-head h1")).to_contain_text(FIRM)


def fill(visitor: Visitor, **said: str) -> None:
    for name, value in said.items():
        visitor.type(visitor.page.locator(f"#id_{name}"), value)


def tick(visitor: Visitor, name: str, values: tuple[str, ...]) -> None:
    for value in values:
        visitor.page.locator(f"input[name={name}][value={value}]").check()


def in_days(days: int) -> str:
    return f"{date.today() + timedelta(days=days)}"  # noqa: DTZ011 - as the browser's calendar says it


def entered(manager: Visitor) -> str:
    """The firm is on the list, and its page says what is missing."""
    manager.go("/partners/new/")
    fill(manager, name=FIRM, registration=credit_code("90000177"), service="水电维修")
    confirm(manager)
    expect(manager.page.locator("main")).to_contain_text("合作方未指定保密联系人")
    assert in_both_widths(manager, "a partner in preparation") == {}
    return manager.page.url.removeprefix(manager.house.address)


def bound(manager: Visitor) -> None:
    """Its people, the contract with its clause, the agreement, the assessment: as the checklist leads."""
    page = manager.page
    manager.click(page.locator("a[href*='/person/']").first)
    fill(manager, name=WORKER, contact="0571-55550177", informed_on=in_days(0))
    for box in ("responsible", "receives"):
        page.locator(f"#id_{box}").check()
    confirm(manager)
    manager.click(page.locator("a[href*='/contract/']").first)
    fill(manager, reference="HT-2026-077", begins=in_days(0), ends=in_days(365 * 3))
    tick(manager, "clauses", CLAUSES)
    assert troubles(page) == []
    confirm(manager)
    agreed(manager)
    assessed(manager)


def agreed(manager: Visitor) -> None:
    manager.click(manager.page.locator("a[href*='/agreement/']").first)
    fill(manager, reference=f"BM-2026-{next(_papers):03d}")
    confirm(manager)


def assessed(manager: Visitor) -> None:
    manager.click(manager.page.locator("a[href*='/assessment/']").first)
    tick(manager, "met", MANDATORY)
    confirm(manager)


def approved(manager: Visitor, officer: Visitor, page: str) -> None:
    """The account and a written consent, each by two people."""
    manager.click(manager.button("申请开通账户"))
    officer.go(page)
    officer.click(officer.page.locator("form[action*='/decide/opening/'] button[value=agree]"))
    manager.page.reload()
    manager.click(manager.page.locator("a[href*='/consent/']").first)
    manager.page.locator("#id_purpose").select_option("repair")
    manager.click(manager.button("下一步"))
    tick(manager, "items", ("phone",))
    fill(manager, ends=in_days(700))
    confirm(manager)
    officer.page.reload()
    officer.click(officer.page.locator("form[action*='/decide/consent/'] button[value=agree]"))
    expect(officer.page.locator(".page-head h1")).to_contain_text("可以共享")
    officer.screenshot("partner-open")


def at_the_door(visit: Visit) -> Visitor:
    """A work order by the consent, opened on the partner's phone."""
    clerk = visit("chen")
    has_task(clerk, ROOM)
    link, pin = send(clerk, FIRM)
    bearer = visit(size=PHONE)
    bearer.go(link)
    bearer.type(bearer.page.locator("#id_pin"), pin)
    bearer.click(bearer.button("在本机打开"))
    bearer.click(bearer.button("我已阅读并同意"))
    expect(bearer.page.locator(".order__place")).to_contain_text("1101")
    return bearer


def a_year_passes(house: House) -> None:
    with psycopg.connect(postgres.superuser_conninfo(house.home, postgres.DATABASE)) as past:
        past.execute("SET session_replication_role = replica")
        of_the_firm = "WHERE partner_id = (SELECT id FROM partners_partner WHERE name = %s)"
        past.execute(
            "UPDATE partners_agreement SET signed_on = signed_on - 366, begins = begins - 366,"
            f" ends = ends - 366 {of_the_firm}",
            [FIRM],
        )
        past.execute(f'UPDATE partners_assessment SET "on" = "on" - 366 {of_the_firm}', [FIRM])


def ended(manager: Visitor, bearer: Visitor, page: str) -> None:
    """The link says in a plain sentence why it is closed; the page of the partner says what to do."""
    bearer.page.reload()
    expect(bearer.page.locator("main")).to_contain_text("保密协议已到期")
    expect(bearer.page.locator("main")).not_to_contain_text("1101")
    assert troubles(bearer.page) == []
    bearer.screenshot("partner-link-ended-390")
    manager.go(page)
    expect(manager.page.locator(".page-head h1")).to_contain_text("已停止共享")
    assert in_both_widths(manager, "a partner whose agreement ended") == {}


def renewed(manager: Visitor, page: str) -> None:
    """A new agreement, and the check of the year."""
    agreed(manager)
    expect(manager.page.locator("main")).to_contain_text("年度检查已逾期")
    assessed(manager)
    manager.go(page)
    expect(manager.page.locator(".page-head h1")).to_contain_text("可以共享")


def leaked(manager: Visitor, officer: Visitor, page: str) -> None:
    """Reported by one, confirmed by another: cut off, with three remedies, of which one is settled."""
    manager.click(manager.page.locator("a[href*='/breach/']"))
    fill(manager, what="工单截图被发到业主群，含电话13812345678")
    confirm(manager)
    expect(manager.page.locator("main")).to_contain_text("138****5678")
    officer.go(page)
    officer.click(officer.page.locator("a[href*='/confirm/']"))
    assert troubles(officer.page) == []
    officer.screenshot("partner-leak-confirm")
    confirm(officer)
    expect(officer.page.locator(".page-head h1")).to_contain_text("已阻断")
    officer.click(officer.page.locator("a[href*='/remedy/']").first)
    fill(officer, result="已从本月维修款中扣除 2000 元")
    confirm(officer)
    expect(officer.page.locator("main")).to_contain_text("扣除 2000 元")
    assert in_both_widths(officer, "a partner after a leak") == {}


def over(manager: Visitor, page: str) -> None:
    """The contract is ended; its certificate is asked for and entered."""
    manager.go(page)
    manager.click(manager.page.locator("a[href*='/end/']"))
    confirm(manager)
    expect(manager.page.locator("main")).to_contain_text("收到证明后支付")
    manager.click(manager.page.locator("a[href*='/certificate/']"))
    fill(manager, reference="XH-2027-077")
    confirm(manager)
    expect(manager.page.locator("main")).to_contain_text("XH-2027-077")
    assert re.search("已结束|已阻断", manager.page.locator(".page-head h1").inner_text())
    manager.screenshot("partner-over")
