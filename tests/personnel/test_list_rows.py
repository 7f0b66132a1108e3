"""What a list of staff is refused for, row by row, and the files that are no lists."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from django.urls import reverse
from typer.testing import CliRunner, Result

from lindun import gate
from lindun.cli.staff import app
from lindun.gate.vocabulary import Action
from lindun.organisation import actions
from lindun.organisation import posts as records
from lindun.organisation.actions import Post
from lindun.organisation.models import Staff
from lindun.organisation.posts import Plan
from lindun.personnel.lists import bringing
from lindun.personnel.lists.bringing import BadImport
from lindun.personnel.lists.reading import MOST_ROWS, BadList
from lindun.personnel.models import ListState, StaffList
from tests import cast
from tests.pages import entries, text
from tests.personnel.listing import HEADING, brought, carried_out, csv_of, problems, row, upload, xlsx_of
from tests.signin import as_


def test_every_wrong_cell_says_why_and_where(database: str) -> None:
    """One row each: what is said of it, and nobody of them can be entered."""
    records.create(cast.identity("hr"), Plan("车场岗", "guard", frozenset({"outsourced"})))
    wrong = {
        "number_missing": row("", "高晓岚"),
        "number_unfit": row("10 01#", "高晓岚"),
        "number_is_personal": row(cast.OWNER.phones[0], "高晓岚"),
        "name_missing": row("1002", name=" "),
        "name_unfit": row("1003", name="<script>alert(1)</script>"),
        "post_missing": row("1004", post=""),
        "post_unknown": row("1005", post="首席卫星官"),
        "several_posts": row("1006", post="秩序员/收费员"),
        "posts_conflict": row("1007", post="人事、审计"),
        "kind_may_not": row("1008", post="车场岗"),
        "kind_unknown": row("1009", kind="量子态"),
        "firm_missing": row("1010", kind="外包"),
        "firm_of_nobody": row("1011", firm="安泰保安公司"),
        "last_day_missing": row("1012", kind="临时工"),
        "last_day_past": row("1013", kind="临时工", until="2020-01-01"),
        "days_reversed": row("1014", hired="2031-01-01", until="2030-01-01"),
        "day_unreadable": row("1015", hired="去年"),
        "community_unknown": row("1016", community="天上人间"),
        "building_unknown": row("1017", building="99栋"),
        "building_of_which": row("1018", community=""),
        "too_long": row("1019", name="长" * 40_000),
        "words_unfit": row("1020", department=f"工程部{cast.OWNER.phones[0]}"),
        "account_taken": row("counter", "高晓岚"),
    }
    found = problems(csv_of(*wrong.values()))
    said = {code: found[position] for position, code in enumerate(wrong, start=2)}
    assert {code: codes for code, codes in said.items() if code not in codes} == {}
    assert carried_out(csv_of(*wrong.values())).counts == {"refused": len(wrong)}
    assert Staff.objects.count() == len(cast.PEOPLE)


def test_numbers_that_come_twice_and_people_of_one_name(database: str) -> None:
    same = row("1001", name="高晓岚")
    known = Staff.objects.get(pk=cast.staff("guard"))
    found = problems(
        csv_of(
            same,
            same,
            row("1002", name="邱志远"),
            row("1002", name="邱志近"),
            row("1003", name="庄静怡"),
            row("1004", name="庄静怡", post="收费员", building=""),
            row("1005", name=known.name),
        )
    )
    assert found == {
        2: [], 3: ["same_as"], 4: ["number_twice"], 5: ["number_twice"], 6: ["namesake"], 7: ["namesake"],
        8: ["namesake"],
    }  # fmt: skip


def test_people_of_one_name_are_entered_once_personnel_says_that_they_are_others(database: str) -> None:
    """On the page: by number, told to the second person; the same person never comes by a list."""
    hr, known = as_("hr"), Staff.objects.get(pk=cast.staff("guard"))
    content = csv_of(row("1001", name="庄静怡"), row("1002", name="庄静怡"), row("1003", name=known.name))
    found = brought(content)
    check = reverse("personnel:list_check", args=[found.pk])
    assert f"与 {known.number} 同名" in text(hr.get(check))
    hr.post(reverse("personnel:list_apart", args=[found.pk]), {"apart": ["1002", "1003"]})
    assert "list.namesakes" in entries(Action.LIST_IMPORT)[-1]["reasons"]
    page = hr.get(check)
    assert page.context["counts"]["new"] == 2
    carry_out = reverse("personnel:list_carry_out", args=[found.pk])
    hr.post(carry_out, {"seen": page.context["seen"]})
    assert set(Staff.objects.filter(number__startswith="100").values_list("number", flat=True)) == {
        "1002", "1003",
    }  # fmt: skip
    told = text(as_("officer").get(reverse("personnel:list", args=[found.pk])))
    assert "1002、1003 有同名者" in told
    assert problems(content)[2] == ["namesake"]


def test_only_namesakes_of_this_list_are_told_apart(database: str) -> None:
    found = brought(csv_of(row("1001"), row("1002")))
    with pytest.raises(BadImport):
        bringing.tell_apart(cast.identity("hr"), list_id=found.pk, numbers=["1001"])
    with pytest.raises(gate.Denied):
        bringing.tell_apart(cast.identity("officer"), list_id=found.pk, numbers=[])


def test_a_closed_post_is_given_to_nobody(database: str) -> None:
    hr = cast.identity("hr")
    made = records.create(hr, Plan("临检岗", "guard", frozenset({"full_time"})))
    carried_out(csv_of(row("1001", post="临检岗")))
    person = Staff.objects.get(number="1001")
    gone = actions.current_post(person).without(["status.suspended"])
    actions.change_post(hr, staff=person.pk, post=_left(gone))
    assert records.remove(hr, position=made.pk) is False
    assert problems(csv_of(row("1002", post="临检岗"))) == {2: ["post_closed"]}


def _left(post: Post) -> Post:
    return replace(post, status="left")


def test_formulas_and_lost_zeros_of_a_spreadsheet(database: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, row("1001"))
        sheet.write_formula(1, 1, '=HYPERLINK("http://a","高晓岚")', None, "高晓岚")
        sheet.write_row(2, 0, row(33, "邱志远"))
    assert problems(path.read_bytes()) == {2: ["formula"], 3: ["zeros_lost"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_csv(database: str, encoding: str) -> None:
    assert problems(csv_of(row("1001"), encoding=encoding)) == {2: []}


def test_files_that_are_no_lists_are_refused_destroyed_and_told(database: str, tmp_path: Path) -> None:
    whole = xlsx_of(tmp_path / "a.xlsx", *(row(f"1{number:03d}") for number in range(200)))
    bad = {
        "truncated": whole[: len(whole) // 2],
        "no_heading": "只有一个词\n".encode(),
        "not_a_table": b"\x89PNG" + bytes(64),
    }
    for code, content in bad.items():
        answer = upload(content)
        assert answer.status_code == 422, code
        found = StaffList.objects.latest("started_at")
        assert (found.state, found.reason) == (ListState.REFUSED, code)
        assert found.file_destroyed_at is not None
        assert not bringing.path_of(found.pk).exists()
    assert Staff.objects.count() == len(cast.PEOPLE)


def test_a_list_that_is_too_long_is_not_begun(database: str) -> None:
    rows = [row(str(number), "高晓岚") for number in range(10_000, 10_001 + MOST_ROWS)]
    waiting = brought(csv_of(*rows))
    with pytest.raises(BadList, match="too_many_rows"):
        bringing.look(cast.identity("hr"), waiting.pk)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_of(row("1001"), row("1002", post="收费员", building="")))
    return path


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["import", str(file), *options])


def test_the_command_does_the_same(database: str, file: Path, tmp_path: Path) -> None:
    looked = run(file, "--dry-run", "--json")
    assert (looked.exit_code, json.loads(looked.stdout)["new"]) == (0, 2)
    assert not Staff.objects.filter(number="1001").exists()
    report = tmp_path / "report.jsonl"
    done = run(file, "--json", "--report", str(report))
    assert (done.exit_code, json.loads(done.stdout)["new"]) == (0, 2)
    assert [json.loads(line)["outcome"] for line in report.read_text().splitlines()] == ["new", "new"]
    assert "高" not in report.read_text()
    again = run(file, "--json")
    assert (again.exit_code, json.loads(again.stdout)["unchanged"]) == (0, 2)
    assert Staff.objects.get(number="1001").raised_by_id == cast.staff("hr")
    assert file.exists()
    assert entries("personnel.list.import")[-1]["actor"] == "system.operator"


def test_the_command_refuses_and_says_why(database: str, file: Path) -> None:
    assert run(file, "--by", "0031").exit_code == 2
    file.write_bytes(csv_of(row("1001", post="没有这个岗")))
    told = run(file)
    assert told.exit_code == 1
    assert "C2" in told.stderr
    file.write_bytes(b"\x89PNG" + bytes(64))
    assert run(file).exit_code == 3


def test_a_report_never_names_whom_it_did_not_take(database: str) -> None:
    done = carried_out(csv_of(row("1001", name="诸葛未录", post="没有这个岗")))
    for address in ("list", "list_file"):
        assert "诸葛未录" not in text(as_("hr").get(reverse(f"personnel:{address}", args=[done.pk])))
