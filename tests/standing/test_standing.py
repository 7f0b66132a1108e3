"""What a post asks and is not met closes work on the very next passage; learning stays open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.gate.vocabulary import NEWCOMER, Action
from lindun.standing import actions, codes, queries
from lindun.standing.models import Demand, Fulfilment
from lindun.web import reasons
from tests import cast
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")
VOUCH = "standing.fulfilment.vouch"


def refusal(name: str, action: str) -> tuple[str, ...]:
    try:
        with gate.passage(cast.identity(name), action):
            return ()
    except gate.Denied as denied:
        return denied.decision.reasons


def phone(name: str) -> tuple[str, ...]:
    try:
        gate.reveal(
            cast.identity(name),
            subject=cast.resident(cast.OWNER),
            items=["phone"],
            purpose="repair",
            reason="caller",
        )
    except gate.Denied as denied:
        return denied.decision.reasons
    return ()


@pytest.mark.parametrize("code", [code for code in codes.CODES if code != codes.BACKGROUND])
def test_whatever_is_missing_closes_all_work_and_the_refusal_names_it(code: str) -> None:
    assert refusal("counter", Action.RESIDENT_LIST) == ()
    cast.unmet("counter", code)
    assert refusal("counter", Action.RESIDENT_LIST) == (f"standing.{code}_missing",)
    assert entries(Action.RESIDENT_LIST)[-1]["reasons"] == [f"standing.{code}_missing"]
    assert phone("counter") == (f"standing.{code}_missing",)


def test_a_sensitive_post_asks_for_a_background_check_and_the_counter_does_not() -> None:
    cast.unmet("manager", codes.BACKGROUND)
    cast.unmet("counter", codes.BACKGROUND)
    assert refusal("manager", Action.RESIDENT_LIST) == ("standing.background_missing",)
    assert refusal("counter", Action.RESIDENT_LIST) == ()


def test_what_is_over_leaves_masked_pages_and_takes_values() -> None:
    with everywhere(VOUCH):
        actions.fulfil(cast.staff("counter"), codes.PLEDGE, until=timezone.now() + timedelta(minutes=1))
    assert phone("counter") == ()
    with everywhere(VOUCH):
        actions.end(cast.staff("counter"), codes.PLEDGE)
    assert phone("counter") == ("standing.pledge_lapsed",)
    assert refusal("counter", Action.RESIDENT_LIST) == ()
    with everywhere(VOUCH):
        actions.fulfil(cast.staff("counter"), codes.PLEDGE)
    assert phone("counter") == ()


def test_a_newer_version_is_asked_of_everybody_at_once() -> None:
    with everywhere("policies.policy.publish"):
        actions.ask_for(codes.POLICY, version=2)
    assert refusal("counter", Action.RESIDENT_LIST) == ("standing.policy_missing",)
    assert refusal("auditor", Action.LEDGER_READ) == ("standing.policy_missing",)
    with everywhere(VOUCH):
        actions.fulfil(cast.staff("counter"), codes.POLICY, version=2)
    assert refusal("counter", Action.RESIDENT_LIST) == ()


def test_an_older_version_is_never_asked_again() -> None:
    with everywhere("policies.policy.publish"):
        actions.ask_for(codes.POLICY, version=3)
        actions.ask_for(codes.POLICY, version=2)
    assert set(Demand.objects.filter(code=codes.POLICY).values_list("version", flat=True)) == {3}


def test_what_is_met_for_one_post_is_not_met_for_another() -> None:
    cast.unmet("counter", codes.DUTIES)
    with everywhere(VOUCH):
        actions.fulfil(cast.staff("counter"), codes.DUTIES, role="guard")
    assert refusal("counter", Action.RESIDENT_LIST) == ("standing.duties_missing",)
    with everywhere(VOUCH):
        actions.fulfil(cast.staff("counter"), codes.DUTIES, role="counter")
    assert refusal("counter", Action.RESIDENT_LIST) == ()


def test_the_page_names_what_is_missing_and_the_sidebar_offers_no_work() -> None:
    cast.unmet("counter", codes.PLEDGE)
    browser = as_("counter")
    first = browser.get(reverse("requests:desk"))
    assert first["Location"] == reverse("organisation:standing")
    page = text(browser.get(first["Location"]))
    assert "已完成 4 / 5 项" in page
    assert reverse("residents:list") not in page
    refused = browser.get(reverse("residents:list"))
    assert refused.status_code == 403
    assert "尚未签署保密承诺书" in text(refused)
    for code in (codes.QUIZ, codes.DUTIES):
        cast.unmet("counter", code)
    several = text(browser.get(reverse("residents:list")))
    listed = several.partition("error-page__why")[2].partition("</ul>")[0]
    assert listed.count("<li>") == 3, "one line for each that is missing"
    assert f'href="{reverse("policies:pledge")}"' in several


def test_sql_on_a_page_makes_nobody_trained() -> None:
    cast.unmet("counter", codes.COURSE)
    for action in ("", Action.RESIDENT_LIST, Action.NOTIFICATION_VIEW):
        with pytest.raises(Error, match="passage"), everywhere(action):
            actions.fulfil(cast.staff("counter"), codes.COURSE)
        with pytest.raises(Error, match="passage"), everywhere(action):
            Demand.objects.update(lapse="narrows")
    with pytest.raises(Error, match="permission"), transaction.atomic():
        Demand.objects.all().delete()
    assert refusal("counter", Action.RESIDENT_LIST) == ("standing.course_missing",)


@pytest.mark.parametrize("code", [codes.COURSE, codes.QUIZ, codes.PLEDGE])
def test_nobody_vouches_without_end_for_what_is_met_every_year(code: str) -> None:
    cast.unmet("counter", code)
    with pytest.raises(ValueError, match="every year"):
        actions.vouch([cast.staff("counter")], [codes.BACKGROUND, code], until=None)
    assert refusal("counter", Action.RESIDENT_LIST) == (f"standing.{code}_missing",)


def test_what_the_operator_vouches_for_is_in_the_ledger() -> None:
    cast.unmet("counter", codes.COURSE, codes.QUIZ)
    actions.vouch([cast.staff("counter")], [codes.COURSE, codes.QUIZ], until=cast.far_off())
    entry = entries(VOUCH)[-1]
    assert entry["actor"] == "system.operator"
    assert entry["reasons"] == ["standing.vouched", "course", "quiz"]
    assert entry["subjects"] == [f"staff:{cast.staff('counter')}"]
    for name in ("officer", "hr", "general_manager"):
        with pytest.raises(gate.Denied), gate.passage(cast.identity(name), Action.STANDING_VOUCH):
            raise AssertionError("nobody in post vouches")


def test_the_checklist_says_what_ends_soon() -> None:
    with everywhere(VOUCH):
        actions.fulfil(cast.staff("counter"), codes.PLEDGE, until=timezone.now() + timedelta(days=20))
    lines = {line.code: line.state for line in queries.checklist(cast.staff("counter"), role="counter")}
    assert lines == {"course": "met", "quiz": "met", "pledge": "ending", "duties": "met", "policy": "met"}


def test_each_demand_has_words_and_a_step() -> None:
    told = [codes.missing(code) for code in codes.CODES] + [codes.lapsed(code) for code in codes.CODES]
    ways = [codes.way(code) for code in codes.CODES]
    assert reasons.without_words(told, ways) == set()
    assert {line.code for line in queries.checklist(cast.staff("officer"), role="officer")} == set(
        codes.CODES
    )


def test_newcomers_do_nothing_about_residents() -> None:
    assert not {action for action in NEWCOMER if action.startswith(("residents.", "sharing.", "oversight."))}


def test_two_clients_one_of_them_loses_her_standing_between_two_clicks() -> None:
    one, other = as_("counter"), as_("manager")
    listing = reverse("residents:list")
    assert one.get(listing).status_code == other.get(listing).status_code == 200
    cast.unmet("counter", codes.QUIZ)
    assert (one.get(listing).status_code, other.get(listing).status_code) == (403, 200)


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("training.quiz.submit", codes.PLEDGE),
        ("training.course.finish", codes.QUIZ),
        ("policies.policy.acknowledge", codes.PLEDGE),
        ("policies.pledge.sign", codes.PLEDGE),  # not her own: nobody is signed in
        ("policies.duties.change", codes.DUTIES),
        ("leaving.exit.record", codes.QUIZ),
        ("organisation.staff.change", codes.COURSE),
    ],
)
def test_what_is_met_is_entered_by_the_deed_that_meets_it_and_no_other(deed: str, code: str) -> None:
    cast.unmet("counter", code)
    with pytest.raises(Error), everywhere(deed):
        Fulfilment.objects.create(staff_id=cast.staff("counter"), code=code, version=99, at=timezone.now())


def test_an_exit_ends_what_was_met_and_lengthens_nothing() -> None:
    with pytest.raises(Error), everywhere("leaving.exit.record"):
        Fulfilment.objects.filter(staff_id=cast.staff("counter")).update(
            until=cast.far_off() + timedelta(days=1)
        )
    with pytest.raises(Error), everywhere("training.quiz.submit"):
        Fulfilment.objects.filter(code=codes.QUIZ).update(code=codes.PLEDGE)
