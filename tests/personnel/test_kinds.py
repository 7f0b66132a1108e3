"""Everybody by the same rules, however she works here; and who comes for a time is out when it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.assets.queries import deciders as asset_deciders
from lindun.assets.queries import in_post as holders
from lindun.gate.vocabulary import Action
from lindun.leaving.errors import BadExit
from lindun.organisation import actions, facts, models, terms
from lindun.organisation.actions import BadPost, Newcomer
from lindun.organisation.assigning import Employment
from lindun.organisation.models import Position, Staff
from lindun.requests import deputies
from lindun.rights import actions as rights
from lindun.rights.queries import listed
from lindun.standing.actions import vouch
from lindun.standing.codes import CODES, PLEDGE
from tests import cast
from tests.leaving.going import recorded
from tests.pages import entries, text
from tests.personnel.joining import hired, newcomer, until
from tests.requests.test_approvals import decide, submitted
from tests.scoped import everywhere
from tests.signin import as_

FIRM = Employment("outsourced", firm="安泰保安", until=date(2030, 1, 1))


def reasons_of(person: UUID) -> tuple[str, ...]:
    """Why this person cannot look at residents now."""
    with (
        pytest.raises(gate.Denied) as refused,
        gate.passage(gate.Identity(staff=person), Action.RESIDENT_LIST),
    ):
        pass
    return refused.value.decision.reasons


def tomorrow_and_after(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """The house's day runs ahead, for the gate's facts and for signing in."""
    moved: datetime = timezone.now() + timedelta(days=days)

    class Moved:
        @staticmethod
        def now() -> datetime:
            return moved

        @staticmethod
        def localdate() -> date:
            return timezone.localdate(moved)

    monkeypatch.setattr(facts, "timezone", Moved)
    monkeypatch.setattr(models, "timezone", Moved)


@pytest.mark.req("GOV-10")
def test_a_temporary_guard_of_a_firm_is_refused_exactly_as_an_employee(database: str) -> None:
    """Neither has signed the pledge: the same refusal for both; signed, both are let in."""
    outsourced = hired("guard", employment=FIRM, vouched=False)
    employed = hired("guard", vouched=False)
    for person in (outsourced, employed):
        vouch([person.pk], [code for code in CODES if code != PLEDGE], until=cast.far_off())
    assert reasons_of(outsourced.pk) == reasons_of(employed.pk) == ("standing.pledge_missing",)
    for person in (outsourced, employed):
        vouch([person.pk], [PLEDGE], until=cast.far_off())
        with gate.passage(gate.Identity(staff=person.pk), Action.RESIDENT_LIST):
            pass


def test_with_the_day_after_the_last_one_the_very_next_passage_is_closed(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hired("guard", employment=until(timezone.localdate() + timedelta(days=2)))
    with gate.passage(gate.Identity(staff=person.pk), Action.RESIDENT_LIST):
        pass
    tomorrow_and_after(monkeypatch, 2)
    with gate.passage(gate.Identity(staff=person.pk), Action.RESIDENT_LIST):
        pass
    tomorrow_and_after(monkeypatch, 3)
    assert reasons_of(person.pk) == ("actor.not_in_post",)


def test_a_session_ends_with_the_last_day(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    guard = as_("guard")
    terms.change(
        cast.identity("hr"), staff=cast.staff("guard"), employment=until(timezone.localdate(), "intern")
    )
    assert guard.get("/").status_code == 200
    tomorrow_and_after(monkeypatch, 1)
    assert guard.get("/").status_code == 302


def test_an_approval_of_somebody_whose_time_is_over_does_not_count(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = decide("manager", submitted())
    assert asked.outcome == "approved"
    hr = cast.identity("hr")
    part_time = Employment("part_time", until=timezone.localdate())
    terms.change(hr, staff=cast.staff("manager"), employment=part_time)
    look = {"subject": cast.resident(cast.OWNER), "items": ["phone"], "purpose": "fee", "grant": asked.number}
    assert gate.reveal(cast.identity("counter"), **look).values
    tomorrow_and_after(monkeypatch, 1)
    with pytest.raises(gate.Denied) as refused:
        gate.reveal(cast.identity("counter"), **look)
    assert "grant.not_approved" in refused.value.decision.reasons


@pytest.mark.parametrize(
    "wrong",
    [
        Employment("outsourced"),
        Employment("full_time", firm="安泰保安"),
        Employment("temporary"),
        Employment("intern"),
        Employment("visitor"),
    ],
)
def test_what_does_not_fit_together_is_refused_in_words_and_by_the_database(
    database: str, wrong: Employment
) -> None:
    with pytest.raises(BadPost):
        actions.hire(cast.identity("hr"), newcomer("guard", employment=wrong))
    with pytest.raises(BadPost):
        terms.change(cast.identity("hr"), staff=cast.staff("guard"), employment=wrong)
    with pytest.raises(Error), gate.passage(cast.identity("hr"), Action.STAFF_CHANGE):
        Staff.objects.filter(pk=cast.staff("guard")).update(kind="temporary", firm="安泰保安", until=None)


def test_more_time_in_a_sensitive_post_takes_a_second_person(database: str) -> None:
    hr, manager = cast.identity("hr"), cast.staff("manager")
    soon = timezone.localdate() + timedelta(days=9)
    assert terms.change(hr, staff=manager, employment=Employment("part_time", until=soon)).status == "active"
    longer = Employment("part_time", until=soon + timedelta(days=1))
    assert terms.change(hr, staff=manager, employment=longer).status == "waiting"


def test_whose_last_day_has_passed_is_counted_told_and_chosen_nowhere(database: str) -> None:
    """She cannot sign in any more: a review that asks about her, or waits for her, would never end."""
    cleaner, leader = cast.staff("guard"), cast.staff("supervisor")
    review = rights.open_review(cast.identity("officer"))
    before = {
        each: set(people.values_list("pk", flat=True))
        for each, people in (("review", listed(review)), ("assets", holders()))
    }
    with everywhere(action=Action.STAFF_CHANGE):
        Staff.objects.filter(pk__in=[cleaner, leader]).update(until=timezone.localdate() - timedelta(days=1))
    assert before["review"] - set(listed(review).values_list("pk", flat=True)) == {cleaner, leader}
    assert before["assets"] - set(holders().values_list("pk", flat=True)) == {cleaner, leader}
    assert leader not in deputies.candidates(cast.staff("manager")).values_list("pk", flat=True)
    assert leader not in asset_deciders(cast.staff("hr"), cast.staff("counter"))


def test_an_officer_whose_last_day_has_passed_is_no_successor(database: str) -> None:
    over = timezone.localdate() - timedelta(days=1)
    with everywhere(action=Action.STAFF_CHANGE):
        Staff.objects.filter(pk=cast.staff("guard")).update(
            role="officer", until=over, position=Position.objects.get(role="officer", standard=True)
        )
    with pytest.raises(BadExit):
        recorded("officer")


def test_nobody_changes_how_she_works_here_herself(database: str) -> None:
    with pytest.raises(gate.Denied):
        terms.change(cast.identity("hr"), staff=cast.staff("hr"), employment=Employment("part_time"))


def test_the_pages_say_it_and_let_personnel_change_it(database: str) -> None:
    hr = as_("hr")
    page = reverse("organisation:person", args=[cast.staff("guard")])
    form = {"kind": "outsourced", "firm": "安泰保安", "until": "2030-01-01"}
    changed = text(hr.post(reverse("organisation:employment", args=[cast.staff("guard")]), form, follow=True))
    assert "安泰保安" in changed
    assert "2030-01-01" in text(hr.get(page))
    assert {"staff.employment", "after.kind.outsourced"} <= set(entries(Action.STAFF_CHANGE)[-1]["reasons"])
    wrong = hr.post(
        reverse("organisation:employment", args=[cast.staff("guard")]), {"kind": "intern"}, follow=True
    )
    assert "请填写最后工作日" in text(wrong)


def test_a_name_or_number_is_found_and_stands_in_no_address(database: str) -> None:
    hr, address = as_("hr"), reverse("organisation:staff")
    fresh: Newcomer = newcomer("guard")
    actions.hire(cast.identity("hr"), fresh)
    found = text(hr.post(address, {"text": fresh.number[:6]}))
    assert found.count('<th scope="row">') == 1
    assert fresh.number in found
