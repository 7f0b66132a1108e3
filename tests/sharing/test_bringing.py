"""Work orders of another system, pasted as rows: each a task, or a reason why not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindun.gate.vocabulary import Action, Happening
from lindun.requests.models import Task
from lindun.sharing import bringing
from lindun.sharing.bringing import MOST_ROWS, BadRows, Row
from tests import cast
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_


def tasks() -> list[tuple[str, str, str]]:
    with everywhere():
        found = Task.objects.order_by("opened_at").select_related("dwelling__building")
        return [(task.purpose_id, task.dwelling.short, task.summary) for task in found]


@pytest.mark.parametrize(
    "pasted",
    [
        "维修联系\t3-2-1201\t厨房漏水",
        "类别\t房号\t内容\n维修联系\t3-2-1201\t厨房漏水\n\n",
        "维修联系,3-2-1201,厨房漏水",
        "维修联系，3-2-1201，厨房漏水",
        'repair,3-2-1201,"厨房漏水"',
        "wx\t3栋2单元1201\t厨房漏水\t多余",
    ],
)
def test_rows_become_tasks(database: str, pasted: str) -> None:
    (one,) = bringing.bring(cast.identity("counter"), bringing.read(pasted))
    assert one.number.startswith("WX-")
    assert tasks() == [("repair", "3-2-1201", "厨房漏水")]
    assert entries(Action.TASK_OPEN)[-1]["actor"] == f"staff:{cast.staff('counter')}"


def test_one_bad_row_stops_no_other(database: str) -> None:
    rows = [
        Row(1, "维修联系", "3-2-1201", "厨房漏水"),
        Row(2, "没有这个", "3-2-1201", "x"),
        Row(3, "维修联系", "9-9-9999", "x"),
        Row(4, "维修联系", "5-1-501", "别人的楼"),
        Row(5, "维修联系", "3-2-1202", " "),
        Row(6, "维修联系", "3-2-1201", "厨房漏水"),
        Row(7, "维修联系", "3-2-1202", "门铃坏了"),
    ]
    brought = bringing.bring(cast.identity("counter"), rows)
    assert [one.position for one in brought if one.number] == [1, 7]
    assert all(one.problem for one in brought if not one.number)
    assert brought[0].number in brought[5].problem
    assert len(tasks()) == 2


def test_personal_data_in_a_row_is_masked_and_reported(database: str) -> None:
    answer = as_("counter").post(
        reverse("sharing:bring"), {"rows": f"维修联系\t3-2-1202\t打{cast.OWNER.phones[0]}联系"}
    )
    assert answer.status_code == 200
    assert "其中的个人信息已打码" in text(answer)
    assert cast.OWNER.phones[0] not in tasks()[0][2]
    assert len(entries(Happening.OVERCOLLECTION)) == 1


@pytest.mark.parametrize(
    "pasted",
    ["", "  \n ", "一格", "两格\t而已", "x" * 20_001, "a\tb\tc\n" * (MOST_ROWS + 1)],
    ids=["nothing", "blank", "one", "two", "long", "many"],
)
def test_what_is_no_rows_is_said(database: str, pasted: str) -> None:
    answer = as_("counter").post(reverse("sharing:bring"), {"rows": pasted})
    assert answer.status_code == 422
    assert tasks() == []


def test_posts_without_a_desk_bring_nothing(database: str) -> None:
    assert as_("auditor").post(reverse("sharing:bring"), {"rows": "维修联系,3-2-1201,x"}).status_code == 403
    assert tasks() == []


def test_a_row_does_not_show_itself() -> None:
    assert repr(Row(3, "维修联系", "3-2-1201", "x")) == "Row(3)"
    with pytest.raises(BadRows):
        bringing.read("一格")
