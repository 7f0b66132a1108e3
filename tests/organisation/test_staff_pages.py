"""Staff over HTTP: who sees whom, hiring, changing posts, and that a change bites at the next click."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.test import Client
from django.urls import reverse

from lindun.estates.models import Building
from lindun.gate.vocabulary import Action
from lindun.organisation import actions
from lindun.organisation.models import Staff
from lindun.organisation.passwords import first_password
from lindun.personnel.actions import record_check
from tests import cast, pages
from tests.signin import as_

STAFF = reverse("organisation:staff")
HIRE = reverse("organisation:hire")


def person_url(name: str) -> str:
    return reverse("organisation:person", args=[cast.staff(name)])


def place(name: str) -> str:
    building = Building.objects.get(community__code=cast.HOME_COMMUNITY[0], name=name)
    return f"{building.community_id}-{building.pk}"


def newcomer(**other: object) -> dict[str, object]:
    usual = {
        "name": "新来的", "number": "0099", "account": "newcomer", "role": "counter", "clearance": "2",
        "places": [place("3")],
    }  # fmt: skip
    return usual | other


def test_the_list_shows_posts_and_how_far_each_reaches(database: str) -> None:
    page = pages.text(as_("hr").get(STAFF))
    for fact in ("员工31", "客服", "云栖里 3栋", "全公司", "在岗 12 人"):
        assert fact in page, fact


def test_a_leading_post_without_second_factor_stands_out(database: str) -> None:
    hr = as_("hr")
    assert "未启用" not in pages.text(hr.get(STAFF))
    record_check(cast.identity("hr"), number="0099", checked=cast.passed_check())
    hr.post(HIRE, newcomer(role="manager", places=[]))
    hired = Staff.objects.get(number="0099")
    seen = actions.current_post(hired).mark
    actions.confirm_post(cast.identity("officer"), staff=hired.pk, seen=seen, approve=True)
    page = pages.text(hr.get(STAFF))
    assert "1 人缺两步验证" in page
    assert re.search(r'tag--trouble">.*?未启用', page, re.DOTALL)


def test_the_list_narrows_by_post_and_state(database: str) -> None:
    hr = as_("hr")
    guards = pages.text(hr.get(STAFF, {"role": "guard"}))
    assert str(cast.staff("guard")) in guards
    assert str(cast.staff("counter")) not in guards
    gone = pages.text(hr.get(STAFF, {"status": "left"}))
    assert str(cast.staff("leaver")) in gone
    assert str(cast.staff("guard")) not in gone


@pytest.mark.parametrize("name", ["counter", "supervisor", "cashier", "repair", "guard"])
def test_other_posts_see_no_staff(database: str, name: str) -> None:
    client = as_(name)
    for url in (STAFF, HIRE, person_url("manager"), reverse("organisation:company")):
        assert client.get(url).status_code == 403


def test_the_page_says_what_the_post_may_do(database: str) -> None:
    page = pages.text(as_("auditor").get(person_url("counter")))
    assert "打开内容" in page
    assert "本人负责的楼栋" in page
    assert "追查谁看过住户" not in page


def test_only_personnel_gets_the_form_and_only_watchers_see_sign_ins(database: str) -> None:
    signed_in = as_("counter")
    assert signed_in.get("/").status_code == 200
    for_hr, for_auditor = (pages.text(as_(name).get(person_url("counter"))) for name in ("hr", "auditor"))
    assert 'name="role"' in for_hr
    assert "登录中的会话" not in for_hr
    assert 'name="role"' not in for_auditor
    assert "登录中的会话" in for_auditor


def test_a_changed_post_bites_at_the_next_click_and_stands_in_the_history(database: str) -> None:
    clerk, hr = as_("counter"), as_("hr")
    pages.open_repair(clerk)
    pages.household(clerk)
    form = {"role": "counter", "clearance": "1", "status": "active", "places": [place("3")]}
    assert hr.post(person_url("counter"), form).status_code == 302
    assert pages.reveal(clerk, "phone").status_code == 403
    assert "clearance.below_level" in pages.entries(Action.ITEM_REVEAL)[-1]["reasons"]
    changed = pages.entries(Action.STAFF_CHANGE)[-1]
    assert {"before.clearance.l2", "after.clearance.l1"} <= set(changed["reasons"])
    assert "秘密 → 内部" in pages.text(hr.get(person_url("counter")))


@pytest.mark.parametrize(
    ("change", "instead"),
    [({"role": "guard"}, "调岗"), ({"role": "auditor"}, "调岗"), ({"status": "left"}, "登记离职")],
)
def test_another_post_is_a_transfer_and_nobody_leaves_by_this_page(
    database: str, change: dict[str, str], instead: str
) -> None:
    hr = as_("hr")
    shown = pages.text(hr.get(person_url("counter")))
    assert "已离职" not in shown
    assert 'type="hidden" name="role" value="counter"' in shown
    form = {"role": "counter", "clearance": "2", "status": "active", "places": [place("3")]}
    answer = hr.post(person_url("counter"), form | change)
    assert answer.status_code == 422
    assert instead in pages.text(answer)
    kept = Staff.objects.get(pk=cast.staff("counter"))
    assert (kept.role, kept.status) == ("counter", "active")


def test_whoever_left_stays_so_unless_personnel_says_another_state(database: str) -> None:
    shown = pages.text(as_("hr").get(person_url("leaver")))
    assert re.search(r'<option value="left" selected', shown)
    assert re.search(r'<select name="role"', shown)


def test_nobody_is_hired_whose_last_day_has_passed(database: str) -> None:
    answer = as_("hr").post(HIRE, newcomer(kind="temporary", until="2026-01-31"))
    assert answer.status_code == 422
    assert "最后一天已经过去" in pages.text(answer)
    assert not Staff.objects.filter(number="0099").exists()


def test_personnel_cannot_help_herself_and_the_page_says_why(database: str) -> None:
    page = pages.text(as_("hr").get(person_url("hr")))
    assert 'name="role"' not in page
    assert "自己的事不能自己批" in page


def test_a_post_by_buildings_takes_no_whole_community(database: str) -> None:
    building = Building.objects.get(community__code=cast.HOME_COMMUNITY[0], name="3")
    form = {"role": "counter", "clearance": "2", "status": "active", "places": [str(building.community_id)]}
    answer = as_("hr").post(person_url("counter"), form)
    assert answer.status_code == 422
    assert "按楼栋负责" in pages.text(answer)


def test_suspending_ends_the_session_with_its_next_click(database: str) -> None:
    clerk = as_("counter")
    assert clerk.get("/").status_code == 200
    suspend = reverse("organisation:suspend", args=[cast.staff("counter")])
    assert as_("hr").post(suspend).status_code == 302
    assert clerk.get("/").status_code == 302
    assert Staff.objects.get(pk=cast.staff("counter")).status == "suspended"


@pytest.mark.parametrize("name", ["manager", "officer", "auditor", "general_manager"])
def test_readers_can_neither_change_nor_suspend_nor_hire(database: str, name: str) -> None:
    client = as_(name)
    form = {"role": "guard", "clearance": "1", "status": "active"}
    assert client.post(person_url("counter"), form).status_code == 403
    assert client.post(reverse("organisation:suspend", args=[cast.staff("counter")])).status_code == 403
    assert client.post(HIRE, newcomer()).status_code == 403
    assert Staff.objects.get(pk=cast.staff("counter")).role == "counter"


def test_hiring_shows_a_password_once_with_which_the_newcomer_signs_in(database: str) -> None:
    hr = as_("hr")
    answer = hr.post(HIRE, newcomer())
    password = re.search(r"初始密码</dt><dd><code>([^<]+)", pages.text(answer))
    assert password
    assert "no-store" in answer["Cache-Control"]
    signed_in = Client().post(reverse("account_login"), {"login": "newcomer", "password": password.group(1)})
    assert signed_in.status_code == 302
    hired = Staff.objects.get(number="0099")
    assert password.group(1) not in pages.text(hr.get(reverse("organisation:person", args=[hired.pk])))
    entry = pages.entries(Action.STAFF_CHANGE)[-1]
    assert "staff.hired" in entry["reasons"]
    assert password.group(1) not in str(entry)


def test_a_first_password_meets_the_rules_of_the_company() -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        validate_password(password)
        assert re.search("[a-z]", password)
        assert re.search("[A-Z]", password)
        assert re.search("[0-9]", password)


@pytest.mark.parametrize("taken", [{"number": "0031"}, {"account": "counter"}])
def test_a_taken_number_or_account_is_refused_and_said(database: str, taken: dict[str, str]) -> None:
    before = Staff.objects.count()
    answer = as_("hr").post(HIRE, newcomer(**taken))
    assert answer.status_code == 422
    assert "工号或账号名已被使用" in pages.text(answer)
    assert Staff.objects.count() == before


def test_somebody_who_does_not_exist_is_not_here(database: str) -> None:
    gone = "00000000-0000-4000-8000-000000000000"
    hr = as_("hr")
    assert hr.get(reverse("organisation:person", args=[gone])).status_code == 404
    assert hr.post(reverse("organisation:suspend", args=[gone])).status_code == 404
