"""Things of the company: in one hand at a time, with a second person's approval, back or reported."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import Error
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.assets import actions, queries
from lindun.assets.actions import BadAsset
from lindun.assets.models import Asset, Incident, Issue, State
from lindun.gate.vocabulary import Action
from lindun.notifications.kinds import Kind
from tests import cast
from tests.assets.issuing import issued, proposed, registered
from tests.leaks.finder import found_in, of_cast
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_
from tests.together import both

NUMBER_OF_REPAIR = "0040"


def number_of(issue: Issue) -> str:
    return Asset.objects.get(pk=issue.asset_id).number


@pytest.mark.req("STO-09")
def test_a_disk_in_other_hands_opens_a_draft_incident(database: str) -> None:
    """The other half of the sentence, about the exit, is in tests/leaving."""
    disk = issued(to="counter")
    said = {"what": "passed_on", "number": number_of(disk), "by": "", "words": "在值班室桌上拿的"}
    page = as_("repair").post(reverse("assets:report"), said, follow=True)
    assert "保密专员已收到通知" in text(page)
    (draft,) = queries.open_incidents()
    assert (draft.what, draft.issue, draft.is_open) == ("passed_on", disk, True)
    assert draft.issue is not None
    assert (draft.about_id, draft.issue.holder_id) == (cast.staff("repair"), cast.staff("counter"))
    assert [one.reference for one in told("officer") if one.kind == Kind.ASSET_INCIDENT] == [draft.number]
    shown = text(as_("officer").get(reverse("assets:incident", args=[draft.pk])))
    assert "不在领用人手里" in shown
    assert number_of(disk) in shown
    closed = {"words": "已当场收回，批评教育"}
    assert "已办结" in text(
        as_("officer").post(reverse("assets:close", args=[draft.pk]), closed, follow=True)
    )
    assert not queries.open_incidents().exists()


def test_a_thing_is_issued_when_a_second_person_has_approved(database: str) -> None:
    waiting = proposed(to="counter")
    assert (Kind.ASSET_WAITS, number_of(waiting)) in [(one.kind, one.reference) for one in told("manager")]
    assert str(waiting.get_state_display()) in text(as_("counter").get(reverse("assets:list")))
    with pytest.raises(gate.Denied):
        actions.decide(cast.identity("hr"), issue=waiting.pk, approve=True)
    decided = as_("manager").post(
        reverse("assets:decide", args=[waiting.pk]), {"decision": "approve"}, follow=True
    )
    assert "已领用" in text(decided)
    assert (Kind.ASSET_ISSUED, number_of(waiting)) in [(one.kind, one.reference) for one in told("counter")]
    back = as_("hr").post(reverse("assets:return", args=[waiting.pk]), follow=True)
    assert "已登记交还" in text(back)
    assert "在库" in text(back)
    assert text(as_("counter").get(reverse("assets:list"))).count("U盘 32G") == 0


def test_nobody_approves_what_she_proposed_or_gets_by_any_account(database: str) -> None:
    for_manager, for_counter = proposed(to="manager"), proposed(to="counter")
    personnel_too = second_account("hr", role="officer", clearance=3)
    manager_too = second_account("manager", role="general_manager", clearance=4)
    for who, waiting, why in (
        (cast.identity("manager"), for_manager, "people.same_person"),
        (manager_too, for_manager, "people.same_person"),
        (personnel_too, for_counter, "people.proposed_it"),
    ):
        with pytest.raises(gate.Denied) as refused:
            actions.decide(who, issue=waiting.pk, approve=True)
        assert why in refused.value.decision.reasons
    approved = actions.decide(cast.identity("officer"), issue=for_manager.pk, approve=True)
    with pytest.raises(gate.Denied):
        actions.take_back(manager_too, issue=approved.pk)


def test_a_loss_ends_the_issue_opens_a_draft_and_bars_the_thing(database: str) -> None:
    phone = issued(to="repair", sort="phone")
    as_("repair").post(reverse("assets:lost", args=[phone.pk]), {"words": "昨晚巡查时遗失"})
    phone.refresh_from_db()
    assert phone.state == State.LOST
    assert Incident.objects.get().what == "lost"
    with pytest.raises(BadAsset):
        actions.issue(cast.identity("hr"), asset=phone.asset_id, holder=cast.staff("counter"))
    with pytest.raises(BadAsset):
        actions.take_back(cast.identity("hr"), issue=phone.pk)


def test_a_lost_thing_is_not_in_store(database: str) -> None:
    phone = issued(to="repair", sort="phone")
    keeper = as_("hr")
    assert "遗失" not in rows_of(keeper.get(reverse("assets:list")))
    actions.report_lost(cast.identity("repair"), issue=phone.pk, words="昨晚巡查时遗失")
    shown = rows_of(keeper.get(reverse("assets:list")))
    assert "遗失" in shown
    assert "在库" not in shown
    assert number_of(phone) not in rows_of(keeper.get(reverse("assets:list"), {"state": "in"}))


def rows_of(page: HttpResponse) -> str:
    """The register below its filters."""
    return text(page).partition("</form>")[2].partition("data-send-on-change")[2].partition("</form>")[2]


def test_a_medium_nobody_approved_is_reported_without_a_number(database: str) -> None:
    said = {"what": "barred", "by": "9999", "words": "私人U盘"}
    guard = as_("guard")
    wrong = guard.post(reverse("assets:report"), said)
    assert (wrong.status_code, "没有这个工号" in text(wrong)) == (422, True)
    guard.post(reverse("assets:report"), said | {"by": "0031"})
    draft = Incident.objects.get()
    assert (draft.what, draft.about_id, draft.asset) == ("barred", cast.staff("counter"), None)


def test_what_was_issued_to_the_same_person_is_no_incident(database: str) -> None:
    disk = issued(to="counter")
    again = second_account("counter", role="repair")
    with pytest.raises(BadAsset):
        actions.report_held(again, number=number_of(disk), by="", words="")


def test_somebody_elses_loss_is_not_hers_to_report(database: str) -> None:
    disk = issued(to="counter")
    with pytest.raises(gate.NotHere):
        actions.report_lost(cast.identity("repair"), issue=disk.pk, words="不见了")
    actions.report_lost(cast.identity("hr"), issue=disk.pk, words="盘点时不见了")


def test_the_person_it_is_about_does_not_close_a_report(database: str) -> None:
    report = actions.report_barred(cast.identity("guard"), by="0036", words="私人U盘")
    officer_too = second_account("officer", role="general_manager", clearance=4)
    for who in (cast.identity("officer"), officer_too):
        with pytest.raises(gate.Denied):
            actions.close_incident(who, incident=report.pk, words="没事")
    actions.close_incident(cast.identity("general_manager"), incident=report.pk, words="已约谈")


def test_holders_see_their_own_and_readers_the_register(database: str) -> None:
    disk = issued(to="counter")
    page = reverse("assets:one", args=[disk.asset_id])
    assert as_("counter").get(page).status_code == 200
    assert as_("repair").get(page).status_code == 404
    assert "历史" not in text(as_("counter").get(page))
    assert "员工31" in text(as_("auditor").get(page))
    assert number_of(disk) in text(as_("manager").get(reverse("assets:list"), {"state": "out"}))
    assert number_of(disk) not in text(as_("manager").get(reverse("assets:list"), {"state": "in"}))


def test_personal_data_in_words_is_masked_before_it_is_kept(database: str) -> None:
    words = f"{cast.OWNER.name}的资料 {cast.OWNER.phones[0]} {cast.OWNER.id_number}"
    asset = registered(sort="papers", what=words)
    report = actions.report_barred(cast.identity("guard"), by="", words=words)
    assert found_in(f"{asset.what} {report.words}".encode(), of_cast()) == []


@pytest.mark.parametrize(
    ("deed", "change"),
    [
        (Action.ASSET_RETURN, {"holder_id": "manager"}),
        (Action.ASSET_DECIDE, {"state": "waiting", "decided_by": None, "decided_at": None}),
        (Action.ASSET_DECIDE, {"decided_at": timezone.now()}),
        (Action.DESK_VIEW, {"state": "lost", "ended_at": timezone.now()}),
    ],
)
def test_the_database_keeps_an_issue_as_it_was(database: str, deed: str, change: dict[str, Any]) -> None:
    disk = issued(to="counter")
    if "holder_id" in change:
        change = {"holder_id": cast.staff("manager")}
    with pytest.raises(Error), everywhere(action=deed):
        Issue.objects.filter(pk=disk.pk).update(**change)


def test_a_report_cannot_be_rewritten(database: str) -> None:
    report = actions.report_barred(cast.identity("guard"), by="", words="私人U盘")
    with pytest.raises(Error), everywhere(action=Action.ASSET_INCIDENT_CLOSE):
        Incident.objects.filter(pk=report.pk).update(words="没有的事")
    with pytest.raises(Error), everywhere(action=Action.ASSET_INCIDENT_CLOSE):
        Incident.objects.filter(pk=report.pk).delete()


def test_two_at_once_issue_a_thing_once(database: str) -> None:
    thing = registered().pk
    outcomes = both(
        lambda: actions.issue(cast.identity("hr"), asset=thing, holder=cast.staff("counter")),
        lambda: actions.issue(cast.identity("hr"), asset=thing, holder=cast.staff("repair")),
    )
    assert sorted(outcomes) == ["BadAsset", "done"]
    assert Issue.objects.count() == 1


def test_the_ledger_says_who_issued_what_to_whom(database: str) -> None:
    disk = issued(to="counter")
    (approved,) = [one for one in entries(Action.ASSET_DECIDE) if one["outcome"] == "done"]
    assert approved["subjects"] == [f"asset:{disk.asset_id}", f"staff:{disk.holder_id}"]
    assert approved["reasons"] == ["approved"]


def test_what_does_not_exist_is_not_here(database: str) -> None:
    for name in ("decide", "return", "lost"):
        assert (
            as_("hr" if name != "decide" else "manager")
            .post(reverse(f"assets:{name}", args=[uuid4()]), {"decision": "approve", "words": "没有"})
            .status_code
            == 404
        )
