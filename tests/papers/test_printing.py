"""From a task to one sheet of paper: what the purpose lets stand on it, under one entry, once."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.gate import sheets
from lindun.gate.sheets import Wanted
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.papers import actions, page, printing
from lindun.papers.errors import BadSheet
from lindun.papers.models import MOST_A_TASK, Sheet
from lindun.requests import actions as tasks
from lindun.requests.models import Task
from lindun.web.typesetting import typeset
from tests import cast
from tests.organisation.second_accounts import second_account
from tests.pages import choose, entries, household, text
from tests.papers.printed import IN_CLEAR, made, move_in, overdue, wish, words_of
from tests.sharing.bearers import task_of
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")


def url_of(task: Task) -> str:
    return reverse("papers:print", args=[task.pk])


def printed_by(browser: Client, task: Task, *, items: Sequence[str] = IN_CLEAR, customer: str = "document"):  # type: ignore[no-untyped-def]
    owner = str(cast.resident(cast.OWNER))
    return browser.post(url_of(task), {"people": [owner], "items": list(items), "customer": customer})


def refused(task: Task, *, who: str = "counter", items: tuple[str, ...] = IN_CLEAR) -> tuple[str, ...]:
    with pytest.raises(gate.Denied) as denied:
        made(task, who=who, items=items)
    written = entries(Action.SHEET_PRINT)[-1]
    assert (written["outcome"], tuple(written["reasons"])) == ("denied", denied.value.decision.reasons)
    return denied.value.decision.reasons


@pytest.mark.req("RES-05")
def test_the_entry_of_a_print_states_clerk_customer_verification_pages_and_purpose() -> None:
    task = move_in()
    assert printed_by(as_("counter"), task).status_code == 200
    written = entries(Action.SHEET_PRINT)[-1]
    entry = text(as_("auditor").get(reverse("oversight:entry", args=[written["id"]])))
    for fact in ("员工31", "在场，已看证件", "打印页数 1", "入住交接", "姓名", "电话", "为任务打印"):
        assert fact in entry, fact
    assert written["counts"] == {"fields": 3, "pages": 1}
    assert written["task"] == f"task:{task.pk}"
    assert f"resident:{cast.resident(cast.OWNER)}" in written["subjects"]


def test_the_sheet_shows_what_is_for_paper_in_clear_and_the_rest_masked() -> None:
    task = move_in()
    answer = printed_by(as_("counter"), task)
    (sheet,) = Sheet.objects.all()
    shown = words_of(answer.content)
    for words in (
        cast.OWNER.name,
        *cast.OWNER.phones,
        "3栋2单元1201",
        sheet.number,
        task.number,
        "企业·秘密",
    ):
        assert "".join(words.split()) in shown, words
    assert "员工310031" in shown.replace("·", "")  # the holder's mark
    assert "当面销毁" not in shown
    assert "在他人见证下销毁" in shown
    assert f"{timezone.localtime(sheet.due):%Y-%m-%d}" in shown
    assert cast.OWNER.id_number not in shown
    assert cast.OWNER.plate not in shown
    assert (sheet.items, sheet.masked, sheet.people) == (
        list(IN_CLEAR),
        ["id_number", "plate", "co_resident"],
        1,
    )


def test_the_answer_names_nobody_and_asks_nobody_to_keep_it() -> None:
    answer = printed_by(as_("counter"), move_in())
    (sheet,) = Sheet.objects.all()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{sheet.number}.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert b"/Title" in answer.content
    assert repr(made(move_in("repair"), who="repair")).startswith("Printed(ZY-")


@pytest.mark.parametrize(
    ("purpose", "item", "reason"),
    [
        ("handover", "plate", "item.screen_only"),
        ("repair", "phone", "item.screen_only"),
        ("visitor", "phone", "item.call_only"),
        ("fee", "phone", "item.masked_only"),
        ("repair", "plate", "item.not_needed"),
    ],
)
def test_no_other_way_comes_to_paper(purpose: str, item: str, reason: str) -> None:
    assert reason in refused(task_of(purpose=purpose), items=(item,))
    assert not Sheet.objects.exists()


def test_an_item_the_page_does_not_offer_is_refused_by_the_gate_and_recorded() -> None:
    answer = printed_by(as_("counter"), move_in(), items=("name", "id_number"))
    assert answer.status_code == 403
    assert "这一用途只在屏幕上查看" in text(answer)
    written = entries(Action.SHEET_PRINT)[-1]
    assert (written["outcome"], sorted(written["items"])) == ("denied", ["id_number", "name"])
    assert "item.screen_only" in written["reasons"]


def test_one_sheet_a_task_and_the_second_is_refused_and_recorded() -> None:
    task = move_in()
    made(task)
    assert refused(task) == ("paper.one_for_a_task",)
    browser = as_("counter")
    again = printed_by(browser, task)
    assert again.status_code == 403
    assert "一项任务只打印一份" in text(again)
    assert "一项任务只打印一份" in text(browser.get(url_of(task)))
    assert Sheet.objects.count() == 1


def test_in_the_stead_of_a_spoiled_sheet_another_is_printed_under_a_number_of_its_own() -> None:
    task = move_in()
    first = made(task).sheet
    offered = as_("counter")
    assert "使用新的编号" in text(offered.get(url_of(task)))  # how one comes by another
    actions.account_for(cast.identity("supervisor"), sheet=first.pk, end="destroyed", words="卡纸，碎纸机")
    page = text(offered.get(url_of(task)))
    assert f"{first.number}：" in page
    assert 'name="items"' in page
    content = printed_by(offered, task).content
    second = Sheet.objects.exclude(pk=first.pk).get()
    assert second.number != first.number
    assert second.instead_of == first
    assert f"代替{first.number}" in words_of(content)
    assert "一号一张" in words_of(content)
    assert refused(task) == ("paper.one_for_a_task",)


@pytest.mark.parametrize("end", ["back", "given"])
def test_a_sheet_that_there_is_or_was_in_whole_is_followed_by_none(end: str) -> None:
    task = move_in()
    sheet = made(task).sheet
    actions.account_for(cast.identity("supervisor"), sheet=sheet.pk, end=end, words="收据")
    assert refused(task) == ("paper.one_for_a_task",)


def test_a_task_has_three_sheets_at_most() -> None:
    task = move_in()
    for _each in range(MOST_A_TASK):
        sheet = made(task).sheet
        actions.account_for(cast.identity("supervisor"), sheet=sheet.pk, end="never", words="卡纸")
    assert refused(task) == ("paper.one_for_a_task",)


def test_of_eight_at_once_one_prints() -> None:
    task, start = move_in(), threading.Barrier(8)

    def client() -> str:
        start.wait(10)
        try:
            return made(task).sheet.number
        except gate.Denied as denied:
            return denied.decision.reasons[0]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        met = [future.result() for future in [pool.submit(client) for _each in range(8)]]
    assert sorted(met)[1:] == ["paper.one_for_a_task"] * 7
    assert [sheet.number for sheet in Sheet.objects.all()] == sorted(met)[:1]
    allowed = [entry for entry in entries(Action.SHEET_PRINT) if entry["outcome"] == "allowed"]
    assert len(allowed) == 1


def test_only_for_ones_own_open_task() -> None:
    task = move_in()
    for who in ("repair", "supervisor", "stranger"):
        with pytest.raises(gate.NotHere):
            made(task, who=who)
        assert as_(who).get(url_of(task)).status_code == 404
    tasks.close_task(cast.identity("counter"), task=task.pk)
    assert refused(task) == ("task.not_open",)
    assert "任务已关闭或已到期" in text(as_("counter").get(url_of(task)))


def test_people_of_another_household_are_not_printed() -> None:
    task = move_in()
    with pytest.raises(BadSheet):
        printing.print_sheet(
            cast.identity("counter"),
            Staff.objects.get(pk=cast.staff("counter")),
            task=task.pk,
            wish=printing.Wish([cast.resident(cast.OWNER), cast.resident(cast.NEIGHBOUR)], ["name"], "away"),
        )
    for people in ([cast.NEIGHBOUR], [cast.OWNER, cast.NEIGHBOUR], [cast.ABROAD]):
        assert _asked_past_the_page(task, [cast.resident(one) for one in people])
    assert not Sheet.objects.exists()


def _asked_past_the_page(task: Task, people: Sequence[UUID]) -> tuple[str, ...]:
    """The gate itself, with whatever people: nothing is entered and nothing opens."""
    wanted = Wanted(sheet=task.pk, subjects=people, items=["name"], purpose="handover", task=task.number)
    with pytest.raises(gate.Denied) as denied:
        sheets.open_sheet(cast.identity("counter"), wanted, enter=_never)
    return denied.value.decision.reasons


def _never() -> bool:
    raise AssertionError("what is refused is not entered")


def test_whoever_owes_an_overdue_sheet_prints_no_other_by_no_account_of_hers() -> None:
    from tests.leaving.going import post_at

    late = overdue()
    task = move_in()
    assert refused(task) == ("paper.overdue",)
    page_of = text(as_("counter").get(url_of(task)))
    assert "您有打印件逾期未交" in page_of
    assert "上报遗失" in page_of
    again = second_account("counter", role="counter", places=post_at("3").assignments)
    other, _cleaned = tasks.open_task(
        again, dwelling=cast.dwelling(cast.OWNER), purpose="handover", summary="交房"
    )
    with pytest.raises(gate.Denied) as denied:
        printing.print_sheet(again, Staff.objects.get(pk=again.staff), task=other.pk, wish=wish())
    assert denied.value.decision.reasons == ("paper.overdue",)
    made(move_in("repair"), who="repair")  # what she owes is nobody else's
    actions.account_for(cast.identity("supervisor"), sheet=late.pk, end="back")
    assert made(task).sheet.pk


def test_a_value_that_was_altered_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_rows: object) -> None:
        raise gate.SealingError

    task = move_in()
    monkeypatch.setattr(sheets.vault, "open_values", broken)
    answer = printed_by(as_("counter"), task)
    assert answer.status_code == 409
    assert [entry["outcome"] for entry in entries(Action.SHEET_PRINT)] == ["allowed", "failed"]
    (sheet,) = Sheet.objects.all()  # one too many in the register, never one too few
    settled = actions.account_for(
        cast.identity("supervisor"), sheet=sheet.pk, end="never", words="内容无法打开"
    )
    assert settled.end == "never"


def test_the_household_offers_it_and_its_history_says_so() -> None:
    counter = as_("counter")
    task = move_in()
    choose(counter, f"task:{task.number}")
    assert url_of(task) in text(household(counter))
    printed_by(counter, task)
    assert "打印了：姓名、电话" in text(household(counter))
    other = task_of()
    choose(counter, f"task:{other.number}")
    assert url_of(other) not in text(household(counter))
    assert "这一用途不需要纸质材料" in text(counter.get(url_of(other)))


@pytest.mark.parametrize(
    ("printed", "due"),
    [("2026-11-18", "2026-11-23"), ("2026-11-20", "2026-11-25"), ("2026-11-22", "2026-11-25")],
)
def test_it_is_due_after_three_working_days(printed: str, due: str) -> None:
    at = timezone.make_aware(datetime.fromisoformat(printed) + timedelta(hours=10))
    assert f"{timezone.localtime(printing.due_after(at)):%Y-%m-%d %H:%M}" == f"{due} 18:00"


def test_a_large_household_still_takes_one_page() -> None:
    from io import BytesIO

    from pypdf import PdfReader

    label = {
        "title": "入住交接",
        "holder": "员工",
        "number": "ZY-1",
        "at": "",
        "level": "企业·秘密",
        "mark": "x",
    }
    lines = [["备注", "很长的一句话" * 12, True] for _each in range(7)]
    given = {
        "label": label,
        "colour": 2,
        "home": "云栖里 3栋",
        "facts": [["任务", "RZ"]] * 5,
        "people": [{"relation": "业主", "lines": lines}] * printing.MOST_PEOPLE,
        "what_to_do": "仅供任务使用。" * 9,
    }
    assert len(PdfReader(BytesIO(typeset(page.SOURCE, given))).pages) == 1
