"""Lists of staff: carried out once, twice, by two at a time; a list proposes and a second person lets in."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action, Happening
from lindun.organisation import actions as posts
from lindun.organisation.assigning import BadPost
from lindun.organisation.models import Password, Staff
from lindun.organisation.passwords import first_password
from lindun.personnel.lists import bringing
from lindun.personnel.models import ListState, StaffList, StaffListRow
from tests import cast
from tests.pages import entries, text
from tests.personnel.listing import HOME, brought, carried_out, csv_of, let_in, row, upload, xlsx_of
from tests.signin import as_

TEN = csv_of(row("1001"), row("1002", post="收费员", building=""), row("1003", building=""))


def books() -> list[tuple[object, ...]]:
    """Everything about staff, to be compared with itself later."""
    places = [tuple(place) for place in posts.Assignment.objects.order_by("pk").values_list()]
    kept = [field.attname for field in Staff._meta.fields if field.name != "session_digest"]
    return [*Staff.objects.order_by("pk").values_list(*kept), *places]


def test_a_list_is_uploaded_checked_carried_out_and_told(database: str, tmp_path: Path) -> None:
    """On the pages, as personnel does it, from a spreadsheet with a title above it."""
    hr = as_("hr")
    content = xlsx_of(tmp_path / "a.xlsx", row("1001"), row("1002", post="没有这个岗"))
    columns = upload(content, browser=hr)
    found = StaffList.objects.get()
    assert columns["Location"] == reverse("personnel:list_columns", args=[found.pk])
    assert "员工编号" in text(hr.get(columns["Location"])) or "工号" in text(hr.get(columns["Location"]))
    said = {f"column_{index}": field for index, field in enumerate(
        ("number", "name", "post", "department", "community", "building", "kind", "firm", "hired", "until")
    )}  # fmt: skip
    check = hr.post(columns["Location"], said)
    page = hr.get(check["Location"])
    assert "公司没有这个名称的岗位" in text(page)
    assert "C4" in text(page)
    assert not Staff.objects.filter(number="1001").exists()
    done = hr.post(reverse("personnel:list_carry_out", args=[found.pk]), {"seen": page.context["seen"]})
    report = hr.get(done["Location"])
    assert (report.context["counts"]["new"], report.context["counts"]["refused"]) == (1, 1)
    assert Staff.objects.get(number="1001").department.name == "秩序部"  # type: ignore[union-attr]
    assert "上传的文件已于" in text(report)
    assert not bringing.path_of(found.pk).exists()
    (gone,) = entries(Happening.LIST_DESTROYED)
    assert gone["subjects"] == [f"staff_list:{found.pk}"]


def test_the_same_list_again_changes_nothing(database: str) -> None:
    carried_out(TEN)
    before = books()
    again = carried_out(TEN)
    assert again.counts == {"unchanged": 3}
    assert books() == before
    assert let_in(again) == 0
    assert books() == before
    first = StaffList.objects.exclude(pk=again.pk).get()
    assert let_in(first) == 3
    assert carried_out(TEN).counts == {"unchanged": 3}
    assert carried_out(csv_of(row("1001", department=""))).counts == {"unchanged": 1}
    assert carried_out(csv_of(row("1001", department="工程部"))).counts == {"differs": 1}


@pytest.mark.req("PPL-02")
@pytest.mark.req("GOV-10")
def test_who_comes_by_a_list_opens_nothing_before_she_is_let_in_and_then_only_learns(database: str) -> None:
    """A new clerk and an outsourced one: no password, waiting; let in, the training area and nothing else."""
    sent = row("1002", kind="劳务派遣", firm="安泰保安公司", until="2030-01-01")
    done = carried_out(csv_of(row("1001", post="客服"), sent))
    for number in ("1001", "1002"):
        person = Staff.objects.get(number=number)
        assert (person.status, person.raised_by_id) == ("waiting", cast.staff("hr"))
        assert not person.user.has_usable_password()
        assert Password.objects.get(staff=person).set_at is None
        with pytest.raises(gate.Denied), gate.passage(gate.Identity(staff=person.pk), Action.COURSE_VIEW):
            pass
    assert let_in(done) == 2
    missing = []
    for number in ("1001", "1002"):
        person = Staff.objects.get(number=number)
        who = gate.Identity(staff=person.pk)
        with gate.passage(who, Action.COURSE_VIEW):
            pass
        with pytest.raises(gate.Denied) as refused, gate.passage(who, Action.RESIDENT_LIST):
            pass
        missing.append(set(refused.value.decision.reasons))
        browser = as_(number)
        assert browser.get(reverse("training:course")).status_code == 200
        assert browser.get(reverse("residents:list")).status_code == 403
    assert missing[0] == missing[1] >= {"standing.pledge_missing", "standing.course_missing"}


def test_only_a_second_person_lets_in_and_only_whom_she_saw(database: str) -> None:
    done = carried_out(TEN)
    address = reverse("personnel:list_let_in", args=[done.pk])
    seen = as_("officer").get(reverse("personnel:list", args=[done.pk])).context["seen"]
    assert as_("hr").post(address, {"seen": seen}).status_code == 403
    assert as_("manager").post(address, {"seen": seen}).status_code == 403
    as_("officer").post(address, {"seen": "another"})
    person = Staff.objects.get(number="1001")
    posts.change_post(cast.identity("hr"), staff=person.pk, post=_suspended(person))
    as_("officer").post(address, {"seen": seen})
    assert not Staff.objects.filter(number__in=["1001", "1002", "1003"], status="active").exists()
    assert let_in(done) == 2
    assert Staff.objects.get(number="1001").status == "suspended"


def _suspended(person: Staff) -> posts.Post:
    return replace(posts.current_post(person), status="suspended")


@pytest.mark.req("PPL-01")
def test_a_sensitive_post_needs_its_check_and_is_decided_on_its_own(database: str) -> None:
    listed = csv_of(row("1001", post="客服主管", building=""))
    refused = carried_out(listed)
    assert refused.counts == {"refused": 1}
    assert StaffListRow.objects.get().problems[0][0] == "check_missing"
    as_("hr").post(
        reverse("personnel:checks"),
        {"number": "1001", "result": "passed", "parts": ["identity"], "checked_on": "2026-11-01",
         "checked_by": "人事部"},
    )  # fmt: skip
    done = carried_out(listed)
    assert done.counts == {"new": 1}
    assert let_in(done) == 0
    person = Staff.objects.get(number="1001")
    assert (person.role, person.status) == ("supervisor", "waiting")
    seen = posts.current_post(person).mark
    posts.confirm_post(cast.identity("officer"), staff=person.pk, seen=seen, approve=True)
    assert Staff.objects.get(number="1001").status == "active"


def test_nobody_who_is_there_is_changed_or_ended(database: str) -> None:
    """Another post, place, name, kind of somebody, a leaver, and everybody who does not stand in the list."""
    number, leaver = _number("counter"), _number("leaver")
    before = books()
    rows = [
        row(number, _name("counter"), post="项目经理", department=""),
        row(_number("guard"), "换了名", post="秩序员", department=""),
        row(_number("repair"), _name("repair"), post="工程维修", kind="外包", firm="某公司", department=""),
        row(_number("cashier"), _name("cashier"), post="收费员", community=cast.OTHER_COMMUNITY[1],
            department="", building=""),
        row(leaver, _name("leaver"), post="客服", department=""),
    ]  # fmt: skip
    done = carried_out(csv_of(*rows))
    assert books() == before
    said = [each.problems[0][0] for each in StaffListRow.objects.order_by("row")]
    assert said == ["post_differs", "name_differs", "employment_differs", "places_differ", "has_left"]
    report = text(as_("hr").get(reverse("personnel:list", args=[done.pk])))
    assert "岗位调整在人员页面上决定" in report
    assert reverse("leaving:new_for", args=[cast.staff("supervisor")]) in report
    assert reverse("leaving:new_for", args=[cast.staff("leaver")]) not in report


def test_two_of_personnel_with_the_same_list_come_to_one_result(database: str) -> None:
    first, second = brought(TEN), brought(TEN)
    hr = cast.identity("hr")
    marks = {one.pk: bringing.mark_of(bringing.look(hr, one.pk)[2]) for one in (first, second)}
    bringing.carry_out(hr, list_id=first.pk, seen=marks[first.pk])
    with pytest.raises(bringing.BadImport):
        bringing.carry_out(hr, list_id=second.pk, seen=marks[second.pk])
    with pytest.raises(bringing.BadImport):
        bringing.carry_out(hr, list_id=first.pk, seen=marks[first.pk])
    now = bringing.mark_of(bringing.look(hr, second.pk)[2])
    assert bringing.carry_out(hr, list_id=second.pk, seen=now).counts == {"unchanged": 3}
    assert Staff.objects.filter(number__in=["1001", "1002", "1003"]).count() == 3


def test_two_at_the_same_moment_enter_everybody_once_and_let_everybody_in_once(database: str) -> None:
    """Two lists with the same people, carried out by two clients at once; then let in by two at once."""
    hr = cast.identity("hr")
    waiting = [brought(TEN).pk, brought(TEN).pk]
    seen = bringing.mark_of(bringing.look(hr, waiting[0])[2])
    done = _at_once([lambda pk=pk: bringing.carry_out(hr, list_id=pk, seen=seen).counts for pk in waiting])
    assert sorted(map(str, done)) == ["BadImport", "{'new': 3}"]
    assert Staff.objects.filter(number__in=["1001", "1002", "1003"]).count() == 3
    entered = StaffList.objects.get(state=ListState.DONE).pk
    mark = as_("officer").get(reverse("personnel:list", args=[entered])).context["seen"]
    deciders = [cast.identity("officer"), cast.identity("general_manager")]
    let = _at_once([lambda who=who: bringing.let_in(who, list_id=entered, seen=mark) for who in deciders])
    assert sorted(map(str, let)) == ["3", "BadPost"]


def _at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """What each of them came to, or the name of what it raised."""

    def told(deed: Callable[[], object]) -> object:
        try:
            return deed()
        except (bringing.BadImport, BadPost) as wrong:
            return type(wrong).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(told, deeds))


def test_what_nobody_asked_for_is_not_stored_and_the_report_says_so(database: str) -> None:
    """COL-02: an ID number and a phone in columns of their own, and an ID number as a staff number."""
    heading = ("工号", "姓名", "岗位", "身份证号", "联系电话", "备注")
    number, phone = cast.OWNER.id_number, cast.OWNER.phones[0]
    done = carried_out(
        csv_of(
            ("1001", "高晓岚", "收费员", number, phone, f"紧急联系{phone}"),
            (number, "邱志远", "收费员", "", "", ""),
            heading=heading,
        )
    )
    assert [letters for letters, _heading, _kinds in done.not_stored] == ["D", "E", "F"]
    assert done.counts == {"new": 1, "refused": 1}
    report = text(as_("hr").get(reverse("personnel:list", args=[done.pk])))
    assert "身份证号" in report
    kept = json.dumps([str(books()), list(StaffListRow.objects.values_list()), done.not_stored], default=str)
    assert number not in kept + report
    assert phone not in kept + report
    assert not any(number in json.dumps(entry) for entry in entries())


def test_a_column_somebody_corrects_is_read_as_she_says(database: str) -> None:
    hr = as_("hr")
    content = csv_of(("1001", "高晓岚", "收费员"), heading=("代号", "姓名", "岗位"))
    address = upload(content, browser=hr)["Location"]
    assert "工号" in text(hr.get(address))
    check = hr.post(address, {"column_0": "", "column_1": "name", "column_2": "post"})
    assert hr.get(check["Location"])["Location"] == address
    twice = hr.post(address, {"column_0": "name", "column_1": "name", "column_2": "post"})
    assert twice.status_code == 422
    check = hr.post(address, {"column_0": "number", "column_1": "name", "column_2": "post"})
    assert hr.get(check["Location"]).context["counts"]["new"] == 1


def test_the_ledger_tells_each_person_and_the_register_of_rights_reads_it(database: str) -> None:
    done = carried_out(TEN)
    let_in(done)
    person = Staff.objects.get(number="1001")
    hired = [each for each in entries(Action.STAFF_CHANGE) if each["subjects"] == [f"staff:{person.pk}"]]
    assert {"staff.hired", "staff.listed", "after.status.waiting"} <= set(hired[0]["reasons"])
    page = text(as_("officer").get(reverse("organisation:person", args=[person.pk])))
    assert "等待另一个人决定 → 在岗" in page
    assert HOME in page


def test_a_list_nobody_goes_on_with_is_given_up_and_destroyed(database: str) -> None:
    waiting = brought(TEN)
    assert bringing.tend(gate.Identity(system="operator")) == 0
    assert bringing.path_of(waiting.pk).exists()
    with gate.passage(cast.identity("hr"), Action.LIST_IMPORT, writes=True):
        StaffList.objects.update(started_at=waiting.started_at - 2 * bringing.FORGOTTEN)
    assert bringing.tend(gate.Identity(system="operator")) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.file_destroyed_at is not None) == (ListState.CANCELLED, True)
    assert not bringing.path_of(waiting.pk).exists()


def test_a_first_password_is_given_by_hand_and_opens_the_choice_of_her_own(database: str) -> None:
    let_in(carried_out(TEN))
    person = Staff.objects.get(number="1001")
    answer = as_("hr").post(reverse("accounts:new_password", args=[person.pk]))
    assert answer.status_code == 200
    person.user.refresh_from_db()
    assert person.user.check_password(answer.context["password"])
    assert first_password() != first_password()


def _number(name: str) -> str:
    return Staff.objects.get(pk=cast.staff(name)).number


def _name(name: str) -> str:
    return Staff.objects.get(pk=cast.staff(name)).name
