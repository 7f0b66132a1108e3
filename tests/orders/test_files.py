"""A file of work orders: looked through, brought in, brought in again; nothing dropped in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from typer.testing import CliRunner

from lindun.cli import orders as command
from lindun.gate.vocabulary import Action, Happening
from lindun.orders import sheets
from lindun.orders.models import Received
from lindun.orders.sheets import BadSheet
from lindun.requests.models import Task
from tests import cast
from tests.orders.listing import HEADING, ROW, csv_of, xlsx_of
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_


def row(**other: str) -> tuple[str, ...]:
    names = ("number", "kind", "room", "what", "assignee", "state", "phone")
    return tuple(other.get(name, value) for name, value in zip(names, ROW, strict=True))


def look(who: str, content: bytes) -> Any:
    return as_(who).post(reverse("orders:file"), {"file": SimpleUploadedFile("工单.csv", content)})


def bring(who: str, content: bytes) -> Any:
    sealed = look(who, content).context["sealed"]
    return as_(who).post(reverse("orders:bring"), {"sealed": sealed})


def tasks() -> list[tuple[str, str, str, bool]]:
    with everywhere():
        found = Task.objects.select_related("holder__user", "dwelling__building").order_by("opened_at")
        return [
            (task.holder.user.username, task.dwelling.short, task.summary, task.closed_at is not None)
            for task in found
        ]


def test_looking_opens_nothing_and_bringing_opens_what_was_seen(database: str) -> None:
    before = {path.name for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()}
    seen = look("counter", csv_of(row(), row(number="GD-2", room="3栋2单元1202", what="门铃坏了")))
    assert tasks() == []
    assert "2 行中有 2 行可以导入" in text(seen)
    assert {path.name for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()} == before
    as_("counter").post(reverse("orders:bring"), {"sealed": seen.context["sealed"]})
    assert tasks() == [("counter", "3-2-1201", "厨房漏水", False), ("counter", "3-2-1202", "门铃坏了", False)]
    kept = [entry for entry in entries(Action.ORDER_KEEP) if entry["outcome"] == "done"]
    assert [entry["reasons"] for entry in kept] == [["order.opened"], ["order.opened"]]


@pytest.mark.parametrize(
    "heading",
    [
        ("报事单号", "报事类型", "报事位置", "报事内容", "处理人", "派单状态", "联系方式"),
        ("流水号", "问题分类", "房产信息", "问题描述", "当前处理人", "受理状态", "客户电话"),
        ("工单号", "服务小类", "门牌号", "故障现象", "维修师傅", "报修状态", "报修人"),
    ],
)
def test_the_headings_of_other_systems_are_known(database: str, heading: tuple[str, ...]) -> None:
    seen = look("counter", csv_of(row(kind="报修", state="已派单"), heading=heading))
    assert "1 行中有 1 行可以导入" in text(seen)
    assert heading[-1] in text(seen)  # whose number stands there is not read, and named


def test_every_row_that_cannot_says_why_and_every_column_not_read_is_named(database: str) -> None:
    answer = look(
        "counter",
        csv_of(
            row(),
            row(kind="没有这个"),
            row(room="9-9-9999"),
            row(room="5-1-501"),
            row(what=""),
            row(number="17012345678"),
            row(state="天晓得"),
            row(state="已完成"),
            row(assignee="员工40"),
        ),
    )
    rows = answer.context["rows"]
    assert [bool(one["problem"]) for one in rows] == [False] + [True] * 8
    assert len({one["problem"] for one in rows if one["problem"]}) == 7
    assert answer.context["passed"] == ("业主电话",)
    assert "业主电话" in text(answer)


def test_the_same_file_again_changes_and_closes(database: str) -> None:
    bring("counter", csv_of(row(), row(number="GD-2", what="门铃坏了")))
    bring("counter", csv_of(row(what="厨房和阳台漏水"), row(number="GD-2", state="已完成")))
    assert tasks() == [
        ("counter", "3-2-1201", "厨房和阳台漏水", False),
        ("counter", "3-2-1201", "门铃坏了", True),
    ]
    again = look("counter", csv_of(row(number="GD-2", state="处理中")))
    assert "已关闭" in again.context["rows"][0]["problem"]


def test_rows_without_numbers_are_not_opened_twice(database: str) -> None:
    for _again in range(2):
        bring("counter", csv_of(row(number="")))
    assert len(tasks()) == 1


def test_leaders_bring_in_for_colleagues_and_colleagues_do_not_take_over(database: str) -> None:
    bring("supervisor", csv_of(row(assignee="repair")))
    assert tasks()[0][0] == "repair"
    taking_over = look("counter", csv_of(row()))
    assert "同事的任务" in taking_over.context["rows"][0]["problem"]
    closing = look("counter", csv_of(row(state="已完成")))
    assert "同事的任务" in closing.context["rows"][0]["problem"]


def test_personal_data_is_masked_on_the_way_and_reported(database: str) -> None:
    content = csv_of(row(what=f"请打{cast.OWNER.phones[0]}", phone=cast.OWNER.phones[0]))
    seen = look("counter", content)
    assert cast.OWNER.phones[0] not in text(seen)
    brought = as_("counter").post(reverse("orders:bring"), {"sealed": seen.context["sealed"]})
    assert cast.OWNER.phones[0] not in tasks()[0][2]
    assert "已打码" in text(brought)
    assert len(entries(Happening.OVERCOLLECTION)) == 1


def test_what_was_not_looked_through_by_oneself_is_not_brought_in(database: str) -> None:
    sealed = look("supervisor", csv_of(row(assignee="repair"))).context["sealed"]
    for who, said in (("counter", sealed), ("supervisor", sealed[:-2]), ("supervisor", "")):
        assert as_(who).post(reverse("orders:bring"), {"sealed": said}).status_code == 422
    assert tasks() == []


def test_a_spreadsheet_with_a_title_and_numbers_is_read(tmp_path: Path) -> None:
    path = xlsx_of(
        tmp_path / "f.xlsx",
        (117, "维修", 1201, "漏水", "", "新建"),
        heading=("单号", "类别", "房间号", "描述", "楼栋", "状态"),
    )
    (line,) = sheets.read(path, community="云栖里").lines
    assert line.order is not None
    assert (line.order.number, line.order.where.room, line.order.where.community) == ("117", "1201", "云栖里")
    assert repr(line) == "Line(3)"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\x89PNG....", "not_a_table"),
        (csv_of(), "no_rows"),
        (csv_of(ROW, heading=("a", "b", "c", "d", "e", "f", "g")), "no_heading"),
        (csv_of(*[ROW] * 501), "too_many_rows"),
        (b" " * (2 * 1024 * 1024 + 1), "file_too_large"),
    ],
    ids=["empty", "picture", "heading alone", "no heading", "many", "large"],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    with pytest.raises(BadSheet) as refused:
        sheets.read(path)
    assert refused.value.code == code


def test_a_refused_file_says_why_on_the_page(database: str) -> None:
    assert look("counter", b"\x89PNG....").status_code == 422
    assert look("counter", csv_of()).status_code == 422
    assert look("counter", csv_of(ROW, encoding="gb18030")).status_code == 200


def test_the_command_brings_in_for_whom_each_row_names(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lindun.config.setup.use_django", lambda: None)
    path = xlsx_of(tmp_path / "f.xlsx", row(assignee="repair"), row(number="GD-2"), heading=HEADING)
    arguments = ["import", str(path), "--community", cast.HOME_COMMUNITY[1], "--json"]
    tried = CliRunner().invoke(command.app, [*arguments, "--dry-run"])
    assert tasks() == []
    done = CliRunner().invoke(command.app, arguments)
    assert (tried.exit_code, done.exit_code) == (1, 1)
    said = json.loads(done.stdout)
    assert [one["became"] for one in said["rows"]] == ["opened", ""]
    assert said["columns_not_read"] == ["业主电话"]
    assert tasks() == [("repair", "3-2-1201", "厨房漏水", False)]
    with everywhere():
        assert Received.objects.get().system is None
    refused = CliRunner().invoke(command.app, ["import", __file__, "--community", "x", "--json"])
    assert (refused.exit_code, json.loads(refused.stdout)) == (3, {"refused": "no_heading"})


def test_words_for_the_state_are_read_as_people_mean_them() -> None:
    for word in ("已完成", "完成", "已处理", "处理完毕", "已关闭", "closed"):
        assert sheets.OVER.fullmatch(word), word
    for word in ("未完成", "待处理", "已派单", "处理中", "open", "新建"):
        assert sheets.OPEN.fullmatch(word), word
        assert not sheets.OVER.fullmatch(word), word
