"""Background checks: before a sensitive post, by result only, over when they run out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation import actions, posts
from lindun.organisation.actions import BadPost, current_post
from lindun.organisation.checks import Checked
from lindun.organisation.models import BackgroundCheck, Staff
from lindun.organisation.posts import Plan
from lindun.personnel.actions import record_check
from lindun.standing.models import Fulfilment
from tests import cast
from tests.pages import entries, text
from tests.personnel.joining import hired, newcomer
from tests.signin import as_

CHECKS = reverse("personnel:checks")
FORM = {"result": "passed", "parts": ["identity", "work"], "checked_on": "2026-11-01", "checked_by": "人事部"}


def check(number: str, result: str = "passed", **more: object) -> BackgroundCheck:
    said = Checked(result, date(2026, 11, 1), "人事部", frozenset({"identity"}), **more)  # type: ignore[arg-type]
    return record_check(cast.identity("hr"), number=number, checked=said)


@pytest.mark.req("PPL-01")
def test_a_sensitive_post_is_assigned_to_nobody_without_a_passed_check(database: str) -> None:
    """On the pages: hired into one, moved into one; then the result is recorded, and it goes through."""
    hr, number = as_("hr"), "0777"
    form = {
        "name": "新来的", "number": number, "account": "newone", "role": "supervisor", "clearance": "3",
        "kind": "full_time",
    }  # fmt: skip
    refused = hr.post(reverse("organisation:hire"), form)
    assert refused.status_code == 422
    assert "请先登记通过的背景审查" in text(refused)
    assert not Staff.objects.filter(number=number).exists()
    assert hr.post(CHECKS, FORM | {"number": number, "result": "failed"}).status_code == 302
    assert hr.post(reverse("organisation:hire"), form).status_code == 422
    assert hr.post(CHECKS, FORM | {"number": number}).status_code == 302
    assert hr.post(reverse("organisation:hire"), form).status_code == 200
    assert Staff.objects.get(number=number).status == "waiting"
    assert "check.passed" in entries(Action.BACKGROUND_RECORD)[-1]["reasons"]
    person = hired("guard")
    with pytest.raises(BadPost):
        actions.change_post(
            cast.identity("hr"), staff=person.pk, post=replace(current_post(person), role="manager")
        )


def test_the_result_is_kept_and_no_papers(database: str) -> None:
    check(Staff.objects.get(pk=cast.staff("auditor")).number)
    check("0778")  # whose account is not there yet
    page = text(as_("hr").get(CHECKS))
    assert Staff.objects.get(pk=cast.staff("auditor")).name in page
    assert "0778" in page
    assert not re.search(r'type="file"', page)
    assert {field.name for field in BackgroundCheck._meta.get_fields()} == {
        "id", "number", "result", "parts", "checked_on", "checked_by", "valid_until", "recorded_by", "at",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("result", "is_over"), [("failed", False), ("not_required", False), ("passed", True)]
)
def test_the_latest_result_counts(database: str, result: str, is_over: bool) -> None:
    """Not the one before it: a check that was not passed or has run out takes a sensitive post away."""
    auditor = Staff.objects.get(pk=cast.staff("auditor"))
    with gate.passage(cast.identity("auditor"), Action.LEDGER_READ):
        pass
    over = {"valid_until": timezone.localdate() - timedelta(days=1)} if is_over else {}
    check(auditor.number, result, **over)
    with pytest.raises(gate.Denied) as refused, gate.passage(cast.identity("auditor"), Action.LEDGER_READ):
        pass
    assert refused.value.decision.reasons == ("standing.background_missing",)
    check(auditor.number)
    with gate.passage(cast.identity("auditor"), Action.LEDGER_READ):
        pass


def test_any_post_can_be_marked_sensitive_and_then_takes_two(database: str) -> None:
    vault = posts.create(
        cast.identity("hr"), Plan("金库岗", "guard", frozenset({"full_time"}), sensitive=True)
    )
    person = hired("guard")
    wanted = replace(current_post(person), position=vault.pk)
    with pytest.raises(BadPost):
        actions.change_post(cast.identity("hr"), staff=person.pk, post=wanted)
    check(person.number)
    assert actions.change_post(cast.identity("hr"), staff=person.pk, post=wanted).status == "waiting"


def test_nobody_records_her_own_and_only_personnel_does(database: str) -> None:
    with pytest.raises(gate.Denied) as own:
        check(Staff.objects.get(pk=cast.staff("hr")).number)
    assert own.value.decision.reasons == ("people.same_person",)
    said = Checked("passed", date(2026, 11, 1), "人事部", frozenset({"identity"}))
    with pytest.raises(gate.Denied):
        record_check(cast.identity("officer"), number="0777", checked=said)


@pytest.mark.parametrize(
    "wrong",
    [{"checked_by": " "}, {"result": "maybe"}, {"parts": frozenset({"blood"})}, {"parts": frozenset()}],
)
def test_a_result_that_says_nothing_is_not_recorded(database: str, wrong: dict[str, object]) -> None:
    said = replace(Checked("passed", date(2026, 11, 1), "人事部", frozenset({"identity"})), **wrong)  # type: ignore[arg-type]
    with pytest.raises(BadPost):
        record_check(cast.identity("hr"), number="0777", checked=said)


def test_a_check_before_the_account_counts_from_the_first_day(database: str) -> None:
    fresh = newcomer("supervisor")
    check(fresh.number)
    person = actions.hire(cast.identity("hr"), fresh)
    assert Fulfilment.objects.filter(staff=person, code="background").exists()
