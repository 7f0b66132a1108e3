"""A roster comes in through the pages: upload, columns, check, taking in, report."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lindun.residents import intake, rosters, uploads
from lindun.residents.models import ImportState
from lindun.residents.roster.result import RowResult, Status
from lindun.residents.rosters import BadRoster
from tests import cast, pages
from tests.residents import bringing
from tests.residents.bringing import PEOPLE, table
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")
PLAIN = tuple(value for person in PEOPLE for value in person[3:7] if value)


def holds_no_plaintext(page: str) -> bool:
    return not any(value in page for value in PLAIN)


def test_a_roster_comes_in_and_every_row_is_accounted_for() -> None:
    officer = as_("officer")
    roster = bringing.upload(officer, table())
    assert "排队等待读取" in pages.text(bringing.page(officer, "import_progress", roster))
    bringing.work()
    columns = pages.text(bringing.page(officer, "import_columns", roster))
    assert "业主姓名" in columns
    assert "钟离**" in columns
    assert holds_no_plaintext(columns)
    checked = pages.text(bringing.page(officer, "import_preview", roster))
    assert "7-1-101" in checked
    assert "165****0001" in checked
    assert holds_no_plaintext(checked)
    assert bringing.residents() == []

    bringing.act(officer, "import_confirm", roster)
    assert "正在加密封存" in pages.text(bringing.page(officer, "import_progress", roster))
    bringing.work()
    done = bringing.found(roster)
    assert done.state == ImportState.DONE
    assert (done.accepted, done.rejected, done.ignored) == (3, 0, 1)
    assert done.accepted + done.rejected + done.ignored == done.rows_total == len(bringing.report(roster))
    assert len(bringing.residents()) == 3
    report = pages.text(bringing.page(officer, "import_report", roster))
    assert done.number in report
    assert holds_no_plaintext(report)


def test_the_next_page_is_wherever_the_import_is() -> None:
    officer = as_("officer")
    roster = bringing.read(officer, table())
    moved = officer.get(reverse("residents:import_progress", args=[roster]), headers=pages.HTMX)
    assert moved["HX-Redirect"] == reverse("residents:import_columns", args=[roster])
    assert bringing.page(officer, "import_report", roster).status_code == 302
    listed = pages.text(officer.get(reverse("residents:import_upload")))
    assert bringing.found(roster).number in listed


def test_the_file_is_destroyed_at_the_end_and_the_ledger_says_so() -> None:
    officer = as_("officer")
    roster = bringing.read(officer, table())
    assert uploads.path_of(roster).exists()
    bringing.act(officer, "import_confirm", roster)
    bringing.work()
    assert not uploads.path_of(roster).exists()
    assert bringing.found(roster).file_destroyed_at is not None
    destroyed = pages.entries("residents.file.destroyed")
    assert [entry["subjects"] for entry in destroyed] == [[f"roster:{roster}"]]


def test_cancelling_destroys_the_file_and_stores_nobody() -> None:
    officer = as_("officer")
    roster = bringing.read(officer, table())
    bringing.act(officer, "import_cancel", roster)
    assert bringing.found(roster).state == ImportState.CANCELLED
    assert not uploads.path_of(roster).exists()
    assert len(pages.entries("residents.file.destroyed")) == 1
    bringing.act(officer, "import_confirm", roster)
    bringing.work()
    assert bringing.residents() == []


def test_cancelled_while_it_waits_to_be_read_it_is_not_read() -> None:
    officer = as_("officer")
    roster = bringing.upload(officer, table())
    bringing.act(officer, "import_cancel", roster)
    bringing.work()
    assert bringing.found(roster).state == ImportState.CANCELLED
    assert bringing.report(roster) == []


def test_confirmed_twice_it_is_one_import() -> None:
    officer = as_("officer")
    roster = bringing.read(officer, table())
    rosters.confirm(cast.identity("officer"), roster_id=roster)
    with pytest.raises(BadRoster):
        rosters.confirm(cast.identity("officer"), roster_id=roster)
    again = bringing.act(officer, "import_confirm", roster)
    assert again.status_code == 302
    bringing.work()
    assert len(bringing.residents()) == 3


def test_a_person_says_what_a_column_is_and_the_file_is_read_again() -> None:
    officer = as_("officer")
    header = ("楼栋", "单元", "甲", "业主姓名", "联系电话", "身份证号", "车牌号", "备注")
    roster = bringing.read(officer, table(header=header))
    assert bringing.found(roster).accepted == 0
    page = bringing.page(officer, "import_columns", roster)
    asked = {name: field.initial for name, field in page.context["form"].fields.items()}
    bringing.act(officer, "import_columns", roster, **asked | {"column_0_2": "room"})
    bringing.work()
    read = bringing.found(roster)
    assert (read.state, read.accepted, read.rows_total) == (ImportState.PREVIEW, 3, 4)
    next_page = bringing.page(officer, "import_progress", roster)
    assert next_page["Location"] == reverse("residents:import_preview", args=[roster])


def test_every_problem_is_named_by_row_and_cell() -> None:
    officer = as_("officer")
    wrong = (
        ("7栋", "1单元", "103", "公孙望月", "1651234", "33019919800307913X", "", ""),
        ("", "", "", "", "", "", "", ""),
        ("7栋", "1单元", "", "公孙流云", "16512340009", "", "", ""),
    )
    roster = bringing.read(officer, table((*PEOPLE, *wrong)))
    page = pages.text(bringing.page(officer, "import_preview", roster))
    assert "：位数不够，没有收（E5）" in page
    assert "身份证号校验位不对，已保留并标记（F5）" in page
    left = pages.text(bringing.page(officer, "import_preview", roster, "?show=rejected"))
    assert "没有房号" in left
    assert "7-1-101" not in left
    assert "空行" in pages.text(bringing.page(officer, "import_preview", roster, "?show=ignored"))


def test_pages_of_rows_follow_each_other() -> None:
    officer = as_("officer")
    many = [("8栋", "1单元", f"{floor}01", "公孙望月", "", "", "", "") for floor in range(1, 71)]
    roster = bringing.read(officer, table(many))
    assert "8-1-7001" in pages.text(bringing.page(officer, "import_preview", roster, "?page=2"))
    assert "8-1-101" not in pages.text(bringing.page(officer, "import_preview", roster, "?page=2"))


def test_the_report_as_a_file_is_masked_and_named_by_its_number() -> None:
    officer = as_("officer")
    roster = bringing.bring(officer, table())
    response = bringing.page(officer, "import_file_report", roster)
    assert response["Content-Disposition"] == f'attachment; filename="roster-{roster}.jsonl"'
    assert holds_no_plaintext(pages.text(response))
    rows = bringing.lines(response)
    assert [row["status"] for row in rows] == ["ignored", "accepted", "accepted", "accepted"]
    assert (rows[1]["row"], rows[1]["building"], rows[1]["room"]) == (1, "7", "101")
    assert rows[1]["phones"] == ["165****0001"]


def test_a_manager_imports_into_her_own_community_alone() -> None:
    choices = (
        as_("manager").get(reverse("residents:import_upload")).context["form"].fields["community"].choices
    )
    assert [name for _number, name in choices] == [cast.HOME_COMMUNITY[1]]
    foreign = {"community": bringing.community(cast.OTHER_COMMUNITY[0])}
    file = SimpleUploadedFile("a.csv", table())
    refused = as_("manager").post(reverse("residents:import_upload"), {**foreign, "file": file})
    assert refused.status_code == 422


def test_a_place_too_long_to_be_one_is_left_to_a_person() -> None:
    result = RowResult("", 1, building="9" * 13, room="101", name="公孙望月")
    row = intake.arriving(result, number=2)
    assert row.person is None
    assert (result.status, result.reasons) == (Status.REJECTED, ["place_too_long"])
